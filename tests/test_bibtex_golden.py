"""Whole files: 65 entries of every difficulty, exports, broken files, encodings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sphinx_folio import bibtex
from sphinx_folio.bibtex.writer import STANDARD, emit
from sphinx_folio.models import Publication, Run

DATA = Path(__file__).parent / "data" / "bib"
GOLDEN: dict[str, list[str]] = json.loads((DATA / "golden.json").read_text(encoding="utf-8"))


def read(name: str) -> dict[str, Publication]:
    """Return the entries of a file that has no fault."""
    found = bibtex.read((DATA / f"{name}.bib").read_bytes(), f"{name}.bib")
    assert found.faults == ()
    return {entry.key: entry for entry in found.publications}


def shown(entry: Publication) -> list[str]:
    """Return what a reader sees first: title, authors, year and venue."""
    return [entry.title, "; ".join(name.full for name in entry.authors), entry.year, entry.venue]


@pytest.fixture(scope="module")
def golden() -> dict[str, Publication]:
    """Return the golden entries."""
    return read("golden")


def test_the_table_and_the_file_have_the_same_entries(golden: dict[str, Publication]) -> None:
    assert sorted(golden) == sorted(GOLDEN)
    assert len(GOLDEN) >= 60


@pytest.mark.parametrize("key", GOLDEN)
def test_a_golden_entry_is_read_as_a_person_reads_it(
    golden: dict[str, Publication], key: str
) -> None:
    assert shown(golden[key]) == GOLDEN[key]


@pytest.mark.parametrize("key", GOLDEN)
def test_no_backslash_and_no_brace_is_left(golden: dict[str, Publication], key: str) -> None:
    entry = golden[key]
    texts = [text for name, text in entry.fields.items() if name not in bibtex.VERBATIM]
    texts += [r.text for runs in entry.rich.values() for r in runs if "math" not in r.styles]
    texts += [name.full for name in entry.authors]
    assert [text for text in texts if re.search(r"[\\{}]", text)] == []


def standard(entry: Publication) -> tuple[Any, ...]:
    """Return what the writer is to keep of an entry."""
    fields = {name: text for name, text in entry.fields.items() if name in STANDARD}
    rich = {name: runs for name, runs in entry.rich.items() if name in STANDARD}
    return entry.key, entry.type, entry.title, entry.authors, entry.editors, fields, rich


def test_what_is_written_reads_back_the_same(golden: dict[str, Publication]) -> None:
    again = bibtex.parse("\n".join(emit(entry) for entry in golden.values()))
    assert again.faults == ()
    assert [standard(e) for e in again.publications] == [standard(e) for e in golden.values()]


def test_private_and_presentation_fields_are_not_written() -> None:
    names = "people equal selected abbr preview code bibtex_show annotation file crossref xdata"
    text = "".join(f", {name} = {{private}}" for name in names.split())
    (entry,) = bibtex.parse(f"@misc{{k, title = {{T}}{text}}}").publications
    assert emit(entry) == "@misc{k,\n  title = {{T}},\n}\n"


def test_styles_and_formulas_become_runs(golden: dict[str, Publication]) -> None:
    assert golden["x-styles"].runs("title") == (
        Run("In vivo", ("emph",)),
        Run(" and "),
        Run("strong", ("strong",)),
        Run(" and "),
        Run("malloc", ("code",)),
        Run(" and "),
        Run("Small Caps", ("small-caps",)),
        Run(" and "),
        Run("old", ("emph",)),
        Run(" "),
        Run("style", ("strong",)),
    )
    assert golden["x-math"].runs("title")[1] == Run(r"O(n \log n)", ("math",))
    assert golden["x-subscripts"].runs("title")[1] == Run("2", ("sub",))
    assert golden["x-href"].runs("note")[1] == Run("the page", (), "https://example.org/")
    assert all(run.url == "" for run in golden["x-href"].runs("title")), "titles are links"


def test_addresses_are_clean(golden: dict[str, Publication]) -> None:
    fields = golden["x-address"].fields
    assert fields["doi"] == "10.1000/a_b_c"
    assert fields["url"] == "https://example.org/~ada/a_b%20c"
    assert golden["rfc2119"].fields["doi"] == "10.17487/RFC2119"
    assert golden["kingma2014"].fields["eprint"] == "1412.6980"
    assert golden["x-preprint"].fields["eprint"] == "2401.00001"


def test_dates_give_year_and_month(golden: dict[str, Publication]) -> None:
    found = {key: (golden[key].fields["year"], golden[key].month) for key in ("turing1936",)}
    assert found == {"turing1936": ("1936–1937", 0)}
    assert (golden["x-dataset"].year, golden["x-dataset"].month) == ("2024", 5)
    assert (golden["x-event"].year, golden["x-event"].month) == ("2002", 2)
    assert golden["knuth1984literate"].month == 5


def test_an_entry_inherits_by_the_rules_of_biblatex(golden: dict[str, Publication]) -> None:
    child, parent = golden["x-inbook"], golden["x-book"]
    assert child.fields["booktitle"] == parent.title
    assert child.fields["bookauthor"] == "Grace Invented"
    assert child.fields["publisher"] == "Invented Press"
    assert "x-data" not in golden


@pytest.mark.parametrize(
    ("export", "expected"),
    [
        (
            "zotero",
            [
                "Fast Things on GPUs",
                "Ada Invented; Jan van den Berg",
                "2023",
                "Proceedings of the 3rd Invented Conference",
            ],
        ),
        ("jabref", ["A Title with Müll", "Ada Invented; Grace Other", "2020", "J. Inv."]),
        (
            "dblp",
            [
                "I/O is Slow: A Study of SSDs",
                "Ada Invented; Grace Müller-Other; Björn Ås",
                "2021",
                "15th USENIX Symposium on Inventions, INV 2021, July 14-16, 2021",
            ],
        ),
        (
            "acl",
            [
                "Words, Words: A Study of German and “English”",
                "Ada Invented; Şule Özgür; Xiao Li",
                "2022",
                "Proceedings of the 1st Meeting of Inventors (Volume 1: Long Papers)",
            ],
        ),
        (
            "scholar",
            [
                "Learning NVM by doing",
                "Ada Invented; Grace M Other; et al.",
                "2019",
                "arXiv preprint arXiv:1901.00001",
            ],
        ),
    ],
)
def test_exports_are_read_without_a_fault(export: str, expected: list[str]) -> None:
    assert shown(next(iter(read(export).values()))) == expected


BROKEN = [
    ("repeated-field", 2, "Repeated Field", "field 'year' stands twice"),
    ("repeated-key", 4, "The First", "stands twice; line 3 has it too"),
    ("bare-word", 5, "Bare Word", "no @string defines 'nature'"),
    ("missing-comma", 8, "Missing Comma", "no comma stands before field 'title'"),
    ("missing-key-comma", 11, "Missing Key Comma", "no comma follows the key"),
    ("unclosed-brace", 16, "Unclosed Brace", "field 'title' has no closing brace"),
    ("unclosed-quote", 21, "Unclosed Quote", "field 'title' has no closing quote"),
    ("extra-brace", 26, "Extra Brace", "a closing brace too many"),
    ("unopened", 31, "Unopened Title", "field 'title' has no opening brace or quote"),
    ("no-equals", 36, "No Equals", "no '=' follows field 'title'"),
    ("no-end", 39, "No End", "has no end; the next one begins inside it"),
    ("many-commas", 44, "Many Commas", "field 'author': 'Ada One, Bob Two,"),
    ("unknown-tex", 45, "Unknown TeX", "field 'title': the TeX command 'foo' is not known"),
    ("no-parent", 46, "No Parent", "field 'crossref': there is no entry 'nobody'"),
    ("circle-two", 48, "Circle Two", "field 'crossref' leads back to the entry itself"),
    ("key-with-spaces", 49, "Key with Spaces", "has spaces in it"),
    ("bad-date", 50, "Bad Date", "field 'date': 'in spring 2018' is no date"),
]


def test_each_fault_is_told_once_with_its_line() -> None:
    found = bibtex.read((DATA / "broken.bib").read_bytes()).faults
    told = [(fault.line, fault.message) for fault in found]
    assert [line for line, _ in told] == [*(line for _, line, _, _ in BROKEN), 51]
    for (key, _, _, words), (_, message) in zip(BROKEN, told, strict=False):
        assert words in message
        assert key in message or key == "key-with-spaces"


@pytest.mark.parametrize(("key", "title"), [(key, title) for key, _, title, _ in BROKEN])
def test_a_broken_entry_keeps_what_can_be_read(key: str, title: str) -> None:
    entries = {e.key: e for e in bibtex.read((DATA / "broken.bib").read_bytes()).publications}
    assert entries[key].title == title
    assert entries[key].year
    assert entries[key].authors[0].full == "Ada One"
    assert entries["last"].year == "2019"


TWENTY = "@string{inv = {Inv.}}\n% a remark\n" + "\n".join(
    (
        f"@misc{{k{n}, author = {{A{n}, B and {{G}}}},\n title = {{T {{U}} {n}}}, year = {n}}}\n",
        f'@article{{k{n},\n  title = "T {{U}}",\n  journal = inv # {{ X}},\n  year = 20{n:02d}\n}}',
        f"@book(k{n}, title = {{T}}, month = may)",
        f"@comment{{c {{d}}}}\n@inproceedings{{k{n},title={{T}},year={{2000}},}}",
        f"@misc{{k{n}}}",
    )[n % 5]
    for n in range(20)
)


def test_no_single_lost_character_loses_an_entry_silently() -> None:
    whole = len(bibtex.parse(TWENTY).publications)
    assert whole == 20
    assert bibtex.parse(TWENTY).faults == ()
    last = TWENTY.count("\n") + 1
    for place in range(len(TWENTY)):
        found = bibtex.parse(TWENTY[:place] + TWENTY[place + 1 :])
        lines = [fault.line for fault in found.faults]
        assert len(found.publications) >= whole or lines, TWENTY[place - 10 : place + 10]
        assert all(line and 1 <= line <= last for line in lines)
        assert len(found.publications) >= whole - 1


# --- encodings -----------------------------------------------------------------------------------

CHINESE = "@article{k, author = {张, 三 and 李, 四}, title = {中文的标题}, journal = {软件学报}}\n"
WESTERN = "@article{k, author = {Gödel, Kurt and André, É.}, title = {Über Sätze – à la carte}}\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "gbk"),
        (WESTERN, "utf-8"),
        (WESTERN, "cp1252"),
        (WESTERN.replace("–", "-"), "latin-1"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_encoding_that_is_certain_is_read(text: str, encoding: str, end: str) -> None:
    expected = bibtex.parse(text)
    assert bibtex.read(text.replace("\n", end).encode(encoding)) == expected
    assert expected.faults == ()


@pytest.mark.parametrize("data", [b"\xc3\xa9 \xe9\x20", b"\x81\x20", b"\xff\xff\xff\xff\xff"])
def test_an_encoding_that_is_not_certain_is_told_with_its_line(data: bytes) -> None:
    found = bibtex.read(b"@misc{a, title = {T}}\r\n% " + data + b"\n@misc{b, title = {U}}")
    assert [entry.key for entry in found.publications] == ["a", "b"]
    ((line, message),) = [(fault.line, fault.message) for fault in found.faults]
    assert line == 2
    assert "UTF-8" in message


# --- hostile files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "@misc{k, title = {" + "{" * 3000 + "x" + "}" * 3000 + "}}",
        "@misc{k, title = {$" + "{" * 3000 + "}" * 3000 + "$}}",
        "@misc{k, title = {" + r"\emph{" * 500 + "x" + "}" * 500 + "}}",
        r"@preamble{\newcommand{\a}{\a\a}}" + "\n@misc{k, title = {\\a}}",
        r"@misc{k, title = {\}}",
        r"@misc{k, title = {\'}}",
        r"@misc{k, title = {$x}, author = {\}}",
        "@misc{k, author = { and and , and {} and ,,,}}",
        "".join(f"@misc{{k{n}, crossref = {{k{n + 1}}}}}\n" for n in range(300)),
    ],
)
def test_a_hostile_file_is_read_to_its_end(text: str) -> None:
    assert bibtex.parse(text).publications
