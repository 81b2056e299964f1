"""The CV as PDF: a curriculum with absolute addresses, set by Typst."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from ... import glyphs, references, typeset
from ...bibtex.formulas import spoken
from ...curricula import Choice, Curriculum
from ...lives import changed
from ...models import Publication, Run
from ...typeset import cv
from ...typeset.data import strange
from ...words import words
from ..domain import domain_of
from ..publishing import address
from .bodies import CLOSING
from .composing import Form, compose
from .lives import SITE, life_of, said_at

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Paper = Literal["a4", "us-letter"]


@dataclass(frozen=True)
class Wish:
    """Which PDF is wanted: of the CV on a page (``""``: of none), *private* for print only."""

    choice: Choice
    docname: str
    language: str
    one_page: bool = False
    private: Mapping[str, str] | None = None


def curriculum_of(app: Sphinx, wish: Wish) -> Curriculum | None:
    """Return what a PDF says, every address absolute; ``None`` for a person without profile."""
    domain = domain_of(app.env)
    life = life_of(domain, wish.choice.person, wish.language)
    if life is None:
        return None
    form = Form(words(wish.language), _record, wish.one_page, wish.private)
    whole = compose(life, wish.choice, form)
    closing = said_at(domain, wish.docname, CLOSING)
    # What stands at the end says how the rest is meant: its first paragraph stays on one page.
    whole = replace(whole, closing=closing[:1] if wish.one_page else closing)
    return cast("Curriculum", changed(whole, functools.partial(printed, app)))


def _record(entry: Publication) -> str:
    return next((link.url for link in references.links(entry)), "")


def outside(app: Sphinx, url: str) -> str:
    """Return an address as it is outside the site: absolute, empty where that is not known."""
    if not url.startswith(SITE):
        return url
    docname, mark, anchor = url.removeprefix(SITE).partition("#")
    base = address(app, docname)
    return f"{base}{mark}{anchor}" if base else ""


def printed(app: Sphinx, run: Run) -> Run:
    """Return a run as it is outside the site, a formula in characters."""
    text = spoken(run.text) if "math" in run.styles else run.text
    return replace(run, text=text, url=outside(app, run.url))


def set_cv(
    whole: Curriculum, *, one_page: bool = False, paper: str = "a4"
) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF, and what the one page does without.

    Raises ``TypesetError`` where it cannot be set as it was meant: a font is not there, or no font
    has a character of it.
    """
    lacking = strange(whole, _known())
    if lacking:
        told = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in lacking)
        raise typeset.TypesetError(f"no font has {told}")
    _ = words(whole.language)
    said = {name: _(text) for name, text in cv.WORDS.items()}
    chosen = cast("Paper", paper)
    if one_page:
        return cv.one_page(whole, paper=chosen, words=said)
    return cv.full(whole, paper=chosen, words=said), ()


@functools.lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    return glyphs.shown(typeset.font_files())
