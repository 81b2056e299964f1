"""A page's HTML as a feed reader can show it: the article alone, plain, and whole without its site.

Readers drop styles, scripts, forms, most attributes and inline SVG, show what is folded or behind
a tab or do not, and know no address to which a relative link belongs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

from . import formulas
from .parsing import VOID, classes, new, parse, replace, serialize, words


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that are left out with all that is in them.
_DROPPED = _names(
    "base button canvas embed form head link meta nav noscript object script select style "
    "template textarea title"
)

#: What the site puts around an article: an entry says the same in places of its own.
_FURNITURE = _names(
    "headerlink linenos folio-backref folio-comments folio-fold folio-kicker folio-languages "
    "folio-listing-foot folio-post-foot folio-stale"
)

_BLOCKS = _names(
    "aside blockquote details div dl figcaption figure h1 h2 h3 h4 h5 h6 hr ol p pre section table "
    "ul"
)
_MATHML = _names(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot "
    "mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
)
#: All other elements give way to their content.
_KEPT = (_BLOCKS - {"details"}) | _MATHML | _names(
    "a abbr audio b bdi bdo br caption cite code col colgroup dd del dfn dt em i img ins kbd li "
    "mark picture q rp rt ruby s samp small source span strong sub sup tbody td tfoot th thead "
    "time tr track u var video wbr"
)  # fmt: skip
#: Elements that say nothing without an attribute.
_BARE = _names("a section span")
_NEED_ADDRESS = _names("audio img source track video")

_ATTRIBUTES = _names(
    "alt colspan datetime dir height lang media reversed rowspan scope sizes span start type value "
    "width"
)
_MATH_ATTRIBUTES = _names(
    "accent accentunder columnalign columnspacing depth displaystyle display fence form height "
    "largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowspacing "
    "rspace scriptlevel separator stretchy symmetric voffset width xmlns"
)
_ADDRESSES = _names("cite href poster src")
_SCHEMES = _names("http https mailto")
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(\s+[\d.]+[wx])?\s*(?:,|$)")
_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])|(?<=。)")


def clean(markup: str, address: str) -> str:
    """Return the article in a page's body, without its title, as HTML for a feed.

    *address* is the absolute address of the page, to which all links are completed.
    """
    root = parse(markup)
    heading = next(root.iter("h1"), None)
    if heading is not None:
        heading.tag = "title"
    _simplify(root, "")
    targets = (urldefrag(_absolute(link.get("href", ""), address)) for link in root.iter("a"))
    linked = {unquote(target.fragment) for target in targets if target.url == address}
    return serialize(root, lambda element: _opening(element, address, linked)).strip()


# --- what stands for what -------------------------------------------------------------------------


def _simplify(parent: Element, anchor: str) -> None:
    """Put simpler elements in the places of those below *parent*; *anchor* is the id nearest to it.

    What has been put there is looked at again only below its top.
    """
    place = 0
    while place < len(parent):
        child = parent[place]
        nearest = child.get("id", anchor)
        instead = _instead(child, nearest)
        if instead is not None:
            replace(parent, place, *instead)
        for element in [child] if instead is None else instead:
            if element.tag not in {"math", "pre"}:
                _simplify(element, nearest)
            place += 1


def _instead(element: Element, anchor: str) -> list[Element] | None:
    """Return what stands for an element, ``None`` for itself."""
    names = classes(element)
    if element.tag in _DROPPED or not _FURNITURE.isdisjoint(names):
        return []
    if element.get("aria-hidden") == "true" or "hidden" in element.attrib:
        return []
    if element.tag in _SPECIAL:
        return _SPECIAL[element.tag](element, anchor)
    if "folio-post-header" in names:  # all but the note on what the article is
        return [part for part in element if "folio-origin" in classes(part)]
    if "sd-tab-label" in names or "admonition-title" in names:
        return [_title(element)]
    if "admonition" in names:
        element.tag = "blockquote"
    elif "highlighttable" in names:
        return [_code(pre, anchor) for cell in element.iter("td") if "code" in classes(cell)
                for pre in cell.iter("pre")]  # fmt: skip
    elif "folio-math-display" in names:
        element.tag = "p"
    elif "folio-math-scroll" in names:
        element.tag = "span"
    elif "eqno" in names:
        element.text = f" {element.text or ''}"
    return None


def _picture(svg: Element, anchor: str) -> list[Element]:
    """Return a drawing in words, with a link to it; none of an ornament."""
    said = [words(part) for name in ("title", "desc") for part in svg if part.tag == name]
    if svg.get("aria-hidden") == "true" or not any(said):
        return []
    title, *description = filter(None, said)
    lines = [new("a", title, href=f"#{anchor}")]
    # What is drawn in rows is told in sentences: one to a line.
    for sentence in filter(None, (one for text in description for one in _SENTENCES.split(text))):
        lines.append(new("br"))
        lines[-1].tail = sentence
    return [new("div", "", *lines)]


def _unfolded(details: Element, anchor: str) -> list[Element]:
    """Return the content of what can be unfolded, below its title."""
    titles = [_title(part) for part in details if part.tag == "summary"]
    rest = new("div", details.text or "", *(part for part in details if part.tag != "summary"))
    rest.attrib = {key: value for key, value in details.attrib.items() if key == "id"}
    return [*titles, rest]


def _title(element: Element) -> Element:
    """Return the content of an element as a line in bold."""
    text = (element.text or "").lstrip()
    return new("p", "", new("strong", text if len(element) else text.rstrip(), *element))


def _code(pre: Element, anchor: str) -> Element:
    """Return code as plain text."""
    for numbered in list(pre.iter()):
        for place in reversed(range(len(numbered))):
            if "linenos" in classes(numbered[place]):
                replace(numbered, place)
    return new("pre", "", new("code", "".join(pre.itertext())))


def _frame(frame: Element, anchor: str) -> list[Element]:
    """Return a link to what another site would show in the page."""
    url = frame.get("src", "")
    return [new("p", "", new("a", frame.get("title") or url, href=url))] if url else []


def _tick(box: Element, anchor: str) -> list[Element]:
    """Return the box of a task as a character; of other inputs nothing."""
    if box.get("type") != "checkbox":
        return []
    return [new("span", "☑ " if "checked" in box.attrib else "☐ ")]


def _formula(math: Element, anchor: str) -> None:
    for cell in math.iter("mtd"):
        for side in ("left", "right"):
            if f"tml-{side}" in classes(cell):
                cell.set("columnalign", side)
    formulas.make_readable(math)


def _aside(aside: Element, anchor: str) -> None:
    """Put the number of a footnote into its first paragraph."""
    label = next((part for part in aside if "label" in classes(part)), None)
    first = aside.find("p")
    if "footnote" in classes(aside) and label is not None and first is not None:
        aside.remove(label)
        first.text = f"{words(label)} {first.text or ''}"


def _cell(cell: Element, anchor: str) -> None:
    """Take a paragraph that stands alone out of its row, which it would only spread."""
    if len(cell) == 1 and cell[0].tag == "p" and _bare(cell):
        cell[0].tag = "span"


def _abbreviation(short: Element, anchor: str) -> None:
    """Spell the first of each abbreviation: few feed readers show a title to keys and fingers."""
    if "folio-abbreviation-first" in classes(short) and short.get("title"):
        short.text = f"{short.text or ''} ({short.get('title')})"


_SPECIAL = {
    "abbr": _abbreviation,
    "aside": _aside,
    "dd": _cell,
    "details": _unfolded,
    "iframe": _frame,
    "input": _tick,
    "li": _cell,
    "math": _formula,
    "pre": lambda pre, anchor: [_code(pre, anchor)],
    "svg": _picture,
    "td": _cell,
    "th": _cell,
}


# --- writing --------------------------------------------------------------------------------------


def _opening(element: Element, address: str, linked: set[str]) -> str:
    """Return the opening tag of an element, ``""`` where only its content is wanted."""
    tag = element.tag
    if tag not in _KEPT:
        return ""
    attributes = dict(_attributes(element, address, linked))
    if tag == "video" or tag == "audio":
        attributes["controls"] = ""
    if not attributes and (tag in _BARE or (tag == "div" and _bare(element))):
        return ""
    if tag in VOID & _NEED_ADDRESS and not attributes.keys() & {"src", "srcset"}:
        return ""
    said = (f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{''.join(said)}>"


def _bare(element: Element) -> bool:
    """Tell whether a block holds only blocks, which stand as well without it."""
    texts = [element.text, *(child.tail for child in element)]
    return not any(text and text.strip() for text in texts) and all(
        child.tag in _BLOCKS for child in element
    )


def _attributes(element: Element, address: str, linked: set[str]) -> Iterator[tuple[str, str]]:
    allowed = _MATH_ATTRIBUTES if element.tag in _MATHML else _ATTRIBUTES
    for name, value in element.attrib.items():
        if name == "id":
            if value in linked:
                yield name, value
        elif name == "srcset":
            if candidates := _candidates(value, address):
                yield name, candidates
        elif name in _ADDRESSES:
            if url := _absolute(value, address):
                yield name, url
        elif name in allowed or (name == "title" and element.tag in {"abbr", "img"}):
            yield name, value


def _candidates(value: str, address: str) -> str:
    """Return a ``srcset`` with absolute addresses."""
    found = ((_absolute(match[1], address), match[2] or "") for match in _CANDIDATE.finditer(value))
    return ", ".join(f"{url}{width}" for url, width in found if url)


def _absolute(url: str, address: str) -> str:
    """Return a link in full, ``""`` for one that leads nowhere or may run something."""
    # As browsers read it: "java\nscript:" is one word to them.
    url = re.sub(r"[\x00-\x1f]+", "", url).strip().replace(" ", "%20")
    try:
        full = urljoin(address, url)
        return full if url and urlsplit(full).scheme in _SCHEMES else ""
    except ValueError:  # no address at all, such as "https://[x"
        return ""
