"""The BibTeX reader: each fault is located, and no fault takes another entry with it."""

from __future__ import annotations

import itertools

import pytest

from sphinx_folio import bibtex, references
from sphinx_folio.bibtex import tex
from sphinx_folio.bibtex.names import parse_name, split_names
from sphinx_folio.bibtex.tex import to_text
from sphinx_folio.models import Name, Publication


def entry(text: str) -> Publication:
    """Return the only entry of a text without faults."""
    found = bibtex.parse(text)
    assert found.faults == ()
    (only,) = found.publications
    return only


def faults(text: str) -> list[tuple[int | None, str]]:
    """Return line and message of each fault."""
    return [(one.line, one.message) for one in bibtex.parse(text).faults]


def keys(text: str) -> list[str]:
    """Return the keys of the entries that were read."""
    return [one.key for one in bibtex.parse(text).publications]


def test_an_entry_is_read_with_its_place() -> None:
    found = bibtex.parse("\n\n@Article{knuth,\n  Title = {On},\n  YEAR = 1984\n}\n", "refs.bib")
    (one,) = found.publications
    assert (one.key, one.type, one.title, one.year) == ("knuth", "article", "On", "1984")
    assert (one.path, one.line) == ("refs.bib", 3)


@pytest.mark.parametrize(
    "written",
    [
        "@misc{k, title = {A {B} c}}",
        "@misc{k,title={A {B} c},}",
        '@misc{k, title = "A {B} c"}',
        '@misc{k, title = "A " # {{B}} # " c"}',
        '@misc{k, title = "A {{B}} c"}',
        '@misc{k, title = "A {{{{B}}}} c"}',
        "@misc(k, title = {A B c})",
        "@ misc { k , title = {A\n  B\n\tc} }",
        "@misc\n{k, title = {A B c}}",
        "  @MISC{k, TITLE = {A B c}}",
        "@misc{k\n,title={A B c}\n,year=2020}",
    ],
)
def test_every_way_to_write_an_entry_is_read(written: str) -> None:
    assert entry(written).title == "A B c"


def test_strings_are_put_in_and_joined() -> None:
    text = (
        '@string{conf = "Conference on " # {Machines}}\n@STRING(y = "20")\n'
        "@misc{k, title = CONF # { and } # conf, year = y # 26, month = nov}"
    )
    found = entry(text)
    assert found.title == "Conference on Machines and Conference on Machines"
    assert (found.year, found.month) == ("2026", 11)


def test_a_string_that_was_never_defined_is_told() -> None:
    ((line, message),) = faults("@misc{k,\n  journal = jmlr,\n  year = 2020\n}")
    assert line == 2
    assert "jmlr" in message


def test_comments_and_preamble_are_no_entries() -> None:
    text = (
        "Free text, and an address ada@example.org.\n% @misc{old, title = {x}}\n"
        '@comment{jabref-meta: {a;}}\n@preamble{"\\newcommand{\\x}{y}"}\n@misc{k, title = {x}}\n'
    )
    assert (keys(text), faults(text)) == (["k"], [])


def test_what_is_inside_a_comment_is_commented_out() -> None:
    text = "@comment{\n@misc{a, title = {x}}\n}\n@misc{b, title = {y}}\n"
    assert (keys(text), faults(text)) == (["b"], [])


def test_entries_on_one_line_are_all_read() -> None:
    text = "@misc{a, title={x}}@misc{b, title={y}} @misc{c, title={z}}\n@misc{d, title={w}}"
    assert (keys(text), faults(text)) == (["a", "b", "c", "d"], [])


@pytest.mark.parametrize("place", range(4))
def test_a_key_given_twice_loses_no_other_entry(place: int) -> None:
    entries = [f"@misc{{k{n}, title = {{T{n}}}}}" for n in range(4)]
    text = "\n".join([*entries[: place + 1], "@misc{k0, title = {again}}", *entries[place + 1 :]])
    assert keys(text) == ["k0", "k1", "k2", "k3"]
    assert bibtex.parse(text).publications[0].title == "T0"
    assert faults(text) == [(place + 2, "key 'k0' stands twice; line 1 has it too")]


def test_a_field_given_twice_is_told_and_the_first_one_counts() -> None:
    text = "@misc{k,\n  title = {one},\n  Title = {two},\n}"
    assert bibtex.parse(text).publications[0].title == "one"
    assert faults(text) == [(3, "entry 'k': field 'Title' stands twice")]


def test_the_line_is_right_when_the_key_has_a_line_of_its_own() -> None:
    assert faults("@misc{\n  k,\n  title = {one},\n  title = {two},\n}")[0][0] == 4


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("@misc{bad, title = {x,\n year = {2020}\n}", 2),
        ("@misc{bad, title = {{x},\n}", 2),
        ('@misc{bad,\n title = "x,\n}', 3),
        ('@misc{bad,\n title = "x {y",\n}', None),
        ("@misc{bad,\n title {x},\n}", 3),
        ("@misc{bad,\n title = ,\n}", 3),
        ("@misc{bad,\n = {x},\n}", None),
        ("@misc{bad\n title = {x}, year = 2020}", 2),
        ("@misc{, title = {x}}", 2),
        ("@misc{title = {x}}", 2),
        ("@misc{bad, title = {x}", 2),
        ("@misc bad, title = {x}}", 2),
        ("misc{bad, title = {x}}", 2),
        ("@{bad, title = {x}}", 2),
    ],
)
def test_a_broken_entry_is_told_and_its_neighbours_survive(broken: str, line: int | None) -> None:
    text = f"@misc{{before, title = {{b}}}}\n{broken}\n@misc{{after, title = {{a}}}}\n"
    assert {"before", "after"} <= set(keys(text))
    found = faults(text)
    assert found
    if line is not None:
        assert found[0][0] == line


LARGE = "\n".join(
    f"@inproceedings{{key{n},\n  author = {{Name{n}, Given and {{Group {n}}}}},\n"
    f'  title = {{A {{Title}} {n}}},\n  booktitle = "Proc. {n}",\n  year = 20{n:02d},\n}}\n'
    for n in range(6)
)


def test_no_single_lost_character_loses_an_entry_silently() -> None:
    whole = keys(LARGE)
    silent = [
        (place, LARGE[place])
        for place in range(len(LARGE))
        if not (found := bibtex.parse(LARGE[:place] + LARGE[place + 1 :])).faults
        and len(found.publications) != len(whole)
    ]
    assert silent == []


def test_a_lost_character_costs_its_own_entry_at_most() -> None:
    whole = keys(LARGE)
    for place in range(len(LARGE)):
        # At most the entry itself and, when its end is lost, the one that follows at once.
        assert len(keys(LARGE[:place] + LARGE[place + 1 :])) >= len(whole) - 1, place


def test_every_fault_is_in_the_file() -> None:
    last = LARGE.count("\n") + 1
    for place in range(0, len(LARGE), 3):
        for line, _ in faults(LARGE[:place] + LARGE[place + 1 :]):
            assert line is not None
            assert 1 <= line <= last


def test_an_empty_file_holds_nothing() -> None:
    assert bibtex.parse("") == bibtex.Bibliography((), ())
    assert bibtex.parse("Only words.\n") == bibtex.Bibliography((), ())


def test_addresses_and_identifiers_are_not_tex() -> None:
    found = entry("@misc{k, url = {https://x.org/~a/b--c_d%20e}, doi = {10.1/a_b--c}}")
    assert found.fields == {"url": "https://x.org/~a/b--c_d%20e", "doi": "10.1/a_b--c"}


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"G{\"o}del, \'Ecole, \~n, na\"{\i}ve", "Gödel, École, ñ, naïve"),
        (r"{\'{E}}cole {\'\i}n", "École ín"),
        (r"\c{c}\v{S}\H{o}\k{a}\r{a}\u{g}\=a\.z\d{t}", "çŠőąåğāżṭ"),
        (r"{\aa}\o{}\ss{} {\L}\'od\'z \ae", "åøß Łódź æ"),
        (r"Erd\H os", "Erdős"),
        (r"\emph{One} \textbf{two} \texttt{3}", "One two 3"),
        (r"R\&D, 100\%, a\_b, \$5, \#1", "R&D, 100%, a_b, $5, #1"),
        ("pages 1--10, a---b", "pages 1–10, a—b"),
        ("``quoted''", "“quoted”"),
        ("Fig.~1", "Fig.\u00a01"),
        ("{FlashAttention}: Fast and {IO}-Aware", "FlashAttention: Fast and IO-Aware"),
        ("Ordinary Title in 中文", "Ordinary Title in 中文"),
        ("$O(n^2)$", "O(n²)"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_tex_becomes_the_text_that_it_stands_for(tex: str, text: str) -> None:
    assert to_text(tex) == text
    assert entry(f"@misc{{k, title = {{{tex}}}}}").title == text


@pytest.mark.parametrize(
    ("written", "name", "full"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada"), "Ada Lovelace"),
        ("Lovelace, Ada", Name("Lovelace", "Ada"), "Ada Lovelace"),
        ("Lovelace, A. B.", Name("Lovelace", "A. B."), "A. B. Lovelace"),
        ("Plato", Name("Plato"), "Plato"),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van"), "Ludwig van Beethoven"),
        ("van Beethoven, Ludwig", Name("Beethoven", "Ludwig", "van"), "Ludwig van Beethoven"),
        ("de la Fontaine, Jean", Name("Fontaine", "Jean", "de la"), "Jean de la Fontaine"),
        ("d'Alembert, Jean", Name("d'Alembert", "Jean"), "Jean d'Alembert"),
        ("King, Jr., Martin", Name("King", "Martin", "", "Jr."), "Martin King Jr."),
        ("{van den Berg}, Jan", Name("van den Berg", "Jan"), "Jan van den Berg"),
        (
            "{Barnes and Noble, Inc.}",
            Name(literal="Barnes and Noble, Inc."),
            "Barnes and Noble, Inc.",
        ),
        ("others", Name(literal="et al."), "et al."),
        (r"Erd{\H o}s, P{\'a}l", Name("Erdős", "Pál"), "Pál Erdős"),
        ("张, 三", Name("张", "三"), "张三"),
        ("三 张", Name("张", "三"), "张三"),
        ("张三", Name("张三"), "张三"),
        ("A, B, C, D", Name("A", "D", "", "B, C"), "D A B, C"),
    ],
)
def test_a_name_is_read_into_its_parts(written: str, name: Name, full: str) -> None:
    assert parse_name(written) == name
    assert name.full == full


def test_names_are_joined_by_and_outside_braces() -> None:
    found = split_names("Ada Lovelace and\n {Barnes and Noble} and Anders Andersen and others")
    assert [one.full for one in found] == [
        "Ada Lovelace",
        "Barnes and Noble",
        "Anders Andersen",
        "et al.",
    ]


def publication(**fields: str) -> Publication:
    """Return an entry with the given fields."""
    return Publication("k", "misc", "T", (), fields)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://x.org/%0aalert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "data://x",
        "vbscript:x",
        "file:///etc/passwd",
        "//x.org/y",
        "x.org",
        "http://[bad",
    ],
)
def test_only_http_addresses_become_links(url: str) -> None:
    fields = dict.fromkeys(("url", "pdf", "code", "website", "slides", "poster", "video"), url)
    assert references.links(publication(**fields)) == ()


def test_identifiers_become_addresses() -> None:
    found = references.links(publication(doi="10.1/x", eprint="2401.00001", url="https://x.org"))
    assert [(one.label, one.url) for one in found] == [
        ("Paper", "https://x.org"),
        ("DOI", "https://doi.org/10.1/x"),
        ("arXiv", "https://arxiv.org/abs/2401.00001"),
    ]


def test_the_quick_way_through_plain_fields_says_what_the_long_way_says() -> None:
    pieces = ["a", "B", " ", "\t", "-", "--", "---", "{", "}", "é", "e\u0301", "\u00a0"]
    compared = 0
    for letters in itertools.product(pieces, repeat=4):
        field = "".join(letters)
        # A command that prints nothing sends the same field the long way.
        long = tex.convert(field + "\\/")
        quick = tex.convert(field)
        if not long.problems and ("{" in field or "--" in field):
            assert (quick.plain, quick.runs) == (long.plain, long.runs), field
            compared += 1
    assert compared > 4_000
