"""Search: Pagefind over the built pages, with an interface and a page of our own."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from .. import pagefind, references
from ..errors import Subtype
from ..mail import spoken
from ..models import Person, Publication
from . import warn
from .blog.head import byline_nodes
from .domain import FolioDomain, Record, domain_of
from .queries import BLOG, language_of, original_of, post_of, series_of, tag_slug, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

PAGE = "search"
SCRIPT = "scripts/folio-search.js"

_logger = logging.getLogger("sphinx_folio")


def _collect(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note the search page, so that it is known among the pages that were written."""
    title = words_on(domain_of(env), PAGE)("Search")
    domain_of(env).generate("search", [] if _taken(env) else [Record("page", PAGE, title, PAGE)])
    return []


def _taken(env: BuildEnvironment) -> bool:
    """Tell whether the site has a page of that name itself."""
    return PAGE in env.found_docs


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the search page: what it says stands until the script finds an index."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or _taken(app.env):
        return
    _ = words_on(domain_of(app.env), PAGE)
    title = html.escape(_("Search"))
    why = html.escape(_("Search needs JavaScript, and pages that come from a web server."))
    instead = html.escape(_("All that is here is listed on these pages:"))
    links = "".join(
        f'<li><a href="{html.escape(app.builder.get_relative_uri(PAGE, docname))}">'
        f"{html.escape(name)}</a></li>"
        for docname, name in _indexes(app.env)
    )
    body = (
        f'<section id="search"><h1>{title}</h1><div class="folio-finder-page"></div>'
        '<div class="folio-finder-instead folio-finder-waiting">'
        f"<p>{why}</p><p>{instead}</p><ul>{links}</ul></div>"
        "</section>"
    )
    yield PAGE, {"title": title, "body": body}, "page.html"


def _indexes(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield the pages that lead to all others, with their titles."""
    for docname in (f"{BLOG}index", "publications/index", "experience/index", "people/index"):
        if docname in env.titles:
            yield docname, env.titles[docname].astext()
    for record in domain_of(env).records("page"):
        if record.docname != PAGE:
            yield record.docname, record.title
    yield env.config.root_doc, env.titles[env.config.root_doc].astext() or env.config.project


def _prepare(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the page the interface's words, and Pagefind what it is to know of the page.

    Only pages with a source are indexed: lists of tags and years would come before what they list.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    context["folio_finder"] = _words(app, pagename)
    if pagename == PAGE and "robots" not in context.get("metatags", ""):
        context["metatags"] = (
            f'{context.get("metatags", "")}\n<meta name="robots" content="noindex">'
        )
    if doctree is None or app.env.metadata[pagename].keys() & {"no-search", "nosearch"}:
        return
    # What a CV says again is found where it is said first.
    body = re.sub(
        r'(?=class="folio-cv-section")', 'data-pagefind-ignore="" ', context.get("body", "")
    )
    context["body"] = f'<div data-pagefind-body="">{body}</div>'
    tags = [
        f'<meta property="folio:{name}" content="{html.escape(spoken(value))}"'
        f' data-pagefind-{use}="{name}[content]">'
        for use, name, value in _facts(app, pagename)
    ]
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def _facts(app: Sphinx, docname: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a page can be filtered by, and its headings: Pagefind keeps ids without words."""
    domain = domain_of(app.env)
    yield "filter", "kind", _kind(domain, docname)
    yield "filter", "language", language_of(domain, docname)
    post = domain.of(docname, "post")
    if post:
        names = "".join(one.astext() for one in byline_nodes(app, docname, post_of(post)))
        if names:
            yield "meta", "authors", names
        series = domain.get("series", post_of(post).series)
        if series:
            yield "filter", "series", series.title
        for slug in dict.fromkeys(map(tag_slug, post_of(post).tags)):
            tag = domain.get("tag", slug)
            if tag:
                yield "filter", "tag", tag.title
    own = domain.of(docname, "series")
    if own:
        yield "filter", "series", own.title
        parts = series_of(own).parts
        entries = (domain.bibliography.get(part.original) for part in parts)
        originals = ", ".join(entry.title for entry in entries if entry)
        if originals:
            yield "meta", "originals", originals
    entry = _entry(domain, docname)
    if entry:
        yield "meta", "authors", ", ".join(name.full for name in entry.authors)
        venue = (entry.fields.get("abbr") or references.short_venue(entry), entry.venue, entry.year)
        yield "meta", "venue", " ".join(filter(None, dict.fromkeys(venue)))
    person = domain.of(docname, "person")
    known = list(person.value.aliases) if person and isinstance(person.value, Person) else []
    original = original_of(domain, docname)
    if original:
        # Who asks for it by that name means this page, if this is the language they read.
        known.append(app.env.titles[original].astext())
    if known:
        yield "meta", "names", ", ".join(known)
    headings = _headings(app.env, docname)
    if headings:
        yield "meta", "headings", json.dumps(headings, ensure_ascii=False)


def _entry(domain: FolioDomain, docname: str) -> Publication | None:
    """Return the entry of the bibliography whose own page this is."""
    record = domain.of(docname, "publication")
    return domain.bibliography.get(record.name) if record else None


def _kind(domain: FolioDomain, docname: str) -> str:
    for kind in ("post", "publication", "person", "series"):
        if domain.of(docname, kind):
            return kind
    known = docname.startswith("experience/") and docname != "experience/index"
    return "experience" if known else "page"


def _headings(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """Return the words of each place on the page that has an id: its headings and its objects."""
    found = {
        link["anchorname"].removeprefix("#"): link.astext()
        for link in env.tocs[docname].findall(nodes.reference)
        if link.get("anchorname")
    }
    for record in domain_of(env).data["records"].get(docname, ()):
        if record.anchor:
            found[record.anchor] = record.title
    return found


def _words(app: Sphinx, docname: str) -> dict[str, str]:
    """Return the words of the interface in the language of the page."""
    _ = words_on(domain_of(app.env), docname)
    return {
        "search": _("Search"),
        "field": _("Search this site"),
        "close": _("Close"),
        "filters": _("Filters"),
        "language": _("Language"),
        "series": _("Series"),
        "tag": _("Tag"),
        "all": _("all"),
        "count": _("Results: {count}"),
        "nothing": _("Nothing found for “{query}”."),
        "everything": _("All results"),
        "post": _("Posts"),
        "publication": _("Publications"),
        "experience": _("Experience"),
        "person": _("People"),
        "page": _("Pages"),
        "missing": _("This site was built without a search index."),
        "failed": _("The search could not be started."),
    }


def _index(app: Sphinx, exception: Exception | None) -> None:
    """Make the index at the end of a build."""
    if exception is None and domain_of(app.env).index_at_once:
        make_index(app)


def make_index(app: Sphinx, stopped: Callable[[], bool] | None = None) -> None:
    """Make the index of what stands in the output now, unless it is the one that was made last.

    *stopped* is asked while it is made; once that is true, there is none for now.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    site = Path(app.outdir)
    note = Path(app.doctreedir) / f"folio-search-{app.builder.name}.json"
    program = pagefind.program()
    if program is None:
        note.unlink(missing_ok=True)
        pagefind.remove(site)
        _logger.info("no search index: `pip install 'sphinx-folio[search]'` brings what makes it")
        return
    digest = pagefind.digest(site)
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(note.read_text(encoding="utf-8"))
        if known == {"digest": digest, "files": pagefind.files(site)}:
            return
    note.unlink(missing_ok=True)
    try:
        made = pagefind.make(site, program, stopped)
    except pagefind.StoppedError:
        return
    except (OSError, pagefind.PagefindError) as fault:
        pagefind.remove(site)
        warn(f"no search index: Pagefind says {fault}", None, Subtype.SEARCH)
        return
    note.write_text(json.dumps({"digest": digest, "files": made}), encoding="utf-8")


def _add_script(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.add_js_file(SCRIPT, type="module", priority=700)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the search page, the marks on all pages, and the index after everything else."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.connect("builder-inited", _add_script)
    app.connect("env-updated", _collect)
    app.connect("html-collect-pages", _pages)
    # After all that adds to a page's body and head.
    app.connect("html-page-context", _prepare, priority=950)
    # After freshness removed the pages that are no more (900).
    app.connect("build-finished", _index, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
