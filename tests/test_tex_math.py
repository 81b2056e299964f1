"""Formulas: TeX in, MathML or a fault out, without Sphinx."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

import sphinx_folio
from sphinx_folio import tex_math
from sphinx_folio.ext.math.fonts import FIRST, GROWS, WORDS, Face, drawn, faces, growing, needed
from sphinx_folio.tex_math import (
    NARROW,
    TEMML,
    Formula,
    MathEngineError,
    MathFault,
    TexSource,
    convert,
    display_parts,
)

MATHML = "{http://www.w3.org/1998/Math/MathML}"
STATIC = Path(sphinx_folio.__file__).parent / "theme/folio/static"
PARTS = {face.url: TTFont(STATIC / face.url.partition("?")[0]) for face in faces()}
MACROS = {
    r"\R": r"\mathbb{R}",
    r"\Rdim": r"d_{\text{model}}",
    r"\ceil": r"\left\lceil #1 \right\rceil",
}


def read_cases() -> dict[TexSource, str]:
    """Return the formulas of tests/data/formulas.txt and the sketches of their structure."""
    text = (Path(__file__).parent / "data" / "formulas.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    formulas = [TexSource(line.removeprefix("$$ "), line.startswith("$$ ")) for line in lines[::2]]
    return dict(zip(formulas, (line.strip() for line in lines[1::2]), strict=True))


CASES = read_cases()


def sketch(element: ET.Element) -> str:
    """Return the structure of MathML in one line; formulas.txt explains it."""
    name, text = element.tag.removeprefix(MATHML), element.text or ""
    inside = [sketch(child) for child in element]
    if name in {"mi", "mn", "mo"}:
        upright = "^" if element.get("mathvariant") == "normal" and text.isascii() else ""
        return upright + text or "."
    if name in {"mrow", "math", "mstyle", "mpadded"}:
        return inside[0] if len(inside) == 1 else f"[{' '.join(inside)}]"
    forms = {
        "mspace": "_",
        "mtext": repr(text).replace("\\xa0", "~"),
        "mtable": f"table{{{' ; '.join(inside)}}}",
        "mtr": " & ".join(inside),
        "mtd": " ".join(inside),
    }
    return forms.get(name, f"{name[1:]}({' '.join(inside)})")


def one(tex: str, *, display: bool = False) -> Formula | MathFault:
    (result,) = convert([TexSource(tex, display)], MACROS)
    return result


def mathml(tex: str, *, display: bool = False) -> str:
    result = one(tex, display=display)
    assert isinstance(result, Formula), result
    return result.mathml


def letters(result: Formula | MathFault) -> set[str]:
    """Return the characters that a browser draws with the maths font."""
    assert isinstance(result, Formula)
    drawn: set[str] = set()
    for element in ET.fromstring(result.mathml).iter():
        text = element.text or ""
        if element.get("class") == "folio-math-code":
            continue  # in the font of the listings
        upright = element.tag != f"{MATHML}mi" or element.get("mathvariant") == "normal"
        if not upright and text in (others := "∂ϵϑϰϕϱϖ") and text:
            drawn.add(chr(0x1D715 + others.index(text)))
        elif not upright and re.fullmatch("[A-Za-zα-ω]", text) and text != "h":
            # A letter by itself is drawn with its italic form; that of h is Planck's constant.
            first = {"A": 0x1D434, "a": 0x1D44E, "α": 0x1D6FC}
            of = "α" if text > "z" else "a" if text > "Z" else "A"
            drawn.add(chr(ord(text) - ord(of) + first[of]))
        else:
            drawn |= set(text)
    return drawn


@pytest.fixture(scope="module")
def converted() -> dict[TexSource, Formula | MathFault]:
    return dict(zip(CASES, convert(list(CASES), MACROS), strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.tex)
def test_a_formula_comes_to_the_structure_that_it_means(
    case: TexSource, converted: dict[TexSource, Formula | MathFault]
) -> None:
    result = converted[case]
    assert isinstance(result, Formula)
    assert sketch(ET.fromstring(result.mathml)) == CASES[case]


def test_there_are_formulas_enough() -> None:
    assert len(CASES) >= 220


def test_the_formulas_need_no_style_attribute(
    converted: dict[TexSource, Formula | MathFault],
) -> None:
    styled = [
        case.tex
        for case, result in converted.items()
        if isinstance(result, Formula) and " style=" in result.mathml
    ]
    assert styled == []


def test_the_font_has_what_the_formulas_draw(
    converted: dict[TexSource, Formula | MathFault],
) -> None:
    for result in converted.values():
        assert isinstance(result, Formula)
        parts = [PARTS[face.url] for face in needed(drawn(result.mathml), growing(result.mathml))]
        known = set().union(*(font.getBestCmap() for font in parts))
        missing = {char for char in letters(result) if ord(char) not in known}
        # The last is "as text, not as a picture": no glyph is asked for.
        assert {char for char in missing if "CJK" not in unicodedata.name(char)} <= {"\ufe0e"}


def test_the_parts_of_the_font_hold_what_the_style_sheet_says_and_share_nothing() -> None:
    assert {path.name for path in (STATIC / "fonts").glob("*.woff2")} == {
        face.url.removeprefix("fonts/").partition("?")[0] for face in faces()
    }
    everything = set().union(*(font.getBestCmap() for font in PARTS.values()))
    seen: set[int] = set()
    for face in faces():
        font = PARTS[face.url]
        assert font.getBestCmap().keys() >= face.points & everything
        assert font["name"].getDebugName(1) == face.family
        path = STATIC / face.url.partition("?")[0]
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:8] == face.url[-8:]
        if face.family not in FIRST | {WORDS}:
            assert seen.isdisjoint(face.points)
            seen |= face.points


def growing_in(face: Face) -> set[int]:
    """Return the code points of which a part of the font has larger forms."""
    font = PARTS[face.url]
    variants = font["MATH"].table.MathVariants
    names = {*variants.HorizGlyphCoverage.glyphs, *variants.VertGlyphCoverage.glyphs}
    return {point for point, name in font.getBestCmap().items() if name in names}


def test_what_grows_is_in_the_font_that_a_browser_asks_for_measures() -> None:
    measures = []
    for face in faces()[:3]:
        font = PARTS[face.url]
        assert 0x20 in font.getBestCmap()
        constants = vars(font["MATH"].table.MathConstants)
        measures.append({k: v for k, v in constants.items() if isinstance(v, int)})
    assert measures[0] == measures[1] == measures[2]
    assert [face.family in FIRST for face in faces()] == [False, True, True, *10 * [False]]
    base, some, most = map(growing_in, faces()[:3])
    assert base == GROWS
    assert base < some < most
    for face in faces()[3:]:
        assert most.isdisjoint(PARTS[face.url].getBestCmap())


def test_every_formula_finds_the_larger_forms_that_the_whole_font_has(
    converted: dict[TexSource, Formula | MathFault],
) -> None:
    grows = growing_in(faces()[2])
    for result in converted.values():
        assert isinstance(result, Formula)
        stretched = growing(result.mathml)
        _, *parts = needed(drawn(result.mathml), stretched)
        first = next((face for face in parts if face.family in FIRST), faces()[0])
        assert stretched & grows <= growing_in(first)


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        (r"\sum_{i=0}^{n} x_i^2 \le \frac{1}{2}", [""]),
        (r"\{i \mapsto x\}", [""]),
        (r"\left\{ \frac{1}{2} \right\}", ["", "-growing"]),
        (r"\overset{!}{\mapsto}", ["", "-growing"]),
        (r"\operatorname{size}(L) = 1", ["", "-letters"]),
        (
            r"\widehat{x} + \hat{y} \ll \text{a B}",
            ["", "-growing", "-letters", "-capitals", "-signs"],
        ),
        (r"\left\{ \iint f \right\}", ["", "-stretchy"]),
        (r"\alpha + \Gamma", ["", "-greek"]),
        (r"x \in \mathbb{R}", ["", "-double"]),
        (r"\iint f", ["", "-stretchy"]),
        (r"\mathcal{L} \nleq \mathbf{W}", ["", "-script", "-bold", "-symbols"]),
    ],
)
def test_a_formula_needs_the_parts_of_its_characters(tex: str, parts: list[str]) -> None:
    found = needed(drawn(mathml(tex)), growing(mathml(tex)))
    names = [face.url.partition(".")[0] for face in found]
    assert names == [f"fonts/folio-math{part}" for part in parts]
    assert needed(drawn("<p>no formula</p>")) == []


def test_a_right_arrow_of_the_font_can_grow() -> None:
    font = PARTS[faces()[0].url]
    variants = font["MATH"].table.MathVariants
    name = font.getBestCmap()[ord("→")]
    construction = variants.HorizGlyphConstruction[variants.HorizGlyphCoverage.glyphs.index(name)]
    shaft, head = construction.GlyphAssembly.PartRecords
    overlap = min(shaft.EndConnectorLength, head.StartConnectorLength)
    assert overlap >= variants.MinConnectorOverlap


FAULTS = [
    (r"x + \foo y", r"Unsupported function name: \foo", 4),
    (r"𝒜 + \foo", r"Unsupported function name: \foo", 4),
    (r"(1,2) + \foo", r"Unsupported function name: \foo", 8),
    (r"\frac{a", "Unexpected end of input in a macro argument, expected '}'", 7),
    (r"x_1_2", "Double subscript", 3),
    (r"a & b", "Expected 'EOF', got '&'", 2),
    (r"x = 张", 'Unicode text character "张" used in math mode', 4),
    (r"\left( a", r"Expected '\right', got 'EOF'", 8),
    (r"\class{evil}{x}", r'Function "\class" is disabled in strict mode', 0),
    (r"\style{color:red}{x}", r'Function "\style" is disabled in strict mode', 0),
    (r"a \href{javascript:alert(1)}{x}", r"\href is refused", 2),
    (r"\url{x}", r"\url is refused", 0),
    (r"\includegraphics{x}", r"\includegraphics is refused", 0),
    (r"x \label{a}", r"\label is refused", 2),
    (r"x \eqref{a}", r"\eqref is refused", 2),
    (r"\begin{align} a &= b \end{align}", "{align} numbers its own lines: use {aligned}", 0),
    (r"i \mathbin{\texttt{\textasciicircum}} j", r"cannot convert \textasciicircum here", 19),
    (r"\mathbin{\texttt{\^{}}}", "cannot convert a part of this formula", None),
    (r"\def\x{\x\x}\x", "Too many expansions", None),
    ("  ", "the formula is empty", None),
]


@pytest.fixture(scope="module")
def faults() -> dict[str, Formula | MathFault]:
    wrong = [tex for tex, _message, _position in FAULTS]
    return dict(zip(wrong, convert([TexSource(tex, False) for tex in wrong], MACROS), strict=True))


@pytest.mark.parametrize(("tex", "message", "position"), FAULTS)
def test_a_wrong_formula_is_a_fault_with_its_place(
    tex: str, message: str, position: int | None, faults: dict[str, Formula | MathFault]
) -> None:
    result = faults[tex]
    assert isinstance(result, MathFault)
    assert message in result.message
    assert result.position == position


def test_the_place_of_a_fault_does_not_count_what_was_put_around_the_formula() -> None:
    assert one(r"a &= b \\ c &= \foo", display=True) == MathFault(
        r"Unsupported function name: \foo", 15
    )


def test_a_fault_in_a_macro_says_so_and_gives_no_place() -> None:
    (result,) = convert([TexSource(r"\good + \bad", False)], {r"\good": "x", r"\bad": r"y + \foo"})
    assert result == MathFault(r"Unsupported function name: \foo (in a macro: y + \foo)")


def test_a_fault_leaves_its_neighbours_alone() -> None:
    results = convert([TexSource("a", False), TexSource(r"\foo", False), TexSource("b", False)])
    assert [isinstance(result, Formula) for result in results] == [True, False, True]


def test_a_formula_does_not_change_another() -> None:
    results = convert([TexSource(r"\gdef\x{1}\x", False), TexSource(r"\x", False)])
    assert isinstance(results[0], Formula)
    assert isinstance(results[1], MathFault)


def test_the_order_of_a_batch_does_not_matter() -> None:
    formulas = list(CASES)[:40]
    backwards = convert(formulas[::-1], MACROS)
    assert backwards[::-1] == convert(formulas, MACROS)


def test_two_helpers_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    formulas = [*CASES, TexSource(r"\foo", False)]
    one = convert(formulas, MACROS)
    monkeypatch.setattr("sphinx_folio.tex_math.LARGE", 2)
    assert convert(formulas, MACROS) == one


def test_a_comma_between_digits_parts_two_numbers_unless_it_is_in_braces() -> None:
    numbers = re.compile(r"<mn>([^<]*)</mn>")
    assert numbers.findall(mathml("(16,128)")) == ["16", "128"]
    assert numbers.findall(mathml("1{,}024")) == ["1,024"]
    assert ">1,024<" in mathml(r"\text{1,024}")


def test_text_is_escaped() -> None:
    result = mathml(r'a < b \text{ <b> \& "q" } > c')
    assert '&lt;b&gt; &amp; "q"' in result.replace("\xa0", " ")
    ET.fromstring(result)


def test_an_identifier_is_one_plain_word() -> None:
    assert '<mtext class="folio-math-code">BLK_M</mtext>' in mathml(r"\texttt{BLK\_M}")
    assert '<mi class="folio-math-word">warp_id</mi>' in mathml(r"\mathrm{warp\_id}")
    assert ">ab</mi>" not in mathml("ab")


def test_a_colour_is_an_attribute_of_mathml() -> None:
    assert '<mi mathcolor="#ff0000">x</mi>' in mathml(r"\color{red} x")
    assert 'mathbackground="currentcolor"' in mathml(r"\rule{1em}{1em}")


def test_a_long_formula_in_a_line_can_break_and_a_short_one_is_whole() -> None:
    assert "folio-math-breaks" in mathml("+".join("abcdefghijklmnopqrst"))
    assert ET.fromstring(mathml("a + b = c"))[0].tag == f"{MATHML}mrow"
    assert len(ET.fromstring(mathml("a + b = c"))) == 1


def test_the_width_tells_a_wide_formula_from_a_narrow_one() -> None:
    narrow, wide = one(r"\frac{a}{b} = 1", display=True), one("+".join("a" * 20), display=True)
    assert isinstance(narrow, Formula)
    assert isinstance(wide, Formula)
    assert narrow.width < NARROW < wide.width


def test_blank_lines_part_a_display() -> None:
    assert display_parts("\na\n= b\n\n  \nc\n") == ["a\n= b", "c"]
    assert display_parts(" \n") == []


def test_lines_and_columns_without_an_environment_get_one() -> None:
    assert 'class="tml-right' in mathml(r"a &= b \\ c &= d", display=True)
    centred = mathml(r"a \\ b", display=True)
    assert "<mtable" in centred
    assert "tml-right" not in centred


def test_an_empty_batch_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise AssertionError

    monkeypatch.setattr(subprocess, "run", fail)
    assert convert([]) == []
    assert isinstance(convert([TexSource("", False)])[0], MathFault)


def test_the_script_engine_stays_out_of_this_process() -> None:
    mathml("x")
    assert "py_mini_racer" not in sys.modules


def test_a_missing_engine_is_an_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "py_mini_racer.py").write_text("raise ImportError('no such engine')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(MathEngineError, match="ImportError: no such engine"):
        convert([TexSource("x", False)])


def test_a_helper_that_hangs_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tex_math, "TIMEOUT", 0.001)
    with pytest.raises(MathEngineError, match="did not answer"):
        convert([TexSource("x", False)])


def test_the_vendored_engine_is_the_one_that_its_note_describes() -> None:
    note, script = (TEMML.parent / "README.md").read_text("utf-8"), TEMML.read_bytes()
    assert hashlib.sha256(script).hexdigest() in note
    (version,) = re.findall(r"Temml (\d+\.\d+\.\d+)", note)
    assert f'"{version}"'.encode() in script
