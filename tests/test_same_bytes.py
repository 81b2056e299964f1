"""The same input gives the same bytes: in any number of jobs, on any machine, after any history."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from building import ROOTS, build, copy_root, differences
from editing import Editor, cross_link

EDITS = 45


def test_one_job_and_four_give_the_same_bytes(tmp_path: Path) -> None:
    source = copy_root("site", tmp_path / "site")
    alone = build(source, tmp_path / "one", jobs=1)
    together = build(source, tmp_path / "four", jobs=4)
    assert differences(alone.out, together.out) == []
    assert alone.warnings == together.warnings == ()


def test_other_seeds_zones_and_folders_give_the_same_bytes(tmp_path: Path) -> None:
    outputs = []
    for seed, zone, language in [("1", "UTC", "C"), ("4242", "Asia/Shanghai", "C.UTF-8")]:
        folder = tmp_path / f"in a folder {seed}"
        source = copy_root("site", folder / "site")
        outputs.append(folder / "out")
        subprocess.run(
            [
                *(sys.executable, "-m", "sphinx", "-q", "-W", "-n", "-b", "dirhtml"),
                *("-d", str(folder / "doctrees"), str(source), str(outputs[-1])),
            ],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language},
        )
    assert differences(*outputs) == []


def test_two_sites_in_one_process_do_not_mix(tmp_path: Path) -> None:
    one = copy_root("site", tmp_path / "one")
    other = copy_root("site", tmp_path / "other")
    (other / "people" / "ada.md").rename(other / "people" / "grace.md")
    (other / "blog" / "loose.md").unlink()
    # What is a draft in one site is a post in the other.
    secret = other / "blog" / "secret.md"
    secret.write_text(secret.read_text().replace("draft: true\n", ""))
    before = build(other, tmp_path / "before")
    build(one, tmp_path / "between")
    after = build(other, tmp_path / "after")
    assert differences(before.out, after.out) == []
    assert (after.out / "blog" / "secret" / "index.html").exists()


def test_a_canary_in_a_draft_is_in_no_byte_of_the_output(tmp_path: Path) -> None:
    source = copy_root("site", tmp_path / "site")
    draft = source / "blog" / "secret.md"
    assert b"canary" in draft.read_bytes()
    site = build(source, tmp_path / "work")
    told = [path for path in site.out.rglob("*") if path.is_file() and _canary(path)]
    assert told == []
    draft.write_text(draft.read_text().replace("draft: true\n", ""))
    site = build(source, tmp_path / "work")
    assert "canary-in-the-body" in site.text("blog/secret")
    draft.write_text(draft.read_text().replace("part: 3\n", "part: 3\ndraft: true\n"))
    site = build(source, tmp_path / "work")
    told = [path for path in site.out.rglob("*") if path.is_file() and _canary(path)]
    assert told == []


def _canary(path: Path) -> bool:
    return b"canary" in path.read_bytes().lower() or "secret" in str(path.name)


def test_a_build_that_was_killed_leaves_nothing_stale(tmp_path: Path) -> None:
    source = copy_root("site", tmp_path / "site")
    build(source, tmp_path / "work")
    page = source / "blog" / "loose.md"
    page.write_text(page.read_text() + "\nA new paragraph.\n")
    # Read and pickle as a build does, then die before anything is written.
    script = (
        "import os, sys\n"
        "from sphinx.application import Sphinx\n"
        "source, work = sys.argv[1:]\n"
        "places = source, source, f'{work}/dirhtml', f'{work}/doctrees'\n"
        "app = Sphinx(*places, 'dirhtml', status=None)\n"
        "app.builder.write = lambda *_: os._exit(9)\n"
        "app.build()\n"
    )
    work = str(tmp_path / "work")
    died = subprocess.run([sys.executable, "-c", script, str(source), work], check=False)
    assert died.returncode == 9
    # The page now looks older than its output, as after a checkout.
    os.utime(page, (0, 0))
    build(source, tmp_path / "work")
    build(source, tmp_path / "clean")
    assert differences(tmp_path / "work" / "dirhtml", tmp_path / "clean" / "dirhtml") == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_edits_the_incremental_output_equals_a_clean_build(
    tmp_path: Path, seed: int
) -> None:
    source = copy_root("site", tmp_path / "site")
    cross_link(source, alone=seed == 1)
    build(source, tmp_path / "work")
    editor = Editor(source, seed)
    history = []
    for _ in range(EDITS):
        history.append(editor.edit())
        kept = build(source, tmp_path / "work")
        clean = build(source, tmp_path / "clean")
        wrong = differences(kept.out, clean.out)
        assert wrong == [], f"{wrong} after {history}"
        shutil.rmtree(tmp_path / "clean")


def test_the_tiny_site_stays_tiny() -> None:
    assert len(list((ROOTS / "test-site").rglob("*.md"))) <= 15
