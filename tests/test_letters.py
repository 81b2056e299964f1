"""Letters without Sphinx: what is read, what is filled in, and all that keeps a letter back."""

from __future__ import annotations

import datetime
import re

import pytest

from sphinx_folio import front_matter
from sphinx_folio.errors import Fault
from sphinx_folio.front_matter.schemas import SORTS
from sphinx_folio.letters import (
    Letter,
    Recipient,
    Table,
    Template,
    compose,
    faults_between,
    read_table,
    read_template,
)
from sphinx_folio.lives import Code, Paragraph, Points, lines
from sphinx_folio.lives import Table as Grid
from sphinx_folio.models import Run

HEAD = "subject: About it\ndate: 2026-11-29\n"
ME = {"name": "Robin Example", "website": "https://robin.example"}


def read(body: str, head: str = HEAD, language: str = "en") -> tuple[Template, list[Fault]]:
    """Read a template as the command does."""
    source = f"---\n{head.rstrip()}\n---\n{body}\n"
    sort = SORTS["letter"]
    found = front_matter.read(source, sort.schema, foreign=sort.foreign)
    template, faults = read_template(found.values, found.lines, source, found.rest, language)
    return template, [*found.faults, *faults]


def letter(body: str, head: str = HEAD, language: str = "en", **values: str) -> Letter:
    """Return the letter to a recipient with the given values; nothing may be wrong."""
    template, faults = read(body, head, language)
    assert faults == []
    made, faults = compose(template, Recipient("ada", 2, values), ME)
    assert faults == []
    assert made
    return made


def said(made: Letter) -> list[str]:
    """Return the body line by line."""
    return list(lines(made.body))


def rows(text: str, name: str = "r.csv") -> Table:
    table, faults = read_table(name, text.encode())
    assert faults == []
    return table


# --- the body ----------------------------------------------------------------------------------


def test_markdown_becomes_blocks_and_runs() -> None:
    made = letter(
        "Some *soft*, **hard** and ***both***\nin `code` at [a place](https://x.example)."
        "  \nNew line.\n\n"
        "1. one\n2. two\n   - in two\n\n```\nx  = 1\n```\n\n| a | b |\n|---|---|\n| *c* | d |\n"
    )
    first, points, code, table = made.body
    assert first == Paragraph(
        (
            Run("Some "),
            Run("soft", ("emph",)),
            Run(", "),
            Run("hard", ("strong",)),
            Run(" and "),
            Run("both", ("emph", "strong")),
            Run(" "),
            Run("in "),
            Run("code", ("code",)),
            Run(" at "),
            Run("a place", (), "https://x.example"),
            Run("."),
            Run("\n"),
            Run("New line."),
        )
    )
    assert isinstance(points, Points)
    assert points.ordered
    assert isinstance(points.items[1][1], Points)
    assert code == Code("x  = 1")
    assert table == Grid(((Run("a"),), (Run("b"),)), (((Run("c", ("emph",)),), (Run("d"),)),))


def test_quotes_and_dashes_are_those_of_print() -> None:
    made = letter('It\'s "{{ a }}" -- or --- not...', HEAD.replace("it", 'Ann\'s "it"'), a="x")
    assert said(made) == ["It’s “x” – or — not…"]
    assert made.subject == "About Ann’s “it”"
    assert said(letter('"Ja"', language="de")) == ["„Ja“"]
    assert said(letter('`"a" -- b`')) == ['"a" -- b']


def test_no_blank_stands_between_lines_of_chinese() -> None:
    made = letter("您好，\n我是**林**\n{{ a }}。\nand\nso on", language="zh", a="示例")
    assert said(made) == ["您好，我是林示例。 and so on"]


def test_comments_are_for_the_writer_only() -> None:
    made = letter("<!-- TODO: {{ nothing }} [x] -->\n\nText <!-- TODO --> here.\n")
    assert said(made) == ["Text  here."]


@pytest.mark.parametrize(
    ("body", "message", "line"),
    [
        ("a\n\n# Head", "no headings", 7),
        ("a\n\n---\n", "no rules", 7),
        ("> a", "no quoted blocks", 5),
        ("a\n\n<b>x</b>", "'<b>': a letter has no HTML", 7),
        ("<div>\nx\n</div>", "'<div>': a letter has no HTML", 5),
        ("a\nb ![x](y.png)", "no images", 6),
        ("![](y.png)", "no images", 5),
        ("3. a", "begins with 1", 5),
        ("a\n[b](/people/ada)", "'/people/ada' is no address", 6),
        ("[b](javascript:x)", "is no address", 5),
        ("- a\n- [b](x.md)", "is no address", 6),
        ("<!-- a --> lost <!-- b -->", "a letter has no HTML", 5),
        ("<!-- nothing -->", "the letter has no text", None),
        ("", "the letter has no text", None),
        ("a \ufdd0", "no character", 5),
    ],
)
def test_what_a_letter_cannot_hold_is_told_with_its_line(
    body: str, message: str, line: int | None
) -> None:
    faults = read(body)[1]
    assert any(message in fault.message and fault.line == line for fault in faults), faults


# --- what was left -----------------------------------------------------------------------------


LEFT = [
    "Dear [Professor's Last Name],",
    "[University Name]",
    "*[Name]*",
    "[Professor's *Last* Name]",
    "[{{ a }}]",
    "[^1]",
    "<University Name>",
    "<姓名>",
    "{{ a",
    "a }}",
    "{name}",
    "TODO",
    "it is TBD.",
    "XXX",
    "Prof. ____ of",
    "Prof. ........ of",
    "Lorem ipsum dolor",
    "【教授姓名】",
    "［单位］",
    "某某大学",
    "XX大学",
    "××老师",
    "«Name»",
    "«Last Name»",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_was_left_to_be_filled_in_is_refused(text: str) -> None:
    (fault,) = read(f"Fine.\n\nFine,\n{text} and on.")[1]
    assert fault.line == 8
    assert "{{ name }}" in fault.message or re.search("is unfinished|fill|filler", fault.message)


@pytest.mark.parametrize("text", LEFT)
@pytest.mark.parametrize("key", ["subject", "opening", "to", "closing", "enclosures", "file"])
def test_it_is_refused_in_front_matter_too(key: str, text: str) -> None:
    quoted = text.replace("'", "''")
    head = f"date: 2026-11-29\nlanguage: en\n{key}: '{quoted}'\n"
    faults = read("Text.", head if key == "subject" else f"subject: x\n{head}")[1]
    assert [fault.line for fault in faults] == [4 if key == "subject" else 5]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"He \[sic\] wrote", "He [sic] wrote"),
        (r"a \{b\} \<c\> d", "a {b} <c> d"),
        ("`a[i] = {j}` <https://x.example>", "a[i] = {j} https://x.example"),
        ("[a place](https://x.example)", "a place"),
        ("[a place]\n\n[a place]: https://x.example", "a place"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("XXL todo for Lorem", "XXL todo for Lorem"),
        (r"\{\{ a \}\}", "{{ a }}"),
        ("&#91;a]", "[a]"),
    ],
)
def test_what_is_meant_stays(text: str, shown: str) -> None:
    assert said(letter(text)) == [shown]


# --- values ------------------------------------------------------------------------------------


EVIL = "{{ b }} #x *y* <i> (z)(w) `v` \\ _u_ & 林\n$t$ {{"


def test_values_are_text_and_nothing_else() -> None:
    made = letter(
        "a {{ a }} b\n\n    {{ a }}\n\n*{{ b }}* `{{ b }}`",
        "subject: '{{ a }}'\ndate: '{{ day }}'\nto: '{{ a }}'\nopening: Dear {{ me.name }}",
        a=EVIL,
        b="{{ a }}",
        day="2026-01-02",
    )
    assert made.body == (
        Paragraph((Run(f"a {EVIL} b"),)),
        Code(EVIL),
        Paragraph((Run("{{ a }}", ("emph",)), Run(" "), Run("{{ a }}", ("code",)))),
    )
    assert made.to == tuple(EVIL.split("\n"))
    assert made.subject == EVIL.replace("\n", " ")
    assert made.opening == "Dear Robin Example"
    assert made.date == datetime.date(2026, 1, 2)


def test_an_address_gets_its_value() -> None:
    made = letter("[here]({{ url }})", url="https://x.example/a?b=c#d")
    assert made.body == (Paragraph((Run("here", (), "https://x.example/a?b=c#d"),)),)
    template, faults = read("Text\n[here]({{ url }})")
    assert faults == []
    made_not, faults = compose(template, Recipient("a", 2, {"url": "javascript:x"}), ME)
    assert made_not is None
    assert [(fault.line, "'javascript:x' is no address" in fault.message) for fault in faults] == [
        (6, True)
    ]


def test_lines_of_a_value_are_lines_of_the_address() -> None:
    made = letter(
        "Text {{ where }}",
        HEAD + "to: |\n  {{ who }}\n  {{ where }}\nclosing: [So, long]\nopening: At {{ where }}\n",
        who="Ada",
        where="1 Way\nTown",
    )
    assert made.to == ("Ada", "1 Way", "Town")
    assert made.closing == ("So", "long")
    assert made.opening == "At 1 Way Town"
    assert said(made) == ["Text 1 Way\nTown"]


def test_the_date_comes_from_the_template_or_the_table() -> None:
    day = datetime.date(2026, 11, 29)
    assert letter("Text").date == day
    assert letter("Text", "subject: x\n", date="2026-11-29").date == day
    template, _ = read("Text", "subject: x\ndate: '{{ d }}'\n")
    _, (fault,) = compose(template, Recipient("a", 2, {"d": "soon"}), ME)
    assert fault == Fault("date: 'soon' is no date; write YYYY-MM-DD", 3)
    template, _ = read("Text", "subject: x\n")
    (fault,), *_rest = faults_between(template, rows("id\na\n"), (), {})
    assert fault.message == "the letter has no date: no 'date' here, and no column of that name"


def test_the_file_is_named_by_the_template_or_the_recipient() -> None:
    assert letter("Text").file == "ada"
    assert letter("Text", HEAD + "file: 'To {{ n }}'", n="Ann").file == "To Ann"


@pytest.mark.parametrize("cell", ["", "  "])
def test_a_placeholder_without_a_value_is_named_with_its_places(cell: str) -> None:
    template, _ = read("Hello {{ name }}.\n\nAgain {{ name }}, {{ me.phone }}.")
    made, faults = compose(template, Recipient("ada", 2, {"name": cell}), {**ME, "phone": "1"})
    assert made is None
    assert faults == [Fault("{{ name }} has no value (line 7 too)", 5)]


def test_a_name_that_no_recipient_has_is_told_once_with_the_nearest() -> None:
    template, _ = read("Hello {{ nmae }} {{ me.fone }}.\n\nAgain {{ nmae }} {{ }}.")
    table = rows("id,name,spare\na,b,c\n")
    wrong, cells, unused = faults_between(template, table, table.rows, {"phone": "1"})
    assert cells == []
    assert unused == ["name", "spare"]
    assert wrong == [
        Fault(
            "{{ nmae }} has no value for any recipient: there is no such column. "
            "Did you mean 'name'?",
            5,
        ),
        Fault("{{ me.fone }} has no value: the sender has none. Did you mean 'me.phone'?", 5),
        Fault("{{ }} names nothing", 7),
    ]


CELLS = sorted({*LEFT, "某某", "lorem ipsum", "{{ name }}", "<Name>", "____"} - {"*[Name]*"})


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_was_left_to_be_filled_in_is_refused(cell: str) -> None:
    template, _ = read("Dear {{ name }}")
    table = rows(f'id,name,spare\nada,"{cell}","{cell}"\n')
    _, (fault,), _ = faults_between(template, table, table.rows, ME)
    assert fault.line == 2
    assert re.match(r"column 'name': '.+' (was left|is unfinished|is filler)", fault.message)


@pytest.mark.parametrize("name", ["[Your Name]", "{{ name }}", "TODO"])
def test_a_head_that_was_left_to_be_filled_in_is_refused(name: str) -> None:
    template, _ = read("Dear reader", f"{HEAD}from:\n  name: '{name}'")
    (fault,), *_rest = faults_between(template, rows("id\na\n"), (), {**ME, "name": name})
    assert fault.message.startswith("the sender's name: ")
    assert fault.line == 4


def test_brackets_in_a_cell_can_be_meant() -> None:
    template, _ = read("Dear {{ name }}")
    table = rows("id,name\nada,a \\[b\\] \\c\n")
    assert faults_between(template, table, table.rows, ME)[:2] == ([], [])
    made, _ = compose(template, table.rows[0], ME)
    assert made
    assert said(made) == ["Dear a [b] \\c"]


@pytest.mark.parametrize(
    "cell",
    [
        "\\{{ name \\}}",
        "\\{{ name }\\}",
        "\\{name}",
        "\\<Name>",
        "\\_\\_\\_",
        "\\«Name»",
        "\\【姓名】",
    ],
)
def test_whatever_was_left_in_a_cell_can_be_meant(cell: str) -> None:
    template, _ = read("Dear {{ name }}")
    table = rows(f"id,name\nada,{cell}\n")
    wrong = faults_between(template, table, table.rows, ME)[1]
    assert (wrong != []) == ("{{" in cell)
    made, _ = compose(template, table.rows[0], ME)
    assert made
    assert said(made) == [f"Dear {cell.replace(chr(92), '')}"]


def test_marks_of_a_quotation_are_no_field_where_they_quote() -> None:
    assert said(letter("Il a dit «Bonjour».", language="fr")) == ["Il a dit «Bonjour»."]
    template, _ = read("Dear {{ name }}", language="fr")
    table = rows("id,name\nada,«Bonjour»\n")
    assert faults_between(template, table, table.rows, ME)[1] == []
    assert said(letter("»a« und »b«", language="de")) == ["»a« und »b«"]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Text\n\n[Professor Name]: https://x", [7]),
        ("[Professor Name]: https://x\n\nText", [5]),
        ("[a]\n\n[a]: https://x.example\n[b]: https://x.example", [8]),
        ("[A]\n\n[a]: https://x.example\n[a]: https://y.example", [8]),
        ("Text\n\n- one\n\n  [^1]: word", [9]),
        ("`[a]`\n\n[{{ x }}]: https://x", [7]),
        ("[b][a] and *[c][A]*\n\n- | h |\n  |---|\n  | [a][] |\n\n[a]: https://x.example", []),
    ],
)
def test_a_definition_that_nothing_uses_is_no_line_that_gets_lost(
    body: str, lines: list[int]
) -> None:
    faults = read(body)[1]
    assert [fault.line for fault in faults] == lines
    assert all("is used by no link" in fault.message for fault in faults)


@pytest.mark.parametrize(
    ("head", "message", "line"),
    [
        ("subjct: x\n", "unknown key 'subjct'. Did you mean 'subject'?", 2),
        ("date: 2026-11-29\n", "the letter has no 'subject'", None),
        ("subject:\n", "the letter has no 'subject'", None),
        ("subject: x\nto: [{{ a }}]\n", "put quotes around what begins with {{", 3),
        ("subject: {{ a }}\n", "put quotes around what begins with {{", 2),
        ("subject: x\ndate: soon\n", "'soon' is no date", 3),
        ("subject: x\npaper: a5\n", "'a5' is none of a4, us-letter", 3),
        ("subject: x\norphan: true\n", "unknown key 'orphan'", 3),
        ("subject: x\nfrom:\n  nam: y\n", "unknown key 'nam'. Did you mean 'name'?", 3),
        ("subject: x\nfrom:\n  headline: y\n", "no name", 3),
    ],
)
def test_what_is_wrong_in_front_matter_is_told(head: str, message: str, line: int | None) -> None:
    faults = read("Text", head)[1]
    assert any(message in fault.message and fault.line == line for fault in faults), faults


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_in_the_forms_that_programs_write(mark: str, begin: str, end: str) -> None:
    text = end.join(
        [
            mark.join(["name", "where to"]),
            mark.join([" Ada ", f'"1, Way; 2{end}Town ""T"""']),
            "",
            mark.join(["林", "x"]),
        ]
    )
    table = rows(begin + text)
    assert table.columns == ("name", "where to")
    assert [(row.id, row.line) for row in table.rows] == [("Ada", 2), ("林", 5)]
    assert table.rows[0].values == {"name": "Ada", "where to": '1, Way; 2\nTown "T"'}


def test_yaml_is_read_as_it_was_written() -> None:
    table = rows(
        "- id: 007\n  ok: no\n  day: 2026-01-02\n- id: b\n  to: |\n    x\n    y\n", "r.yaml"
    )
    assert table.columns == ("id", "ok", "day", "to")
    first, second = table.rows
    assert first == Recipient("007", 1, {"id": "007", "ok": "no", "day": "2026-01-02", "to": ""})
    assert (second.line, second.values["to"], second.values["ok"]) == (4, "x\ny", "")


@pytest.mark.parametrize(
    ("name", "data", "message", "line"),
    [
        ("r.csv", b"", "is empty", None),
        ("r.csv", b"\n\n", "is empty", None),
        ("r.csv", b"id,name\n", "has no recipients", None),
        ("r.csv", b"id,id\na,b\n", "column 'id' stands twice", 1),
        ("r.csv", b"id,\na,b\n", "column 2 has no name", 1),
        ("r.csv", b"id,me.name\na,b\n", "'me.name'", 1),
        ("r.csv", b"id,{x}\na,b\n", "no placeholder can name it", 1),
        ("r.csv", b'id,b\n"x\ny",1\nc\n', "has 1 cells for 2 columns", 4),
        ("r.csv", b"id,b\na,1,2\n", "has 3 cells for 2 columns", 2),
        ("r.csv", b'id,b\na,"x\n', "cannot be read from here on", 2),
        ("r.csv", b"id\na\n\xff\n", "is not UTF-8", 3),
        ("r.csv", b"id\na\nb\x07\n", "holds a control character", 3),
        ("r.xlsx", b"id\na\n", "is no table that is known", None),
        ("r.yml", b"", "has no recipients", None),
        ("r.yml", b"[]", "has no recipients", None),
        ("r.yml", b"a: b", "must be a list", 1),
        ("r.yml", b"- a: b\n- c\n", "must be a mapping", 2),
        ("r.yml", b"- a: b\n  c: [d]\n", "'c' must be text", 2),
        ("r.yml", b"- a: b\n  [c, d]: e\n", "named by text, not by a list", 2),
        ("r.yml", b"- a: b\n  ? {c: d}\n  : e\n", "named by text, not by a mapping", 2),
        ("r.yml", b"- a: b\n  a: d\n", "'a' stands twice", 2),
        ("r.yml", b"- a: 'b\n", "found unexpected end of stream", 2),
    ],
)
def test_what_is_wrong_with_a_table_is_told(
    name: str, data: bytes, message: str, line: int | None
) -> None:
    (fault,) = read_table(name, data)[1]
    assert message in fault.message
    assert fault.line == line
