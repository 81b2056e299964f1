"""Lists of posts, newest first; long ones are folded by year."""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, unquote, urlsplit

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from ...errors import Subtype, did_you_mean
from ...models import Post
from .. import warn
from ..disclosure import details
from ..domain import FolioDomain, Record, domain_of
from ..foreign import in_its_language, version_links
from ..markup import Content, Listing, block, external, internal, joined, line, row, rows, span
from ..publishing import is_public
from ..queries import BLOG, by_date, by_tag, language_of, once_each, post_of, tag_slug, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from ...words import Words

#: Years after the first are open as long as no more than this many posts stand in the list.
OPEN = 20


class PostList(Listing):
    """Posts, newest first, each once: in the language of the page, or else in its own."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one row per post, in years when there are many."""
        domain = domain_of(app.env)
        _ = words_on(domain, docname)
        self._check(domain)
        chosen = self._chosen(domain, self["language"] or language_of(domain, docname))
        done: list[nodes.Node] = []
        if chosen:
            done = _in_years(app, docname, chosen[: self["limit"]], _)
        else:
            done.append(line("folio-empty", _("No posts yet.")))
        if docname == f"{BLOG}index" and not any(self[name] for name in _FILTERS):
            done += feed_line(app, docname, docname)
        return done

    def _chosen(self, domain: FolioDomain, language: str) -> list[Record]:
        found = by_tag(domain).get(self["tag"], []) if self["tag"] else by_date(domain)
        if self["series"]:
            found = [record for record in found if post_of(record).series == self["series"]]
        if self["language"]:
            found = [record for record in found if language_of(domain, record.docname) == language]
        found = once_each(domain, found, language)
        if self["year"]:
            found = [record for record in found if year_of(post_of(record)) == self["year"]]
        return found

    def _check(self, domain: FolioDomain) -> None:
        """Warn about a series, tag, year or language that no post has."""
        posts = by_date(domain)
        known = {
            "series": lambda: [record.name for record in domain.records("series")],
            "tag": lambda: list(by_tag(domain)),
            "year": lambda: [year_of(post_of(record)) for record in posts],
            "language": lambda: [language_of(domain, record.docname) for record in posts],
        }
        for kind in _FILTERS:
            if self[kind] and self[kind] not in (names := set(known[kind]())):
                warn(f"no {kind} {self[kind]!r}.{did_you_mean(self[kind], names)}", self, _SUBTYPE)

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def parts(self) -> tuple[str, ...]:
        """Return what is shown of posts besides their records."""
        return ("excerpts", "minutes")

    def types(self) -> tuple[str, ...]:
        """Return posts and their series, and the tags by which they are chosen."""
        return (f"post/{self['series']}" if self["series"] else "post", "series", "tag")


_FILTERS = ("series", "tag", "year", "language")
_SUBTYPE = Subtype.SERIES


def year_of(post: Post) -> str:
    """Return the year of a post, ``""`` when its date is not known."""
    return "" if post.date == datetime.date.min else str(post.date.year)


def _in_years(app: Sphinx, docname: str, chosen: list[Record], _: Words) -> list[nodes.Node]:
    """Return the rows; years that end beyond many rows are folded, and then all are headed."""
    groups = [
        (year, [_row(app, docname, record, _) for record in records])
        for year, records in itertools.groupby(chosen, lambda record: year_of(post_of(record)))
    ]
    ends = itertools.accumulate(len(items) for _year, items in groups)
    unfolded = [end <= OPEN or number == 0 for number, end in enumerate(ends)]
    if all(unfolded):
        return [rows("folio-posts", [item for _year, items in groups for item in items])]
    done: list[nodes.Node] = []
    for (year, items), is_open in zip(groups, unfolded, strict=True):
        count = _.plural("{count} post", "{count} posts", len(items))
        head = f"{_('{year}', year=year)} · {count}" if year else count
        posts = rows("folio-posts", items)
        done.append(details("folio-posts-year", head, posts, unfolded=is_open))
    return done


def _row(app: Sphinx, docname: str, record: Record, _: Words) -> nodes.list_item:
    domain = domain_of(app.env)
    post = post_of(record)
    language = in_its_language(app, docname, record.docname)
    title = external(record.title, post.external) if post.external else None
    title = title or internal(app, docname, record)
    title["classes"] += language
    head: list[Content] = [title]
    if word := mark(domain, record.docname, _):
        head += [" ", span("folio-mark", word)]
    main: list[nodes.Node] = [line("folio-post-title", *head)]
    text = post.summary or domain.data["excerpts"].get(record.docname, "")
    if text:
        main.append(line(" ".join(["folio-post-summary", *language]), text))
    facts = _facts(app, docname, record, _)
    if facts:
        main.append(line("folio-post-facts", *joined(facts, " · ")))
    date = _.day(post.date) if year_of(post) else ""
    return row("folio-post", line("folio-entry-date", date), block("folio-entry-main", *main))


def _facts(app: Sphinx, docname: str, record: Record, _: Words) -> list[Content]:
    """Return series and part, minutes, where it is published, and its other languages."""
    domain = domain_of(app.env)
    post = post_of(record)
    facts: list[Content] = []
    series = domain.get("series", post.series)
    if series:
        part = f" · {_('Part {number}', number=post.part)}" if post.part else ""
        facts.append(span("folio-post-series", internal(app, docname, series), part))
    if post.external:
        facts.append(_("published at {place}", place=urlsplit(post.external).hostname))
    elif minutes := domain.data["minutes"].get(record.docname):
        facts.append(_.plural("{count} min read", "{count} min read", minutes))
    return [*facts, *version_links(app, docname, record.docname)]


def mark(domain: FolioDomain, docname: str, _: Words) -> str:
    """Return the word that tells a preview's reader that the public does not see a post yet."""
    known = {"draft": _("draft"), "scheduled": _("scheduled")}
    return known.get(domain.derived("mark", docname), "")


def feed_line(app: Sphinx, docname: str, page: str) -> list[nodes.Node]:
    """Return a line that leads from *docname* to the feed of *page*, where there are feeds."""
    link = feed_link(app, docname, page)
    return [line("folio-more folio-feed", link)] if link else []


def feed_link(app: Sphinx, docname: str, page: str) -> nodes.reference | None:
    """Return a link from *docname* to the feed of *page*, ``None`` in a build without feeds."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not is_public(app):
        return None
    here = unquote(app.builder.get_target_uri(docname).partition("#")[0])
    uri = quote(relative_uri(here, f"{page.removesuffix('/index')}/atom.xml"))
    _ = words_on(domain_of(app.env), docname)
    return nodes.reference("", _("Feed"), refuri=uri, internal=True)


class PostsDirective(SphinxDirective):
    """``{posts}``: posts of a ``:series:``, ``:tag:``, ``:year:`` or ``:language:``.

    At most ``:limit:`` are shown.
    """

    option_spec: ClassVar = {
        "series": directives.unchanged,
        "tag": lambda text: tag_slug(directives.unchanged(text)),
        "year": directives.unchanged,
        "language": directives.unchanged,
        "limit": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        options: dict[str, Any] = self.options
        node = post_list(**options)
        self.set_source_info(node)
        return [node]


def post_list(**options: Any) -> PostList:
    """Return a list of the posts that the options leave."""
    return PostList(**{**dict.fromkeys(_FILTERS, ""), "limit": None, **options})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the lists."""
    for name in ("blog.posts", "disclosure", "foreign", "publishing"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(PostList)
    app.add_directive("posts", PostsDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
