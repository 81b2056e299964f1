"""Many style sheets become one, and mean what they meant."""

from __future__ import annotations

import pytest

from sphinx_folio.style_sheets import join, strip


@pytest.mark.parametrize(
    ("sheet", "short"),
    [
        ("a {\n  color: red;\n}\n", "a{color: red;}"),
        ("/* about */\na { b: c }", "a{b: c}"),
        ("a  >  b,\n  c   d { e: f }", "a > b,c d{e: f}"),
        # A blank is a selector, and keeps the signs of calc() apart.
        (".a :hover { w: calc(1px  +  2px) }", ".a :hover{w: calc(1px + 2px)}"),
        (".a/* and */.b { c: d/**/e }", ".a/**/.b{c: d/**/e}"),
        ("a /* or */ b { c: d }", "a b{c: d}"),
        ('a::after { content: "  /* no */ ; { " }', 'a::after{content: "  /* no */ ; { "}'),
        (r"a { content: '\'  ;  ' }", r"a{content: '\'  ;  '}"),
        ("a { b: url(x.svg?a;b  ) }", "a{b: url(x.svg?a;b  )}"),
        ("a { b: url(data:image/svg+xml,/*x*/) }", "a{b: url(data:image/svg+xml,/*x*/)}"),
        (r".sm\:x  .y\{ { a: b }", r".sm\:x .y\{{a: b}"),
        ("@media (a) and (b) {\n  c { --d: ; }\n}", "@media (a) and (b){c{--d:;}}"),
        ("a { b: c } /* no end", "a{b: c}"),
    ],
)
def test_only_comments_and_blanks_that_mean_nothing_go(sheet: str, short: str) -> None:
    assert strip(sheet) == short
    assert strip(short) == short


def test_sheets_keep_their_order() -> None:
    assert join(["a { b: c }\n", "/* x */ a { b: d }"]) == "a{b: c}\na{b: d}\n"


@pytest.mark.parametrize("rule", ['@import "x.css";', "@charset 'utf-8';"])
def test_a_rule_that_must_come_first_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="must come first"):
        join(["a {}", rule])
