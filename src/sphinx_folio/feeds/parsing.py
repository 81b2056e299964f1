"""HTML as a tree, and the tree as HTML again.

The standard library's trees: on a long page several times as fast as a parser that builds objects
to be searched, and a site may have a thousand of them in its feeds. What a translator writes is
most often XML as well, and read as such in a fourth of the time.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr"}
)  # fmt: skip

#: What XML and HTML understand each in its own way: declarations and comments, scripts, the ends of
#: elements that have none, breaks of lines in attributes and those of old systems, and the numbers
#: of characters that Windows had in places of its own.
_OTHERWISE = re.compile(
    rf"""<[!?]|<(?:script|style)\b|</(?:{"|".join(sorted(VOID))})\b|\r|="[^"]*[\n\t]|='[^']*[\n\t]"""
    r"""|&\#(?:0*1(?:2[89]|[345]\d)|x0*[89][0-9a-f]);""",
    re.IGNORECASE,
)
#: A capital letter in the name of an element or an attribute; sometimes one in the text.
_CAPITAL = re.compile(r"""</?[\w:-]*[A-Z]|[A-Z][\w:-]*\s*=\s*["']""")


class _Reader(HTMLParser):
    """Builds a tree of whatever it is given; a tag that closes nothing is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self.open) - 1, 0, -1):
            if self.open[number].tag == tag:
                del self.open[number:]
                return

    def handle_data(self, data: str) -> None:
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data


def parse(markup: str) -> Element:
    """Return a fragment of HTML as the content of a ``div``; comments are left out."""
    root = None if _OTHERWISE.search(markup) else _parse_xml(markup)
    if root is None:
        reader = _Reader()
        reader.feed(markup)
        reader.close()
        root = reader.root
    return root


def _parse_xml(markup: str) -> Element | None:
    """Return the tree of a fragment that is XML too, ``None`` where it is not."""
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    if _CAPITAL.search(markup):

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            builder.start(tag.lower(), {name.lower(): value for name, value in attributes.items()})

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda tag: builder.end(tag.lower())
    try:
        parser.Parse(f"<div>{markup}</div>", True)
        return builder.close()
    except (expat.ExpatError, UnicodeEncodeError):
        return None


def serialize(element: Element, tag_of: Callable[[Element], str]) -> str:
    """Return the content of an element as HTML.

    *tag_of* gives the opening tag of each element below it, or ``""`` where only its content is
    wanted.
    """
    pieces: list[str] = []
    _write(element, tag_of, pieces.append)
    return "".join(pieces)


def _write(
    element: Element, tag_of: Callable[[Element], str], write: Callable[[str], None]
) -> None:
    if element.text:
        write(html.escape(element.text, quote=False))
    for child in element:
        opening = tag_of(child)
        write(opening)
        if child.tag not in VOID:
            _write(child, tag_of, write)
            if opening:
                write(f"</{child.tag}>")
        if child.tail:
            write(html.escape(child.tail, quote=False))


def classes(element: Element) -> list[str]:
    """Return the classes of an element."""
    return element.get("class", "").split()


def words(element: Element) -> str:
    """Return the text of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())


def new(tag: str, text: str = "", *children: Element, **attributes: str) -> Element:
    """Return an element."""
    element = Element(tag, attributes)
    element.text = text
    element.extend(children)
    return element


def replace(parent: Element, place: int, *elements: Element) -> None:
    """Put elements where a child is; the text behind the child stays behind them."""
    tail = parent[place].tail or ""
    parent[place : place + 1] = elements
    if elements:
        elements[-1].tail = (elements[-1].tail or "") + tail
    elif place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
