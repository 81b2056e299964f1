"""``folio schema``: printed, or written for the editor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sphinx_folio.front_matter.schemas import SORTS, for_editors

Folio = Callable[..., Result]


@pytest.mark.parametrize("sort", SORTS)
def test_the_schema_is_printed_as_json(folio: Folio, sort: str) -> None:
    assert json.loads(folio("schema", sort).stdout) == for_editors(sort)
    assert folio("schema").stdout == folio("schema", "post").stdout


def test_all_are_written_beside_the_site(site: Path, folio: Folio) -> None:
    shown = folio("schema", "--write").stdout.split()
    assert shown == [f".folio/{sort}.schema.json" for sort in SORTS]
    for name in shown:
        json.loads((site / name).read_text(encoding="utf-8"))
    assert "is not one of" in folio("schema", "blog", code=2).stderr
