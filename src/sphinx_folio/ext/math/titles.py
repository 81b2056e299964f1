"""Formulas in titles: wherever a title is told without its markup, they are told in characters.

A title goes to many places that show plain text alone: the window, feeds, cards, search, lists of
other sites. ``O(n^2)`` in TeX is ``O(n²)`` there.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ...bibtex.formulas import spoken
from ...tex_math.macros import expand
from .domain import formulas_of


class TitleMath(nodes.math):
    """A formula in a title: ``tex`` is its source, ``spoken`` what one writes without TeX."""

    def astext(self) -> str:
        return str(self["spoken"])


class SpokenTitles(SphinxTransform):
    """Puts such formulas into the titles of the page and its sections."""

    # After the ids of headings are made from their text (StableAnchors, 690) and before the titles
    # are collected, which is when all transforms are done.
    default_priority = 750

    def apply(self, **kwargs: Any) -> None:
        """Replace each formula of a title."""
        macros = formulas_of(self.env).macros
        for title in self.document.findall(nodes.title):
            for formula in list(title.findall(nodes.math)):
                tex = nodes.math.astext(formula)
                said = spoken(expand(tex, macros))
                formula.replace_self(TitleMath(formula.rawsource, tex, tex=tex, spoken=said))
                if isinstance(self.config.folio_math_macros, str):
                    self.env.note_dependency(self.config.folio_math_macros)
