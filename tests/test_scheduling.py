"""What day it is, and the state of a post on it; the build withholds what the command says."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path

import pytest

from sphinx_folio import front_matter, scheduling
from sphinx_folio.ext.blog.drafts import is_withheld
from sphinx_folio.file_memory import FileMemory
from sphinx_folio.front_matter.schemas import SORTS

DAY = datetime.date(2026, 3, 1)
EPOCH = str(int(datetime.datetime(2026, 3, 1, 23, 59, 59, tzinfo=datetime.UTC).timestamp()))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_today_is_the_day_of_source_date_epoch_in_utc_everywhere(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert scheduling.today() == DAY


def test_without_it_today_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.datetime.now(datetime.UTC).date()
    assert before <= scheduling.today() <= datetime.datetime.now(datetime.UTC).date()


DATES = ["", "date: 2026-02-28", "date: 2026-03-01", "date: 2026-03-02", "date: soon", "date:"]
FLAGS = ["", "draft: true", "draft: false", "draft: yes", "draft:"]


@pytest.mark.parametrize(("date", "draft"), list(itertools.product(DATES, FLAGS)))
def test_a_post_has_one_state_and_only_published_ones_are_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, date: str, draft: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    path = tmp_path / "post.md"
    path.write_text(f"---\n{date}\n{draft}\ntitle: x\n---\n", encoding="utf-8")
    read = front_matter.read(path.read_text(encoding="utf-8"), SORTS["post"].schema)
    state = scheduling.state(read.values, DAY, doubtful=bool(read.doubts))
    if draft in {"draft: true", "draft: yes", "draft:"} or date in {"date: soon", "date:"}:
        assert state == "draft"
    else:
        assert state == ("scheduled" if date == "date: 2026-03-02" else "published")
    memory = FileMemory(tmp_path / "kept.json", "1")
    assert is_withheld(path, "post", memory) == (state != "published")
