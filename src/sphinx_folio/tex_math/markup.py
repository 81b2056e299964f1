"""Temml's MathML made fit for a page of ours: no foreign element, few styles, whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_MATHML = "http://www.w3.org/1998/Math/MathML"

_ELEMENTS = frozenset(
    {"math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded"}
    | {"mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub"}
    | {"msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none"}
)


# A formula that may be wider than this, in em, may not fit a page of 320 px (18 em of text, less
# an equation's number). In a line of text, such a one is given places to break.
NARROW = 13.0


class ForeignElementError(ValueError):
    """The markup holds an element that is no MathML, such as a link."""


def tidied(markup: str) -> tuple[str, float]:
    """Return Temml's markup, tidied, and an estimate of its width in em.

    Raises `ForeignElementError` for anything but MathML.
    """
    root = ET.fromstring(markup)
    for element in root.iter():
        if element.tag not in _ELEMENTS:
            raise ForeignElementError(f"the formula makes <{element.tag}>, which is no MathML")
    for element in root.iter():
        if element.tag == "mo" and len(element):
            element.tag = "mrow"  # of \\mathop{…}: a sign holds nothing but text
            element.attrib.clear()
        _restyle(element)
        _join_word(element)
        if element.tag == "mi" and len(element.text or "") > 1:
            # A letter alone is drawn with its italic form, a word as it stands, from another font.
            element.set("class", " ".join(filter(None, [element.get("class"), "folio-math-word"])))
        if element.tag == "mrow" and "scriptlevel" in element.attrib:
            element.tag = "mstyle"  # where validators know the attribute
    width = round(_width(root), 1)
    if len(root) > 1:
        _break_lines(root, is_long=width > NARROW)
    root.attrib = {"xmlns": _MATHML, **root.attrib}
    return ET.tostring(root, encoding="unicode", short_empty_elements=False), width


def _break_lines(root: ET.Element, *, is_long: bool) -> None:
    """Keep Temml's rows, one up to each outer operator, as places to break; or make them one."""
    if is_long:
        root.set("class", "folio-math-breaks")
        return
    row = ET.Element("mrow")
    for part in root:
        row.extend(part)
    root[:] = [row]


# --- styles --------------------------------------------------------------------------------------

# Declarations in Temml's style attributes, and their classes in folio-math.css: a policy without
# 'unsafe-inline' then shows the formula all the same. "" where another class or rule stands for it.
_CLASSES = {
    "display:block math": "",  # .tml-display
    "math-depth:0": "folio-math-full",
    "math-depth:1": "folio-math-script",
    "math-depth:2": "folio-math-scriptscript",
    "width:100%": "folio-math-wide",
    "padding-left:0.4em": "folio-math-l1",
    "padding-right:0.4em": "folio-math-r1",
    "padding:3pt": "",  # of \boxed, with the border that follows
    "border:1px solid": "folio-math-box",
    "text-align:left": "tml-left",
    "margin-left:-0.1667em": "folio-math-back",
    "padding-left:0": "folio-math-l0",
    "padding-left:5.9776pt": "folio-math-l1",
    "padding-left:1em": "folio-math-l2",
    "padding-left:0.1389em": "folio-math-ls",
    "padding-right:0": "folio-math-r0",
    "padding-right:5.9776pt": "folio-math-r1",
    "padding-right:0.1389em": "folio-math-rs",
    "border-left:0.06em solid": "folio-math-bl",
    "border-right:0.06em solid": "folio-math-br",
    "border-top:0.06em solid": "folio-math-bt",
    "border-bottom:0.06em solid": "folio-math-bb",
    "font-weight:bold": "folio-math-bold",
}


def _restyle(element: ET.Element) -> None:
    """Turn what can be turned of a style attribute into classes and MathML's own attributes."""
    kept = []
    classes = element.attrib.pop("class", "").split()
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = (word.strip() for word in declaration.partition(":"))
        value = "0" if value in {"0em", "0pt"} else value
        if name == "color":
            if value != "undefined":  # what Temml writes in \cancelto outside any colour
                element.set("mathcolor", value)
        elif f"{name}:{value}" in _CLASSES:
            classes.append(_CLASSES[f"{name}:{value}"])
        elif name:
            kept.append(f"{name}:{value}")
    if element.get("mathbackground") == "black":
        element.set("mathbackground", "currentcolor")  # \rule, in a dark scheme too
    if any(classes):
        element.set("class", " ".join(dict.fromkeys(filter(None, classes))))
    if kept:
        element.set("style", ";".join(kept))


# --- words ---------------------------------------------------------------------------------------

# Mathematical monospace letters and digits, and what they stand for.
_PLAIN = {0x1D670 + n: 65 + n for n in range(26)}
_PLAIN |= {0x1D68A + n: 97 + n for n in range(26)}
_PLAIN |= {0x1D7F6 + n: 48 + n for n in range(10)}
_THIN = "0.1667em"  # \\,


def _join_word(element: ET.Element) -> None:
    r"""Write an identifier, in ``\texttt``, ``\mathtt`` or ``\mathrm``, as one plain word.

    Temml draws monospace with letters of their own (U+1D670 and on), and cuts a ``\mathrm`` that
    holds more than letters and digits into single letters. Neither can be searched for, copied, or
    read aloud.
    """
    letters = [element] if element.tag == "mtext" else list(_letters(element))
    word = "".join(letter.text or "" for letter in letters)
    plain = word.translate(_PLAIN)
    if plain != word and not re.search(r"[A-Za-z0-9]", word):
        tag, attributes = "mtext", {"class": "folio-math-code"}
    elif sum(letter.get("mathvariant") == "normal" for letter in letters) > 1:
        tag, attributes = "mi", {}
    else:
        return
    element.clear()
    element.tag, element.text, element.attrib = tag, plain, attributes


def _letters(row: ET.Element) -> Iterator[ET.Element]:
    """Yield the letters of a row that spells a word; nothing if it holds anything else."""
    found: list[ET.Element] = []
    for child in row if row.tag == "mrow" else ():
        # Temml follows an upright letter with an empty space, for a fault of Firefox.
        is_padded = child.tag == "mrow" and [item.tag for item in child] == ["mi", "mspace"]
        letter = child[0] if is_padded and not child[1].attrib else child
        if child.tag == "mspace" and child.get("width") == _THIN and found:
            letter = ET.Element("mi", mathvariant="normal")
            letter.text = "\u2009"
            found.append(letter)
            continue
        text = letter.text or ""
        is_upright = letter.get("mathvariant") == "normal" and text.isascii()
        is_known = is_upright or letter.tag == "mn" or ord(text[:1] or " ") in _PLAIN
        if len(letter) or letter.tag not in {"mi", "mn"} or not (is_known or text in "_./-"):
            return
        found.append(letter)
    yield from found


# --- width ---------------------------------------------------------------------------------------

_TEXT, _LETTER, _FENCE, _OPERATOR, _IDEOGRAPH, _GAP, _SMALL = 0.55, 0.75, 0.5, 1.4, 1.0, 0.8, 0.75
_STACKED = frozenset({"mtable", "mfrac", "munder", "mover", "munderover"})


def _width(element: ET.Element) -> float:
    own = sum(_char_width(element, char) for char in element.text or "")
    if element.tag == "mspace":
        length = re.match(r"-?[\d.]+(?=em)", element.get("width", ""))
        own += float(length[0]) if length else 0.0
    inside = [_width(child) for child in element]
    if element.tag in _STACKED:
        return own + max(inside, default=0.0)
    if element.tag in {"msub", "msup", "msubsup"}:
        return own + inside[0] + _SMALL * sum(inside[1:])
    return own + sum(inside) + (_GAP if element.tag in {"mtd", "msqrt", "mroot"} else 0.0)


def _char_width(element: ET.Element, char: str) -> float:
    if 0x2E80 <= ord(char) < 0x1D400:
        return _IDEOGRAPH
    if element.tag == "mtext":
        return _TEXT
    if element.tag != "mo":
        return _LETTER
    if 0x2061 <= ord(char) <= 0x2064:  # invisible operators
        return 0.0
    return _FENCE if element.get("fence") or element.get("separator") else _OPERATOR
