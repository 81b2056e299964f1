"""Structured data: what a page is about, and where it stands in the site (JSON-LD)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from .. import schema_org
from ..models import Engagement, Person, Publication
from .domain import FolioDomain, Record
from .markup import ENGAGEMENT, PART
from .previews import Preview
from .publishing import address, canonical, is_public, page_names, site_name
from .queries import language_of, original_of, post_of, site_language, versions

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def structured_data(
    app: Sphinx,
    domain: FolioDomain,
    pagename: str,
    description: str,
    url: str,
    shown: Preview | None,
    doctree: nodes.document | None,
) -> list[schema_org.Data]:
    """Return what the page is about, as far as *doctree* shows it, and where it stands."""
    post = domain.of(pagename, "post")
    person = domain.of(pagename, "person")
    entry = entry_of(domain, pagename)
    found = []
    if post:
        found.append(_posting(app, domain, post, description, url, shown))
    elif person and doctree is not None:
        found.append(_profile(app, domain, person, doctree, description, url))
    elif entry:
        found.append(schema_org.publication(entry, description, url))
    own = address(app, pagename)
    if own and pagename == app.config.root_doc:
        found.append(
            schema_org.website(
                site_name(app),
                own,
                language=site_language(domain),
                description=description,
                publisher=app.config.folio_publisher,
            )
        )
    elif own:
        found.append(schema_org.breadcrumbs(_steps(app, domain, pagename)))
    return found


def _profile(
    app: Sphinx,
    domain: FolioDomain,
    record: Record,
    doctree: nodes.document,
    description: str,
    url: str,
) -> schema_org.Data:
    """Return the data of a person, as far as their page shows them.

    What a page shows of other pages stands there by a list, and a page with a list is written again
    when anything that it lists has changed (``page_digests``).
    """
    person = record.value
    assert isinstance(person, Person)
    marked = {node[ENGAGEMENT] for node in doctree.findall(nodes.Element) if ENGAGEMENT in node}
    parts = {node[PART] for node in doctree.findall(nodes.Element) if PART in node}
    engagements = [
        one.value
        for one in domain.records("position", "education")
        if f"{one.type} {one.name}" in marked
        and isinstance(one.value, Engagement)
        and one.value.person == record.name
    ]
    title = app.env.titles[record.docname].astext()
    return schema_org.profile(
        person,
        record.title if record.title in doctree.astext() else title,
        sorted(engagements, key=lambda value: value.sort_key, reverse=True),
        tuple(person.languages) if "languages" in parts else (),
        description=description,
        url=url,
    )


def _posting(
    app: Sphinx,
    domain: FolioDomain,
    record: Record,
    description: str,
    url: str,
    shown: Preview | None,
) -> schema_org.Data:
    post = post_of(record)
    more: dict[str, Any] = {}
    series = domain.get("series", post.series)
    if series:
        more |= schema_org.part_of_series(series.title, post.part, address(app, series.docname))
    if shown and is_public(app):
        more["image"] = schema_org.image(shown.url, shown.size)
    if app.config.folio_publisher:
        more["publisher"] = schema_org.who(app.config.folio_publisher, "Organization")
    family = versions(domain, record.docname)
    original = original_of(domain, record.docname)
    if original in family.values():
        more["translationOfWork"] = _version(app, domain, original)
    elif len(family) > 1:
        others = [name for name in family.values() if name != record.docname]
        more["workTranslation"] = [_version(app, domain, name) for name in others]
    return schema_org.posting(
        post,
        record.title,
        authors(app, domain, record),
        language=language_of(domain, record.docname),
        description=description,
        url=url,
        **more,
    )


def _version(app: Sphinx, domain: FolioDomain, docname: str) -> schema_org.Data:
    """Return the same article in another language, by its title and address."""
    found = {
        "@type": "BlogPosting",
        "headline": app.env.titles[docname].astext(),
        "inLanguage": language_of(domain, docname),
        "url": canonical(app, docname),
    }
    return {key: text for key, text in found.items() if text}


def _steps(app: Sphinx, domain: FolioDomain, pagename: str) -> list[tuple[str, str]]:
    """Return the pages above a page, from the first one on, and itself: name and address."""
    steps = [(site_name(app), address(app, app.config.root_doc))]
    steps += [(title, address(app, name)) for name, title in above(app, domain, pagename)]
    return [*steps, (_name(app, domain, pagename), address(app, pagename))]


def above(app: Sphinx, domain: FolioDomain, pagename: str) -> list[tuple[str, str]]:
    """Return the pages of the folders that a page is in, from the first one on: name and title."""
    pages = domain.cached("names of pages", lambda: frozenset(page_names(app)))
    folders = pagename.removesuffix("/index").split("/")[:-1]
    names = ["/".join([*folders[: depth + 1], "index"]) for depth in range(len(folders))]
    return [
        (name, _name(app, domain, name)) for name in names if name in pages and name != pagename
    ]


def _name(app: Sphinx, domain: FolioDomain, pagename: str) -> str:
    """Return the title of a page; of one that was made, that of its record."""
    if pagename in app.env.titles:
        return app.env.titles[pagename].astext()

    def collect() -> dict[str, str]:
        made = [record for records in domain.data["generated"].values() for record in records]
        return {record.docname: record.title for record in made}

    return domain.cached("titles of made pages", collect).get(pagename, pagename)


def entry_of(domain: FolioDomain, pagename: str) -> Publication | None:
    """Return the entry of the bibliography whose own page this is."""
    record = domain.of(pagename, "publication")
    return domain.bibliography.get(record.name) if record else None


def authors(app: Sphinx, domain: FolioDomain, post: Record) -> list[dict[str, Any]]:
    """Return who a post is by: people it names, else the publisher, an organisation."""
    people = [record for one in post_of(post).authors if (record := domain.get("person", one))]
    if not people and app.config.folio_publisher:
        return [schema_org.who(app.config.folio_publisher, "Organization")]
    if not people:
        people = domain.records("person")[:1]
    found = []
    for record in people:
        url = address(app, record.docname)
        found.append(schema_org.who(record.title) | ({"url": url} if url else {}))
    return found


def description_of(domain: FolioDomain, pagename: str) -> str:
    """Return what a page says of itself: its summary, else its first words."""
    post = domain.of(pagename, "post")
    summary = (post_of(post).summary if post else "") or domain.summary(pagename)
    return summary or str(domain.data["excerpts"].get(pagename, ""))
