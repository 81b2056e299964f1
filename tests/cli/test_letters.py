"""``folio letters``: PDFs for all, or nothing for anybody."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import Result

pytest.importorskip("typst")
pytest.importorskip("rendercv_fonts")

from building import build, tree

Folio = Callable[..., Result]

TEMPLATE = """\
---
person: ada
subject: About {{ topic }}
date: 2026-11-29
to: |
  {{ name }}
  {{ address }}
opening: Dear {{ name }},
closing: Sincerely,
enclosures: [A list]
---

I read *{{ topic }}* with care, {{ name }}.

It was {{ verdict }}.
"""
TABLE = "id,name,topic,verdict,address\n" + "".join(
    f'r{number},Reader {number},Topic {number},good,"{number} Way\nTown"\n' for number in range(10)
)
ADA = """\
---
name: Ada Example
headline: Analyst
affiliation: The Engine
links:
  email: ada@example.org
  github: ada
---
"""


@pytest.fixture(autouse=True)
def _letters(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the site a profile, a template and ten recipients."""
    monkeypatch.delenv("FOLIO_PRIVATE", raising=False)
    (site / "people" / "ada.md").write_text(ADA, encoding="utf-8")
    put(site, template=TEMPLATE, table=TABLE)


def put(site: Path, template: str = "", table: str = "") -> None:
    """Write the template and the table, those that are given."""
    (site / "letters").mkdir(exist_ok=True)
    if template:
        (site / "letters" / "ask.md").write_text(template, encoding="utf-8")
    if table:
        (site / "letters" / "who.csv").write_text(table, encoding="utf-8", newline="")


CALL = ("letters", "letters/ask.md", "letters/who.csv")


@pytest.fixture
def text_of(unavailable: Callable[[str], NoReturn]) -> Callable[[Path], str]:
    """Return the function that reads a PDF as its readers do."""
    if not shutil.which("pdftotext"):
        unavailable("needs pdftotext: Debian's package poppler-utils")

    def read(path: Path) -> str:
        command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return read


def pdfs(site: Path) -> dict[str, bytes]:
    """Return all that was written for letters."""
    return {path.name: path.read_bytes() for path in sorted(site.rglob("*.pdf"))}


def in_order(text: str, *parts: str) -> None:
    """Assert that the parts stand in a text one after the other."""
    at = 0
    for part in parts:
        assert part in text[at:], (part, text)
        at = text.index(part, at) + len(part)


def test_each_recipient_gets_a_letter(
    site: Path, folio: Folio, text_of: Callable[[Path], str]
) -> None:
    shown = folio(*CALL).stdout.split()
    assert shown == [f"_build/letters/r{number}.pdf" for number in range(10)]
    assert not list(site.rglob("*.part"))
    for number in (0, 9):
        in_order(
            text_of(site / "_build" / "letters" / f"r{number}.pdf"),
            "Ada Example", "Analyst", "The Engine", "ada@example.org", "github.com/ada",
            f"Reader {number}", f"{number} Way", "Town", "29 November 2026",
            f"About Topic {number}",
            f"Dear Reader {number},", f"I read Topic {number} with care", "It was good.",
            "Sincerely,", "Ada Example", "Enclosures:", "A list",
        )  # fmt: skip


def test_the_same_letters_have_the_same_bytes(site: Path, folio: Folio) -> None:
    folio(*CALL)
    first = pdfs(site)
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*.pdf")}
    assert folio(*CALL).stdout.count("as it was") == 10
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*.pdf")} == times
    folio(*CALL, "--output", "elsewhere")
    other = {path.name: path.read_bytes() for path in (site / "elsewhere").iterdir()}
    assert other == first
    put(site, table=TABLE.replace("r3,Reader 3", "r3,Reader three"))
    shown = folio(*CALL).stdout
    assert shown.count("as it was") == 9
    assert "_build/letters/r3.pdf\n" in shown


def test_the_pdf_says_its_structure_and_nothing_of_this_machine(site: Path, folio: Folio) -> None:
    folio(*CALL, "--only", "r1")
    (data,) = pdfs(site).values()
    assert b"/MarkInfo" in data
    assert b"pdfuaid:part" in data
    assert b"/Lang" in data
    assert str(site).encode() not in data
    assert b"ada@example.org" not in data  # only in text that is compressed


# --- nothing is written ------------------------------------------------------------------------


HINT = "Did you mean 'verdict'?"
FAULTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an empty cell": (
        {"table": TABLE.replace("Topic 7,good", "Topic 7,")},
        [
            "letters/ask.md:15: {{ verdict }} has no value (for r7, letters/who.csv:16)",
        ],
    ),
    "a blank cell": (
        {"table": TABLE.replace("Topic 7,good", "Topic 7,  ")},
        ["letters/ask.md:15: {{ verdict }} has no value (for r7, letters/who.csv:16)"],
    ),
    "no such column": (
        {"template": TEMPLATE.replace("{{ verdict }}", "{{ verdikt }}")},
        ["letters/ask.md:15: {{ verdikt }} has no value", HINT],
    ),
    "a bracketed phrase": (
        {"template": TEMPLATE.replace("Dear {{ name }}", "Dear [Professor's Last Name]")},
        ["letters/ask.md:8: '[Professor’s Last Name]' was left to be filled in"],
    ),
    "a bracketed phrase in a cell": (
        {"table": TABLE.replace("Reader 4", "[Professor's Last Name]")},
        ["letters/who.csv:10: column 'name': '[Professor's Last Name]' was left"],
    ),
    "what a word processor left in a cell": (
        {"table": TABLE.replace("Reader 4", "«Last_Name»")},
        ["letters/who.csv:10: column 'name': '«Last_Name»' was left to be filled in; a backslash"],
    ),
    "a definition that nothing uses": (
        {"template": TEMPLATE + "\n[Professor Name]: https://x.example\n"},
        ["letters/ask.md:17: '[Professor Name]: …' is used by no link"],
    ),
    "a ragged row": (
        {"table": TABLE + "r10,x\n"},
        ["letters/who.csv:22: has 2 cells for 5 columns"],
    ),
    "an unknown key": (
        {"template": TEMPLATE.replace("opening:", "openning:")},
        ["letters/ask.md:8: unknown key 'openning'. Did you mean 'opening' or"],
    ),
    "an unknown person": (
        {"template": TEMPLATE.replace("person: ada", "person: adda")},
        ["letters/ask.md:2: person: 'adda' has no page in people/. Did you mean 'ada'?"],
    ),
    "nobody": (
        {"template": TEMPLATE.replace("person: ada\n", "")},
        ["letters/ask.md:1: nobody writes"],
    ),
    "two writers": (
        {"template": TEMPLATE.replace("person: ada\n", "person: ada\nfrom:\n  name: B\n")},
        ["letters/ask.md:2: both 'person' and 'from' say who writes"],
    ),
    "no date": (
        {"template": TEMPLATE.replace("date: 2026-11-29\n", "")},
        ["letters/ask.md:1: the letter has no date"],
    ),
    "two of one name": (
        {"table": TABLE.replace("r5,", "R4,")},
        ["letters/who.csv:12: r4.pdf is the letter of line 10 already"],
    ),
    "no name for a file": (
        {"table": TABLE.replace("r5,", "../?,"), "template": TEMPLATE},
        ["letters/who.csv:12: '../?' can be no name of a file"],
    ),
    "a character that no font has": (
        {"table": TABLE.replace("Reader 5", "Reader 😀")},
        ["the letter r5.pdf has characters that no font shows: 😀"],
    ),
    "several": (
        {
            "template": TEMPLATE.replace("It was", "TODO It was"),
            "table": TABLE.replace("Topic 7,good", "Topic 7,").replace("Reader 4", "TBD"),
        },
        [
            "letters/ask.md:15: 'TODO' is unfinished",
            "letters/ask.md:15: {{ verdict }} has no value (for r7",
            "letters/who.csv:10: column 'name': 'TBD' is unfinished",
        ],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_any_fault_keeps_all_letters_back(site: Path, folio: Folio, name: str) -> None:
    changed, told = FAULTS[name]
    put(site, **changed)
    before = sorted(site.rglob("*"))
    result = folio(*CALL, code=1)
    for message in told:
        assert message in result.stdout
    assert result.stdout.count("fault") == len(told) - told.count(HINT)
    assert "Nothing was written." in result.stderr
    assert sorted(site.rglob("*")) == before


def test_a_place_that_is_taken_keeps_all_letters_back(site: Path, folio: Folio) -> None:
    put(site, table=TABLE.replace("good", "fine", 1))
    folio(*CALL)
    put(site, table=TABLE)
    taken = site / "_build" / "letters" / "r5.pdf"
    taken.unlink()
    taken.mkdir()
    before = tree(site)
    result = folio(*CALL, code=1)
    assert "r5.pdf: Is a directory" in result.stderr
    assert result.stdout == ""
    assert tree(site) == before
    assert taken.is_dir()


def test_a_disk_that_fails_half_way_leaves_what_was_there(
    site: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch
) -> None:
    folio(*CALL, "--only", "r1")
    (site / "_build" / "letters" / "r1.pdf").write_bytes(b"old")
    before = tree(site)
    real = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target.name == "r5.pdf":
            raise OSError(5, "Input/output error", str(target))
        return real(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert "r5.pdf: Input/output error" in folio(*CALL, code=1).stderr
    assert tree(site) == before
    folio(*CALL, "-o", "new/folder", code=1)
    assert not (site / "new").exists()


def test_files_have_the_mode_of_any_new_file(site: Path, folio: Folio) -> None:
    folio(*CALL, "--only", "r1")
    (site / "plain").write_bytes(b"")
    made = site / "_build" / "letters" / "r1.pdf"
    assert made.stat().st_mode == (site / "plain").stat().st_mode


def test_an_old_letter_stays_when_a_new_one_fails(site: Path, folio: Folio) -> None:
    folio(*CALL)
    before = pdfs(site)
    put(site, template=TEMPLATE.replace("It was", "Now it was"), table=TABLE.replace("good", "", 1))
    folio(*CALL, code=1)
    assert pdfs(site) == before


def test_one_recipient_can_be_asked_for(site: Path, folio: Folio) -> None:
    put(site, table=TABLE.replace("Topic 7,good", "Topic 7,"))
    assert folio(*CALL, "--only", "r2", "--only", "r3").stdout.split() == [
        "_build/letters/r2.pdf",
        "_build/letters/r3.pdf",
    ]
    folio(*CALL, "--only", "r7", code=1)
    result = folio(*CALL, "--only", "r77", code=2)
    assert "no recipient 'r77'. Did you mean 'r7'" in result.stderr


def test_a_column_that_nobody_asks_for_is_a_note(site: Path, folio: Folio) -> None:
    put(site, template=TEMPLATE.replace("{{ verdict }}", "fine"))
    shown = folio(*CALL).stdout
    assert "note" in shown
    assert "column 'verdict': no placeholder names it" in shown


@pytest.mark.parametrize(
    "folder",
    [".", "blog", "people/new", "_static", "_build/html/x", "extra/x", "built/x", "../site/blog"],
)
def test_no_letter_is_written_into_the_site(site: Path, folio: Folio, folder: str) -> None:
    with (site / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("html_static_path = ['_static']\nhtml_extra_path = ['extra']\n")
    (site / "built").mkdir()
    (site / "built" / ".buildinfo").write_text("", encoding="utf-8")
    result = folio(*CALL, "--output", folder, code=2)
    assert "is of the site, and what is printed here may be private" in re.sub(
        r"\s+", " ", result.stderr
    )
    assert pdfs(site) == {}


# --- values for print only ---------------------------------------------------------------------


def test_values_for_print_only_are_in_the_head_and_at_hand(
    site: Path, folio: Folio, text_of: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "own.yaml").write_text("phone: 0123 45\naddress: |\n  1 Way\n  Town\n", "utf-8")
    put(site, template=TEMPLATE.replace("It was", "Call {{ me.phone }}. It was"))
    path = site / "_build" / "letters" / "r1.pdf"
    result = folio(*CALL, "--only", "r1", code=1)
    assert "{{ me.phone }} has no value: the sender has none" in result.stdout
    folio(*CALL, "--only", "r1", "--private", "own.yaml")
    in_order(text_of(path), "1 Way, Town", "0123 45", "Call 0123 45. It was good.")
    by_option = path.read_bytes()
    path.unlink()
    monkeypatch.setenv("FOLIO_PRIVATE", "own.yaml")
    folio(*CALL, "--only", "r1")
    assert path.read_bytes() == by_option
    (site / "own.yaml").write_text("phone: 1\nfone: 2\n", "utf-8")
    result = folio(*CALL, code=1)
    assert "own.yaml:2: unknown key 'fone'. Did you mean 'phone'?" in result.stderr
    folio(*CALL, "--private", "none.yaml", code=2)


# --- languages, papers, pages ------------------------------------------------------------------


CHINESE = """\
---
from:
  name: 林示例
  links:
    email: lin@example.org
subject: 关于加入课题组的申请
date: 2026-11-29
to: "{{ 单位 }}"
opening: 尊敬的{{ 姓名 }}：
closing: [此致, 敬礼！]
enclosures: 简历
language: zh
---

这封信是示例，写信人和收信人都是虚构的。
“{{ 题目 }}”一文使我获益良多。
"""


def test_a_chinese_letter_is_set_as_chinese_letters_are(
    site: Path, folio: Folio, text_of: Callable[[Path], str]
) -> None:
    put(site, template=CHINESE, table="姓名,单位,题目\n王示例教授,示例大学,“布局”\n")
    assert folio(*CALL).stdout == "_build/letters/王示例教授.pdf\n"
    in_order(
        "".join(text_of(site / "_build" / "letters" / "王示例教授.pdf").split()),
        "林示例", "关于加入课题组的申请", "示例大学", "尊敬的王示例教授：",
        "写信人和收信人都是虚构的。““布局””一文", "此致", "敬礼！",
            "林示例", "2026年11月29日", "简历",
    )  # fmt: skip


def test_american_paper_has_an_american_date(
    site: Path, folio: Folio, text_of: Callable[[Path], str]
) -> None:
    put(site, template=TEMPLATE.replace("person:", "paper: us-letter\nperson:"))
    folio(*CALL, "--only", "r1")
    path = site / "_build" / "letters" / "r1.pdf"
    assert "November 29, 2026" in text_of(path)
    assert b"/MediaBox[0 0 612 792]" in path.read_bytes()


def test_a_long_letter_goes_on_and_its_name_is_never_alone(
    site: Path, folio: Folio, text_of: Callable[[Path], str]
) -> None:
    for count in range(8, 24):
        more = "\n".join(
            f"Paragraph {number}: " + "words and " * 40 + "\n" for number in range(count)
        )
        put(site, template=TEMPLATE + "\n" + more)
        folio(*CALL, "--only", "r1")
        first, *others = text_of(site / "_build" / "letters" / "r1.pdf").split("\f")[:-1]
        assert not re.search(r"\b1 ?/", first)
        for number, page in enumerate(others, 2):
            head = f"Ada Example · 29 November 2026 {number}/{len(others) + 1} "
            assert " ".join(page.replace(" / ", "/").split()).startswith(head)
        if others:
            in_order(others[-1], "words and", "Sincerely,")


# --- the site ----------------------------------------------------------------------------------


def test_letters_are_no_part_of_a_site(site: Path) -> None:
    (site / "conf.py").write_text("extensions = ['sphinx_folio']\n", encoding="utf-8")
    out = build(site, site / "_build").out
    found = [path for path in out.rglob("*") if "ask" in path.name or "who" in path.name]
    assert found == []
    pages = "".join(
        path.read_text("utf-8", "replace") for path in out.rglob("*.*") if path.is_file()
    )
    assert "with care" not in pages


def test_the_example_of_this_repository_works_and_says_that_it_is_one(
    repository: Path, folio: Folio, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    folder = repository / "letters"
    head = (folder / "application.md").read_text(encoding="utf-8").splitlines()[1]
    assert head.startswith("# Made up")
    call = ("letters", str(folder / "application.md"), str(folder / "recipients.csv"))
    folio(*call, "--site", str(repository), "--output", str(tmp_path / "out"))
    made = sorted((tmp_path / "out").glob("*.pdf"))
    assert len(made) == 2
    for path in made:
        assert "This letter is an example: its writer does not exist" in text_of(path)


@pytest.fixture(autouse=True)
def _no_stray_files(site: Path) -> Iterator[None]:
    """Look that no command leaves half a file."""
    yield
    assert list(site.rglob(".*.part")) == []
