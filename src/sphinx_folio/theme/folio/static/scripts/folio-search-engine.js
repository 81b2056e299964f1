/* What the search knows: Pagefind's index, how to ask it, and how results look. folio-search.js loads
   this with the first use of the search. */

const PATIENCE = 10000; // milliseconds in which Pagefind must have started
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;
const BETWEEN = "[^\\p{L}\\p{M}\\p{N}]";

const site = new URL("../../", import.meta.url);
const words = document.getElementById("folio-finder").dataset;
const language = document.documentElement.lang.toLowerCase() || "en";

/* --- The index --------------------------------------------------------------------------------- */

let started = null;

export function engine() {
  if (!started) {
    const late = new Promise((_, fail) => setTimeout(fail, PATIENCE, new Error("failed")));
    started = Promise.race([start(), late]);
  }
  return started;
}

async function start() {
  const bundle = new URL("pagefind/", site);
  const coming = import(new URL("pagefind.js", bundle));
  coming.catch(() => {}); // what is wrong is found below
  const entry = await fetch(new URL("pagefind-entry.json", bundle));
  if (!entry.ok) throw new Error("missing");
  const { languages } = await entry.json();
  const pagefind = await coming;
  const ranking = { metaWeights: { title: 8, names: 8, authors: 5, venue: 3 } };
  const settings = { baseUrl: site.pathname, excerptLength: 26, ranking };
  await pagefind.options({ ...settings, noWorker: true });
  // Pagefind opens the index of the page's language, or else the largest; the others join it.
  await pagefind.init();
  const bySize = Object.keys(languages).sort((a, b) => languages[b].page_count - languages[a].page_count);
  const own = [language, language.split("-")[0], ...bySize].find((name) => languages[name]);
  for (const other of bySize.filter((name) => name !== own)) {
    await pagefind.mergeIndex(bundle.href, { ...settings, language: other });
  }
  return { search: pagefind.search, filters: await pagefind.filters() };
}

/* --- The query --------------------------------------------------------------------------------- */

function parts(text) {
  return text.split(new RegExp(`${BETWEEN}+`, "u")).filter(Boolean);
}

function segments(text) {
  if (!Intl.Segmenter) return [...text];
  return [...new Intl.Segmenter("zh", { granularity: "word" }).segment(text)].map((one) => one.segment);
}

function beginning(word) {
  return [...word].slice(0, Math.ceil([...word].length / 2)).join("");
}

/* Pagefind keeps `cp.async` as "cpasync", and in Chinese pages as "cp" and "async"; characters alone
   between signs it drops; "US 11,055,144 B2" are three words. Chinese it parts here so, there otherwise,
   but a word is found by its beginning, for half the weight. So up to four forms are asked, and `needles`
   sees to the rest. */
function forms(query) {
  const spaced = query.replace(HAN, " $& ");
  const joined = spaced.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{M}\p{N}_]+/gu, ""));
  const long = (words) => {
    const some = words.filter((word) => word.length > 1 || word.match(HAN));
    return (some.length ? some : words).join(" ");
  };
  const runs = joined.flatMap((word) => word.match(/\p{N}+|[^\p{N}]+/gu) || []);
  const begun = query.replace(HAN, (run) => ` ${segments(run).map(beginning).join(" ")} `);
  const exact = new Set([joined.filter(Boolean).join(" "), long(parts(spaced)), long(runs)]);
  const found = new Map([...exact].map((form) => [form, 1]));
  return found.has(long(parts(begun))) ? found : found.set(long(parts(begun)), 0.5);
}

/* Patterns for what a page must have to count: Pagefind also finds the longest beginning of an unknown
   word. Half of a word leaves room for its other endings; a term with signs or digits in it must stand
   as it is, but for the signs. Loosely, one of its parts is enough. */
function needles(query, loose) {
  const half = (run) => (/\p{N}/u.test(run) ? run : run.slice(0, Math.max(3, run.length / 2)));
  const digits = (run) => (/^\p{N}+$/u.test(run) ? [...run].join("[.,]?") : run);
  const term = (text) => parts(text).flatMap((part) => part.match(/\p{N}+|[^\p{N}]+/gu).map(digits));
  const quoted = [...query.matchAll(/"([^"]+)"/g)].map((match) => term(match[1]));
  const han = (query.match(HAN) || []).flatMap(segments).map((word) => [word]);
  const terms = query.replace(HAN, " ").split(/\s+/).map(term);
  const latin = loose ? terms.flat().filter((one) => one.length > 1).map((one) => [one]) : terms;
  return [...quoted, ...han, ...latin.map((one) => (one.length === 1 ? one.map(half) : one))]
    .filter((one) => one.length)
    .map((one) => new RegExp((one.length > 1 ? "(?<![\\p{L}\\p{N}])" : "") + one.join(`${BETWEEN}{0,3}`), "u"));
}

function weigh(page, query) {
  const { title, names, authors, venue } = page.meta;
  const has = (text) => (text || "").toLowerCase().includes(query);
  if ([title, ...(names || "").split(", ")].some((name) => name.toLowerCase() === query)) page.weight += 1;
  for (const text of [title, `${authors}\n${venue}`, page.content]) if (has(text)) page.weight += 0.5;
  if (page.filters.kind?.some((kind) => ["post", "publication", "series"].includes(kind))) page.weight += 0.3;
}

async function ask(queries, filters, limit) {
  const { search } = await engine();
  const hits = new Map();
  for (const [query, worth] of queries) {
    for (const hit of (await search(query, { filters })).results) {
      const weight = hit.score * worth;
      if (!(hits.get(hit.id)?.weight >= weight)) hits.set(hit.id, { hit, weight });
    }
  }
  const ranked = [...hits.values()].sort((a, b) => b.weight - a.weight).slice(0, limit);
  return Promise.all(ranked.map(async ({ hit, weight }) => ({ ...(await hit.data()), weight })));
}

/* Leaves the pages that have what the query asks for, the best first. */
function order(pages, plain) {
  // Scores of two indexes cannot be compared. Pages in the reader's language count by the best of them.
  const own = (page) => page.filters.language?.[0].split("-")[0] === language.split("-")[0];
  const top = (some) => Math.max(1e-9, ...some.map((page) => page.weight));
  const tops = [top(pages), top(pages.filter(own))];
  for (const page of pages) {
    page.weight = own(page) ? page.weight / tops[1] + 0.25 : page.weight / tops[0];
    weigh(page, plain.replaceAll('"', ""));
  }
  const text = (page) => [...Object.values(page.meta), page.content].join("\n").toLowerCase();
  const share = (page, wanted) => wanted.filter((needle) => needle.test(text(page))).length / wanted.length;
  const kept = (wanted, least) => {
    for (const page of pages) page.share = share(page, wanted);
    return pages.filter((page) => page.share >= least);
  };
  const whole = kept(needles(plain), 1);
  const found = whole.length || plain.includes('"') ? whole : kept(needles(plain, true), 0.01);
  return found.sort((a, b) => b.share + b.weight - a.share - a.weight);
}

export async function find(query, filters, limit) {
  const plain = query.normalize("NFKC").toLowerCase().trim();
  if (!plain) return ask([[null, 1]], filters, limit);
  return order(await ask(forms(plain), filters, limit), plain);
}

/* --- The results ------------------------------------------------------------------------------- */

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function link(url, text) {
  const made = element("a", "", text);
  made.href = url;
  return made;
}

export function nameOf(code) {
  return new Intl.DisplayNames([language], { type: "language" }).of(code);
}

/* An excerpt is markup that holds <mark> and two entities, no more; it becomes nodes, never HTML. */
function excerpt(markup) {
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const pieces = markup.split(/<mark>(.*?)<\/mark>/).map(plain);
  return pieces.map((text, n) => (n % 2 ? element("mark", "", text) : text));
}

/* The excerpt of a page, with a sign at each end where a sentence goes on. */
function shown(page) {
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const pieces = excerpt(page.excerpt);
  const words = plain(pieces.map((one) => one.textContent ?? one).join(""));
  const content = plain(page.content);
  const at = content.indexOf(words);
  const cut = (text) => text && !/[.!?…。！？]["'”’»」』）)\]]*$/u.test(text.trim());
  const before = at > 0 && cut(content.slice(0, at)) ? ["… "] : [];
  const after = at + words.length < content.length && cut(words) ? [" …"] : [];
  return [...before, ...pieces, ...after];
}

/* The three places of the page with the most matches. */
function places(page, url) {
  const titles = JSON.parse(page.meta.headings || "{}");
  const marks = page.anchors.filter((mark) => titles[mark.id]).sort((a, b) => a.location - b.location);
  const score = new Map();
  for (const match of page.weighted_locations) {
    const mark = marks.findLast((one) => one.location <= match.location);
    if (mark) score.set(mark, (score.get(mark) || 0) + match.balanced_score);
  }
  const best = [...score.keys()].sort((a, b) => score.get(b) - score.get(a)).slice(0, 3);
  best.sort((a, b) => a.location - b.location);
  return best.map(({ id }) => element("li", "", link(`${url}#${encodeURIComponent(id)}`, titles[id])));
}

function row(page) {
  const url = new URL(page.url, site);
  const code = page.filters.language?.[0] || language;
  const foreign = code.toLowerCase() !== language && nameOf(code);
  const facts = [page.filters.series?.[0], foreign].filter((fact) => fact && fact !== page.meta.title);
  const about = element("p", "folio-finder-facts", facts.join(" · "));
  about.lang = language;
  const made = element("li", "folio-finder-result", element("p", "folio-finder-title", link(url, page.meta.title)));
  made.lang = code;
  if (facts.length) made.append(about);
  made.append(element("p", "folio-finder-excerpt", ...shown(page)));
  const below = places(page, url);
  if (below.length) made.append(element("ul", "folio-finder-places", ...below));
  return made;
}

export function groups(pages) {
  const found = new Map();
  for (const page of pages) {
    const [kind] = page.filters.kind || ["page"];
    found.set(kind, [...(found.get(kind) || []), row(page)]);
  }
  return [...found].map(([kind, rows]) =>
    element("section", "", element("h2", "", words[kind]), element("ul", "", ...rows)),
  );
}
