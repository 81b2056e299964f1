"""The directive ``{layout-explorer}``: the figure, the form around it, and what a page loads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from building import build, make, of_class, parse, tree
from script_engine import SCRIPTS
from sphinx_folio.ext.layout_explorer.messages import FAULTS, SAID
from sphinx_folio.feeds.articles import clean

PAGE = """\
# Page

See {{numref}}`it`.

```{{layout-explorer}} {layout}
:name: it

A caption.
```

The end.
"""


def test_an_explorer_is_a_numbered_figure_with_a_form(tmp_path: Path) -> None:
    options = '\n:presets: Padded: (4,8):(9,1); A "b" <c>: 8:2\n:highlight: (1,_)\n:color: row'
    source = make(tmp_path / "src", index=PAGE.format(layout=f"(4,8):(8,1){options}"))
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    page = parse(site)
    (box,) = of_class(page, "folio-explorer")
    assert "Figure 1" in site.text("")
    assert sum(one.tag.endswith("svg") for one in box.iter()) == 1
    (form,) = box.iter("form")
    values = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert (values["layout"], values["coordinate"]) == ("(4,8):(8,1)", "(1,_)")
    chosen = [option.get("value") for option in form.iter("option") if "selected" in option.attrib]
    assert chosen == ["row", "2"]
    presets = [(b.text, b.get("data-layout")) for b in form.iter("button")]
    assert presets == [("Padded", "(4,8):(9,1)"), ('A "b" <c>', "8:2")]


def test_only_its_pages_load_the_scripts_and_they_get_the_words_of_the_page(tmp_path: Path) -> None:
    other = "---\norphan: true\n---\n# None\n\n```{layout} (4,8)\n```\n"
    chinese = "---\norphan: true\nlanguage: zh\n---\n# 页\n\n```{layout-explorer} (4,8)\n```\n"
    index = PAGE.format(layout="(4,8)")
    site = build(make(tmp_path / "src", index=index, none=other, zh=chinese), tmp_path / "out")
    assert site.warnings == ()
    assert "layout-explorer" not in site.text("none")
    assert "folio-layout-explorer.css" in site.text("")
    words = {}
    for page, language in (("", "en"), ("zh", "zh")):
        name = f"folio-layout-words-{language}.js"
        assert f"scripts/{name}?v=" in site.text(page)
        text = (site.out / "_static/scripts" / name).read_text("utf-8")
        words[language] = json.loads(text.removeprefix("var folioLayoutWords = ").rstrip(";\n"))
        assert SAID.keys() <= words[language].keys()
    assert words["en"]["row"] == "row"
    assert words["zh"]["row"] == "行"
    assert ">行<" in site.text("zh")


def test_feeds_and_text_get_the_static_figure(tmp_path: Path) -> None:
    source = make(tmp_path / "src", index=PAGE.format(layout="(4,8):(8,1)"))
    site = build(source, tmp_path / "out")
    article = re.search(r"<article.*?</article>", site.text(""), re.DOTALL)
    assert article
    feed = clean(article[0], "https://example.org/")
    assert "Row 1: 8, 9, 10, 11, 12, 13, 14, 15." in feed
    for word in ("<form", "<input", "<button", "Reset", "Copy link", "Coordinate"):
        assert word not in feed
    text = build(source, tmp_path / "text", builder="text")
    assert text.warnings == ()
    assert "2  16  17  18  19  20  21  22  23" in (text.out / "index.txt").read_text("utf-8")


BROKEN = {
    "(4,2": "expected ',' or ')' at position 4",
    "(4,2)\n:view: gird": "unknown view 'gird'. Did you mean 'grid'?",
    "(4,2)\n:presets: Odd: (4,2": "preset: expected ',' or ')' at position 4",
    "(4,2)\n:presets: (4,2):(1,4)": "preset: it is 'label: expression', not '(4,2):(1,4)'",
    "SM80_16x8x16_F32F16F16F32_TN": "an explorer shows a layout, not an atom",
    "(64,64)": "4096 cells are too many to draw",
    f"{'(' * 5}{'1,' * 200}1": "at most 300 characters",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_one_is_one_warning_at_its_line_and_the_page_is_built(
    broken: str, tmp_path: Path
) -> None:
    site = build(make(tmp_path / "src", index=PAGE.format(layout=broken)), tmp_path / "out")
    assert len(site.warnings) == 1, site.warnings
    assert f"{tmp_path}/src/index.md:5: WARNING: layout" in site.warnings[0]
    assert BROKEN[broken] in site.warnings[0]
    assert "[folio.layout]" in site.warnings[0]
    assert "The end." in site.text("")


def test_the_bytes_depend_on_the_sources_alone(tmp_path: Path) -> None:
    page = "---\norphan: true\n---\n# {name}\n\n```{{layout-explorer}} {layout}\n\nA.\n```\n"
    pages = {f"page{n}": page.format(name=n, layout=f"({n + 2},4):(4,1)") for n in range(6)}
    source = make(tmp_path / "src", index="# Index\n", **pages)
    one = build(source, tmp_path / "one")
    four = build(source, tmp_path / "four", jobs=4)
    assert one.warnings == four.warnings == ()
    assert tree(one.out) == tree(four.out)

    make(source, page3=page.format(name=3, layout="(3,4):(4,1)"))
    (source / "page4.md").unlink()
    make(source, page5="---\norphan: true\n---\n# No more\n")
    again = build(source, tmp_path / "one")
    clean_build = build(source, tmp_path / "clean")
    assert tree(again.out) == tree(clean_build.out)


def test_every_word_of_the_scripts_can_be_translated() -> None:
    algebra = (SCRIPTS / "folio-layout-algebra.js").read_text("utf-8")
    thrown = set(re.findall(r'fail\(\s*"((?:[^"\\]|\\.)+)"', algebra))
    thrown |= set(re.findall(r'(?:symbol|end|list)\([^;]*?"([^"]{4,})"\)', algebra))
    words = {text for text in thrown if re.search("[a-z]", text)}
    assert len(words) > 30
    assert words <= set(FAULTS), words - set(FAULTS)
    explorer = (SCRIPTS / "folio-layout-explorer.js").read_text("utf-8")
    for key in SAID:
        assert f'"{key}"' in explorer or re.fullmatch("(row|column) (free|conflict)", key), key
    said = set(re.findall(r'(?:say|fail)\("([^"]+)"', explorer)) - {""}
    assert said <= set(SAID), said - set(SAID)


def test_the_scripts_are_small() -> None:
    names = ("folio-layout-algebra.js", "folio-layout-explorer.js")
    assert sum((SCRIPTS / name).stat().st_size for name in names) < 45_000
