/* The layout explorer: what is typed is drawn in the place of the figure that stands without scripts.
   The form is in the page, the words are in a script for each language. What an address or a field says is only ever set as text. */
"use strict";

(() => {
  const A = folioLayouts;
  const WORDS = folioLayoutWords;
  const MAX_CELLS = 1024, MAX_COUNTED = 65536, BANKS = 32, WORD = 4;
  const FIELDS = ["view", "color", "element", "tile", "coordinate"];
  const PLACES = ["none", "row", "column", "tile", "chunk"];
  const SHADES = { grid: PLACES, memory: PLACES, threads: ["none", "thread", "value", "warp"], banks: ["bank"] };

  const say = (text, values = {}) =>
    (WORDS[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return Array.isArray(value) ? A.toText(value) : (WORDS[value] ?? value);
    });

  const make = (tag, className, ...content) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  };

  const fail = (text, values) => {
    throw new A.Fault(text, values);
  };
  const most = (count) => count > MAX_CELLS && fail("cells", { count, most: MAX_CELLS });
  const range = (count) => Array.from({ length: count }, (_, i) => i);

  /* --- what is drawn: heads, and rows of cells {lines, shade, indices, offset, groups} ------------- */

  /* The number of a row or column and, of a hierarchical mode, its natural coordinate. */
  const head = (i, mode) => (Array.isArray(mode) ? [`${i}`, A.toText(A.natural(i, mode))] : [`${i}`]);

  /* A layout as a matrix; of rank 1 it is a single row, a vector. */
  const matrix = (layout, text) => {
    const divided = /^(zipped|tiled)_divide/.test(text);
    if (divided && A.rank(layout) > 2) {
      const folded = ([first, ...others]) => [first, others];
      layout = { ...layout, shape: folded(layout.shape), stride: folded(layout.stride) };
    }
    if (A.rank(layout) > 2) fail("rank");
    most(A.size(layout));
    const vector = A.rank(layout) === 1;
    const modes = vector ? [1, A.mode(layout, 0).shape] : layout.shape;
    const [height, width] = modes.map(A.product);
    const plain = A.offsets({ shape: layout.shape, stride: layout.stride }).map((offset) => offset + (layout.start ?? 0));
    const says = vector ? "offsets" : divided ? "tiles" : layout.swizzle ? "swizzled" : "matrix";
    return { layout, vector, modes, height, width, says, plain, offsets: A.offsets(layout) };
  };

  const place = (m, index) => [index % m.height, Math.floor(index / m.height)];

  const shade = (m, state, index) => {
    const tiles = place(m, index).map((i, n) => {
      const mode = m.modes[n], first = A.product(Array.isArray(mode) ? mode[0] : mode);
      return [Math.floor(i / first), A.product(mode) / first];
    });
    const [row, column] = place(m, index);
    const tile = tiles[0][0] + tiles[0][1] * tiles[1][0];
    /* In memory, the chunk that it would lie in without the swizzle. */
    const offset = (state.view === "memory" ? m.plain : m.offsets)[index];
    return { row, column, tile, chunk: Math.floor((offset * state.element) / 16) % 8 }[state.color];
  };

  const asMatrix = (m, cell) => ({
    columns: range(m.width).map((j) => head(j, m.modes[1])),
    rows: range(m.height).map((i) => (m.vector ? "" : head(i, m.modes[0]).join("  "))),
    cells: range(m.height).map((i) =>
      range(m.width).map((j) => {
        const index = i + m.height * j, offset = m.offsets[index];
        return { indices: [index], offset, ...cell(offset, index) };
      }),
    ),
  });

  /* Rows and columns of the tile that threads hold; what is wrong is wrong with its field. */
  const held = (m, text) => {
    try {
      const tile = text ? A.parseShape(text) : fail("no tile");
      if (tile.length !== 2) fail("no tile");
      const [height, width] = tile.map(A.product), offset = Math.max(...m.offsets);
      most(height * width);
      if (offset >= height * width) fail("outside", { layout: A.show(m.layout), offset, tile });
      return [height, width];
    } catch (fault) {
      throw Object.assign(fault, { field: "tile" });
    }
  };

  const bank = (address) => Math.floor(address / WORD) % BANKS;

  const VIEWS = {
    grid: (m, state) => ({
      says: m.says,
      ...asMatrix(m, (offset, index) => ({ lines: [`${offset}`], shade: shade(m, state, index), groups: [offset] })),
    }),

    banks: (m, state) => ({
      says: "banks",
      ...asMatrix(m, (offset) => {
        const [first, last] = [bank(offset * state.element), bank((offset + 1) * state.element - 1)];
        return { lines: [first === last ? `${first}` : `${first}–${last}`], bank: first, groups: [first] };
      }),
    }),

    memory: (m, state) => {
      const count = 1 + Math.max(...m.offsets);
      most(count);
      const held = range(count).map(() => []);
      m.offsets.forEach((offset, index) => held[offset].push(index));
      const cells = held.map((indices, offset) => {
        if (!indices.length) return { lines: [], offset };
        const lines = [m.vector ? `${indices[0]}` : `${place(m, indices[0])}`];
        if (indices.length > 1) lines.push(`×${indices.length}`);
        return { lines, shade: shade(m, state, indices[0]), indices, offset };
      });
      const starts = range(Math.ceil(count / state.wrap)).map((n) => n * state.wrap);
      return {
        says: m.vector ? "memory" : "storage",
        columns: range(state.wrap).map((j) => [`+${j}`]),
        rows: starts.map(String),
        cells: starts.map((at) => cells.slice(at, at + state.wrap)),
      };
    },

    threads: (m, state) => {
      if (m.layout.swizzle) fail("threads swizzled");
      if (m.vector) fail("modes");
      const [height, width] = held(m, state.tile);
      const cells = range(height).map((i) => range(width).map((j) => ({ lines: [], offset: i + height * j })));
      m.offsets.forEach((at, index) => {
        const [thread, value] = place(m, index), cell = cells[at % height][Math.floor(at / height)];
        if (cell.indices) {
          cell.indices.push(index);
          cell.groups.push(thread);
          cell.lines[2] = `×${cell.indices.length}`;
          return;
        }
        Object.assign(cell, {
          lines: [`T${thread}`, `V${value}`], indices: [index], groups: [thread],
          shade: { thread, value, warp: Math.floor(thread / 32) }[state.color],
        });
      });
      return { says: "held", columns: range(width).map((j) => [`${j}`]), rows: range(height).map(String), cells };
    },
  };

  /* How often the busiest bank is read: what is asked for at once are 32 words at most. */
  const ways = (offsets, element) => {
    const together = (BANKS * WORD) / Math.max(element, WORD);
    let degree = 1;
    for (let at = 0; at < offsets.length; at += together) {
      const words = new Set(
        offsets.slice(at, at + together).flatMap((offset) =>
          range(Math.ceil(element / WORD)).map((n) => Math.floor((offset * element) / WORD) + n)),
      );
      const counts = Array(BANKS).fill(0);
      for (const word of words) counts[word % BANKS]++;
      degree = Math.max(degree, ...counts);
    }
    return degree;
  };

  /* Tells which 1-D coordinates a pattern such as (1,_) keeps. */
  const selection = (text, shape) => {
    if (!text) return () => false;
    const pattern = A.natural(A.parseCoordinate(text), shape);
    const fits = (at, want) =>
      want === null || (Array.isArray(at) ? at.every((part, i) => fits(part, want[i])) : at === want);
    return (index) => fits(A.natural(index, shape), pattern);
  };

  /* --- an explorer -------------------------------------------------------------------------------- */

  class Explorer {
    constructor(root, number) {
      this.root = root;
      this.form = root.querySelector("form");
      this.fields = this.form.elements;
      this.parameter = number ? `layout-${number + 1}` : "layout";
      this.start = this.written();
      /* The figure stays for paper, which does not scroll. */
      const view = (this.view = make("div", "folio-explorer-live"));
      this.part("view").after(view);
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("reset", () => setTimeout(() => this.changed()));
      this.form.addEventListener("click", ({ target }) => {
        if (target.dataset.layout === undefined) return;
        this.fields.layout.value = target.dataset.layout;
        this.changed();
      });
      addEventListener("popstate", () => this.follow());
      this.part("copy").addEventListener("click", () => this.copy());
      const cell = (event) => event.target.closest("td:not(:first-child), tbody td");
      view.addEventListener("pointerover", (event) => this.tell(cell(event)));
      view.addEventListener("pointerleave", () => this.tell(view.contains(document.activeElement) && this.active));
      view.addEventListener("click", (event) => cell(event)?.focus());
      view.addEventListener("focusin", (event) => this.enter(cell(event)));
      view.addEventListener("focusout", () => this.tell(null));
      view.addEventListener("keydown", (event) => this.key(event));
      this.read();
      this.update();
      if (location.hash === `#${root.id}`) root.scrollIntoView();
    }

    part(name) {
      return this.root.querySelector(`.folio-explorer-${name}`);
    }

    /* --- what is set, and its text in the address --- */

    get state() {
      const state = { layout: this.fields.layout.value.trim() };
      for (const name of FIELDS) state[name] = this.fields[name].value.trim();
      return { ...state, element: Number(state.element), wrap: Number(this.root.dataset.wrap) };
    }

    /* The expression and, after semicolons, which no expression has, all else. */
    written() {
      const { state } = this;
      return [state.layout, ...FIELDS.map((name) => `${name}=${state[name]}`)].join(";");
    }

    get given() {
      return new URLSearchParams(location.search).get(this.parameter);
    }

    /* Sets what the address says, and all else as it was written. */
    read() {
      this.set(this.start);
      this.seen = this.given;
      if (this.seen !== null) this.set(this.seen);
    }

    set(text) {
      const [layout, ...rest] = text.split(";", 8);
      this.fields.layout.value = layout.slice(0, this.fields.layout.maxLength);
      for (const [name, value] of rest.map((part) => part.split("="))) {
        const field = FIELDS.includes(name) && this.fields[name];
        /* A choice takes only what can be chosen. */
        const known = field && (field.options ?? (field.length && field));
        if (!field || (known && ![...known].some((one) => one.value === value))) continue;
        field.value = (value ?? "").slice(0, 100);
      }
    }

    /* The address has changed: by Back or Forward, or by a link to a place of this page. */
    follow() {
      if (this.given === this.seen) {
        if (this.timer) this.keep(location.hash);
        return;
      }
      this.rest();
      this.read();
      this.update();
    }

    rest() {
      clearTimeout(this.timer);
      this.timer = 0;
    }

    keep(hash = `#${this.root.id}`) {
      this.rest();
      const query = new URLSearchParams(location.search);
      query.delete(this.parameter);
      const written = this.written(), parts = [`${query}`];
      if (written !== this.start) {
        parts.push(`${this.parameter}=${encodeURIComponent(written).replace(/%(3A|2C|3B|3D)/g, decodeURIComponent)}`);
      }
      const search = parts.filter(Boolean).join("&");
      history.replaceState(history.state, "", `${location.pathname}${search && `?${search}`}${hash}`);
      this.seen = this.given;
    }

    changed() {
      this.update();
      /* Browsers refuse an address that changes with each key. */
      this.rest();
      this.timer = setTimeout(() => this.keep(), 300);
    }

    async copy() {
      this.keep();
      let said = "copied";
      try {
        await navigator.clipboard.writeText(location.href);
      } catch {
        said = "address";
      }
      this.part("copied").textContent = say(said);
    }

    /* --- drawing --- */

    update() {
      const { view } = this.state, { color, tile, element } = this.fields;
      for (const option of color.options) option.hidden = option.disabled = !SHADES[view].includes(option.value);
      if (color.selectedOptions[0].disabled) [color.value] = SHADES[view];
      color.closest("label").hidden = view === "banks";
      tile.closest("label").hidden = view !== "threads";
      element.closest("label").hidden = view !== "banks" && color.value !== "chunk";
      for (const name of ["layout", "tile", "coordinate"]) {
        this.fields[name].removeAttribute("aria-invalid");
        this.fields[name].nextElementSibling.textContent = "";
      }
      this.part("copied").textContent = this.part("slice").textContent = this.result = "";
      const { state } = this;
      const stale = !this.attempt("layout", "result", () => {
        const layout = A.evaluate(state.layout), found = A.show(layout), summary = this.summary(layout);
        /* As in the figure: what was computed stands behind the expression. */
        const bare = (text) => text.replace(/\s+/g, "");
        const isComputed = /[a-z]/i.test(state.layout) && bare(found) !== bare(state.layout);
        this.result = `${isComputed ? `${found} · ` : ""}${summary} · `;
        const m = matrix(layout, state.layout);
        this.part("result").textContent = summary;
        const shown = VIEWS[view](m, state);
        m.title = isComputed ? `${state.layout} = ${found}` : found;
        let marked = () => false;
        this.attempt("coordinate", "slice", () => {
          const chosen = selection(state.coordinate, layout.shape), kept = m.offsets.filter((_, index) => chosen(index));
          /* A read of shared memory takes all that lies there. */
          const read = new Set(kept);
          marked = view === "banks" ? (index) => read.has(m.offsets[index]) : chosen;
          this.part("slice").textContent = this.sliced(layout, state, kept);
        });
        this.draw(m, shown, marked, state);
      });
      /* What was drawn last fades; the figure of another expression does not stay at all. */
      this.view.classList.toggle("folio-explorer-stale", stale);
      this.view.inert = stale;
      this.root.classList.add("folio-explorer-on");
    }

    /* Computes; a fault is said in the given part, and its field and place are marked. */
    attempt(name, part, compute) {
      try {
        compute();
        return true;
      } catch (fault) {
        if (!(fault instanceof A.Fault)) throw fault;
        const field = this.fields[fault.field ?? name];
        if (fault.field) part = "slice";
        field.setAttribute("aria-invalid", "true");
        const { text, values, position } = fault, message = say(text, { ...values, expected: say(values.expected ?? "") });
        const said = position === null ? message : say("at", { position: position + 1, message });
        this.part(part).textContent = part === "result" ? this.result + said : said;
        if (position !== null) {
          field.nextElementSibling.textContent = `${" ".repeat(position)}▲`;
          field.nextElementSibling.style.textIndent = `${-field.scrollLeft}px`;
        }
        return false;
      }
    }

    summary(layout) {
      const size = A.size(layout), facts = [say("size", { size })];
      if (size > MAX_COUNTED) return facts.join(" · ");
      const offsets = A.offsets(layout), reached = new Set(offsets).size;
      const cosize = 1 + offsets.reduce((a, b) => Math.max(a, b), 0);
      const kind = reached < size ? "not injective" : reached < cosize ? "injective" : "compact";
      return [...facts, say("cosize", { cosize }), say(kind)].join(" · ");
    }

    /* What the coordinate gives: an offset; with "_" the layout of what is kept, or what reading it costs. */
    sliced(layout, { coordinate, view, element }, kept) {
      if (!coordinate) return "";
      if (!/_(?!\d)/.test(coordinate)) return say("offset of", { coordinate, offset: kept[0] });
      const degree = ways(kept, element), count = kept.length;
      if (view === "banks" && count > BANKS) fail("over a warp", { coordinate, count, most: BANKS });
      if (view === "banks") return say(degree > 1 ? "conflict" : "free", { coordinate, count, degree });
      const [part, offset] = A.slice(layout, A.parseCoordinate(coordinate));
      return say(part.swizzle ? "swizzled slice" : "slice", { coordinate, layout: A.show(part), offset });
    }

    draw(m, { says, columns, rows, cells }, marked, state) {
      Object.assign(this, { m, cells, shown: state, active: null });
      const all = cells.flat();
      for (const cell of all) cell.marked = Boolean(cell.indices?.some(marked));
      const longest = (texts) => Math.max(0, ...texts.map((text) => text.length));
      /* The sizes are those of layout_svg/canvas.py, so that nothing moves when the table comes. */
      const compact = state.view === "banks", widest = longest(all.flatMap((cell) => cell.lines));
      const width = Math.max(
        compact ? Math.max(22, 8 * widest + 6) : Math.max(44, 9 * widest + 10),
        Math.round((7.8 * longest(columns.flat()) + 8) * (compact ? 11 / 13 : 1)),
      );
      const lines = Math.max(1, ...all.map((cell) => cell.lines.length)), left = longest(rows);
      const line = (text) => make("span", "", text);
      const th = (scope, ...texts) => Object.assign(make("th", "", ...texts.map(line)), { scope });
      const table = make(
        "table", `folio-explorer-grid${compact ? " folio-explorer-banks" : ""}`,
        make("thead", "", make("tr", "", make("td", ""), ...columns.map((texts) => th("col", ...texts)))),
        make("tbody", "", ...cells.map((row, i) =>
          make("tr", "", th("row", rows[i]), ...row.map((cell, j) => this.cell(cell, i, j, line))))),
      );
      table.setAttribute("role", "grid");
      table.setAttribute("aria-labelledby", `${this.root.id}-title`);
      table.style.setProperty("--cell", `${width}px`);
      table.style.setProperty("--line", `${compact ? 24 : 22 + 10 * lines}px`);
      table.style.setProperty("--left", `${left ? Math.round(7.8 * left + 12) : 2}px`);
      const caption = say(says, { bytes: state.element });
      const title = make(
        "p", "folio-explorer-title", make("code", "", m.title),
        line(state.color === "none" ? caption : say("shaded", { caption, what: state.color })),
      );
      title.id = `${this.root.id}-title`;
      const given = this.written() === this.start && this.part("view").querySelector(".folio-layout-notes");
      const notes = given ? given.cloneNode(true) : make("p", "folio-layout-notes", compact ? say("model", { bytes: state.element }) : "");
      this.view.replaceChildren(title, make("div", "folio-explorer-scroll", table), notes);
      cells[0][0].td.tabIndex = 0;
      this.active = cells[0][0].td;
      this.tell(null);
    }

    cell(cell, row, column, line) {
      const td = make("td", "", ...cell.lines.map(line));
      if (!cell.lines.length) td.classList.add("folio-explorer-unused");
      if (cell.shade !== undefined) td.classList.add(`folio-explorer-shade-${cell.shade % 8}`);
      if (cell.bank !== undefined) td.style.setProperty("--bank", `${((cell.bank + 1) / 32) * 100}%`);
      if (cell.marked) {
        td.classList.add("folio-explorer-marked");
        const around = { n: [row - 1, column], s: [row + 1, column], w: [row, column - 1], e: [row, column + 1] };
        for (const [side, [i, j]] of Object.entries(around)) {
          if (!this.cells[i]?.[j]?.marked) td.classList.add(`folio-explorer-${side}`);
        }
      }
      cell.td = td;
      return Object.assign(td, { tabIndex: -1, row, column });
    }

    /* --- pointing --- */

    /* The cell becomes the one that Tab leads to. */
    enter(td) {
      if (!td) return;
      this.active.tabIndex = -1;
      td.tabIndex = 0;
      this.active = td;
      this.tell(td);
    }

    /* Says what lies in a cell, and marks where the same offset, bank or thread is. */
    tell(td) {
      const here = td ? this.cells[td.row][td.column] : {}, readout = this.part("readout");
      const groups = new Set(here.groups);
      for (const one of this.cells?.flat() ?? []) {
        one.td.classList.toggle("folio-explorer-same", one !== here && Boolean(one.groups?.some((group) => groups.has(group))));
      }
      readout.textContent = td ? this.facts(here).join(" · ") : say("point");
      if (td) td.setAttribute("aria-describedby", readout.id);
    }

    facts({ indices, offset, groups }) {
      const { m, shown } = this;
      if (!indices) return [say("offset", { offset }), say("unused")];
      const [row, column] = place(m, indices[0]);
      const facts = indices.slice(0, 4).map((index) => {
        const at = place(m, index);
        const forms = new Set([m.vector ? `${at[1]}` : `(${at})`, A.toText(A.natural(index, m.layout.shape)), `${index}`]);
        return say("coordinate", { coordinate: [...forms].join(" = ") });
      });
      if (indices.length > 4) facts.push("…");
      facts.push(say("offset", { offset }));
      if (shown.view !== "banks") return facts;
      const along = (n, i) => ways(m.offsets.filter((_, at) => place(m, at)[n] === i), shown.element);
      const cost = (what, degree) => say(degree > 1 ? `${what} conflict` : `${what} free`, { degree });
      return [...facts, say("in bank", { bank: groups[0] }), cost("row", along(0, row)), cost("column", along(1, column))];
    }

    key(event) {
      const { row, column } = event.target, [rows, end] = [this.cells.length - 1, this.cells[row]?.length - 1];
      const to = {
        ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], PageUp: [0, column], PageDown: [rows, column],
        ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
        Home: [event.ctrlKey ? 0 : row, 0], End: event.ctrlKey ? [rows, this.cells.at(-1).length - 1] : [row, end],
      }[event.key];
      if (!to || row === undefined || event.altKey || event.metaKey) return;
      event.preventDefault();
      this.cells[to[0]]?.[to[1]]?.td.focus();
    }
  }

  document.querySelectorAll(".folio-explorer").forEach((root, number) => new Explorer(root, number));
})();
