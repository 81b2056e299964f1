"""Builds small sites for the tests, and tells outputs apart by their bytes."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

ROOTS = Path(__file__).parent / "roots"


@dataclass(frozen=True)
class Site:
    """A site that was built."""

    out: Path
    warnings: tuple[str, ...]

    def text(self, page: str) -> str:
        """Return the HTML of a page, named as its address is: `blog/kernels/one/`."""
        return (self.out / page / "index.html").read_text(encoding="utf-8")


def build(
    source: Path,
    work: Path,
    *,
    jobs: int = 0,
    builder: str = "dirhtml",
    settings: dict[str, Any] | None = None,
) -> Site:
    """Build *source* in this process; *work* holds the output and what the next one needs.

    *settings* stand over those of its `conf.py`.
    """
    app = SphinxTestApp(
        builder, srcdir=source, builddir=work, parallel=jobs, confoverrides=settings or {}
    )
    try:
        app.build()
        warnings = strip_colors(app.warning.getvalue()).strip()
    finally:
        app.cleanup()
    return Site(Path(app.outdir), tuple(warnings.splitlines()))


def parse(site: Site, page: str = "") -> Element:
    """Return a page as a browser understands it."""
    tree: Element = html5lib.parse(site.text(page), namespaceHTMLElements=False)
    return tree


def of_class(tree: Element, name: str) -> list[Element]:
    """Return the elements of a class, in the order of the page."""
    return [one for one in tree.iter() if name in one.get("class", "").split()]


def texts(tree: Element, name: str) -> list[str]:
    """Return the words of the elements of a class."""
    return [" ".join("".join(one.itertext()).split()) for one in of_class(tree, name)]


def copy_root(name: str, target: Path) -> Path:
    """Copy a tiny site to where a test may change it."""
    shutil.copytree(ROOTS / f"test-{name}", target)
    return target


def make(target: Path, **pages: str) -> Path:
    """Write a site of the given pages; `__` in a name stands for `/`, `conf` is the conf.py."""
    pages = {"conf": "extensions = ['sphinx_folio']\n", **pages}
    for name, text in pages.items():
        suffix = {"conf": ".py", "refs": ".bib"}.get(name, ".md")
        path = target / (name.replace("__", "/") + suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return target


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written(source: Path, work: Path) -> set[str]:
    """Build again on top of what is in *work*; return which pages were written, changed or not.

    They are named as their addresses are, the first one as `.`; the page 404 always is, and left
    out.
    """
    out = work / "dirhtml"
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    build(source, work)
    return {
        path.parent.relative_to(out).as_posix()
        for path in out.rglob("*.html")
        if before.get(path) != path.stat().st_mtime_ns and path.name != "404.html"
    }


def differences(one: Path, other: Path) -> list[str]:
    """Return the names of the files that two outputs do not share to the byte."""
    first, second = tree(one), tree(other)
    return sorted(name for name in first.keys() | second if first.get(name) != second.get(name))
