"""Feeds: three formats of the same, valid and the same each time; and the articles in them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import feedparser
import jsonschema
import pytest

from sphinx_folio.feeds import Author, Entry, Feed, atom, clean, json_feed, rss
from sphinx_folio.tex_math import Formula, TexSource, convert
from validating import Unavailable, check_json, relax

NASTY = ']]> <script>x()</script> & "q" \' \x00\x0b\x1b\ud800 \u202ereversed\u202c \uffff \u2028 🎈'
SHOWN = ']]> <script>x()</script> & "q" \'  \u202ereversed\u202c  \u2028 🎈'
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
PAGE = "https://x.example/site/blog/one/"


def entry(**said: object) -> Entry:
    """Return an entry that says enough, and what is given."""
    plain = Entry(
        id="tag:x.example,2026:site/blog/one",
        title="One",
        url=PAGE,
        published=datetime.date(2026, 1, 2),
        updated=datetime.date(2026, 2, 3),
        language="en",
        authors=(Author("Ada", "https://x.example/site/people/ada/"),),
    )
    return replace(plain, **said)  # type: ignore[arg-type]


def feed(*entries: Entry, **said: object) -> Feed:
    """Return a feed of the entries."""
    plain = Feed(
        id="https://x.example/site/blog/atom.xml",
        title="A blog",
        address="https://x.example/site/blog/atom.xml",
        url="https://x.example/site/blog/",
        language="en",
        author=Author("The editors"),
        updated=datetime.date(2026, 2, 3),
        entries=entries,
    )
    return replace(plain, **said)  # type: ignore[arg-type]


FULL = feed(
    entry(
        title=NASTY,
        summary=NASTY,
        content=f"<p>{NASTY}</p>",
        tags=(NASTY, "b"),
        authors=(Author(NASTY), Author("Bo", PAGE)),
    ),
    entry(id="tag:x.example,2026:two", language="zh-Hans", external="https://y.example/?a=1&b=2"),
    title=NASTY,
    subtitle=NASTY,
    rights=NASTY,
    icon="https://x.example/i.svg",
    stylesheet='../a"&<.css',
    note=NASTY,
)


# --- formats --------------------------------------------------------------------------------------

CASES = {"full": FULL, "plain": feed(entry()), "without entries": feed()}


@pytest.mark.parametrize("case", CASES)
def test_each_format_is_valid_by_a_schema(case: str, unavailable: Unavailable) -> None:
    assert relax("atom.rng", atom(CASES[case]), unavailable) == ""
    assert relax("rss.rng", rss(CASES[case]), unavailable) == ""
    check_json(json_feed(CASES[case]))


@pytest.mark.parametrize("case", CASES)
def test_each_format_is_read_by_a_second_parser(case: str) -> None:
    for write, version in ((atom, "atom10"), (rss, "rss20")):
        read = feedparser.parse(write(CASES[case]))
        assert (read.bozo, read.version) == (False, version)
        assert [one.id for one in read.entries] == [one.id for one in CASES[case].entries]


BROKEN = {
    "atom.rng": [
        ("<updated>2026-02-03T00:00:00Z</updated>", ""),
        ("<updated>2026-02-03T00:00:00Z</updated>", "<updated>2026-02-03</updated>"),
        ('<link rel="self"', '<link rel="other"'),
        ("device-width", "980"),
        ("<id>tag:x.example,2026:site/blog/one</id>", "<id>blog/one</id>"),
        (f'type="text/html" href="{PAGE}"', 'type="text/html" href="/blog/one/"'),
        ("<name>Ada</name>", "<name></name>"),
        ("<title>One</title>", "<title>One</title><title>Two</title>"),
    ],
    "rss.rng": [
        ("Fri, 02 Jan 2026 00:00:00 GMT", "2026-01-02"),
        ('isPermaLink="false"', ""),
        ('rel="self"', 'rel="alternate"'),
        ("device-width", "980"),
        ("<description>A blog</description>", ""),
        (f"<link>{PAGE}</link>", "<link>../one/</link>"),
        ("<dc:creator>Ada</dc:creator>", ""),
    ],
}


@pytest.mark.parametrize(
    ("schema", "old", "new"), [(name, *pair) for name, pairs in BROKEN.items() for pair in pairs]
)
def test_the_schemas_see_what_is_wrong(
    schema: str, old: str, new: str, unavailable: Unavailable
) -> None:
    text = {"atom.rng": atom, "rss.rng": rss}[schema](feed(entry())).decode()
    assert old in text
    assert relax(schema, text.replace(old, new, 1).encode(), unavailable)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"id": "tag:', '"id": "'),
        ("T00:00:00Z", ""),
        ('"url": "https:', '"url": "'),
        ('"title": "One",', ""),
        ('"content_html"', '"content"'),
        ("version/1.1", "version/1"),
    ],
)
def test_the_schema_of_json_feed_sees_what_is_wrong(old: str, new: str) -> None:
    text = json_feed(feed(entry())).decode()
    assert old in text
    with pytest.raises(jsonschema.ValidationError):
        check_json(text.replace(old, new, 1).encode())


def test_hostile_text_stays_text_in_every_place() -> None:
    read = ET.fromstring(atom(FULL))
    first = read.find("a:entry", NAMES)
    assert first is not None
    for place in ("a:title", "a:summary", "a:author/a:name"):
        assert first.findtext(place, namespaces=NAMES) == SHOWN
    assert first.findtext("a:content", namespaces=NAMES) == f"<p>{SHOWN}</p>"
    categories = [one.get("term") for one in first.findall("a:category", NAMES)]
    assert categories == [SHOWN, "b"]
    for place in ("a:title", "a:subtitle", "a:rights"):
        assert read.findtext(place, namespaces=NAMES) == SHOWN
    item = ET.fromstring(rss(FULL)).find("channel/item")
    assert item is not None
    assert item.findtext("title") == item.findtext("dc:creator", namespaces=NAMES) == SHOWN
    assert item.findtext("content:encoded", namespaces=NAMES) == f"<p>{SHOWN}</p>"
    items = json.loads(json_feed(FULL))["items"]
    assert items[0]["title"] == items[0]["summary"] == items[0]["tags"][0] == SHOWN


def test_a_summary_in_rss_is_html_that_says_the_text() -> None:
    item = ET.fromstring(rss(feed(entry(summary="a < b & c")))).find("channel/item")
    assert item is not None
    assert item.findtext("description") == "a &lt; b &amp; c"


def test_what_is_published_elsewhere_leads_there_and_names_its_page_here() -> None:
    elsewhere = feed(entry(external="https://y.example/a"))
    links = ET.fromstring(atom(elsewhere)).findall("a:entry/a:link", NAMES)
    found = {one.get("rel"): one.get("href") for one in links}
    assert found == {"alternate": "https://y.example/a", "related": PAGE}
    (item,) = json.loads(json_feed(elsewhere))["items"]
    assert (item["external_url"], item["url"]) == ("https://y.example/a", PAGE)


@pytest.mark.parametrize("write", [atom, rss, json_feed])
def test_the_same_feed_gives_the_same_bytes(write: Callable[[Feed], bytes]) -> None:
    assert write(FULL) == write(replace(FULL))


# --- articles -------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """Return what is left of HTML when a reader removes every tag."""
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


@pytest.mark.parametrize(
    ("link", "full"),
    [
        ("../two/", "https://x.example/site/blog/two/"),
        ("#part", f"{PAGE}#part"),
        ("/root", "https://x.example/root"),
        ("//y.example/a", "https://y.example/a"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("../文/?a=1&b", "https://x.example/site/blog/文/?a=1&amp;b"),
    ],
)
def test_links_are_absolute(link: str, full: str) -> None:
    assert (
        clean(f'<p><a class="c" href="{link}">x</a></p>', PAGE) == f'<p><a href="{full}">x</a></p>'
    )


@pytest.mark.parametrize(
    "link",
    ["javascript:x()", " java\nscript:x()", "data:text/html,x", "", "https://[x", "vbscript:x"],
)
def test_links_that_could_run_something_are_taken_away(link: str) -> None:
    assert "href" not in clean(f'<p><a href="{link}">x</a></p>', PAGE)


def test_pictures_keep_their_size_and_text_and_get_absolute_sources() -> None:
    got = clean(
        '<img class="x" src="../../_images/a.png" srcset="a,1.png 1x, ../b.png 2x" alt="A &lt;"'
        ' width="3" height="4" loading="lazy" onerror="x()" style="color:red">'
        '<video src="v.mp4" poster="p.jpg" autoplay onplay="x()">no</video><img alt="none">',
        PAGE,
    )
    assert got == (
        '<img src="https://x.example/site/_images/a.png"'
        f' srcset="{PAGE}a,1.png 1x, https://x.example/site/blog/b.png 2x" alt="A &lt;"'
        ' width="3" height="4">'
        f'<video src="{PAGE}v.mp4" poster="{PAGE}p.jpg" controls="">no</video>'
    )


def test_scripts_forms_events_and_furniture_are_gone() -> None:
    got = clean(
        "<article><p class='folio-kicker'>Part 1</p>"
        "<section id='s'><h1>T<a class='headerlink'>¶</a></h1>"
        "<div class='folio-post-header'><p class='folio-byline'>By</p>"
        "<p class='folio-origin'>After another.</p></div><script>x()</script><style>x</style>"
        "<nav>n</nav><button>b</button><!-- c --><p onclick='x()' tabindex='0' style='x'>Text"
        "<span hidden>h</span><span aria-hidden='true'>h</span></p>"
        "<h2>Two<a class='headerlink' href='#two'>¶</a></h2></section>"
        "<div class='folio-post-foot'><p>Related</p></div></article>",
        PAGE,
    )
    assert got == "<p>After another.</p><p>Text</p><h2>Two</h2>"


def test_only_ids_that_the_article_links_to_stay() -> None:
    got = clean("<p id='a'>x</p><p id='代码'>y</p><a href='#%E4%BB%A3%E7%A0%81'>z</a>", PAGE)
    assert "id='a'" not in got
    assert got.startswith('<p>x</p><p id="代码">y</p>')


def test_code_is_plain_text() -> None:
    got = clean(
        '<div class="highlight-cpp"><div class="highlight"><pre tabindex="0"><span></span>'
        '<span class="linenos">1</span><span class="k">if</span> (a &lt; b)\n\n'
        '<span class="linenos">2</span>  <span class="n">go</span>;\n</pre></div></div>'
        '<p><code class="literal"><span class="pre">a</span> <span class="pre">b</span></code>',
        PAGE,
    )
    assert got == "<pre><code>if (a &lt; b)\n\n  go;\n</code></pre><p><code>a b</code></p>"


def test_what_is_folded_and_behind_tabs_is_shown_with_its_title() -> None:
    got = clean(
        "<details class='sd-dropdown'><summary class='x'><span>More</span><svg aria-hidden='true'/>"
        "</summary><div><p>inside</p></div></details>"
        "<div class='sd-tab-set'><input id='t' type='radio' checked>"
        "<label class='sd-tab-label' for='t'>CUDA</label>"
        "<div class='sd-tab-content'><p>one</p></div></div>"
        "<div class='admonition note'><p class='admonition-title'>Note</p><p>two</p></div>",
        PAGE,
    )
    assert got == (
        "<p><strong>More</strong></p><p>inside</p><p><strong>CUDA</strong></p><p>one</p>"
        "<blockquote><p><strong>Note</strong></p><p>two</p></blockquote>"
    )


def test_a_drawing_becomes_words_and_a_link_to_it() -> None:
    got = clean(
        "<figure id='fig'><div tabindex='0'><svg role='img'><title>Layout 4:1</title>"
        "<desc>Row 0: 1. Row 1: 2.</desc><g><text>1</text></g></svg></div>"
        "<figcaption><p>Figure 1</p></figcaption></figure>",
        PAGE,
    )
    assert got == (
        f'<figure id="fig"><div><a href="{PAGE}#fig">Layout 4:1</a><br>Row 0: 1.<br>Row 1: 2.</div>'
        "<figcaption><p>Figure 1</p></figcaption></figure>"
    )


def test_rows_of_a_table_are_not_spread_by_paragraphs() -> None:
    got = clean(
        "<table class='docutils'><tr class='row-odd'><td>\n<p>a <em>b</em></p>\n</td>"
        "<td><p>c</p><p>d</p></td></tr></table>",
        PAGE,
    )
    wanted = "<table><tr><td>\na <em>b</em>\n</td><td><p>c</p><p>d</p></td></tr></table>"
    assert got == wanted


def test_footnotes_tasks_and_frames_stay_readable() -> None:
    got = clean(
        "<aside class='footnote' id='f'><span class='label'><span>[</span><a href='#r'>1</a>"
        "<span>]</span></span><p>Said <em>so</em>.</p></aside>"
        "<ul><li><input type='checkbox' checked disabled>done</li></ul>"
        "<iframe src='//v.example/1' title='A film'></iframe>",
        PAGE,
    )
    assert "<p>[1] Said <em>so</em>.</p>" in got
    assert "<li>☑ done</li>" in got
    assert '<p><a href="https://v.example/1">A film</a></p>' in got


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<p>b</i>c",
        "</div></div>x",
        "<b",
        "<!--",
        "<a href='",
        "&#0;&bogus;",
        "<svg><p>x</svg>y",
    ],
)
def test_broken_markup_gives_a_balanced_fragment(markup: str) -> None:
    got = clean(markup, PAGE)
    opened = re.findall(r"<([a-z]+)", got)
    assert sorted(opened) == sorted(re.findall(r"</([a-z]+)>", got))


# --- formulas -------------------------------------------------------------------------------------

FORMULAS = {
    "x^2": "x^2",
    "s_0 + s_1": "s_0 + s_1",
    "x_{i+1}": "x_(i + 1)",
    "x_i^2": "x_i^2",
    r"\frac{a+b}{c}": "(a + b)/c",
    r"\sqrt{x}": "√(x)",
    r"\sqrt[3]{x}": "(x)^(1/3)",
    r"\sum_{i=0}^{n} a_i": "∑_(i = 0)^n a_i",
    r"\begin{aligned}a &= b\\ &= c\\ d &= s_0 s_1\end{aligned}": "a = b = c; d = s_0 s_1",
    "f'": "f′",
    "x^*": "x∗",
    r"\hat{x}": "xˆ",
    r"a \bmod b + \log n": "a mod b + log n",
    "-1": "−1",
    r"(a, b)": "(a, b)",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}": "(1 2; 3 4)",
}


@pytest.fixture(scope="module")
def mathml() -> dict[str, str]:
    """Return the formulas as the pages have them."""
    done = convert([TexSource(tex, display=True) for tex in FORMULAS], {})
    assert all(isinstance(one, Formula) for one in done)
    return {
        tex: one.mathml for tex, one in zip(FORMULAS, done, strict=True) if isinstance(one, Formula)
    }


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_reads_well_when_a_reader_removes_its_tags(
    tex: str, mathml: dict[str, str]
) -> None:
    said = bare(clean(f"<p>{mathml[tex]}</p>", PAGE)).replace("\u2061", "")
    assert re.sub(r"(?<=\w) (?=\))|(?<= ) ", "", said) == FORMULAS[tex]


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_is_the_same_mathml_but_for_marks_without_size(
    tex: str, mathml: dict[str, str]
) -> None:
    got = clean(f"<p>{mathml[tex]}</p>", PAGE)
    assert "annotation" not in got
    assert "$" not in got
    marks = r'<mpadded width="0" height="0" depth="0"><mphantom>.*?</mphantom></mpadded>'

    def signs(text: str) -> list[str]:
        return re.findall(r"<m(?:i|n|o|text|sup|sub|frac|sqrt|root|tr|td)\b", text)

    assert signs(re.sub(marks, "", got)) == signs(mathml[tex])
