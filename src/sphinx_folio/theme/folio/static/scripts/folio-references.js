/* References: resting on one, or reaching it by keyboard, shows what it leads to. What stands on this
   page is cloned; another page of the site is fetched, once, when a reader asks. The box only
   describes: nothing in it takes the focus, and the keys of its link scroll it. Without this script links are links. */
(() => {
  "use strict";

  const REST = 150; // milliseconds of resting before anything is shown or fetched
  const TRAVEL = 300; // milliseconds for the pointer's way into the box
  const GAP = 6; // pixels around the box
  const NAME = "folio-preview";
  const LINKS = ":is(a.reference.internal, a.footnote-reference)[href]:not(.download, .folio-backref)";
  // Lists say what they lead to, but for those whose rows are prose.
  const PROSE = ".folio-news-item, .folio-erratum";
  const LISTS =
    ".folio-rows, .folio-series, .folio-tags, .folio-links, .folio-more, .sd-card, .toctree-wrapper, nav";
  const FACTS =
    ".folio-byline, .folio-person-headline, .folio-publication-authors, .folio-publication-venue";
  const TOOLS = '.headerlink, a[href$="atom.xml"]';
  const DROPPED =
    "script, style, template, iframe, object, embed, video, audio, canvas, button, input, select, " +
    "textarea, details, source, [hidden], .headerlink, .folio-backref, .external:has(~ .folio-backref)";
  const UNSPOKEN =
    "svg, pre, thead, tbody, ul, ol, div.math, :scope > p:not(.folio-preview-title) ~ *";
  const BY_ID = /^(on.*|for|srcset|autofocus|contenteditable|aria-(labelledby|describedby|controls))$/;

  const pages = new Map();
  const box = document.createElement("div");
  box.className = box.id = NAME;
  box.setAttribute("role", "tooltip");
  box.popover = "manual"; // above everything, wherever it stands
  box.tabIndex = -1; // what scrolls would take the focus

  async function read(url, signal) {
    const address = url.href.split("#")[0];
    if (address === location.href.split("#")[0]) return [document, address];
    if (pages.has(address)) return pages.get(address);
    if (url.origin !== location.origin || url.protocol === "file:") return [];
    if (navigator.connection?.saveData) return [];
    const answer = await fetch(address, { signal, mode: "same-origin" });
    if (!answer.ok) return [];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    pages.set(address, [page, answer.url]);
    return pages.get(address);
  }

  function line(kind, node) {
    const made = document.createElement("p"), copy = node.cloneNode(true);
    made.className = `${NAME}-${kind}`;
    for (const tool of copy.querySelectorAll(TOOLS)) tool.remove();
    made.textContent = node.content || copy.textContent.replace(/[\s·]+$/, "");
    return made;
  }

  /* A page as a whole: what it says of itself, as text. */
  function card(page) {
    const found = (kind, places) => [...page.querySelectorAll(places)].map((one) => line(kind, one));
    const facts = found("facts", `[class*="-header"] > :is(${FACTS})`);
    const about = [...facts, ...found("summary", 'meta[name="description"]')];
    if (!about.length) about.push(...found("summary", "article section > p").slice(0, 1));
    return about.length ? [...found("title", "article h1"), ...about] : [];
  }

  /* The nodes that say what a place is. */
  function parts(target) {
    // An anchor of its own stands before what it names.
    if (target.matches("span:empty")) target = target.nextElementSibling || target.parentElement;
    if (target.matches("h1, h2, h3, h4, h5, h6")) target = target.parentElement;
    const children = [...target.children];
    if (target.matches("section")) {
      const [first, ...text] = children.filter((one) => !one.matches("section, span, nav"));
      const name = first.ownerDocument.createElement("p");
      name.className = `${NAME}-title`;
      name.append(...first.cloneNode(true).childNodes);
      return [name, ...text.slice(0, 2)];
    }
    if (target.matches("dt")) {
      const list = target.parentElement.cloneNode();
      const all = [...target.parentElement.children];
      const meaning = all.slice(all.indexOf(target)).find((one) => one.matches("dd"));
      list.append(...[target, meaning].filter(Boolean).map((one) => one.cloneNode(true)));
      return [list];
    }
    if (target.matches("li, .footnote")) return children.filter((one) => !one.matches(".label"));
    return [(target.matches("table, span, a") && target.closest(".table-wrapper, p, li, dd, td")) || target];
  }

  /* Copies, cleaned in a document of their own, in which nothing loads or runs. */
  function copies(nodes, base) {
    const inert = document.implementation.createHTMLDocument("");
    const root = inert.body;
    root.append(...nodes.map((node) => inert.importNode(node, true)));
    for (const node of root.querySelectorAll(DROPPED)) node.remove();
    for (const node of root.querySelectorAll("a")) {
      const span = inert.createElement("span");
      span.className = "folio-callout";
      span.append(...node.childNodes);
      node.replaceWith(...(node.matches(".folio-callout") ? [span] : span.childNodes));
    }
    const ids = new Set([...root.querySelectorAll("[id]")].map((node) => node.id));
    const renamed = (all, id) => (ids.has(id) ? `#${NAME}-${id}` : all);
    for (const node of root.querySelectorAll("*")) {
      for (const { name, value } of [...node.attributes]) {
        if (BY_ID.test(name)) node.removeAttribute(name);
        else if (name === "id") node.id = `${NAME}-${value}`;
        else if (/^src$|href$/.test(name) && value[0] !== "#") {
          const url = new URL(value, base);
          if (url.protocol === "data:" || url.origin === location.origin) node.setAttribute(name, url);
          else node.remove();
        } else if (value.includes("#")) node.setAttribute(name, value.replace(/#([\w.:-]+)/g, renamed));
      }
    }
    for (const node of root.querySelectorAll("pre, [tabindex]")) node.tabIndex = -1;
    // Captions and first words are read aloud, not drawings and code.
    for (const node of root.querySelectorAll(UNSPOKEN)) node.setAttribute("aria-hidden", "true");
    return [...root.childNodes];
  }

  async function preview(link, signal) {
    const url = new URL(link.href);
    const [page, base] = await read(url, signal);
    const target = url.hash && page?.getElementById(decodeURIComponent(url.hash.slice(1)));
    if (!page || target === null) return [];
    box.lang = page.documentElement.lang;
    if (target && !target.matches("h1, section:has(> h1)")) return copies(parts(target), base);
    return page === document ? [] : card(page);
  }

  /* --- When it is shown ------------------------------------------------------------------------ */

  let owner = null; // the link that the box is for
  let title = ""; // its title, which the browser would show as a second box
  let waiting = null; // the link that is rested on, and the height of the pointer
  let opening, closing, stop;

  function cancel() {
    clearTimeout(opening);
    stop?.abort();
    waiting = null;
  }

  function stay() {
    cancel();
    clearTimeout(closing);
  }

  function release() {
    stay();
    owner?.removeAttribute("aria-describedby");
    if (title) owner.title = title;
    owner = null;
    title = "";
  }

  function close() {
    release();
    box.remove();
  }

  function leave() {
    stay();
    if (!owner?.matches(":focus-visible")) closing = setTimeout(close, TRAVEL);
  }

  function rest(link, y) {
    if (matchMedia("(hover: none) and (pointer: coarse)").matches) return;
    if (link === owner) return stay();
    cancel();
    waiting = [link, y];
    stop = new AbortController();
    const { signal } = stop;
    opening = setTimeout(async () => {
      const nodes = await preview(link, signal).catch(() => []);
      if (nodes.length && !signal.aborted) show(link, nodes, y);
    }, REST);
  }

  function show(link, nodes, y) {
    release();
    owner = link;
    title = link.title;
    link.removeAttribute("title");
    box.replaceChildren(...nodes);
    if (box.querySelector(":scope > :not([aria-hidden])")) link.setAttribute("aria-describedby", NAME);
    if (!box.isConnected) {
      link.closest("article").append(box);
      box.showPopover?.();
    }
    box.scrollTop = 0;
    // Below the link if there is room, else above; at the line of it that is pointed at.
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const { top, bottom } = link.getBoundingClientRect();
    const lines = [...link.getClientRects()];
    const { left } = lines.find((one) => y <= one.bottom) || lines[0];
    const [above, below] = [top, height - bottom].map((space) => space - 2 * GAP);
    box.style.setProperty("--room", `${Math.max(above, below)}px`);
    fit(box.querySelector("figure :is(svg, img)"), box.scrollHeight - box.clientHeight);
    const under = box.offsetHeight <= below || below > above;
    box.style.left = `${Math.max(GAP, Math.min(left, width - box.offsetWidth - GAP))}px`;
    box.style.top = `${under ? bottom + GAP : top - GAP - box.offsetHeight}px`;
  }

  /* A drawing that nearly fits is shown whole. */
  function fit(drawing, over) {
    const { width, height } = drawing?.getBoundingClientRect() ?? {};
    if (!(over > 0 && over < 0.4 * height)) return;
    const scale = (height - over) / height;
    Object.assign(drawing.style, { width: `${width * scale}px`, height: `${height * scale}px`, minWidth: 0 });
  }

  for (const link of document.querySelectorAll(`#furo-main-content ${LINKS}`)) {
    const around = link.closest(`${PROSE}, ${LISTS}`);
    if (around && !around.matches(PROSE)) continue;
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") rest(link, event.clientY);
    });
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => link.matches(":focus-visible") && rest(link));
    link.addEventListener("blur", () => {
      if (waiting?.[0] === link) cancel();
      if (owner === link && !box.matches(":hover")) close();
    });
    link.addEventListener("click", close);
    // A reader may have reached it while this script was on its way.
    if (link.matches(":hover, :focus-visible")) rest(link);
  }
  /* The box and what is wider than the box, as far as they go: the rest of a key's way is the page's. */
  function scroll(left, top) {
    const inside = left ? [...box.querySelectorAll("pre, div")] : [];
    return [box, ...inside].filter((one) => {
      const { scrollLeft, scrollTop } = one;
      one.scrollBy({ left, top, behavior: "instant" });
      return one.scrollLeft !== scrollLeft || one.scrollTop !== scrollTop;
    }).length;
  }

  box.addEventListener("wheel", (event) => {
    const { deltaX, deltaY, shiftKey, ctrlKey } = event;
    if (ctrlKey) return;
    const sideways = shiftKey || Math.abs(deltaX) > Math.abs(deltaY);
    const moved = sideways ? scroll(deltaX || deltaY, 0) : scroll(0, deltaY);
    if (moved || box.scrollHeight > box.clientHeight) event.preventDefault();
  }, { passive: false });
  box.addEventListener("pointerenter", stay);
  box.addEventListener("pointerleave", leave);
  addEventListener("resize", close);
  addEventListener("scroll", ({ target }) => {
    if (box.contains(target)) return;
    const again = waiting; // focus and smooth scrolling come together
    close();
    if (again) rest(...again);
  }, true);
  addEventListener("keydown", (event) => {
    if (!owner || document.activeElement !== owner || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = 0.9 * box.clientHeight;
    const way = {
      ArrowUp: [0, -40], ArrowDown: [0, 40], PageUp: [0, -page], PageDown: [0, page],
      ArrowLeft: [-40, 0], ArrowRight: [40, 0],
    }[event.key];
    if (way && scroll(...way)) event.preventDefault();
  });
  // One press closes one thing.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (owner) event.stopPropagation();
    close();
  }, true);
})();
