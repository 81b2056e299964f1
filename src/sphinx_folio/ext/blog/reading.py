"""What a page gives to read: its first words as plain text, and the minutes that a post takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from ...bibtex.formulas import spoken
from ...reading_time import Amount, code, prose
from ..domain import domain_of
from ..markup import Listing
from .posts import is_post

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: The length of an excerpt in columns: a letter takes one, a Chinese character two.
COLUMNS = 280
#: A paragraph that says less than this many columns is passed over for the next.
FEW = 40

_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]|[^\0-\uffff]"
)
# Where a sentence ends: a Latin sign before a space and what begins the next one, a Chinese sign
# anywhere; quotes belong to it.
_SENTENCE = re.compile(
    r"[.!?][)\]\"'”’]*(?=\s*\Z|\s+[(\[\"'“‘]?[A-Z0-9\u00c0-\u00de\u0370-\uffff])|[。！？][”’」』）]*"
)
# Where a text can be broken off: before a space, and on both sides of a character of Chinese.
_BREAK = re.compile("(?=\\s)|(?=[\u3400-\u9fff])|(?<=[\u3001-\u9fff\uff01-\uff60])")
_BEFORE_A_SIGN = re.compile(r"\s+(?=[,.;:!?，。；：！？、)])")
#: The classes of notes beside a line, and of their marks in it.
_NOTES = frozenset({"folio-sidenote", "folio-sidenote-mark"})
#: What stands in a text without being read as a part of it.
_SILENT = (
    nodes.raw, nodes.footnote_reference, nodes.citation_reference, nodes.image, nodes.Invisible,
    nodes.system_message, nodes.problematic, nodes.target,
)  # fmt: skip


def excerpt(doctree: nodes.document) -> str:
    """Return the first paragraph that says something, as plain text of at most ``COLUMNS``.

    Notes and citations are left out. Where something stands whose text is not known yet, such as
    the number of a figure, or a formula that has no plain form, the excerpt ends a sentence before.
    """
    best = ""
    for paragraph in _paragraphs(doctree):
        said = ""
        for piece in _pieces(paragraph):
            if piece is None:
                said = _whole_sentences(said)
                break
            said += piece
        text = cut(_BEFORE_A_SIGN.sub("", " ".join(said.split())))
        best = max(best, text, key=_columns)
        if _columns(text) >= FEW:
            return text
    return best


def cut(text: str, columns: int = COLUMNS) -> str:
    """Return *text* in at most *columns*, ended after a sentence or, failing that, a word."""
    if _columns(text) <= columns:
        return text
    room, fits = columns - 1, 0  # one for the ellipsis
    for fits, char in enumerate(text):  # noqa: B007 (where the loop ends is what is asked)
        room -= _columns(char)
        if room < 0:
            break
    whole = _whole_sentences(text[:fits])
    if _columns(whole) * 2 >= columns:
        return whole
    breaks = [match.start() for match in _BREAK.finditer(text, 1) if match.start() <= fits]
    return text[: breaks[-1] if breaks else fits].rstrip(" ,;:，；：、(（") + "…"


def amount(node: nodes.Node) -> Amount:
    """Return how much a reader has to read in *node*: not what machines or other pages add."""
    if isinstance(node, nodes.Text):
        return prose(node.astext())
    if isinstance(node, nodes.literal_block | nodes.doctest_block):
        return code(node.astext())
    if isinstance(node, nodes.math_block):
        return Amount(displays=1)
    if isinstance(node, nodes.math):
        return Amount(formulas=1)
    if isinstance(node, nodes.image):
        alone = not isinstance(node.parent, nodes.figure | nodes.TextElement)
        return Amount(figures=int(alone))
    if isinstance(node, (Listing, *_SILENT)) or _is_citation(node):
        return Amount()
    own = Amount(
        figures=int(isinstance(node, nodes.figure)), tables=int(isinstance(node, nodes.table))
    )
    return sum(_amounts(node), own)


def _amounts(node: nodes.Node) -> Iterator[Amount]:
    """Yield the amounts of the children, the text of a paragraph in one piece.

    Words that markup parts, such as "*re*read", are then one word.
    """
    words = ""
    for child in node.children:
        if _is_plain(child):
            words += child.astext()
        else:
            words += " "
            yield amount(child)
    yield prose(words)


def _is_plain(node: nodes.Node) -> bool:
    """Tell whether a node is words of a line and nothing else."""
    if isinstance(node, nodes.Text):
        return True
    if isinstance(node, (nodes.math, *_SILENT)) or _is_citation(node):
        return False
    return isinstance(node, nodes.Inline) and all(map(_is_plain, node.children))


def _is_citation(node: nodes.Node) -> bool:
    return isinstance(node, pending_xref) and node.get("refdomain") == "cite"


def _is_note(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and not _NOTES.isdisjoint(node["classes"])


def _paragraphs(node: nodes.Element) -> Iterator[nodes.paragraph]:
    for child in node.children:
        if type(child) is nodes.paragraph:
            yield child
        elif isinstance(child, nodes.section):
            yield from _paragraphs(child)


def _pieces(node: nodes.Node) -> Iterator[str | None]:
    """Yield the pieces of a text; ``None`` for one whose words are not known here."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.math):
        text = spoken(node.astext())
        yield None if "\\" in text or "begin" in node.astext() else text
    elif isinstance(node, pending_xref) and _is_citation(node):
        # One in brackets is left out; one such as {cite:t} reads as a part of the sentence.
        yield "" if node.get("reftype") in {"p", "ps", "cp", "cps"} else None
    elif isinstance(node, pending_xref) and not (node.get("refexplicit") and node.astext()):
        yield None
    elif not isinstance(node, _SILENT) and not _is_note(node):
        for child in node.children:
            yield from _pieces(child)


def _whole_sentences(text: str) -> str:
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    return text[: ends[-1]] if ends else ""


def _columns(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    data = domain_of(env).data
    text = excerpt(doctree)
    if text:
        data["excerpts"][env.docname] = text
    if is_post(env.docname):
        data["minutes"][env.docname] = amount(doctree).minutes


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step."""
    app.setup_extension("sphinx_folio.ext.blog.posts")
    # After the extensions that put place-holders into pages (600), which are not counted.
    app.connect("doctree-read", _note, priority=650)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
