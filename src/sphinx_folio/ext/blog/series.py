"""Series: ``blog/<series>/index.md`` announces the parts in order, posts fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ... import front_matter
from ...errors import Subtype, did_you_mean
from ...models import Part, Publication, Series
from .. import pages, warn
from ..domain import Record, domain_of
from ..markup import Content, Listing, block, external, internal, line, row, rows, span
from ..queries import BLOG, all_series, in_series, post_of, series_of
from .posts import day

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

PART: front_matter.Schema = {
    "title": front_matter.text,
    "summary": front_matter.text,
    "original": front_matter.text,
    "needs": front_matter.texts,
    "gives": front_matter.texts,
}
SCHEMA: front_matter.Schema = {
    "summary": front_matter.text,
    "parts": front_matter.records(PART, "title"),
}


def series_id(docname: str) -> str:
    """Return the id of the series whose page a document is, or ``""``."""
    middle = docname.removeprefix(BLOG).removesuffix("index").strip("/")
    return middle if docname.startswith(BLOG) and docname.endswith("/index") else ""


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    if not series_id(docname):
        return
    values = pages.read_front_matter(app.env, docname, source, SCHEMA)
    parts = tuple(Part(**{"title": "", **part}) for part in values.get("parts", ()))
    app.env.temp_data["folio_series"] = Series(series_id(docname), values.get("summary", ""), parts)


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    series: Series | None = env.temp_data.get("folio_series")
    if series_id(env.docname) and series:
        title = env.titles[env.docname].astext()
        domain_of(env).note(Record("series", series.id, title, env.docname, "", series))


class PartList(Listing):
    """The parts of one series: written ones linked, the others marked as planned."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return a numbered list."""
        domain = domain_of(app.env)
        record = domain.get("series", self["series"])
        if record is None:
            hint = did_you_mean(self["series"], (one.name for one in domain.records("series")))
            warn(f"no series {self['series']!r}.{hint}", self, Subtype.SERIES)
            return []
        return [rows("folio-parts", part_rows(app, docname, record, full=True), ordered=True)]


class SeriesList(Listing):
    """All series with their parts."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one block per series."""
        done: list[nodes.Node] = []
        for record in all_series(domain_of(app.env)):
            series = series_of(record)
            head = line("folio-series-title", internal(app, docname, record))
            parts: list[nodes.Node] = [head]
            if series.summary:
                parts.append(line("folio-series-summary", series.summary))
            parts.append(
                rows("folio-parts", part_rows(app, docname, record, full=False), ordered=True)
            )
            done.append(block("folio-series", *parts))
        return [block("folio-series-list", *done)] if done else []


def part_rows(app: Sphinx, docname: str, record: Record, *, full: bool) -> list[nodes.list_item]:
    """Return the rows of a series' parts, announced and written ones merged, in order."""
    domain = domain_of(app.env)
    series = series_of(record)
    written = {post_of(post).part: post for post in in_series(domain, series.id)}
    items = []
    for number in range(1, max([len(series.parts), *written]) + 1):
        part = series.parts[number - 1] if number <= len(series.parts) else Part("")
        post = written.get(number)
        title: Content = internal(app, docname, post) if post else part.title
        first: list[Content] = [span("folio-part-title", title)]
        if post is None:
            first += [" ", span("folio-planned", "planned")]
        lines: list[nodes.Node] = [line("folio-part-head", *first)]
        if full:
            summary = part.summary or (post_of(post).summary if post else "")
            if summary:
                lines.append(line("folio-part-summary", summary))
            lines += _part_detail(domain.bibliography.get(part.original), post)
        items.append(row("folio-part" if post else "folio-part folio-part-planned", *lines))
    return items


def _part_detail(original: Publication | None, post: Record | None) -> list[nodes.Node]:
    words: list[Content] = []
    if post:
        words.append(day(post_of(post).date))
    if original and original.fields.get("url"):
        words += [
            " · " if words else "",
            "original: ",
            external(original.title, original.fields["url"]),
        ]
    return [line("folio-part-detail", *words)] if words else []


class SeriesDirective(SphinxDirective):
    """``{series}``: the parts of the series named, or of the one whose page this is."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        name = self.arguments[0] if self.arguments else series_id(self.env.docname)
        if not name:
            message = "{series} stands outside a series' page; name the series: {series} cute"
            warn(message, self.get_location(), Subtype.SERIES)
            return []
        node = PartList(series=name)
        self.set_source_info(node)
        return [node]


class SeriesIndexDirective(SphinxDirective):
    """``{series-index}``: every series with its parts."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [SeriesList()]


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about unknown series, parts without a number, parts that two posts claim, and gaps."""
    domain = domain_of(env)
    known = {record.name for record in domain.records("series")}
    taken: dict[tuple[str, int], Record] = {}
    for record in domain.records("post"):
        post = post_of(record)
        where = (record.docname, 1)
        if post.series and post.series not in known:
            hint = did_you_mean(post.series, known)
            warn(
                f"no series {post.series!r}: no blog/{post.series}/index.md.{hint}",
                where,
                Subtype.SERIES,
            )
        if post.series and not post.part:
            warn(
                f"the post is in series {post.series!r} but says no 'part:'", where, Subtype.SERIES
            )
        first = taken.setdefault((post.series, post.part), record)
        if post.series and post.part and first is not record:
            other = env.doc2path(first.docname, base=False)
            warn(f"part {post.part} of {post.series!r} is {other} too", where, Subtype.SERIES)
    for record in domain.records("series"):
        series = series_of(record)
        for part in series.parts:
            if part.original and part.original not in domain.bibliography:
                hint = did_you_mean(part.original, domain.bibliography)
                message = (
                    f"part {part.title!r}: no entry {part.original!r} in the bibliography.{hint}"
                )
                warn(message, (record.docname, 1), Subtype.SERIES)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register series pages and lists of parts."""
    app.setup_extension("sphinx_folio.ext.blog.posts")
    app.add_node(PartList)
    app.add_node(SeriesList)
    app.add_directive("series", SeriesDirective)
    app.add_directive("series-index", SeriesIndexDirective)
    app.connect("source-read", _read)
    app.connect("doctree-read", _note, priority=600)
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
