/* Publications: narrows a list as one types or chooses, and copies and saves BibTeX. */
"use strict";

(() => {
  /* The words of what this script adds, in the page's language. */
  const WORDS = document.currentScript.dataset;

  const FACETS = ["year", "type", "venue", "topic", "person"];

  /* Letters without case and diacritics, so that "gomez" finds "Gómez". */
  const folded = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /* What is searched: title, authors, venue, keywords, remarks and abstract, not the BibTeX. */
  const SEARCHED =
    ".folio-publication-title, .folio-authors-all .folio-authors, .folio-publication-authors, " +
    ".folio-badge, .folio-publication-venue, .folio-keywords, .folio-publication-note, .folio-abstract";

  class List {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector(".folio-count");
      this.whole = this.status.textContent;
      this.typing = false;
      const root = form.closest(".folio-publication-list");
      this.groups = [...root.querySelectorAll(".folio-publications")].map((list) => ({
        box: list.closest(".folio-publication-group") || list,
        rows: [...list.children].map((element) => ({
          element,
          key: element.dataset.key,
          values: Object.fromEntries(
            FACETS.map((name) => [name, (element.dataset[name] || "").split("|")]),
          ),
        })),
      }));
      this.total = new Set(this.groups.flatMap((group) => group.rows.map((row) => row.key))).size;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", (event) => this.changed(event.target.name === "q"));
      form.addEventListener("change", (event) => {
        if (event.target.name === "q") this.typing = false;
        else this.changed(false);
      });
      form.addEventListener("reset", () => setTimeout(() => this.changed(false)));
      window.addEventListener("popstate", () => this.read());
      this.read();
    }

    /* The text of a row, taken when a search first needs it. */
    text(row) {
      row.text ??= folded(
        [...row.element.querySelectorAll(SEARCHED)].map((part) => part.textContent).join(" "),
      );
      return row.text;
    }

    read() {
      const query = new URLSearchParams(location.search);
      for (const name of ["q", ...FACETS]) {
        const field = this.form.elements[name];
        if (field) field.value = query.get(name) || "";
        /* A select that does not know the value has none now: show all. */
        if (field && field.selectedIndex === -1) field.value = "";
      }
      this.apply();
    }

    changed(typing) {
      const url = new URL(location.href);
      for (const name of ["q", ...FACETS]) {
        const value = this.form.elements[name]?.value || "";
        if (value) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
      /* One step back for each choice and for each search, not for each letter. */
      if (url.href !== location.href) {
        history[typing && this.typing ? "replaceState" : "pushState"](null, "", url);
      }
      this.typing = typing;
      this.apply();
    }

    apply() {
      const words = folded(this.form.elements.q.value).split(/\s+/).filter(Boolean);
      const chosen = FACETS.map((name) => [name, this.form.elements[name]?.value]).filter(
        ([, value]) => value,
      );
      const shown = new Set();
      for (const group of this.groups) {
        let any = false;
        for (const row of group.rows) {
          const fits =
            chosen.every(([name, value]) => row.values[name].includes(value)) &&
            (!words.length || words.every((word) => this.text(row).includes(word)));
          row.element.hidden = !fits;
          if (fits) shown.add(row.key);
          any ||= fits;
        }
        group.box.hidden = !any;
      }
      this.tell(shown.size);
    }

    /* Said when a reader pauses: a count for each letter would only be noise. */
    tell(count) {
      const text =
        count === this.total ? this.whole : this.form.dataset.some.replace("{}", count);
      clearTimeout(this.timer);
      if (this.status.textContent === text) return;
      this.timer = setTimeout(() => (this.status.textContent = text), 200);
    }
  }

  const button = (label, action) => {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = label;
    element.addEventListener("click", () => action(element));
    return element;
  };

  const save = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/x-bibtex" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  /* Buttons come when a block unfolds: a thousand rows need none before. */
  const addButtons = (details) => {
    if (details.querySelector(".folio-bibtex-actions")) return;
    const text = details.querySelector("pre").textContent;
    const key = /^@\w+\{([^,\s]+)/.exec(text.trim())?.[1] || "entry";
    const actions = document.createElement("p");
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    actions.className = "folio-bibtex-actions";
    actions.append(
      button(WORDS.copy, async () => {
        try {
          await navigator.clipboard.writeText(text);
          said.textContent = WORDS.copied;
        } catch {
          getSelection().selectAllChildren(details.querySelector("pre"));
          said.textContent = WORDS.selected;
        }
      }),
      said,
    );
    /* A page of its own has a file to link. */
    if (!details.querySelector("a[download]")) {
      said.before(button(WORDS.download, () => save(text, `${key.replace(/[^\w.-]+/g, "_")}.bib`)));
    }
    details.querySelector(".folio-details-content").prepend(actions);
  };

  for (const form of document.querySelectorAll("form.folio-facets")) new List(form);
  /* One may have been unfolded while this script was on its way. */
  document.querySelectorAll("details.folio-bibtex[open]").forEach(addButtons);
  document.addEventListener(
    "toggle",
    (event) => {
      const details = event.target;
      if (details.open && details.classList.contains("folio-bibtex")) addButtons(details);
    },
    true,
  );
})();
