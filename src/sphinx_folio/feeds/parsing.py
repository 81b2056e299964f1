"""HTML as a tree, and the tree as HTML again.

The standard library's tokenizer and trees: on a long page several times as fast as a parser that
builds objects to be searched, and a site may have a thousand of them in its feeds.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr"}
)  # fmt: skip


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
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.root


def serialize(element: Element, tag_of: Callable[[Element], str]) -> str:
    """Return the content of an element as HTML.

    *tag_of* gives the opening tag of each element below it, or ``""`` where only its content is
    wanted.
    """
    return "".join(_pieces(element, tag_of))


def _pieces(element: Element, tag_of: Callable[[Element], str]) -> Iterator[str]:
    yield html.escape(element.text or "", quote=False)
    for child in element:
        opening = tag_of(child)
        yield opening
        if child.tag not in VOID:
            yield from _pieces(child, tag_of)
            if opening:
                yield f"</{child.tag}>"
        yield html.escape(child.tail or "", quote=False)


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
