"""News: dated one-liners, newest first; what is dated ahead is withheld like a post."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from .. import front_matter
from ..errors import Subtype
from ..models import NewsItem
from ..scheduling import today
from . import warn
from .disclosure import details
from .domain import Record, domain_of
from .markup import Content, Listing, block, line, row, rows, span
from .queries import news_of, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from ..words import Words

_ITEM = re.compile(r"(\S+?)\s*[:\uff1a]\s*(.*)", re.DOTALL)


_DATED = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*[:\uff1a]", re.ASCII)


class Days(NamedTuple):
    """Between which days a page's news are as they were read, as ISO 8601; ``""`` for no such day.

    ``past`` is the newest day that had come, ``ahead`` the first that had not.
    """

    past: str = ""
    ahead: str = ""


class Line(NamedTuple):
    """A line of news as it was written, and where it begins."""

    date: datetime.date
    text: str
    line: int


class NewsList(Listing):
    """News, newest first; its children are the texts, each with its ``date`` and its ids."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one row per item; those beyond the limit are folded."""
        _ = words_on(domain_of(app.env), docname)
        items = [_row(text, _) for text in self.findall(nodes.paragraph)]
        limit = self["limit"] or len(items)
        first, rest = items[:limit], items[limit:]
        done: list[nodes.Node] = [rows("folio-news", first)] if first else []
        if rest:
            done.append(details("folio-older", _("Older news"), rows("folio-news", rest)))
        return done

    def entries(self) -> tuple[str, ...]:
        """Return none: the entries that an item cites are cited by its page."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return none: it shows what its own page says."""
        return ()


def _row(text: nodes.paragraph, _: Words) -> nodes.list_item:
    said: list[Content] = list(text.children)
    if text["ahead"]:
        said += [" ", span("folio-mark", _("scheduled"))]
    return row(
        "folio-news-item",
        line("folio-entry-date", _.day(text["date"])),
        block("folio-entry-main", line("folio-news-text", *said)),
        ids=tuple(text["ids"]),
    )


class NewsDirective(SphinxDirective):
    """``{news}``: one item a line, ``2026-11-20: Text in Markdown``; others follow indented.

    More than ``:limit:`` are folded.
    """

    has_content = True
    option_spec: ClassVar = {"limit": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Return the items in one place-holder, and note each on the Domain."""
        now = today()
        lines = self._lines()
        _note_days(self.env, [one.date for one in lines], now)
        shown = [one for one in lines if one.date <= now or self.config.folio_drafts]
        anchors = self._anchors(shown)
        node = NewsList(limit=self.options.get("limit"))
        self.set_source_info(node)
        for one in sorted(shown, key=lambda item: item.date, reverse=True):
            content, _messages = self.parse_inline(one.text, lineno=one.line - 1)
            text = nodes.paragraph("", "", *content, ids=[anchors[one]])
            text["date"], text["ahead"] = one.date, one.date > now
            node += text
            self._note(one.date, anchors[one], text)
        return [node]

    def _lines(self) -> list[Line]:
        """Return the items as they are written; a line that is none is a warning."""
        found: list[Line] = []
        for number, text in _joined(list(self.content)):
            place = self.lineno + self.content_offset + number + 1
            match = _ITEM.match(text)
            if match is None or not match[2].strip():
                message = f"no item of news: {text!r}; write '2026-11-20: What is new'"
                warn(message, (self.env.docname, place), Subtype.NEWS)
                continue
            try:
                found.append(Line(front_matter.date(match[1]), match[2].strip(), place))
            except ValueError as error:
                warn(f"news: {error}", (self.env.docname, place), Subtype.NEWS)
        return found

    def _anchors(self, lines: list[Line]) -> dict[Line, str]:
        """Return the id of each item; the second of a day has its number.

        They are counted from the bottom, because news are added at the top.
        """
        known = domain_of(self.env).data["records"].get(self.env.docname, ())
        days = Counter(str(news_of(record).date) for record in known if record.type == "news")
        found = {}
        for one in reversed(lines):
            day = str(one.date)
            days[day] += 1
            found[one] = f"news-{day}" + (f"-{days[day]}" if days[day] > 1 else "")
        return found

    def _note(self, date: datetime.date, anchor: str, text: nodes.paragraph) -> None:
        docname = self.env.docname
        # What other pages are called is not known yet; see _tell.
        plain = " ".join(text.astext().split())
        name = f"{docname}/{anchor.removeprefix('news-')}"
        record = Record("news", name, plain, docname, anchor, NewsItem(date, plain))
        domain_of(self.env).note(record)


def _joined(lines: list[str]) -> list[tuple[int, str]]:
    """Return the items with the number of their first line; indented lines belong to the former."""
    found: list[tuple[int, str]] = []
    for number, text in enumerate(lines):
        # What is dated is an item of its own, however it stands: it may lie ahead.
        if text[:1].isspace() and text.strip() and found and not _DATED.match(text):
            first, before = found[-1]
            found[-1] = (first, f"{before}\n{text.strip()}")
        elif text.strip():
            found.append((number, text.strip()))
    return found


def _plain(env: BuildEnvironment, text: nodes.paragraph) -> str:
    """Return an item as plain text; a link without words of its own has its target's title."""
    copy = text.deepcopy()
    domain = domain_of(env)
    for link in list(copy.findall(addnodes.pending_xref)):
        if link.get("refexplicit"):
            continue
        kinds = domain.objtypes_for_role(link["reftype"]) or []
        found = [record for kind in kinds if (record := domain.get(kind, link["reftarget"]))]
        if link.get("refdomain") == domain.name and found:
            link.replace_self(nodes.Text(found[0].title))
        elif link["reftarget"] in env.titles and not link.astext():
            link.replace_self(nodes.Text(env.titles[link["reftarget"]].astext()))
    return " ".join(copy.astext().split())


def _note_days(env: BuildEnvironment, dates: list[datetime.date], now: datetime.date) -> None:
    """Keep the days between which the page is right, also those of a list before this one."""
    data = domain_of(env).data["days"]
    before: Days = data.get(env.docname, Days())
    past = max([before.past, *(str(date) for date in dates if date <= now)])
    ahead = [before.ahead, *(str(date) for date in dates if date > now)]
    data[env.docname] = Days(past, min(filter(None, ahead), default=""))


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages with news that have come of age, or that have to wait again."""
    now = str(today())
    days: dict[str, Days] = domain_of(env).data["days"]
    return sorted(
        docname
        for docname, (past, ahead) in days.items()
        if docname in env.found_docs and (past > now or (ahead and ahead <= now))
    )


def _tell(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Say each item in plain text, now that the titles of all that it links are known."""
    told: dict[str, dict[str, str]] = {}
    for docname in sorted(domain_of(env).data["days"]):
        for listed in env.get_doctree(docname).findall(NewsList):
            for text in listed.findall(nodes.paragraph):
                told.setdefault(docname, {})[text["ids"][0]] = _plain(env, text)
    domain_of(env).derive("news", told)
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the list."""
    for name in ("blog.drafts", "disclosure", "markup"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(NewsList)
    app.add_directive("news", NewsDirective)
    app.connect("env-get-outdated", _outdated)
    # After the tags and years, which news may link.
    app.connect("env-updated", _tell, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
