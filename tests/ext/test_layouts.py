"""The directive ``{layout}``: the figure it makes, and the one warning of a broken one."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

from building import build, make, of_class, parse, tree
from sphinx_folio.ext.layouts import LayoutImage

CONF = """\
extensions = ["myst_parser", "sphinx_folio.ext.layouts"]
numfig = True
html_theme = "basic"
"""

PAGE = """\
# Page

See {{numref}}`it`.

```{{layout}} {layout}
:name: it

A caption.
```

The end.
"""


@pytest.mark.sphinx("html", testroot="layouts")
def test_a_layout_is_a_figure_with_caption_legend_and_name(app: SphinxTestApp) -> None:
    app.build()
    assert app.warning.getvalue() == ""
    doctree = app.env.get_doctree("index")
    padded, fragment, bare = doctree.findall(nodes.figure)
    assert [type(child) for child in padded.children] == [LayoutImage, nodes.caption, nodes.legend]
    assert padded["ids"] == ["padded"]
    assert fragment["ids"] == ["fragment"]
    assert [type(child) for child in bare.children] == [LayoutImage]
    assert next(padded.findall(nodes.emphasis)).astext() == "row-major"


@pytest.mark.sphinx("html", testroot="layouts")
def test_figures_are_numbered_and_referred_to(app: SphinxTestApp) -> None:
    app.build()
    page = (Path(app.outdir) / "index.html").read_text("utf-8")
    assert "Fig. 1" in page
    assert re.search(r'href="#fragment"><span class="std std-numref">Fig. 2</span>', page)


@pytest.mark.sphinx("html", testroot="layouts")
def test_each_drawing_has_a_name_and_a_description_of_its_own(app: SphinxTestApp) -> None:
    app.build()
    page = (Path(app.outdir) / "index.html").read_text("utf-8")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    labels = re.findall(r'<svg [^>]*role="img" aria-labelledby="([^"]+)"', page)
    assert len(labels) == 3
    assert {name for label in labels for name in label.split()} <= set(ids)
    assert "Outlined: 10, 11, 12, 13, 14, 15, 16, 17." in page  # computed
    assert '<desc id="layout-index-1-desc">Which thread holds what.</desc>' in page  # given


@pytest.mark.sphinx("html", testroot="layouts")
def test_only_a_wide_drawing_has_a_frame_that_scrolls_and_takes_the_focus(
    app: SphinxTestApp,
) -> None:
    app.build()
    page = (Path(app.outdir) / "index.html").read_text("utf-8")
    assert page.count('<div class="folio-layout-scroll" role="region" tabindex="0"') == 1
    assert 'aria-label="Layout (4,16):(1,4), scrolls sideways"' in page


@pytest.mark.sphinx("text", testroot="layouts")
def test_output_without_svg_gets_the_table(app: SphinxTestApp) -> None:
    app.build()
    assert app.warning.getvalue() == ""
    text = (Path(app.outdir) / "index.txt").read_text("utf-8")
    assert "1  10  11  12  13  14  15  16  17" in text
    assert "T5 V0" in text
    assert "<svg" not in text
    assert "8:2  (offset at each coordinate)" in (Path(app.outdir) / "plain.txt").read_text("utf-8")


BANKS = """\
# Page

```{layout} composition(Sw<3,3,3>, (8,64):(64,1))
:view: banks
:group: 16
:access: (_,0)
:vector: 16
```
"""


def test_a_bank_map_says_beside_the_drawing_what_the_access_costs(tmp_path: Path) -> None:
    source = make(tmp_path / "src", conf=CONF, index=BANKS)
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    notes = of_class(parse(site), "folio-layout-notes")
    assert len(notes) == 1
    costs, model = notes[0].findall("p")
    assert (costs.text or "").endswith("No two share a bank: no conflict.")
    assert (model.text or "").startswith("Model: 32 banks")
    assert "= Sw&lt;3,3,3&gt; o 0 o (8,64):(64,1)" in site.text("")


ATOMS = """\
# Page

```{layout} SM80_16x8x16_F32F16F16F32_TN
:color: value
```

```{layout} SM80_16x8x16_F32F16F16F32_TN
:operand: all
:highlight: (5,_)
```

```{layout} SM75_U16x8_LDSM_T
:operand: destination
```

```{layout} UniversalCopy<uint128_t>
:element: 4
```

```{layout} SM70_8x8x4_F32F16F16F32_TN
```
"""


def test_an_atom_is_drawn_by_its_name(tmp_path: Path) -> None:
    source = make(tmp_path / "src", conf=CONF, index=ATOMS)
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    page = html.unescape(site.text(""))
    assert [
        re.sub(r" =.*", "", title) for title in re.findall("<title[^>]*>(Layout [^/]*)<", page)
    ] == [
        "Layout SM80_16x8x16_F32F16F16F32_TN C",
        "Layout SM80_16x8x16_F32F16F16F32_TN",
        "Layout SM75_U16x8_LDSM_T destination",
        "Layout UniversalCopy<uint128_t> source",
        "Layout SM70_8x8x4_F32F16F16F32_TN C",
    ]
    assert "their lanes are (4,2):(1,16)." in page
    assert "source, 4 elements of 4 bytes a line" in page


BROKEN = {
    "(4,2": "expected ',' or ')' at position 4 of '(4,2', found the end",
    "(4,2):(1)": "not congruent",
    "(4,2)\n:view: gird": "unknown view 'gird'. Did you mean 'grid'?",
    "(4,2)\n:color: hue": "unknown color 'hue'",
    "(4,2)\n:color: warp": "the view grid has no color warp; it has none, row, column, tile",
    "(4,2)\n:highlight: (1,_": "expected ',' or ')' at position 4 of '(1,_'",
    "(4,2)\n:highlight: (4,_)": "coordinate 4 is outside 4, size 4",
    "(4,2)\n:view: memory\n:wrap: ten": "not 'ten'",
    "(4,2)\n:view: threads": "needs the tile that is held",
    "(4,2)\n:view: threads\n:tile: (2,2)": "reaches offset 7, outside (2,2)",
    "(2,2,2)": "rank 3",
    "(64,64)": "4096 cells are too many to draw",
    "Sw<3,3,3>": "alone is no layout",
    "Sw<3,3,3> o 0 o (8,64": "expected ',' or ')' at position 21",
    "zipped_divde((8,8), <2,2>)": "Did you mean 'zipped_divide'",
    "flat_divide((8,8), <2,2>)": "rank 4",
    "(4,8)\n:element: 3": "element is a number of bytes, 1, 2, 4, 8 or 16, not '3'",
    "(4,8)\n:group: half": "group is a number of bytes, 1, 2, 4, 8 or 16, not 'half'",
    "(4,8)\n:element: 4\n:group: 2": "a group of 2 bytes holds no whole elements of 4 bytes",
    "(4,8):(3,13)\n:group: 4": "do not always lie together in memory",
    "(4,8)\n:access: (_,0)": "the option access belongs to the view banks, not grid",
    "(4,8)\n:view: memory\n:group: 16": "the option group belongs to the view grid and banks",
    "(4,8)\n:view: banks\n:access: (_,9)": "coordinate 9 is outside 8, size 8",
    "(64,8)\n:view: banks\n:access: (_,0)": "selects 64 reads of 2 bytes; a warp makes 32",
    "(4,66):(66,1)\n:view: banks\n:access: (_,0)\n:vector: 16": "(1,0) lies at byte 132",
    "SM80_16x8x16_F32F16F16F32_NT": "Did you mean 'SM80_16x8x16_F32F16F16F32_TN'",
    "SM75_U32x4_LDSM_N\n:operand: sorce": "unknown operand 'sorce'. Did you mean 'source'?",
    "SM80_16x8x16_F32F16F16F32_TN\n:operand: D": "unknown operand 'D'. Known: A, B, C, all.",
    "SM80_16x8x16_F32F16F16F32_TN\n:view: grid": "drawn in the view threads, not grid",
    "SM80_16x8x16_F32F16F16F32_TN\n:tile: (16,8)": "an atom brings its own tile",
    "SM80_16x8x16_F32F16F16F32_TN\n:color: row": "the view threads has no color row",
    "SM90_64x128x16_F32F16F16_SS": "8192 cells are too many to draw",
    "(4,8)\n:operand: A": "the option operand belongs to an atom",
    "(4,8)\n:view: banks\n:color: row": "the view banks has no color row; it has none, bank",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_layout_is_one_warning_at_its_line_and_the_page_is_built(
    broken: str, tmp_path: Path
) -> None:
    source = make(tmp_path / "src", conf=CONF, index=PAGE.format(layout=broken))
    site = build(source, tmp_path / "out")
    assert len(site.warnings) == 1, site.warnings
    assert f"{tmp_path}/src/index.md:5: WARNING: layout: " in site.warnings[0]
    assert BROKEN[broken] in site.warnings[0]
    assert "[folio.layout]" in site.warnings[0]
    page = site.text("")
    assert "The end." in page
    assert ">Fig. 1</span>" in page
    assert html.escape(broken.split("\n")[0], quote=False) in page


def test_the_bytes_depend_on_the_sources_alone(tmp_path: Path) -> None:
    page = "---\norphan: true\n---\n# {name}\n\n```{{layout}} {layout}\n\nA caption.\n```\n"
    pages = {f"page{n}": page.format(name=n, layout=f"({n + 2},4):(4,1)") for n in range(8)}
    source = make(tmp_path / "src", conf=CONF, index="# Index\n", **pages)
    one = build(source, tmp_path / "one")
    four = build(source, tmp_path / "four", jobs=4)
    assert one.warnings == four.warnings == ()
    assert tree(one.out) == tree(four.out)

    make(source, conf=CONF, page3=page.format(name=3, layout="(3,4):(4,1)"))
    again = build(source, tmp_path / "one")
    clean = build(source, tmp_path / "clean")
    assert tree(again.out) == tree(clean.out)
    assert "Layout (3,4):(4,1)" in again.text("page3")
