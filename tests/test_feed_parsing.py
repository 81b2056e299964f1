"""HTML that is read as XML gives the tree that the standard library's tokenizer gives."""

from __future__ import annotations

import itertools
from xml.etree.ElementTree import Element

import pytest

from sphinx_folio.feeds import parsing

PLAIN = [
    'a &lt; b <p class="x &amp; y" hidden="">one<br />two<br/>three</p> &amp;copy &#64; \U0001f600',
    "<P ID='a'\n  Class='b' data-x=''>A<em>b</em>&#160;</P> e\nf",
    '<svg viewBox="0 0 1 1"><title>T</title><path d="M0 0"/><use xlink:href="#a"></use></svg>',
    '<svg viewBox="0 0"><linearGradient/></svg><a HREF="x">y</a><em>A Bc="d"</em>',
    '<p><i/>a</p><table><td>1</td></table><a href="?a=1&amp;copy=2&#38;b=3">x</a>',
]
ODD = [
    "it&#146;s &#x80; &#x9F;",
    "a<br>b</br>c",
    """<p title="it's\nb>">c</p>""",
    'a &lt; b <p class="x &amp; y" hidden>one<br>two<br/>three</p> &amp;copy &#64; &unknown;',
    '<p title="a\nb">c&nbsp;d</p><!-- e < f -->',
    "<ul><li>one<li>two</ul></p></i>three</ul>",
    "</div><div>a",
    "a\r\nb",
    "<p title='a\tb'>c</p>",
    "a\x00b\x0bc\ud800d",
    "<p>]]> a</p>",
    '<a href="?a=1&copy=2">x</a>',
    "<p title='single'>a</p>",
    "<p title=bare>a</p>",
    "1 < 2 and 3 > 2",
    "<p><script>if (a < b) '</p>'</script>x</p>",
    "<style>p > a {}</style>",
    "<!doctype html><p>a",
    "<?php a ?><![CDATA[ b ]]>",
    "<p a=\"1\" a='2' =>x</p >",
    "<!--> a <!---> b <!-- c --!> d -->",
    "<p",
    "</",
    "<1>",
    "<a<b>",
    '<p/class="x">a</p>',
    '<p class="x"id="y">a</p>',
    '<p\fclass="x">a</p>',
]


def _by_the_library(markup: str) -> Element:
    reader = parsing._Reader()
    reader.feed(markup)
    reader.close()
    return reader.root


def _flat(element: Element) -> tuple[object, ...]:
    parts = (_flat(child) for child in element)
    return (element.tag, element.attrib, element.text, element.tail, *parts)


@pytest.mark.parametrize("markup", [*PLAIN, *ODD])
def test_each_fragment_gives_the_same_tree(markup: str) -> None:
    assert _flat(parsing.parse(markup)) == _flat(_by_the_library(markup))


def test_fragments_beside_each_other_give_the_same_tree() -> None:
    for one, other in itertools.permutations([*PLAIN, *ODD], 2):
        assert _flat(parsing.parse(one + other)) == _flat(_by_the_library(one + other)), one + other


@pytest.mark.parametrize("markup", PLAIN)
def test_what_a_translator_writes_is_read_the_fast_way(markup: str) -> None:
    assert not parsing._OTHERWISE.search(markup)
    assert parsing._parse_xml(markup) is not None
