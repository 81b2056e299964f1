"""Macros for formulas: a file of TeX definitions in, names and bodies out, without Sphinx."""

from __future__ import annotations

import pytest

from sphinx_folio.tex_math.macros import expand, parse_macros

FILE = r"""
% What the posts on kernels share.
\newcommand{\R}{\mathbb{R}}   % the reals
\newcommand\ceil[1]{\left\lceil #1 \right\rceil}
\renewcommand{\half}[1]{\frac{#1}{2}}
\def\pair#1#2{(#1, #2)}
\DeclareMathOperator{\rank}{rank}
\DeclareMathOperator*{\argmin}{arg\,min}
\newcommand{\Long}{%
  a + % here a comment
  b}
"""


def test_each_form_of_a_definition_is_read() -> None:
    macros, faults = parse_macros(FILE)
    assert faults == ()
    assert macros == {
        r"\R": r"\mathbb{R}",
        r"\ceil": r"\left\lceil #1 \right\rceil",
        r"\half": r"\frac{#1}{2}",
        r"\pair": "(#1, #2)",
        r"\rank": r"\operatorname{rank}",
        r"\argmin": r"\operatorname*{arg\,min}",
        r"\Long": "a +   b",
    }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (r"\newcomand{\x}{y}", r"found \newcomand. Did you mean 'newcommand'"),
        (r"words", r"expected \newcommand or its kin, found words."),
        (r"\newcommand{x}{y}", r"expected a name such as \R after \newcommand"),
        (r"\newcommand{\x{y}", r"expected '}' after \x"),
        (r"\newcommand{\x}[1][z]{y}", r"\x: an argument with a default is not supported"),
        (r"\newcommand{\x}{#1}", r"\x uses #1 but takes 0 arguments"),
        (r"\newcommand{\x}", r"expected the body of \x in braces"),
        (r"\newcommand{\x}{ {y}", r"the body of \x has no closing brace"),
        (r"\newcommand{\R}{y}", r"\R is defined in line 1 already"),
    ],
)
def test_a_wrong_definition_is_told_at_its_line_and_costs_only_itself(
    wrong: str, message: str
) -> None:
    macros, (fault,) = parse_macros(
        f"\\newcommand{{\\R}}{{r}}\n\n{wrong}\n\\newcommand{{\\S}}{{s}}\n"
    )
    assert message in fault.message
    assert fault.line == 3
    assert macros.keys() >= {r"\R", r"\S"}


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\R^n", r"\mathbb{R}^n"),
        (r"\half{\R}", r"\frac{\mathbb{R}}{2}"),
        (r"\half x", r"\frac{x}{2}"),
        (r"\pair{a}{b_{1}}", "(a, b_{1})"),
        (r"\R x", r"\mathbb{R} x"),
        (r"\Rx", r"\Rx"),
        (r"\half", r"\frac{}{2}"),
    ],
)
def test_a_macro_gives_way_to_what_it_stands_for(tex: str, said: str) -> None:
    assert expand(tex, parse_macros(FILE)[0]) == said


def test_a_macro_of_itself_ends() -> None:
    assert len(expand(r"\x", {r"\x": r"\x\x\x"})) < 100_000
