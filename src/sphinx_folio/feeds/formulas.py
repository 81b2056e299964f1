"""Formulas that survive a feed reader: MathML whose bare text is readable too.

Readers do one of three things with MathML. Those that are browsers show it. Others let through
what they know, and show the text of the rest. The third kind removes all tags and keeps the text,
where ``x²`` has become ``x2``, and a fraction its two numbers. A copy of the TeX beside the formula
(``annotation``, ``alttext``) helps none of them: the second and third kind would show it behind
the formula, the first needs none. So what the text lacks is put into the formula itself, as marks
that MathML shows nothing of (``mphantom``) and gives no room (``mpadded``): the first kind and most
of the second show the formula as it was, the third shows ``x^2`` and ``(a + b)/c``.
"""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element

from .parsing import new

#: In which of an element's children a mark stands, and what it says.
_SCRIPTS = {
    "msub": ("_",),
    "msup": ("^",),
    "msubsup": ("_", "^"),
    "munder": ("_",),
    "mover": ("^",),
    "munderover": ("_", "^"),
}

_WORDS = {"mi", "mn", "mtext"}
_ROWS = {"math", "mrow", "mstyle", "mtd"}

#: Signs between two things; the last four are something else at the beginning of a row.
_RELATIONS = "=<>×·÷≤≥≠≈≡∼≔≜∈∉⊂⊆∪∩∘⊗⊕→↦←⇒⇔∣∧∨:+−±∓"

_ENDS = ("", ",", ";", ".")


def make_readable(math: Element) -> None:
    """Put marks into a formula so that its text alone says what it says."""
    for element in list(math.iter()):
        children = list(element)
        if element.tag in _SCRIPTS:
            _mark_scripts(element, _SCRIPTS[element.tag])
        elif element.tag == "mfrac" and len(children) == 2:
            _surround(element, 0, *_brackets(children[0]))
            before, after = _brackets(children[1])
            _surround(element, 1, f"/{before}", after)
        elif element.tag == "msqrt":
            content = new("mrow", "", *children)
            element[:] = [content]
            _surround(element, 0, "√(", ")")
        elif element.tag == "mroot" and len(children) == 2:
            _surround(element, 0, "(", ")")
            _surround(element, 1, "^(1/", ")")
        elif element.tag == "mtable":
            _mark_rows(element)
        if element.tag in _ROWS:
            _space(element, children)


def _mark_scripts(element: Element, marks: tuple[str, ...]) -> None:
    for place, mark in enumerate(marks, 1):
        # An accent, a star or a prime says enough where it stands; and a sign alone is set
        # otherwise once it is in a row.
        if place < len(element) and element[place].tag != "mo":
            before, after = _brackets(element[place])
            _surround(element, place, mark + before, after)


def _mark_rows(table: Element) -> None:
    rows = table.findall("mtr")
    for row in rows:
        for cell in list(row)[:-1]:
            cell.tail = " "
    for row, below in pairwise(rows):
        row.tail = " "
        said, then = ("".join(one.itertext()).strip() for one in (row, below))
        # One equation ends before the next; a line that begins with a relation goes on with it.
        if len(row) and said[-1:] not in _ENDS and then[:1] not in _RELATIONS:
            row[-1].append(_mark(";"))


def _space(row: Element, children: list[Element]) -> None:
    """Let blanks stand where the formula has room; MathML passes over them."""
    for place, child in enumerate(children):
        sign = (child.text or "").strip() if child.tag in {"mo", "mi"} else ""
        between = (len(sign) == 1 and sign in (_RELATIONS if place else _RELATIONS[:-4])) or (
            len(sign) > 1 and sign.isalpha()
        )
        after = children[place + 1].tag if place + 1 < len(children) else "mo"
        crowded = child.tag in _SCRIPTS and (child[0].tag == "mo" or after != "mo")
        if between and place:
            children[place - 1].tail = " "
        if between or crowded or child.tag == "mspace" or child.get("separator") == "true":
            # At the end of a row the room is behind the row.
            (child if place < len(children) - 1 or row.tag != "mrow" else row).tail = " "


def _brackets(element: Element) -> tuple[str, str]:
    """Return the brackets that a part needs when it stands in a line: none around one thing."""
    if element.tag == "mrow" and len(element) == 1:
        return _brackets(element[0])
    return ("", "") if element.tag in _WORDS else ("(", ")")


def _surround(parent: Element, place: int, before: str, after: str) -> None:
    """Put marks around a child; in a row of its own, so that nothing in it is set otherwise."""
    child = parent[place]
    row = new("mrow")
    if before:
        row.append(_mark(before))
    row.append(child if child.tag in {"mrow", *_WORDS} else new("mrow", "", child))
    if after:
        row.append(_mark(after))
    row.tail, child.tail = child.tail, None
    parent[place] = row


def _mark(text: str) -> Element:
    phantom = new("mphantom", "", new("mtext", text))
    return new("mpadded", "", phantom, width="0", height="0", depth="0")
