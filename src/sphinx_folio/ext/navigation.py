"""Navigation: sections, series, and the parts of the series one is in; never every post."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..digests import value_digest
from .domain import FolioDomain, Record, domain_of
from .publishing import page_names
from .queries import (
    all_series,
    in_series,
    language_of,
    neighbours,
    original_of,
    post_of,
    versions,
    words_on,
)

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


#: What Sphinx calls a project without a name; the site is then called what its first page is.
UNNAMED = "Project name not set"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the sidebar."""

    docname: str
    title: str
    children: tuple[Item, ...] = ()


def sections(env: BuildEnvironment, series: str, language: str = "") -> list[Item]:
    """Return the sidebar's tree for pages of a series (``""``: of none) in a language.

    What has no version in that language is as it was written. Each tree is computed once.
    """
    key = f"sections {language} {series}"
    return domain_of(env).cached(key, lambda: _sections(env, series, language))


def _sections(env: BuildEnvironment, series: str, language: str) -> list[Item]:
    domain = domain_of(env)
    done = []
    for docname in _children(env, env.config.root_doc) or _default_sections(env):
        if docname == "blog/index":
            below = tuple(
                _series_item(domain, record, series, language) for record in all_series(domain)
            )
        else:
            below = tuple(_item(env, child, language) for child in _children(env, docname))
        done.append(_item(env, docname, language, below))
    return done


def _item(env: BuildEnvironment, docname: str, language: str, below: tuple[Item, ...] = ()) -> Item:
    """Return a page in the language if it has such a version, else as it is."""
    docname = versions(domain_of(env), docname).get(language, docname)
    return Item(docname, _title(env, docname), below)


def _default_sections(env: BuildEnvironment) -> list[str]:
    """Return what a site without a toctree on its first page shows: what stands at the top."""
    people = [record.docname for record in domain_of(env).records("person")]
    tops = [
        name
        for name in ("experience", "publications", "cv", "blog")
        if f"{name}/index" in env.found_docs
    ]
    domain = domain_of(env)
    plain = sorted(
        name
        for name in env.found_docs
        if "/" not in name and name != env.config.root_doc and not original_of(domain, name)
    )
    return [*people, *(f"{name}/index" for name in tops), *plain]


def _children(env: BuildEnvironment, docname: str) -> list[str]:
    return [name for name in env.toctree_includes.get(docname, ()) if name in env.found_docs]


def _series_item(domain: FolioDomain, record: Record, current: str, language: str) -> Item:
    parts = in_series(domain, record.name, language) if record.name == current else []
    below = tuple(Item(part.docname, part.title) for part in parts)
    return _item(domain.env, record.docname, language, below)


def _title(env: BuildEnvironment, docname: str) -> str:
    """Return a page's title; below "Experience" and "CV" the name of the person says enough."""
    own = docname.removeprefix("experience/").removeprefix("cv/")
    person = domain_of(env).get("person", own)
    if person:
        return person.title
    return env.titles[docname].astext() if docname in env.titles else docname


def _render(
    builder: StandaloneHTMLBuilder, pagename: str, items: Iterable[Item], level: int = 1
) -> str:
    done = []
    for item in items:
        current = _holds(item, pagename)
        classes = [f"toctree-l{level}", *(["current"] if current else [])]
        classes += ["current-page"] if item.docname == pagename else []
        mark = ' aria-current="page"' if item.docname == pagename else ""
        uri = html.escape(builder.get_relative_uri(pagename, item.docname) or "#")
        link = f'<a class="reference internal" href="{uri}"{mark}>{html.escape(item.title)}</a>'
        below = _render(builder, pagename, item.children, level + 1) if item.children else ""
        done.append(f'<li class="{" ".join(classes)}">{link}{below}</li>')
    return f"<ul>{''.join(done)}</ul>"


def _holds(item: Item, pagename: str) -> bool:
    folder = item.docname.removesuffix("index")
    inside = folder.endswith("/") and pagename.startswith(folder)
    return (
        item.docname == pagename
        or inside
        or any(_holds(child, pagename) for child in item.children)
    )


def _no_toctree(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Spare furo the toctree of the whole site, which it would copy and parse for each page.

    https://github.com/pradyunsg/furo/issues/939
    """
    context["toctree"] = lambda **_: ""
    if app.config.html_title == UNNAMED:
        context["docstitle"] = html.escape(_title(app.env, app.config.root_doc))
    before, after = neighbours(domain_of(app.env), pagename)
    context["parents"] = []
    context["prev"] = _relation(app, pagename, before)
    context["next"] = _relation(app, pagename, after)


def _relation(app: Sphinx, pagename: str, record: Record | None) -> dict[str, str] | None:
    if record is None:
        return None
    uri = app.builder.get_relative_uri(pagename, record.docname)
    _ = words_on(domain_of(app.env), pagename)
    title = _("{number}. {title}", number=post_of(record).part, title=html.escape(record.title))
    return {"link": uri, "title": title}


def _navigation(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    tree = sections(app.env, *_kind_of_tree(domain_of(app.env), pagename))
    context["furo_navigation_tree"] = _render(app.builder, pagename, tree)


def _kind_of_tree(domain: FolioDomain, pagename: str) -> tuple[str, str]:
    """Return the series whose parts a page's sidebar shows (``""``: none), and its language."""
    post = domain.of(pagename, "post")
    page = domain.of(original_of(domain, pagename) or pagename, "series")
    series = post_of(post).series if post else page.name if page else ""
    return series, language_of(domain, pagename)


def _shown(app: Sphinx) -> dict[str, Any]:
    """Return what the frame of each page shows: the tree, the parts before and after, the site."""
    domain = domain_of(app.env)
    unnamed = app.config.html_title == UNNAMED
    site = _title(app.env, app.config.root_doc) if unnamed else ""
    trees: dict[tuple[str, str], str] = {}
    shown = {}
    for name in page_names(app):
        kind = _kind_of_tree(domain, name)
        if kind not in trees:
            trees[kind] = value_digest(sections(app.env, *kind))
        near = [
            (post_of(one).part, one.title, one.docname) if one else None
            for one in neighbours(domain, name)
        ]
        shown[name] = [site, trees[kind], near]
    return shown


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the navigation around furo's own handler, which has priority 500."""
    app.setup_extension("sphinx_folio.ext.blog")
    app.connect("html-page-context", _no_toctree, priority=400)
    app.connect("html-page-context", _navigation, priority=600)
    app.connect("folio-page-shows", _shown)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
