"""What pages say of engagements and of a person, kept as plain values: a CV shows it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from ...front_matter.schemas import sort_of
from ...lives import Block, Code, Paragraph, Points, Table, Text
from ...models import Engagement, Run
from ..domain import domain_of
from ..markup import Listing

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What an address begins with that is looked up when all pages are known.
UNRESOLVED = "ref:"
#: The names of what is no text of an engagement: of a profile what it begins with, the end of a CV.
OPENING, CLOSING = "", "closing"
#: The class of what is said on the page of an engagement and in no CV, such as a remark on sources.
SITE_ONLY = "site-only"
#: Classes of what is not said: a sidenote stands in its line, where its number means nothing.
_UNSAID = frozenset({SITE_ONLY, "folio-sidenote-mark", "folio-sidenote-number"})

_STYLES: dict[type[nodes.Node], str] = {
    nodes.emphasis: "emph",
    nodes.strong: "strong",
    nodes.literal: "code",
    nodes.subscript: "sub",
    nodes.superscript: "sup",
}
#: Roles whose text, without words of the author's, is a label.
_LOOKED_UP = frozenset({"ref", "numref", "doc", "eq"})
#: What is no text of its own.
_SILENT = (
    nodes.Invisible,
    nodes.footnote_reference,
    nodes.footnote,
    nodes.system_message,
    nodes.problematic,
    nodes.raw,
    Listing,
)


def blocks(children: Iterable[nodes.Node]) -> tuple[Block, ...]:
    """Return nodes as blocks; what no block can hold is said in a paragraph of plain text."""
    return tuple(block for child in children for block in _block(child))


def _block(node: nodes.Node) -> Iterator[Block]:
    if _is_silent(node):
        return
    if isinstance(node, nodes.bullet_list | nodes.enumerated_list):
        items = (blocks(item.children) for item in node.children)
        yield Points(tuple(filter(None, items)), isinstance(node, nodes.enumerated_list))
    elif isinstance(node, nodes.definition_list):
        yield Points(tuple(_definition(item) for item in node.children))
    elif isinstance(node, nodes.table):
        yield from blocks(node.findall(nodes.title))
        yield _table(node)
    elif isinstance(node, nodes.literal_block):
        yield Code(node.astext())
    elif isinstance(node, nodes.math_block):
        yield Paragraph((Run(node.astext().strip(), ("math",)),))
    elif isinstance(node, nodes.TextElement | nodes.image):
        text = runs(node)
        if text:
            yield Paragraph(text)
    elif isinstance(node, nodes.Element):
        yield from blocks(node.children)


def _is_silent(node: nodes.Node) -> bool:
    """Tell whether a node says nothing here, by its kind or because its author wants that."""
    marked = isinstance(node, nodes.Element) and not _UNSAID.isdisjoint(node.get("classes", ()))
    return marked or isinstance(node, _SILENT)


def _definition(item: nodes.Node) -> tuple[Block, ...]:
    assert isinstance(item, nodes.definition_list_item)
    term = runs(item[0])
    strong = tuple(replace(run, styles=("strong", *run.styles)) for run in term)
    return (Paragraph(strong), *blocks(item.children[1:]))


def _table(table: nodes.table) -> Table:
    def rows(part: nodes.Element | None) -> tuple[tuple[Text, ...], ...]:
        found = part.findall(nodes.row) if part is not None else ()
        return tuple(tuple(_cell(cell) for cell in row.children) for row in found)

    head = rows(next(iter(table.findall(nodes.thead)), None))
    below = rows(next(iter(table.findall(nodes.tbody)), None))
    return Table(head[0] if head else (), (*head[1:], *below))


def _cell(cell: nodes.Node) -> Text:
    found: list[Run] = []
    for text in _texts(blocks(cell.children)):
        found += [*([Run(" ")] if found else []), *text]
    return tuple(found)


def _texts(given: Iterable[Block]) -> Iterator[Text]:
    """Yield the lines of blocks: a cell has no other."""
    for block in given:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Points):
            for item in block.items:
                yield from _texts(item)
        elif isinstance(block, Code):
            yield (Run(block.text, ("code",)),)
        else:
            yield from filter(None, (*block.head, *(cell for row in block.rows for cell in row)))


def runs(node: nodes.Node) -> Text:
    """Return the text of a paragraph, a term or a title as runs; line ends are blanks."""
    return _tidied(_inline(node, (), ""))


def _inline(node: nodes.Node, styles: tuple[str, ...], url: str) -> Iterator[Run]:
    if isinstance(node, nodes.Text):
        yield Run(node.astext(), styles, url)
    elif isinstance(node, nodes.math):
        yield Run(node.astext(), (*styles, "math"), url)
    elif isinstance(node, nodes.image):
        yield Run(node.get("alt", ""), styles, url)
    elif isinstance(node, addnodes.pending_xref):
        yield from _reference(node, styles)
    elif isinstance(node, nodes.Element) and not _is_silent(node):
        style = _STYLES.get(type(node))
        inner = (*styles, style) if style and style not in styles else styles
        target = node.get("refuri", url) if isinstance(node, nodes.reference) else url
        for child in node.children:
            yield from _inline(child, inner, target)


def _reference(node: addnodes.pending_xref, styles: tuple[str, ...]) -> Iterator[Run]:
    """Yield a reference whose place is looked up later; without words of its own it has no text."""
    domain, kind, target = (node.get(key) or "" for key in ("refdomain", "reftype", "reftarget"))
    looked_up = domain in {"folio", "cite"} or kind in _LOOKED_UP
    named = node.get("refexplicit") or not looked_up
    if (domain, kind) == ("std", "doc"):
        target = f"/{docname_join(node.get('refdoc', ''), target)}"
    place = f"#{node['reftargetid']}" if node.get("reftargetid") else ""
    url = f"{UNRESOLVED}{domain}:{kind}:{target}{place}"
    if domain != "cite" and named and node.astext():
        yield from _inline(nodes.inline("", "", *(child.deepcopy() for child in node)), styles, url)
    else:
        yield Run("", styles, url)


def _tidied(found: Iterable[Run]) -> Text:
    """Return runs with single blanks, none at the ends, and those of one kind joined."""
    tidy: list[Run] = []
    for run in found:
        text = run.text if "math" in run.styles else re.sub(r"[ \t\r\n]+", " ", run.text)
        if not tidy or tidy[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if not text and not run.url.startswith(UNRESOLVED):
            continue
        if tidy and text and (tidy[-1].styles, tidy[-1].url) == (run.styles, run.url):
            tidy[-1] = replace(tidy[-1], text=tidy[-1].text + text)
        else:
            tidy.append(replace(run, text=text))
    if tidy:
        tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip(" "))
    return tuple(tidy)


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what a page says of each engagement, and what a profile says before its sections."""
    docname = app.env.docname
    found: dict[str, tuple[Block, ...]] = {}
    records = domain_of(app.env).data["records"].get(docname, ())
    has_entries = any(isinstance(record.value, Engagement) for record in records)
    for entry in doctree.findall(_is_entry) if has_entries else ():
        assert isinstance(entry, nodes.container)
        body = next(iter(entry.findall(_is_body)), None)
        if isinstance(body, nodes.container) and entry["ids"]:
            found[entry["ids"][0]] = blocks(prepared(app, doctree, body).children)
    if sort_of(docname) == "person":
        section = next(iter(doctree.findall(nodes.section)), doctree)
        first = (
            one for one in section.children if isinstance(one, nodes.paragraph | nodes.section)
        )
        opening = nodes.container()
        for one in first:
            if isinstance(one, nodes.section):
                break
            opening += one.deepcopy()
        found[OPENING] = blocks(prepared(app, doctree, opening).children)
    if found:
        domain_of(app.env).data["bodies"][docname] = found


def prepared(app: Sphinx, doctree: nodes.document, body: nodes.Element) -> nodes.Element:
    """Return a copy of a body without what no build of these tags shows, its footnotes in place."""
    copy = body.deepcopy()
    for part in list(copy.findall(addnodes.only)):
        if not app.tags.eval_condition(part["expr"]):
            part.parent.remove(part)
    marks = list(copy.findall(nodes.footnote_reference))
    notes: dict[str, nodes.footnote] = {}
    for footnote in doctree.findall(nodes.footnote) if marks else ():
        notes |= dict.fromkeys(footnote["ids"], footnote)
    for mark in marks:
        text = notes.get(mark.get("refid", ""))
        if text is not None:
            said = [one.deepcopy() for one in text.findall(nodes.paragraph)]
            inside = [piece for one in said for piece in (nodes.Text(" "), *one.children)][1:]
            mark.replace_self(nodes.inline("", "", nodes.Text(" ("), *inside, nodes.Text(")")))
    return copy


def _is_entry(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "folio-entry" in node["classes"]


def _is_body(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "folio-entry-body" in node["classes"]
