"""The file of values for print only: text as written, and every doubt is told with its line."""

from __future__ import annotations

import pytest

from sphinx_folio.errors import Fault
from sphinx_folio.private_values import read


def test_values_stay_the_text_that_was_written() -> None:
    values, faults = read("phone: 0049 123\naddress: |\n  1  Way \n\n  Town\nemail:\n")
    assert values == {"phone": "0049 123", "address": "1 Way\nTown"}
    assert faults == []
    assert read("phone: 012345")[0] == {"phone": "012345"}
    assert read('phone: "a\\tb\\x07c"')[0] == {"phone": "a b c"}
    assert read('phone: "\\u202a+1 5\\u2066\\u200b5\\u202c\\ufeff"')[0] == {"phone": "+1 55"}
    assert read('email: "\u202ea@b\u2069"\naddress: "می\u200cخواهم"')[0] == {
        "email": "a@b",
        "address": "می\u200cخواهم",
    }
    assert read("") == read("# nothing yet\n") == ({}, [])


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("phone: 1\nadress: x", "unknown key 'adress'. Did you mean 'address'?", 2),
        ("phone: 1\nphone: 2", "key 'phone' stands twice", 2),
        ("phone: [1]", "phone: must be text", 1),
        ("- phone", "must hold 'key: value' lines", 1),
        ("phone: 'a", "found unexpected end of stream", 1),
        ("[a]: b", "unknown key", 1),
        ("a: \x07", "is no YAML", None),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str, line: int | None) -> None:
    (fault,) = read(text)[1]
    assert message in fault.message
    assert fault == Fault(fault.message, line)
