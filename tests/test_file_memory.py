"""What was worked out of a file is remembered while its content is the same, and no longer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sphinx_folio import file_memory
from sphinx_folio.file_memory import FileMemory


@pytest.fixture
def calls() -> list[bytes]:
    """Return the contents that something was worked out of."""
    return []


def asked(path: Path, kept: Path, calls: list[bytes], form: str = "1") -> int:
    """Ask for the length of a file in a new run."""
    memory = FileMemory(kept, form)

    def length(content: bytes) -> int:
        calls.append(content)
        return len(content)

    found: int = memory.of(path, length)
    memory.keep()
    return found


def test_the_same_content_is_worked_out_once(tmp_path: Path, calls: list[bytes]) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    assert asked(path, tmp_path / "kept.json", calls) == 3
    os.utime(path, (1, 1))  # as a checkout does
    assert asked(path, tmp_path / "kept.json", calls) == 3
    assert calls == [b"one"]


def test_a_change_within_one_tick_is_seen(tmp_path: Path, calls: list[bytes]) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    times = path.stat()
    asked(path, tmp_path / "kept.json", calls)
    path.write_bytes(b"two")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    asked(path, tmp_path / "kept.json", calls)
    assert calls == [b"one", b"two"]


def test_what_is_old_is_not_read_again(
    tmp_path: Path, calls: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    monkeypatch.setattr(file_memory, "MOMENTS", -(10**18))  # as if long ago
    asked(path, tmp_path / "kept.json", calls)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert asked(path, tmp_path / "kept.json", calls) == 3


@pytest.mark.parametrize("broken", ["", "[]", '{"form": "1"}', '{"form": "1", "files": 3}', "{"])
def test_a_broken_memory_is_none(tmp_path: Path, calls: list[bytes], broken: str) -> None:
    (tmp_path / "kept.json").write_text(broken)
    (tmp_path / "a.md").write_bytes(b"one")
    assert asked(tmp_path / "a.md", tmp_path / "kept.json", calls) == 3


def test_another_form_begins_anew(tmp_path: Path, calls: list[bytes]) -> None:
    (tmp_path / "a.md").write_bytes(b"one")
    asked(tmp_path / "a.md", tmp_path / "kept.json", calls)
    asked(tmp_path / "a.md", tmp_path / "kept.json", calls, form="2")
    assert calls == [b"one", b"one"]


def test_a_file_that_is_gone_is_told(tmp_path: Path, calls: list[bytes]) -> None:
    with pytest.raises(FileNotFoundError):
        asked(tmp_path / "a.md", tmp_path / "kept.json", calls)
