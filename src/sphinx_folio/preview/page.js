/* The preview in the browser: what was saved takes its place in the page that is open, which stays
   where it was scrolled to; faults lie over it until they are mended. Nothing of this is in a file of
   the site: the server adds it to each page on its way. */
(() => {
  "use strict";

  const tag = document.currentScript;
  let digest = tag.dataset.digest;
  tag.remove();

  /* --- The page as the server sent it ------------------------------------------------------------
     Scripts of the page change it. So what was sent is kept beside it, and each node of that knows
     the one that stands for it in the page; what two states differ in is changed there, and no more:
     what was unfolded, typed or chosen elsewhere stays. This script runs before all others. */

  const shown = new WeakMap();

  function keep(real) {
    const copy = real.cloneNode(false);
    shown.set(copy, real);
    for (const child of real.childNodes) copy.append(keep(child));
    if (real.nodeName === "TEMPLATE") copy.content.append(real.content.cloneNode(true));
    return copy;
  }

  let sent = keep(document.documentElement);

  /* Let one tree stand for what another one, of the same form, stands for or is. */
  function link(node, other, real = (one) => one) {
    shown.set(node, real(other));
    node.childNodes.forEach((child, index) => link(child, other.childNodes[index], real));
  }

  function insert(parent, node, before) {
    const real = document.importNode(node, true);
    link(node, real);
    parent.insertBefore(real, before?.parentNode === parent ? before : null);
  }

  function isSheet(node) {
    return node.nodeName === "LINK" && node.getAttribute("rel") === "stylesheet";
  }

  /* A sheet stays until the new one is there: without any, the page would jump. */
  function swap(real, href) {
    const next = real.cloneNode();
    next.href = href;
    for (const event of ["load", "error"]) next.addEventListener(event, () => real.remove());
    real.after(next);
    return next;
  }

  function adopt(old, now) {
    if (old.isEqualNode(now)) {
      link(now, old, (one) => shown.get(one));
      return;
    }
    const real = shown.get(old);
    shown.set(now, real);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      real.nodeValue = now.nodeValue;
    } else if (isSheet(old) && isSheet(now)) {
      shown.set(now, swap(real, now.getAttribute("href")));
    } else {
      adoptAttributes(real, old, now);
      adoptChildren(real, [...old.childNodes], [...now.childNodes]);
    }
  }

  function adoptAttributes(real, old, now) {
    // On these two, scripts that ran before this one have said what the reader has chosen.
    const all = !["HTML", "BODY"].includes(now.nodeName);
    const names = new Set([...old.getAttributeNames(), ...now.getAttributeNames()]);
    for (const name of all ? names : ["lang"]) {
      const value = now.getAttribute(name);
      if (value === old.getAttribute(name)) continue;
      if (value === null) real.removeAttribute(name);
      else real.setAttribute(name, value);
    }
  }

  function isLike(one, other) {
    return one.nodeName === other.nodeName && (one.id || "") === (other.id || "");
  }

  /* What is the same at the start and at the end stays; of the rest, what is alike in its place is
     changed inside, and only what is not goes or comes. */
  function adoptChildren(parent, old, now) {
    const pairs = [];
    const pair = (isPair) => {
      while (old.length && now.length && isPair(old[0], now[0])) {
        pairs.push([old.shift(), now.shift()]);
      }
      let before = null;
      while (old.length && now.length && isPair(old.at(-1), now.at(-1))) {
        before = old.pop();
        pairs.push([before, now.pop()]);
      }
      return before;
    };
    const same = pair((one, other) => one.isEqualNode(other));
    const alike = pair(isLike);
    const before = shown.get(alike ?? same) ?? null;
    for (const node of old) shown.get(node).remove();
    for (const node of now) insert(parent, node, before);
    for (const [one, other] of pairs) adopt(one, other);
  }

  /* What runs once, when a page is loaded or its reader first acts, cannot be changed in it. */
  function scripts(root) {
    const runs = /^(?:module|(?:text|application)\/(?:java|ecma)script)?$/;
    const later = [...root.querySelectorAll("template")].map((template) => template.content);
    const found = [root, ...later].flatMap((one) => [...one.querySelectorAll("script")]);
    const running = found.filter((script) => runs.test(script.type));
    return running.map((script) => script.outerHTML).join("\n");
  }

  function show(html) {
    const now = new DOMParser().parseFromString(html, "text/html").documentElement;
    if (scripts(sent) !== scripts(now)) {
      location.reload();
      return;
    }
    adopt(sent, now);
    sent = now;
  }

  let turn = 0;

  /* Have the page take style sheets anew. */
  function restyle(files) {
    turn += 1;
    for (const node of [...sent.querySelectorAll("link")].filter(isSheet)) {
      const real = shown.get(node);
      const address = new URL(real.href);
      if (files.some((file) => address.pathname.endsWith(`/${file}`))) {
        address.searchParams.set("live", turn);
        shown.set(node, swap(real, address.href));
      }
    }
  }

  /* Have the page take pictures and the like anew: which of them a file has become is not known, and
     those that are the same come from this machine. What stands there stays until then. */
  function renew() {
    turn += 1;
    for (const real of document.querySelectorAll("img[src], source[src], iframe[src]")) {
      const address = new URL(real.src);
      if (address.host !== location.host) continue;
      address.searchParams.set("live", turn);
      real.src = address.href;
    }
    for (const real of document.querySelectorAll("object[data]")) {
      const address = new URL(real.data);
      address.searchParams.set("live", turn);
      real.data = address.href;
    }
  }

  /* --- What is wrong ----------------------------------------------------------------------------- */

  const STYLE = `
    :host { all: initial; }
    .panel { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 45vh; overflow: auto;
      box-sizing: border-box; padding: .75rem 1rem; font: 14px/1.45 system-ui, sans-serif;
      color: #fff; background: #2b1416; border-top: 3px solid #ff6b6b; }
    .panel[data-kind="warning"] { background: #2a2312; border-color: #f2b84b; }
    header { display: flex; gap: 1rem; align-items: baseline; }
    h2 { font-size: 1em; margin: 0; flex: 1; }
    ol { margin: .5rem 0 0; padding: 0; list-style: none; }
    li { margin: .4rem 0; }
    .place { font-family: ui-monospace, monospace; color: #ffd7a8; }
    .message { white-space: pre-wrap; overflow-wrap: anywhere; }
    pre { margin: .3rem 0 0; max-height: 30vh; overflow: auto; font-size: 12px; }
    button { font: inherit; color: inherit; background: none; border: 1px solid currentColor;
      border-radius: 4px; padding: .1rem .6rem; cursor: pointer; }
    .folded { max-height: none; inset: auto auto .5rem .5rem; border: 1px solid #ff6b6b;
      border-radius: 4px; padding: .2rem .5rem; }
    .note { inset: auto auto .5rem .5rem; margin: 0; padding: .2rem .7rem; border: 0;
      border-radius: 4px; background: #333; }
    .folded ol { display: none; }
  `;
  const host = document.createElement("folio-preview");
  const root = host.attachShadow({ mode: "open" });
  let folded = false;
  let known = "";

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function item(problem) {
    const made = element("li");
    const place = problem.line ? `${problem.file}:${problem.line}` : problem.file;
    if (place) made.append(element("span", "place", `${place} `));
    made.append(element("span", "message", problem.message));
    if (problem.details) {
      const more = element("details");
      more.append(element("summary", "", "where it came from"), element("pre", "", problem.details));
      made.append(more);
    }
    return made;
  }

  function tell(problems, building) {
    const said = JSON.stringify(problems);
    if (said !== known) folded = false;
    known = said;
    host.remove();
    if (building && !problems.length) {
      const note = element("p", "panel note", "The site is being built: links and lists follow.");
      root.replaceChildren(element("style", "", STYLE), note);
      document.documentElement.append(host);
    }
    if (!problems.length) return;
    const error = problems.some((problem) => problem.is_error);
    const panel = element("section", "panel");
    panel.dataset.kind = error ? "error" : "warning";
    panel.setAttribute("role", "alert");
    const head = element("header");
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const fold = element("button", "", "Fold (Esc)");
    fold.type = "button";
    const set = (state) => {
      folded = state;
      panel.classList.toggle("folded", folded);
      fold.textContent = folded ? "Show" : "Fold (Esc)";
    };
    fold.addEventListener("click", () => set(!folded));
    host.fold = () => set(true);
    head.append(element("h2", "", count), fold);
    const list = element("ol");
    list.append(...problems.map(item));
    panel.append(head, list);
    const style = element("style", "", STYLE);
    root.replaceChildren(style, panel);
    set(folded);
    document.documentElement.append(host);
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && host.isConnected && !folded) host.fold?.();
  });

  /* --- The server -------------------------------------------------------------------------------- */

  let wait = 100; // milliseconds

  function connect() {
    const socket = new WebSocket(`ws://${location.host}/.folio/socket`);
    socket.addEventListener("open", () => {
      wait = 100;
      socket.send(JSON.stringify({ path: decodeURIComponent(location.pathname), digest }));
    });
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      if (message.kind === "page") {
        digest = message.digest;
        show(message.html);
      } else if (message.kind === "css") {
        restyle(message.files);
      } else if (message.kind === "files") {
        renew();
      } else if (message.kind === "reload") {
        location.reload();
      } else if (message.kind === "problems") {
        tell(message.problems, message.building);
      }
    });
    // The server was stopped, or started anew: the page is there when it is.
    socket.addEventListener("close", () => {
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 2000);
    });
  }

  connect();
})();
