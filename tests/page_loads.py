"""What a page makes a browser ask for on its first view, by what its HTML names."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import html5lib

#: The most requests of a page's first view, and the most bytes, compressed, images aside.
MOST_REQUESTS = 12
MOST_BYTES = 60_000


@dataclass(frozen=True)
class Load:
    """A file that a page asks for on its first view; ``size`` is in bytes, compressed if text."""

    name: str
    size: int


def loads(out: Path, page: Path) -> Iterator[Load]:
    """Yield what a page makes a browser ask for at once, images aside, the page itself first."""
    yield Load(page.relative_to(out).as_posix(), _size(page))
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    for above in list(tree.iter()):
        for template in above.findall("template"):
            above.remove(template)  # nothing in it loads
    base = f"http://site/{page.relative_to(out).as_posix()}"
    links = [
        link.get("href", "")
        for link in tree.iter("link")
        if {"stylesheet", "preload", "icon", "modulepreload"} & set(link.get("rel", "").split())
    ]
    scripts = [one.get("src", "") for one in tree.iter("script") if one.get("src")]
    for address in dict.fromkeys([*links, *scripts]):
        path = urljoin(base, address).removeprefix("http://site/").partition("?")[0]
        yield Load(path, _size(out / path))


def _size(path: Path) -> int:
    data = path.read_bytes()
    return len(data if path.suffix == ".woff2" else gzip.compress(data, 9, mtime=0))
