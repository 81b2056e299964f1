"""Addresses in plain text are said, not written."""

from __future__ import annotations

import pytest

from sphinx_folio.mail import spoken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Write to ada.l+x@engine.example.", "Write to ada.l+x at engine.example."),
        ("a@b.cd, e@f.gh", "a at b.cd, e at f.gh"),
        ("@pradyunsg, x @ y, a@b", "@pradyunsg, x @ y, a@b"),
        ("x" * 100_000, "x" * 100_000),
    ],
)
def test_an_address_is_said(text: str, said: str) -> None:
    assert spoken(text) == said
