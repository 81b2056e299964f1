/* Search: a dialog on every page (`/`, Ctrl-K), and the search page, over Pagefind's index of the site.
   Nothing is asked of the server before the first use. Without this script the button leads to the
   search page, which names the pages that list everything. */

const PAUSE = 120; // milliseconds without a key before a query runs

const template = document.getElementById("folio-finder");
const words = template?.dataset;
const language = document.documentElement.lang.toLowerCase() || "en";

/* The rest of the search. What failed to come is asked for again the next time. */
let loaded = null;

function rest() {
  loaded ||= import("./folio-search-engine.js").catch((fault) => {
    loaded = null;
    throw fault;
  });
  return loaded;
}

/* --- The interface ----------------------------------------------------------------------------- */

class Finder {
  constructor(limit) {
    this.limit = limit;
    this.turn = 0;
    this.root = template.content.firstElementChild.cloneNode(true);
    const one = (selector) => this.root.querySelector(selector);
    this.form = one("form");
    this.field = one("input");
    this.status = one(".folio-finder-status");
    this.results = one(".folio-finder-results");
    this.everything = one(".folio-finder-all");
    this.filters = one("details");
    this.selects = [...this.root.querySelectorAll("select")];
    this.field.addEventListener("input", (event) => event.isComposing || this.soon());
    this.field.addEventListener("compositionend", () => this.soon());
    this.filters.addEventListener("change", () => this.run());
    this.form.addEventListener("submit", (event) => this.open(event));
    this.root.addEventListener("keydown", (event) => this.move(event));
  }

  /* What is asked, as the search page's address has it. */
  get state() {
    const chosen = [this.field, ...this.selects].filter((one) => one.value.trim());
    return new URLSearchParams(chosen.map((one) => [one.name, one.value.trim()]));
  }

  set state(state) {
    for (const one of [this.field, ...this.selects]) one.value = state.get(one.name) || "";
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), PAUSE);
  }

  run() {
    clearTimeout(this.timer);
    this.done = this.show(++this.turn).catch((fault) => {
      this.status.textContent = words[fault.message] || words.failed;
      this.onFault?.();
    });
    return this.done;
  }

  async show(turn) {
    await this.offer();
    const { q = "", ...filters } = Object.fromEntries(this.state);
    const asked = this.state.size > 0;
    const { find, groups } = await rest();
    const pages = asked ? await find(q, filters, this.limit) : [];
    if (turn !== this.turn) return;
    const some = words.count.replace("{count}", pages.length);
    const said = pages.length ? some : words.nothing.replace("{query}", q);
    this.status.textContent = asked ? said : "";
    this.results.replaceChildren(...groups(pages));
    this.everything.href = `${this.form.action}?${this.state}`;
    this.everything.hidden = !pages.length;
    this.root.dataset.query = this.field.value; // what the results are for
    this.onShow?.(this.state);
  }

  /* Fills the filters with what the index has; one with nothing to choose stays away. */
  async offer() {
    const { engine, nameOf } = await rest();
    const { filters } = await engine();
    if (this.offered) return;
    this.offered = true;
    for (const select of this.selects) {
      const labels = Object.keys(filters[select.name] || {}).map((name) => [
        select.name === "language" ? nameOf(name) : name,
        name,
      ]);
      labels.sort(([a], [b]) => a.localeCompare(b, language));
      for (const [label, name] of labels) select.add(new Option(label, name));
      select.parentElement.hidden = labels.length < (select.name === "language" ? 2 : 1);
    }
    this.filters.hidden = this.selects.every((select) => select.parentElement.hidden);
    if (this.wanted) this.state = this.wanted;
  }

  /* Enter in the field goes to the first result. */
  async open(event) {
    event.preventDefault();
    if (this.root.dataset.query !== this.field.value) this.run();
    await this.done;
    this.results.querySelector("a")?.click();
  }

  move(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = [this.field, ...this.results.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      stops[to]?.focus();
    } else if (at && event.key.length === 1 && event.key !== " ") {
      this.field.focus(); // what is typed on a result goes on in the field
    }
  }
}

/* --- The page and the dialog ------------------------------------------------------------------- */

const place = document.querySelector(".folio-finder-page");
let onPage = null;
let dialog = null;
let inDialog = null;

function openPage() {
  const instead = document.querySelector(".folio-finder-instead");
  onPage = new Finder(100);
  onPage.root.querySelector(".folio-finder-close").remove();
  onPage.everything.remove();
  onPage.filters.open = true;
  onPage.wanted = new URLSearchParams(location.search);
  onPage.state = onPage.wanted;
  onPage.onShow = (state) => history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
  onPage.onFault = () => {
    instead.firstElementChild.hidden = true; // the status says it more exactly
    instead.hidden = false;
  };
  instead.hidden = true;
  instead.classList.remove("folio-finder-waiting");
  place.append(onPage.root);
  onPage.field.focus({ preventScroll: true });
  if (location.search) onPage.run();
}

function openDialog() {
  if (onPage) return onPage.field.focus();
  if (!dialog) {
    inDialog = new Finder(20);
    dialog = document.createElement("dialog");
    dialog.className = "folio-finder-dialog";
    dialog.append(inDialog.root);
    dialog.setAttribute("aria-label", inDialog.form.getAttribute("aria-label"));
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog || target.closest("a, .folio-finder-close")) dialog.close();
    });
    // Sphinx's script would take the key on a result; in a field it would first empty that.
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      dialog.close();
    });
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
  inDialog.field.focus();
  inDialog.field.select();
  inDialog.run();
}

if (template) {
  document.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
    const typing = target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]');
    const slash = key === "/" && !typing && !ctrlKey && !metaKey && !altKey;
    const ctrlK = key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey && !shiftKey;
    if (!slash && !(ctrlK && (!typing || dialog?.open))) return;
    event.preventDefault();
    openDialog();
  });
  document.querySelector(".folio-finder-open").addEventListener("submit", (event) => {
    event.preventDefault();
    openDialog();
  });
  if (place) openPage();
}
