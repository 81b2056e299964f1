"""Series: ``blog/<series>/index.md`` announces the parts in order, posts fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ...errors import Subtype, did_you_mean
from ...front_matter.schemas import SERIES as SCHEMA
from ...models import Part, Publication, Series
from .. import pages, warn
from ..domain import FolioDomain, Record, domain_of
from ..foreign import in_its_language, version_links
from ..markup import Content, Listing, block, external, internal, joined, line, row, rows, span
from ..queries import BLOG, all_series, in_series, language_of, post_of, series_of, words_on
from .lists import feed_link, mark, year_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from ...words import Words


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
        """Return how much of the series there is, and a numbered list."""
        domain = domain_of(app.env)
        record = domain.get("series", self["series"])
        if record is None:
            hint = did_you_mean(self["series"], (one.name for one in domain.records("series")))
            warn(f"no series {self['series']!r}.{hint}", self, Subtype.SERIES)
            return []
        items = part_rows(app, docname, record, full=True)
        return [*_state(app, docname, record), rows("folio-parts", items, ordered=True)]

    def parts(self) -> tuple[str, ...]:
        """Return what is shown of posts besides their records."""
        return ("excerpts", "minutes")

    def types(self) -> tuple[str, ...]:
        """Return the series and its parts."""
        return (f"post/{self['series']}", "series")


class SeriesList(Listing):
    """All series with their parts."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one block per series."""
        done: list[nodes.Node] = []
        for record in all_series(domain_of(app.env)):
            series = series_of(record)
            language = " ".join(in_its_language(app, docname, record.docname))
            title = internal(app, docname, record)
            parts: list[nodes.Node] = [line(f"folio-series-title {language}", title)]
            if series.summary:
                parts.append(line(f"folio-series-summary {language}", series.summary))
            items = part_rows(app, docname, record, full=False)
            parts.append(rows("folio-parts", items, ordered=True))
            done.append(block("folio-series", *parts))
        return [block("folio-series-list", *done)] if done else []

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return the series and their parts."""
        return ("post", "series")


def _written(domain: FolioDomain, series: str, docname: str) -> dict[int, Record]:
    """Return the written parts by number, each in the language of the page if there is one."""
    found = in_series(domain, series, language_of(domain, docname))
    return {number: post for post in reversed(found) if (number := post_of(post).part)}


def _numbers(series: Series, written: dict[int, Record]) -> range:
    """Return the numbers of the parts, from 1 to the last that is announced or written."""
    return range(1, max([len(series.parts), *written]) + 1)


def _state(app: Sphinx, docname: str, record: Record) -> list[nodes.Node]:
    """Return a line: how many parts are written, how long they take to read, where the feed is."""
    domain = domain_of(app.env)
    _ = words_on(domain, docname)
    series = series_of(record)
    written = _written(domain, series.id, docname)
    count = len(_numbers(series, written))
    if not count:
        return []
    facts: list[Content] = [
        _.plural(
            "{written} of {count} part written",
            "{written} of {count} parts written",
            count,
            written=len(written),
        )
    ]
    minutes = sum(domain.data["minutes"].get(post.docname, 0) for post in written.values())
    if minutes:
        if len(written) < count:
            facts.append(_.plural("{count} min so far", "{count} min so far", minutes))
        else:
            facts.append(_.plural("{count} min in all", "{count} min in all", minutes))
    if feed := feed_link(app, docname, record.docname):
        facts.append(feed)
    return [line("folio-series-state", *joined(facts, " · "))]


def part_rows(app: Sphinx, docname: str, record: Record, *, full: bool) -> list[nodes.list_item]:
    """Return the rows of a series' parts, announced and written ones merged, in order."""
    domain = domain_of(app.env)
    _ = words_on(domain, docname)
    series = series_of(record)
    written = _written(domain, series.id, docname)
    items = []
    for number in _numbers(series, written):
        part = series.parts[number - 1] if number <= len(series.parts) else Part("")
        post = written.get(number)
        lines = [_part_head(app, docname, record, part, post, _)]
        if full:
            lines += _part_body(app, docname, record, part, post, _)
            original = domain.bibliography.get(part.original)
            lines += _part_detail(app, docname, original, post, _)
        items.append(row("folio-part" if post else "folio-part folio-part-planned", *lines))
    return items


def _part_head(
    app: Sphinx, docname: str, series: Record, part: Part, post: Record | None, _: Words
) -> nodes.Node:
    """Return the title of a part: a link to it, or the word that it is planned."""
    language = in_its_language(app, docname, (post or series).docname)
    title: Content = internal(app, docname, post) if post else part.title
    head: list[Content] = [span(" ".join(["folio-part-title", *language]), title)]
    if post is None:
        head += [" ", span("folio-planned", _("planned"))]
    elif word := mark(domain_of(app.env), post.docname, _):
        head += [" ", span("folio-mark", word)]
    return line("folio-part-head", *head)


def _part_body(
    app: Sphinx, docname: str, series: Record, part: Part, post: Record | None, _: Words
) -> list[nodes.Node]:
    """Return what a part is about, what it needs and what it gives."""
    domain = domain_of(app.env)
    announced = " ".join(in_its_language(app, docname, series.docname))
    said = part.summary, announced
    if post and (not part.summary or announced):
        # What the series says in another language than the page's, the post may say in that.
        own = post_of(post).summary or domain.data["excerpts"].get(post.docname, "")
        said = (own, " ".join(in_its_language(app, docname, post.docname))) if own else said
    summary, language = said
    done: list[nodes.Node] = []
    if summary:
        done.append(line(f"folio-part-summary {language}", summary))
    for words, things in ((_("Needs:"), part.needs), (_("Gives:"), part.gives)):
        if things:
            listed = span(announced, _("; ").join(things))
            done.append(line("folio-part-terms", span("folio-label", words), " ", listed))
    return done


def _part_detail(
    app: Sphinx, docname: str, original: Publication | None, post: Record | None, _: Words
) -> list[nodes.Node]:
    """Return the day of a part, how long it takes, its other languages, and its original."""
    facts: list[Content] = []
    if post:
        minutes = domain_of(app.env).data["minutes"].get(post.docname)
        if year_of(post_of(post)):
            facts.append(_.day(post_of(post).date))
        if minutes:
            facts.append(_.plural("{count} min read", "{count} min read", minutes))
        facts += version_links(app, docname, post.docname)
    if original and original.fields.get("url"):
        link = external(original.title, original.fields["url"])
        facts.append(span("", _("Original:"), " ", link))
    return [line("folio-part-detail", *joined(facts, " · "))] if facts else []


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


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register series pages and lists of parts."""
    for name in ("blog.lists", "blog.order"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(PartList)
    app.add_node(SeriesList)
    app.add_directive("series", SeriesDirective)
    app.add_directive("series-index", SeriesIndexDirective)
    app.connect("source-read", _read)
    app.connect("doctree-read", _note, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
