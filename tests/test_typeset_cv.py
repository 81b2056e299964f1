"""A CV as PDF: all that it says in reading order, or what matters most on one page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("typst")
pytest.importorskip("rendercv_fonts")

from conftest import IN_CI, ROOT
from sphinx_folio import typeset
from sphinx_folio.curricula import Contact, Curriculum, Entry, Line, Section
from sphinx_folio.lives import Block, Code, Paragraph, Points, Table, Text
from sphinx_folio.models import Run
from sphinx_folio.typeset import cv


def text(said: str, *styles: str, url: str = "") -> Text:
    """Return a line of rich text in one style."""
    return (Run(said, styles, url),)


def paragraph(said: str) -> Paragraph:
    """Return a paragraph."""
    return Paragraph(text(said))


def points(*said: str) -> Points:
    """Return a list of one paragraph an item."""
    return Points(tuple((paragraph(one),) for one in said))


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = (
    "https://x.example/a_very_long/path_with/under_scores?and=a%20query&more=of_it#and-an-anchor"
)
EVIL = '#panic("run") $x$ *b* _e_ `r` C++ <T> \\ "q" ] } // @cite <label> \\u{41} ~ -- ---'
TABLE = Table(
    (text("Operator"), text("Speed")),
    ((text("GEMM", "code"), text("1.33x")), (text("y" * 90), ())),
)
BODY: tuple[Block, ...] = (
    paragraph("Led the team."),
    Points(
        (
            (Paragraph((Run("Kernels.", ("strong",)), Run(" Ran "), Run("cp.async", ("code",)))),),
            (paragraph("Second point:"), points("Inner one", "Inner two")),
            (paragraph(EVIL),),
            (paragraph(f"A word that no line holds: {LONG}"),),
        )
    ),
    Points(((paragraph("First step"),), (paragraph("Second step"),)), ordered=True),
    paragraph("These are the figures:"),
    TABLE,
    Code("if x:\n    y = 1\n" + "z" * 150),
    paragraph("After the code."),
)
RICH = Curriculum(
    name="Ada Augusta Byron-King 陆润宇",
    language="en",
    headline="Engines & C++ <systems>",
    affiliation="Analytical #Society",
    contacts=(
        Contact("email", "Email", "ada@engines.example", "mailto:ada@engines.example"),
        Contact("web", "Web", "x.example/a_very_long", ADDRESS),
    ),
    sections=(
        Section("summary", "Profile", form="text", text=(paragraph("Builds engines."),)),
        Section("none", "Empty heading"),
        Section(
            "positions",
            "Experience",
            (
                Entry(
                    "one",
                    "Jun 2021 – present",
                    text("Tech lead"),
                    (
                        Line("place", text("Engine Works, London")),
                        Line("people", text("Charles B."), "Mentor"),
                    ),
                    BODY,
                ),
                Entry("two", "2019", text("Engineer", url=ADDRESS), (), (paragraph("Small."),)),
            ),
        ),
        Section(
            "publications",
            "Publications",
            (
                Entry(
                    "work",
                    "2020",
                    text("论文标题：从坐标到偏移的函数"),
                    (
                        Line("authors", (Run("A. Byron", ("strong",)), Run("*", ("mark",)))),
                        Line("venue", text("Proc. of Engines")),
                    ),
                ),
            ),
            "works",
            note="* equal contribution",
        ),
        Section("skills", "Skills", (Entry("s", "Languages", text("C++, 汇编")),), "pairs"),
    ),
    closing=(paragraph("Figures are her own."),),
    date="2026-03-16",
    as_of="As of 16 March 2026",
    title="CV of Ada",
)


def life(count: int) -> Curriculum:
    """Return a CV of so many entries in two sections."""
    entries = [
        Entry(
            f"e{number}",
            f"{2000 + number}",
            text(f"Role-{number}-here"),
            (Line("place", text(f"Place {number}")),),
            (
                paragraph(f"Intro-{number}-text {'about it ' * 20}"),
                points(*(f"Point-{number}-{one}-end {'word ' * 25}" for one in range(6))),
                paragraph(
                    f"Opening-{number}-sentence stands here. The figures-{number}-are these:"
                ),
                replace(TABLE, head=(text(f"Table-{number}-head"), text("Speed"))),
            ),
        )
        for number in range(count)
    ]
    half = (count + 1) // 2
    return Curriculum(
        "Ada",
        "en",
        sections=(
            Section("a", "Experience", tuple(entries[:half])),
            Section("b", "Works", tuple(entries[half:]), "works"),
        ),
        date="2026-03",
    )


def tool(name: str, pdf: bytes, *options: str) -> str:
    """Return what a tool of poppler says of a PDF; skip where there is none."""
    program = shutil.which(name)
    if program is None:
        if IN_CI:
            pytest.fail(f"{name} is not installed (poppler-utils)")
        pytest.skip(f"{name} is not installed (poppler-utils)")
    output = () if name == "pdfinfo" else ("-",)
    done = subprocess.run(
        [program, *options, "-", *output], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF in reading order, blanks as one space."""
    return " ".join(tool("pdftotext", pdf, "-raw").split())


def info(pdf: bytes) -> dict[str, str]:
    """Return what ``pdfinfo`` says, by its name."""
    rows = (row.split(":", 1) for row in tool("pdfinfo", pdf).splitlines() if ":" in row)
    return {name: value.strip() for name, value in rows}


def links(pdf: bytes) -> set[str]:
    """Return the addresses of the links."""
    return {found.decode() for found in re.findall(rb"/URI\s*\((.*?)\)", pdf)}


def test_the_whole_says_everything_in_reading_order() -> None:
    said = words_of(cv.full(RICH))
    together = said.replace(" ", "")
    wanted = [
        RICH.name, RICH.headline, RICH.affiliation, "ada@engines.example", "x.example/a_very_long",
        "Profile", "Builds engines.", "Experience", "Tech lead", "Jun 2021 – present",
        "Engine Works, London", "Mentor: Charles B.", "Led the team.", "Kernels. Ran cp.async",
        "Second point:", "Inner one", "Inner two", EVIL, LONG, "1. First step", "2. Second step",
        "These are the figures:", "Operator Speed", "GEMM 1.33x", "y" * 90, "if x:", "y = 1",
        "z" * 150, "After the code.", "Engineer", "2019", "Small.", "Publications",
        "论文标题：从坐标到偏移的函数", "2020", "A. Byron*", "Proc. of Engines",
        "* equal contribution",
        "Skills", "Languages", "C++, 汇编", "Figures are her own.", "As of 16 March 2026",
    ]  # fmt: skip
    place = 0
    for one in wanted:
        # Where a line ends inside a word there is a blank in the text.
        found = together.find(one.replace(" ", ""), place)
        assert found >= place, f"{one!r} is not said, or not in its place"
        place = found + len(one.replace(" ", ""))
    assert "Empty heading" not in said


def test_a_pdf_says_what_it_is() -> None:
    said = info(cv.full(RICH))
    assert said["Tagged"] == "yes"
    assert said["Title"] == "CV of Ada"
    assert said["Author"] == RICH.name
    assert said["Page size"].startswith("595.276 x 841.89")
    assert "2026" in said["CreationDate"]
    pdf = cv.full(RICH)
    assert b"D:20260316" in pdf
    assert b"/Lang(en)" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_a_month_is_dated_from_its_first_day_and_no_date_is_none() -> None:
    assert b"D:20260301" in cv.full(replace(RICH, date="2026-03"))
    assert b"/CreationDate" not in cv.full(replace(RICH, date=""))


def test_paper_of_the_american_size() -> None:
    assert info(cv.full(RICH, paper="us-letter"))["Page size"].startswith("612 x 792")
    assert info(cv.one_page(RICH, paper="us-letter")[0])["Page size"].startswith("612 x 792")


def test_links_lead_where_they_say_and_no_address_is_open_to_harvesters() -> None:
    pdf = cv.full(RICH)
    assert links(pdf) == {"mailto:ada%40engines.example", ADDRESS}
    assert b"ada@engines" not in pdf


def test_later_pages_say_whose_they_are_in_the_words_that_are_given() -> None:
    pdf = cv.full(life(30), words={"page": "page {number} of {count}"})
    count = int(info(pdf)["Pages"])
    said = tool("pdftotext", pdf, "-raw").split("\f")
    assert count > 2
    assert f"page 2 of {count}" in said[1]
    assert f"page {count} of {count}" in said[count - 1]
    assert "page 1 of" not in said[0]


def test_no_heading_stands_at_the_foot_of_a_page() -> None:
    for page in tool("pdftotext", cv.full(life(40)), "-raw").strip("\f").split("\f"):
        last = page.strip().splitlines()[-1]
        assert not re.search(r"^(Experience|Works|.*Role-\d+-here|Place \d+)$", last)


def test_a_chinese_cv_is_one() -> None:
    pdf = cv.full(replace(RICH, language="zh", name="陆润宇", date="2026-03"))
    assert set(re.findall(rb"/Lang\((.*?)\)", pdf)) == {b"zh-CN", b"en"}
    assert "论文标题：从坐标到偏移的函数" in words_of(pdf)


def test_quotation_marks_are_those_of_the_words_around_them() -> None:
    def advance(said: str) -> float:
        page = replace(RICH, language="zh", name=said, sections=(), closing=())
        found = re.search(
            r'<word xMin="(.*?)" .*? xMax="(.*?)"', tool("pdftotext", cv.full(page), "-bbox")
        )
        assert found
        return float(found[2]) - float(found[1])

    assert advance("One’s") < advance("Ones") + 12
    assert advance("陆’s") > advance("陆s") + 12


SCRIPT = """
import hashlib, sys
sys.path[:0] = [{tests!r}, {source!r}]
from test_typeset_cv import RICH, life
from sphinx_folio.typeset import cv
made = cv.full(RICH) + b"".join(cv.one_page(life(8))[:1])
print(hashlib.sha256(made).hexdigest())
"""


def test_the_same_bytes_anywhere(tmp_path: Path) -> None:
    script = SCRIPT.format(tests=str(ROOT / "tests"), source=str(ROOT / "src"))
    digests = set()
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Los_Angeles")):
        folder = tmp_path / seed
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            cwd=folder,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "/usr/bin:/bin"},
            text=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


@pytest.mark.parametrize("count", [1, 10, 100])
def test_one_page_is_one_and_tells_what_it_is_without(count: int) -> None:
    whole = life(count)
    pdf, dropped = cv.one_page(whole)
    assert info(pdf)["Pages"] == "1"
    said = words_of(pdf)
    told = "\n".join(dropped)
    for section in whole.sections:
        for entry in section.entries:
            role = entry.title[0].text
            gone = role not in said
            listed = any(role in row.partition("(")[2] for row in dropped if "entries (" in row)
            assert gone == listed, role
            if gone:
                continue
            number = entry.id[1:]
            row = next((row for row in dropped if row.startswith(f"{role}, ")), "")
            kept = len(set(re.findall(rf"Point-{number}-\d-end", said)))
            assert (f"{6 - kept} of 6 points" in row) == (kept < 6)
            assert ("the table" in row) == (f"Table-{number}-head" not in said)
            assert (f"figures-{number}-are" in said) == (f"Table-{number}-head" in said)
    assert bool(told) == (count > 1)


def test_each_section_keeps_something() -> None:
    said = words_of(cv.one_page(life(100))[0])
    assert "Role-0-here" in said
    assert "Works" in said
    assert "Role-50-here" in said


def test_the_weight_decides_what_stays() -> None:
    first = life(60)
    light = replace(first.sections[1].entries[-1], weight=-1)
    works = replace(first.sections[1], entries=(*first.sections[1].entries[:-1], light))
    said = words_of(cv.one_page(replace(first, sections=(first.sections[0], works)))[0])
    assert "Role-59-here" in said
    assert "Role-58-here" not in said


def test_lines_that_give_way_are_told() -> None:
    first = life(40)
    entry = first.sections[0].entries[9]
    row = Line("people", text("Charles Babbage"), "Mentor")
    entries = list(first.sections[0].entries)
    entries[9] = replace(entry, lines=(*entry.lines, row))
    section = replace(first.sections[0], entries=tuple(entries))
    pdf, dropped = cv.one_page(replace(first, sections=(section,)))
    assert "Role-9-here" in words_of(pdf)
    assert "Babbage" not in words_of(pdf)
    assert "Role-9-here, Place 9: Mentor" in dropped


def test_a_list_is_not_announced_without_two_of_its_items() -> None:
    one = Entry(
        "e",
        "2020",
        text("Role"),
        body=(paragraph("It is long. Among them:"), points("a" * 30, *["word " * 1800] * 3)),
    )
    pdf, dropped = cv.one_page(Curriculum("Ada", "en", sections=(Section("s", "S", (one,)),)))
    said = words_of(pdf)
    assert "It is long." in said
    assert "Among them" not in said
    assert dropped == ("Role: the introduction, 4 of 4 points",)


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    said = "Worked with Prof. Smith on these:"
    one = Entry("e", "2020", text("Role"), body=(paragraph(said), points(*["word " * 1800] * 3)))
    pdf, dropped = cv.one_page(Curriculum("Ada", "en", sections=(Section("s", "S", (one,)),)))
    assert "Worked" not in words_of(pdf)
    assert dropped == ("Role: the paragraph, 3 of 3 points",)


def test_a_small_life_is_whole_on_its_page() -> None:
    small = replace(RICH, sections=RICH.sections[:1], closing=())
    pdf, dropped = cv.one_page(small)
    assert dropped == ()
    assert "Builds engines." in words_of(pdf)


def test_what_does_not_fit_at_all_is_an_error() -> None:
    huge = replace(RICH, headline="word " * 3000)
    with pytest.raises(typeset.TypesetError, match="fits one page"):
        cv.one_page(huge)


def test_a_character_that_no_font_has_is_an_error() -> None:
    with pytest.raises(typeset.TypesetError, match="could not be displayed"):
        cv.full(replace(RICH, headline="A \U0001f600"))


def test_a_font_that_is_gone_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "FONTS", ("Source Sans 3",))
    typeset._fonts.cache_clear()
    try:
        with pytest.raises(typeset.TypesetError, match="could not be displayed"):
            cv.full(RICH)
        with pytest.raises(typeset.TypesetError, match="unknown font family: noto sans"):
            cv.full(life(1))
        with pytest.raises(typeset.TypesetError, match="unknown font family: noto sans"):
            cv.one_page(life(1))
    finally:
        typeset._fonts.cache_clear()
