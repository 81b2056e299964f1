"""``llms.txt``: the site in one page of Markdown, for programs that read for people.

https://llmstxt.org: a heading, a summary as a quotation, and lists of links with a line on each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..mail import spoken
from .domain import FolioDomain, Record, domain_of
from .publishing import address, is_public, site_name, write_text, writes_pages
from .queries import all_series, by_date, in_series, once_each, site_language

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

NAME = "llms.txt"
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!]|&(?=[#\w])")


def overview(app: Sphinx) -> str:
    """Return the text: people, writing by series, publications, experience."""
    domain = domain_of(app.env)
    parts = [f"# {escaped(site_name(app))}"]
    summary = domain.summary(app.config.root_doc)
    if summary:
        parts.append(f"> {escaped(summary)}")
    parts += _section(app, "People", domain.records("person"))
    shown = set()
    for series in all_series(domain):
        written = in_series(domain, series.name, site_language(domain))
        shown |= {record.docname for record in written}
        parts += _section(app, f"Series: {series.title}", [series, *written])
    posts = once_each(domain, by_date(domain), site_language(domain))
    others = [one for one in posts if one.docname not in shown]
    parts += _section(app, "Other articles", others)
    parts += _section(app, "Publications", domain.ordered("publication", "publications/index"))
    experience = [
        Record("page", name, _title(app, name), name)
        for name in sorted(app.env.found_docs)
        if name.startswith("experience/") and not name.endswith("/index")
    ]
    parts += _section(app, "Experience", experience)
    return "\n\n".join(parts) + "\n"


def _section(app: Sphinx, title: str, records: Iterable[Record]) -> list[str]:
    domain = domain_of(app.env)
    lines = [_line(app, domain, record) for record in records]
    return [f"## {escaped(title)}", "\n".join(lines)] if lines else []


def _line(app: Sphinx, domain: FolioDomain, record: Record) -> str:
    summary = domain.summary(record.docname) or domain.data["excerpts"].get(record.docname, "")
    link = f"- [{escaped(record.title)}]({address(app, record.docname)})"
    return f"{link}: {escaped(summary)}" if summary else link


def escaped(text: str) -> str:
    """Return text as one line of Markdown that means only itself, without an e-mail address."""
    plain = spoken(" ".join(text.split()))
    return _MARKUP.sub(lambda match: f"\\{match[0]}", plain)


def _title(app: Sphinx, docname: str) -> str:
    titles = app.env.titles
    return titles[docname].astext() if docname in titles else docname


def _write(app: Sphinx, exception: Exception | None) -> None:
    if writes_pages(app, exception) and is_public(app):
        write_text(app, NAME, overview(app))


def _written(app: Sphinx) -> list[str]:
    return [NAME] if is_public(app) else []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step."""
    app.setup_extension("sphinx_folio.ext.publishing")
    app.connect("build-finished", _write, priority=700)
    app.connect("folio-files-written", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
