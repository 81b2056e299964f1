"""Sidenotes and margin notes: beside their line where the page is wide, in place where it is not.

``{sidenote}`` is numbered, ``{marginnote}`` is not. As directives they belong to the paragraph
before them, or else to the one after; as roles they stand where they are written. A note of
paragraphs becomes part of its line, so that it stands beside it without a script; one with lists,
code or formulas of their own follows its paragraph.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import download_reference, pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ..errors import Subtype
from . import warn
from .anchors import anchor
from .domain import domain_of
from .markup import span
from .queries import words_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator


class UnplacedNote(nodes.container):
    """A note as its directive leaves it; its children are what it says."""


class Note(nodes.inline):
    """A note in the line that it belongs to."""


class BlockNote(nodes.container):
    """A note that follows its paragraph, because it holds more than lines of text."""


class NoteMark(nodes.reference):
    """The number of a note in the text, which leads to it."""


class SidenoteDirective(SphinxDirective):
    """A note with the content of the directive, whose name says whether it has a number."""

    has_content = True
    option_spec: ClassVar = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Return the note, which is put in its place when the page has been parsed."""
        note = UnplacedNote(numbered=self.name == "sidenote", classes=self.options.get("class", []))
        self.set_source_info(note)
        if not self.content:
            warn(f"this {self.name} says nothing", self.get_location(), Subtype.SIDENOTE)
            return []
        self.state.nested_parse(self.content, self.content_offset, note)
        return [note]


class SidenoteRole(SphinxRole):
    """A short note in the midst of a paragraph."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the note, with the Markdown in it read as such."""
        parent = self.inliner.parent
        content, messages = self.inliner.parse(self.text, self.lineno, self.inliner, parent)  # type: ignore[arg-type]
        note = Note(self.rawtext, "", *content, numbered=self.name == "sidenote", classes=[])
        self.set_source_info(note)
        return [note], messages


class PlaceNotes(SphinxTransform):
    """Puts notes in their places and numbers them, in reading order."""

    # Before ids are settled (see anchors, 690), and formulas and references looked at.
    default_priority = 680

    def apply(self, **kwargs: Any) -> None:
        """Place, then number."""
        for note in list(self.document.findall(UnplacedNote)):
            self._place(note)
        for written in list(self.document.findall(Note)):
            _move_out(written)
        self._number()

    def _place(self, note: UnplacedNote) -> None:
        """Make a note part of its paragraph, or let it follow that."""
        before, paragraph = _paragraph_of(note)
        if paragraph is None:
            message = "a note belongs to a paragraph: write it right before or after one"
            warn(message, note, Subtype.SIDENOTE)
            note.replace_self(
                BlockNote("", *note.children, numbered=False, classes=note["classes"])
            )
            return
        parent = cast("nodes.Element", note.parent)
        parent.remove(note)
        if all(isinstance(child, nodes.paragraph) for child in note.children):
            parts = [span("folio-sidenote-part", *part.children) for part in note.findall(_is_text)]
            placed = Note("", "", *parts, numbered=note["numbered"], classes=note["classes"])
            first = not before and not note["numbered"]
            paragraph.insert(0 if first else len(paragraph), placed)
        else:
            block = BlockNote("", *note.children, numbered=note["numbered"])
            block["classes"] = note["classes"]
            paragraph.append(Note("", "", numbered=note["numbered"], block=block))
            parent.insert(parent.index(paragraph) + 1, block)

    def _number(self) -> None:
        """Give each note its number and id, and put its mark before it."""
        _ = words_on(domain_of(self.env), self.env.docname)
        before, _place, after = _("({text})").partition("{text}")
        if before.isascii():
            before = f" {before}"  # a bracket of Chinese has room before it
        taken = set(self.document.ids)
        count = 0
        for note in list(self.document.findall(Note)):
            shown: nodes.Element = note.get("block") or note
            count += note["numbered"]
            wanted = anchor(
                "sidenote", shown.children[0].astext() if note.get("block") else shown.astext()
            )
            id_ = next(one for one in _numbered(wanted) if one not in taken)
            taken.add(id_)
            shown["ids"].append(id_)
            self.document.ids[id_] = shown
            mark: list[nodes.Node] = []
            if note["numbered"]:
                reference = NoteMark("", str(count), refid=id_, internal=True)
                mark = [nodes.superscript("", "", reference, classes=["folio-sidenote-mark"])]
            if shown is note:
                opens = note.parent[0] is note and len(note.parent) > 1
                ahead = opens and after.isascii() and not note.parent[1].astext()[:1].isspace()
                behind = f"{after} " if ahead else after
                _dress(note, count if note["numbered"] else 0, before, behind)
            elif mark:
                _first_text(shown).insert(0, _number_of(count))
            line = cast("nodes.Element", note.parent)
            place = line.index(note)
            line[place : place + 1] = [*mark, note] if shown is note else mark


def _move_out(note: Note) -> None:
    """Move a note out of where it may not stand: menus copy headings, and no link holds another."""
    around = cast("nodes.Element", note.parent)
    while _is_inline(around):
        if isinstance(around, nodes.reference | pending_xref | download_reference):
            warn("a note cannot be inside a link: write it after that", note, Subtype.SIDENOTE)
            note.parent.remove(note)
            around.parent.insert(around.parent.index(around) + 1, note)
        around = cast("nodes.Element", around.parent)
    if isinstance(around, nodes.title) and isinstance(around.parent, nodes.section):
        message = "a note cannot be in a heading: write it in the paragraph after that"
        warn(message, note, Subtype.SIDENOTE)
        note.parent.remove(note)
        words = nodes.paragraph("", "", *note.children)
        block = BlockNote("", words, numbered=False, classes=note["classes"])
        around.parent.insert(around.parent.index(around) + 1, block)


def _is_inline(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Inline)


def _says_something(node: nodes.Node) -> bool:
    return not isinstance(node, Note) and bool(re.search(r"\w", node.astext()))


def _dress(note: Note, number: int, before: str, after: str) -> None:
    """Put number and brackets into a note; the page shows these where it has no room beside it."""
    place = note.parent.index(note)
    around = (note.parent[:place], note.parent[place + 1 :])
    amid = all(any(map(_says_something, nodes_)) for nodes_ in around)
    note["classes"] += ["folio-sidenote", *(["folio-sidenote-amid"] if amid else [])]
    inner: list[nodes.Node] = []
    for child in note.children:
        # Its paragraphs are parts of a line now, and need a space between them.
        inner += [nodes.Text(" "), child] if inner and _is_part(child) else [child]
    number_node: list[nodes.Node] = [_number_of(number)] if number else []
    note[:] = [
        span("folio-sidenote-bracket", before),
        *number_node,
        *inner,
        span("folio-sidenote-bracket", after),
    ]


def _is_part(node: nodes.Node) -> bool:
    return isinstance(node, nodes.inline) and "folio-sidenote-part" in node["classes"]


def _number_of(number: int) -> nodes.Node:
    return span("folio-sidenote-number", f"{number} ")


def _first_text(block: nodes.Element) -> nodes.Element:
    """Return the first paragraph of a note, a new one where it begins otherwise."""
    if not isinstance(block[0], nodes.paragraph):
        block.insert(0, nodes.paragraph())
    return cast("nodes.Element", block[0])


def _paragraph_of(note: UnplacedNote) -> tuple[bool, nodes.Element | None]:
    """Return the paragraph that a note belongs to, and whether that stands before it."""
    siblings = cast("list[nodes.Node]", note.parent.children)
    place = siblings.index(note)
    for before, others in ((True, siblings[:place][::-1]), (False, siblings[place + 1 :])):
        other = next((one for one in others if not _is_note(one)), None)
        if isinstance(other, nodes.paragraph):
            return before, other
    return False, None


def _is_note(node: nodes.Node) -> bool:
    return isinstance(node, UnplacedNote | BlockNote | nodes.comment)


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph)


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    yield from (f"{wanted}-{count}" for count in itertools.count(1))


def _visit_note(self: HTML5Translator, node: Note) -> None:
    self.body.append(self.starttag(node, "span", "", role="note"))


def _depart_note(self: HTML5Translator, node: Note) -> None:
    self.body.append("</span>")


def _visit_block(self: HTML5Translator, node: BlockNote) -> None:
    self.body.append(self.starttag(node, "aside", CLASS="folio-sidenote-block", role="note"))


def _depart_block(self: HTML5Translator, node: BlockNote) -> None:
    self.body.append("</aside>\n")


def _visit_mark(self: HTML5Translator, node: NoteMark) -> None:
    address = f"#{node['refid']}"
    self.body.append(self.starttag(node, "a", "", href=address, role="doc-noteref"))


def _depart_mark(self: HTML5Translator, node: NoteMark) -> None:
    self.body.append("</a>")


def _tell(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template whether the page has notes: their margin must be there from the start."""
    if doctree is not None:
        notes = doctree.findall(lambda node: isinstance(node, Note | BlockNote))
        context["folio_noted"] = next(iter(notes), None) is not None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register directives, roles and the step that places notes; the theme brings the styles."""
    for name in ("domain", "anchors"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(UnplacedNote)
    app.add_node(Note, html=(_visit_note, _depart_note))
    app.add_node(BlockNote, html=(_visit_block, _depart_block))
    app.add_node(NoteMark, html=(_visit_mark, _depart_mark))
    for name in ("sidenote", "marginnote"):
        app.add_directive(name, SidenoteDirective)
        app.add_role(name, SidenoteRole())
    app.add_transform(PlaceNotes)
    app.connect("html-page-context", _tell)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
