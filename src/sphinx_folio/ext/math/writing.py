"""Formulas in HTML: MathML that is looked up, in frames that scroll, with their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.math import get_node_equation_number

from ...tex_math import NARROW, Formula, MathFault, TexSource
from ..domain import domain_of
from ..queries import words_on
from .domain import converted, formulas_in, formulas_of, warn_of

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


def _markup(self: HTML5Translator, node: nodes.Element, formulas: Iterable[TexSource]) -> str:
    """Return the HTML of formulas that stand together."""
    return "\n".join(
        f'<code class="folio-math-error">{self.encode(formula.tex)}</code>'
        if isinstance(result, MathFault)
        else result.mathml
        for formula, result in ((item, _result(self, node, item)) for item in formulas)
    )


def _result(self: HTML5Translator, node: nodes.Element, formula: TexSource) -> Formula | MathFault:
    domain = formulas_of(self.builder.env)
    if formula not in domain.results:
        # Made after reading, by a transform of another extension: converted by itself.
        (result,) = converted([formula], domain.macros)
        domain.results[formula] = result
        if isinstance(result, MathFault):
            warn_of(formula, result, node)
    return domain.results[formula]


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(_markup(self, node, formulas_in(node)) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, in a part that scrolls, with its number beside it."""
    formulas = formulas_in(node)
    markup = _markup(self, node, formulas)
    classes = "math folio-math-display notranslate nohighlight"
    self.body.append(self.starttag(node, "div", CLASS=classes))
    _ = words_on(domain_of(self.builder.env), self.docnames[-1])
    results = [formulas_of(self.builder.env).results[formula] for formula in formulas]
    # A formula that may have to scroll must be reached by the keyboard; one that never does would
    # be a stop on the way of the Tab key for nothing. Only a script could ask the browser; where
    # the estimate errs, most browsers let the keyboard reach what scrolls by themselves.
    focus = ""
    if any(isinstance(result, Formula) and result.width > NARROW for result in results):
        focus = f' tabindex="0" role="group" aria-label="{self.attval(_("Formula"))}"'
    self.body.append(f'<div class="folio-math-scroll"{focus}>{markup}</div>')
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode
