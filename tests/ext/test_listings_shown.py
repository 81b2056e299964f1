"""The directives ``{listing}``, ``{output}`` and ``{diff}``: what a page shows of real files."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from selenium import webdriver
from sphinx.errors import ConfigError
from sphinx.testing.util import SphinxTestApp

from acting import act
from building import Site, build, differences, make, of_class, parse, texts
from sphinx_folio.feeds.articles import clean
from sphinx_folio.listings import Record, Result, Step, read_checks, record_path, record_text
from sphinx_folio.listings.sources import digests_of

DAY = datetime.date(2026, 11, 20)
CONF = 'extensions = ["sphinx_folio"]\nexclude_patterns = ["listings"]\n'
PYTHON = '''\
"""Adds."""


# begin add
def add(one: int, other: int) -> int:
    """Return the sum."""
    return one + other  # <1>
# end add


print(add(1, 2))  # <2>
print("done")
'''
CUDA = """\
// SPDX-FileCopyrightText: Copyright (c) 2025 NVIDIA CORPORATION & AFFILIATES. All rights reserved.
// SPDX-License-Identifier: BSD-3-Clause
__global__ void copy(float const* source, float* target) {
  target[threadIdx.x] = source[threadIdx.x];
}
"""
CHECKS = """\
["add.py"]
["copy.cu"]
arch = ["sm_90a", "sm_100a"]
ptx = ["ld.global", "ld.local: 0"]
["many.cu"]
arch = ["sm_90a", "sm_100a"]
["run.cu"]
kind = "gpu"
arch = ["sm_90a"]
["fails.cpp"]
fails = "undeclared"
"""
ADDED = Step("run", "python", "3.11.9")
LOADED = {"ld.global": {"ld.global.f32": 4}, "ld.local": {}}
COMPILED = tuple(
    Step("compile", "nvcc", "13.0.88", ("-std=c++17",), arch, instructions=LOADED)
    for arch in ("sm_90a", "sm_100a")
)
FULL = """\
# Page

See {numref}`it`.

```{listing} add.py
:region: add
:name: it

A *sum* of two.

1. The sum itself.
```

The end.
"""


def record(root: Path, name: str, *steps: Step, **more: Any) -> None:
    """Write the record of a listing as it is now."""
    check = read_checks(root)[0][name]
    sources = more.pop("sources", None) or digests_of(root, [name])
    value = Record(name, check.kind, sources, check.declaration, DAY, steps, **more)
    path = record_path(root, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record_text(value), encoding="utf-8")


def site(folder: Path, *, conf: str = CONF, **pages: str) -> Path:
    """Write a site with four listings; two have records that hold."""
    make(folder, conf=conf, **pages)
    root = folder / "listings"
    root.mkdir()
    fails = "int main() { return undeclared; }\n"
    files = {"add.py": PYTHON, "fails.cpp": fails}
    files |= dict.fromkeys(("copy.cu", "many.cu", "run.cu"), CUDA)
    for name, text in {**files, "checks.toml": CHECKS, "Makefile": "all:\n"}.items():
        (root / name).write_text(text, encoding="utf-8")
    record(root, "add.py", ADDED, output="3\ndone\n")
    record(root, "copy.cu", *COMPILED)
    return folder


def page(directive: str) -> str:
    return f"# Page\n\n{directive}\n\nThe end.\n"


def shown(tmp_path: Path, directive: str) -> tuple[Site, Element]:
    built = build(site(tmp_path / "src", index=page(directive)), tmp_path / "out")
    return built, parse(built)


def code(tree: Element) -> list[str]:
    """Return the text of the code blocks, the numbers of notes in it."""
    return ["".join(pre.itertext()) for pre in tree.iter("pre")]


# --- listings -------------------------------------------------------------------------------------


def test_a_region_is_shown_with_number_caption_notes_and_what_was_proved(tmp_path: Path) -> None:
    built = build(site(tmp_path / "src", index=FULL), tmp_path / "out")
    assert built.warnings == ()
    tree = parse(built)
    assert texts(tree, "code-block-caption") == ["Listing 1 A sum of two.¶"]
    assert texts(tree, "std-numref") == ["Listing 1"]
    assert code(tree) == [
        "def add(one: int, other: int) -> int:\n"
        '    """Return the sum."""\n'
        "    return one + other  (1)\n"
    ]
    assert texts(tree, "folio-proved-by-state") == ["run with Python 3.11 · output verified"]
    (details,) = of_class(tree, "folio-proved-by")
    assert "recorded 20 Nov 2026" in "".join(details.itertext())
    assert texts(tree, "folio-listing-file") == ["Download add.py · lines 5–7"]


def test_callouts_and_notes_lead_to_each_other(tmp_path: Path) -> None:
    tree = parse(build(site(tmp_path / "src", index=FULL), tmp_path / "out"))
    (callout,) = of_class(tree, "folio-callout")
    (notes,) = of_class(tree, "folio-notes")
    (back,) = of_class(notes, "folio-backref")
    assert callout.get("aria-label") == "Note 1"
    assert callout.get("href") == f"#{notes[0].get('id')}" == "#it-note-1"
    assert back.get("href") == f"#{callout.get('id')}" == "#it-callout-1"
    assert notes.tag == "ol"


def test_the_file_itself_can_be_had(tmp_path: Path) -> None:
    built = build(site(tmp_path / "src", index=FULL), tmp_path / "out")
    (link,) = of_class(parse(built), "download")
    assert (built.out / link.get("href", "")).read_text("utf-8") == PYTHON


def test_the_files_own_numbers_and_emphasised_lines_are_shown(tmp_path: Path) -> None:
    options = ":symbol: add\n:linenos:\n:emphasize-lines: 1,3\n\n1. One."
    _, tree = shown(tmp_path, f"```{{listing}} add.py\n{options}\n```")
    assert texts(tree, "linenos") == ["5", "6", "7"]
    assert texts(tree, "hll") == [
        "5def add(one: int, other: int) -> int:",
        "7 return one + other (1)",
    ]


def test_a_number_that_stands_twice_has_two_ways_back(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=page("```{listing} add.py\n\n1. Both.\n```"))
    (source / "listings" / "add.py").write_text(PYTHON.replace("<2>", "<1>"), encoding="utf-8")
    record(source / "listings", "add.py", ADDED, output="3\n")
    built = build(source, tmp_path / "out")
    assert built.warnings == ()
    tree = parse(built)
    ids = [one.get("id") for one in of_class(tree, "folio-callout")]
    assert ids == ["listing-index-1-callout-1", "listing-index-1-callout-1-2"]
    assert [one.get("href") for one in of_class(tree, "folio-backref")] == [
        f"#{id_}" for id_ in ids
    ]


def test_long_code_is_folded_and_whole_in_the_page(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=page("```{listing} Makefile\n```"))
    (source / "listings" / "Makefile").write_text("".join(f"a{n}:\n" for n in range(41)), "utf-8")
    tree = parse(build(source, tmp_path / "out"))
    assert texts(tree, "folio-fold-more") == ["Show all 41 lines"]
    assert "a40:" in code(tree)[0]
    assert of_class(tree, "highlight-make")[0].get("style") == "--folio-lines: 24"


@pytest.mark.parametrize(("fold", "lines"), [("never", []), ("5", ["Show all 10 lines"])])
def test_an_author_chooses_from_where_code_is_folded(
    fold: str, lines: list[str], tmp_path: Path
) -> None:
    _, tree = shown(
        tmp_path, f"```{{listing}} add.py\n:fold: {fold}\n\nAll.\n\n1. One.\n2. Two.\n```"
    )
    assert texts(tree, "folio-fold-more") == lines


def test_other_formats_say_the_numbers_and_keep_the_notes(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=FULL)
    built = build(source, tmp_path / "out", builder="text")
    assert built.warnings == ()
    text = (built.out / "index.txt").read_text("utf-8")
    assert "return one + other  (1)" in text
    assert "1. The sum itself." in text
    assert "↩" not in text


# --- what was proved ------------------------------------------------------------------------------

STATES = {
    "copy.cu": "compiled for sm_90a, sm_100a with nvcc 13.0 · ld.global in its PTX"
    " · no ld.local in its PTX",
    "many.cu": "compiled for sm_90a, sm_100a with nvcc 13.0"
    " · bar.sync, ld.global, mma.sync and 2 more in its PTX",
    "run.cu": "compiled for sm_90a with nvcc 13.0 · run on NVIDIA H200 · output verified",
    "fails.cpp": "fails as shown with g++ 12.2",
}


@pytest.mark.parametrize("name", STATES)
def test_what_was_proved_is_said_in_words(name: str, tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=page(f"```{{listing}} {name}\n```"))
    root = source / "listings"
    compiled = Step("compile", "nvcc", "13.0.88", arch="sm_90a")
    record(root, "run.cu", compiled, Step("run", "program"), output="ok\n", device="NVIDIA H200")
    failed = Step("compile", "g++", "12.2.0", result=Result.EXPECTED_FAILURE)
    record(root, "fails.cpp", failed, output="error: undeclared\n")
    names = ("bar.sync", "ld.global", "mma.sync", "st.global", "st.shared")
    many = (replace(step, instructions={one: {one: 1} for one in names}) for step in COMPILED)
    record(root, "many.cu", *many)
    built = build(source, tmp_path / "out")
    assert built.warnings == ()
    assert texts(parse(built), "folio-proved-by-state") == [STATES[name]]


def test_what_was_not_done_is_said_with_its_reason(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=page("```{listing} run.cu\n```"))
    compiled = Step("compile", "nvcc", "13.0.88", arch="sm_90a")
    left = Step("run", "program", result=Result.NOT_DONE, reason="no CUDA device: none")
    record(source / "listings", "run.cu", compiled, left)
    built = build(source, tmp_path / "out")
    assert built.warnings == ()
    said = "compiled for sm_90a with nvcc 13.0 · not run: no CUDA device"
    assert texts(parse(built), "folio-proved-by-state") == [said]


def test_a_listing_keeps_its_notice(tmp_path: Path) -> None:
    _, tree = shown(tmp_path, "```{listing} copy.cu\n:symbol: copy\n```")
    assert texts(tree, "folio-listing-notice") == [
        "Copyright (c) 2025 NVIDIA CORPORATION & AFFILIATES. All rights reserved. BSD-3-Clause"
    ]


def test_a_record_older_than_its_source_is_a_warning_and_a_mark(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=FULL)
    built = build(source, tmp_path / "out")
    assert built.warnings == ()
    path = source / "listings" / "add.py"
    times = path.stat().st_mtime_ns
    path.write_text(PYTHON.replace("done", "over"), encoding="utf-8")
    os.utime(path, ns=(times, times))
    built = build(source, tmp_path / "out")
    assert len(built.warnings) == 1, built.warnings
    assert "index.md:5: WARNING: listing: add.py was changed since" in built.warnings[0]
    assert "[folio.listing]" in built.warnings[0]
    assert texts(parse(built), "folio-unproved") == ["not proved since it was changed"]
    assert build(source, tmp_path / "out").warnings == built.warnings  # told as long as it is so
    record(source / "listings", "add.py", ADDED, output="3\nover\n")
    built = build(source, tmp_path / "out")
    assert built.warnings == ()
    assert texts(parse(built), "folio-unproved") == []


BROKEN_RECORDS = {
    "edited": lambda text: text.replace('"done"', '"won"'),
    "absolute": lambda text: text.replace('"add.py": "', '"/etc/passwd": "'),
    "escaping": lambda text: text.replace('"add.py": "', '"../../out.py": "'),
    "hidden": lambda text: text.replace('"add.py": "', '"a/../../../out.py": "'),
    "deep": lambda _text: "[" * 100_000,
    "folder": None,
}


@pytest.mark.parametrize("how", BROKEN_RECORDS)
def test_a_broken_record_is_told_on_each_build_once_a_page_and_proves_nothing(
    how: str, tmp_path: Path
) -> None:
    both = FULL + "\n```{listing} add.py\n:symbol: add\n\n1. A.\n```\n\n```{output} add.py\n```\n"
    source = site(tmp_path / "src", index=both)
    path, change = record_path(source / "listings", "add.py"), BROKEN_RECORDS[how]
    text = path.read_text("utf-8")
    if change is None:
        path.unlink()
        path.mkdir()
    else:
        values = json.loads(change(text)) if how not in {"deep", "edited"} else None
        path.write_text(change(text) if values is None else sealed(values), encoding="utf-8")
    for _ in range(2):
        built = build(source, tmp_path / "out")
        (warning,) = built.warnings
        assert "index.md:5: WARNING: listing: the record of add.py" in warning
        assert "is no record" in warning
        assert of_class(parse(built), "folio-proved") == []
        assert "The end." in built.text("")


def sealed(values: dict[str, Any]) -> str:
    """Return a record whose digest is right, whatever else is wrong with it."""
    values.pop("digest", None)
    text = json.dumps(values, sort_keys=True)
    return json.dumps({**values, "digest": hashlib.sha256(text.encode()).hexdigest()})


def test_a_page_depends_on_all_that_a_record_says_was_used(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=FULL)
    root = source / "listings"
    (source / "shared").mkdir()
    (source / "shared" / "part.py").write_text("ONE = 1\n", encoding="utf-8")
    names = ["add.py", "../shared/part.py"]
    record(root, "add.py", ADDED, output="3\n", sources=digests_of(root, names))
    assert build(source, tmp_path / "out").warnings == ()
    (source / "shared" / "part.py").write_text("ONE = 2\n", encoding="utf-8")
    built = build(source, tmp_path / "out")
    assert texts(parse(built), "folio-unproved") == ["not proved since it was changed"]
    record(root, "add.py", ADDED, output="3\n", sources=digests_of(root, names))
    (source / "shared" / "part.py").unlink()
    built = build(source, tmp_path / "out")
    assert texts(parse(built), "folio-unproved") == ["not proved since it was changed"]
    assert differences(built.out, build(source, tmp_path / "clean").out) == []


def test_ids_of_callouts_and_notes_are_unique_whatever_listings_are_called(tmp_path: Path) -> None:
    one = "```{listing} add.py\n:region: add\n:name: NAME\n\nIt.\n\n1. A.\n```\n"
    listings = "\n".join(one.replace("NAME", name) for name in ("a b", "a-b", "it"))
    text = f"# Page\n\n(it-note-1)=\nA target.\n\n{listings}\n(a-b-2-note-1)=\nThe end.\n"
    built = build(site(tmp_path / "src", index=text), tmp_path / "out")
    assert built.warnings == ()
    tree = parse(built)
    ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    tied = [*of_class(tree, "folio-callout"), *of_class(tree, "folio-backref")]
    links = [one.get("href", "") for one in tied]
    assert all(link.removeprefix("#") in ids for link in links)
    assert [one.get("href") for one in of_class(tree, "folio-callout")] == [
        *("#a-b-note-1", "#a-b-2-note-1", "#it-2-note-1")
    ]


def test_a_check_without_a_record_and_a_failed_one_are_told(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=page("```{listing} run.cu\n```"))
    built = build(source, tmp_path / "out")
    assert len(built.warnings) == 1
    assert "index.md:3: WARNING: listing: run.cu has a check, and no record" in built.warnings[0]
    assert texts(parse(built), "folio-unproved") == ["not proved yet"]
    failed = Step("compile", "nvcc", "13.0.88", arch="sm_90a", result=Result.FAILED)
    record(source / "listings", "run.cu", failed)
    built = build(source, tmp_path / "out")
    assert len(built.warnings) == 1
    assert "listing: run.cu failed when it was last checked" in built.warnings[0]
    assert texts(parse(built), "folio-unproved") == ["failed when it was last checked"]


def test_a_program_without_a_check_is_a_warning_that_an_author_can_answer(tmp_path: Path) -> None:
    source = site(
        tmp_path / "src",
        index=page("```{listing} free.py\n```\n\n```{listing} free.py\n:unchecked:\n```"),
    )
    (source / "listings" / "free.py").write_text("print(1)\n", encoding="utf-8")
    built = build(source, tmp_path / "out")
    assert len(built.warnings) == 1
    assert "index.md:3: WARNING: listing: free.py has no check" in built.warnings[0]


def test_other_files_need_no_check(tmp_path: Path) -> None:
    built, tree = shown(tmp_path, "```{listing} Makefile\nHow to build.\n```")
    assert built.warnings == ()
    assert texts(tree, "folio-proved-by-state") == []


# --- output and differences -----------------------------------------------------------------------


def test_the_recorded_output_is_shown_whole_or_in_part(tmp_path: Path) -> None:
    built, tree = shown(
        tmp_path,
        "```{output} add.py\nWhat it prints.\n```\n\n```{output} add.py\n:start-at: don\n```\n\n"
        '```{output} add.py\n:end-at: "3"\n```',
    )
    assert built.warnings == ()
    assert code(tree) == ["3\ndone\n", "done\n", "3\n"]
    assert texts(tree, "code-block-caption") == ["Listing 1 What it prints.¶"]


def test_a_difference_has_the_numbers_of_the_files(tmp_path: Path) -> None:
    source = site(
        tmp_path / "src", index=page("```{diff} copy.cu run.cu\n:symbol: copy\n\nIt.\n```")
    )
    root = source / "listings"
    (root / "run.cu").write_text("\n" + CUDA.replace("source[", "2 * source["), encoding="utf-8")
    record(root, "run.cu", Step("compile", "nvcc", "13.0.88", arch="sm_90a"))
    built = build(source, tmp_path / "out")
    assert built.warnings == ()
    tree = parse(built)
    assert code(tree)[0].splitlines() == [
        "--- copy.cu",
        "+++ run.cu",
        "@@ -1,5 +2,5 @@",
        " // SPDX-FileCopyrightText: Copyright (c) 2025 NVIDIA CORPORATION & AFFILIATES. All rights"
        " reserved.",
        " // SPDX-License-Identifier: BSD-3-Clause",
        " __global__ void copy(float const* source, float* target) {",
        "-  target[threadIdx.x] = source[threadIdx.x];",
        "+  target[threadIdx.x] = 2 * source[threadIdx.x];",
        " }",
    ]
    assert texts(tree, "folio-listing-file") == ["Download copy.cu", "Download run.cu"]
    assert len(of_class(tree, "folio-listing-notice")) == 1


# --- what is broken -------------------------------------------------------------------------------

BROKEN = {
    "{listing} ad.py": "listing: ad.py: no such file. Did you mean 'add.py'?",
    "{listing} ../conf.py": "listing: ../conf.py: a listing is named by its path below listings/",
    "{listing} /etc/hostname": "/etc/hostname: a listing is named by its path below listings/",
    "{listing} out.txt": "listing: out.txt: leads out of listings/",
    "{listing} deep/out.txt": "listing: deep/out.txt: leads out of listings/",
    "{listing} latin.txt": "listing: latin.txt:2: not UTF-8",
    f"{{listing}} {'a' * 300}": "no such file",
    "{listing} add.py\n:region: ad": "add.py: no region 'ad'. Did you mean 'add'?",
    "{listing} add.py\n:symbol: sub": "add.py: no symbol 'sub'",
    "{listing} Makefile\n:emphasize-lines: 1,9": "emphasize-lines: 1,9 goes beyond the 1 lines",
    "{listing} Makefile\n:emphasize-lines: 1-100000000": "1-100000000 goes beyond the 1 lines",
    f"{{listing}} Makefile\n:emphasize-lines: {'9' * 5000}": "emphasize-lines names lines such as",
    "{listing} Makefile\n:emphasize-lines: x": "not 'x'",
    "{listing} Makefile\n:fold: none": "fold is a number of lines, or 'never', not 'none'",
    "{listing} add.py\n:region: add": "add.py: callout <1> of line 7 has no note",
    "{listing} add.py\n:region: add\n\n1. One.\n2. Two.": "note 2 has no callout <2> in the code",
    "{output} Makefile": "output: Makefile: has no check, and so no recorded output",
    "{output} copy.cu": "output: copy.cu: has no recorded output",
    "{output} run.cu": "listing: run.cu has a check, and no record",
    "{output} add.py\n:start-at: four": "start-at: no line of the output holds 'four'",
    "{output} add.py\n:start-at: done\n:end-at: 3": "end-at: no line of the output holds '3'",
    "{output} fails.cpp": "listing: the record of fails.cpp, line 1, is no record: Expecting",
    "{diff} copy.cu copy.cu": "diff: copy.cu copy.cu: the two do not differ",
    "{diff} copy.cu add.py\n:region: add": "diff: copy.cu add.py: copy.cu: no region 'add'",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_listing_is_one_located_warning_and_the_page_is_built(
    broken: str, tmp_path: Path
) -> None:
    source = site(tmp_path / "src", index=page(f"```{broken}\n```"))
    root = source / "listings"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "out.txt").write_text("secret", encoding="utf-8")
    (root / "out.txt").symlink_to(tmp_path / "outside" / "out.txt")
    (root / "deep").symlink_to(tmp_path / "outside")
    (root / "latin.txt").write_bytes(b"a\n\xe9\n")
    (root / "records" / "fails.cpp.json").write_text("no JSON", encoding="utf-8")
    built = build(source, tmp_path / "out")
    assert len(built.warnings) == 1, built.warnings
    assert f"{tmp_path}/src/index.md:" in built.warnings[0]
    assert BROKEN[broken] in built.warnings[0]
    assert "[folio.listing]" in built.warnings[0]
    text = built.text("")
    assert "The end." in text
    assert "secret" not in text


def test_a_broken_listing_keeps_its_caption_its_number_and_what_refers_to_it(
    tmp_path: Path,
) -> None:
    text = FULL.replace(":region: add", ":region: ad")
    built = build(site(tmp_path / "src", index=text), tmp_path / "out")
    assert len(built.warnings) == 1
    tree = parse(built)
    assert texts(tree, "std-numref") == ["Listing 1"]
    assert texts(tree, "code-block-caption") == ["Listing 1 A sum of two.¶"]


def test_a_broken_check_is_told_where_it_stands(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index="# Page\n")
    checks = source / "listings" / "checks.toml"
    checks.write_text('["add.py"]\ntimout = 3\n', encoding="utf-8")
    built = build(source, tmp_path / "out")
    assert len(built.warnings) == 1
    assert "listings/checks.toml:2: WARNING: listing: " in built.warnings[0]


@pytest.mark.parametrize("folder", ["../listings", "/listings"])
def test_the_folder_must_lie_among_the_sources(folder: str, tmp_path: Path) -> None:
    source = make(tmp_path / "src", conf=CONF + f"folio_listings = {folder!r}\n", index="# Page\n")
    with pytest.raises(ConfigError, match="folio_listings"):
        SphinxTestApp("dirhtml", srcdir=source, builddir=tmp_path / "out")


# --- the same bytes -------------------------------------------------------------------------------


def test_each_edit_leaves_what_a_clean_build_leaves(tmp_path: Path) -> None:
    output = "# Other\n\n```{output} add.py\n```\n"
    source = site(tmp_path / "src", index=FULL + "\n```{toctree}\nother\n```\n", other=output)
    root = source / "listings"
    edits: list[Callable[[], object]] = [
        lambda: (root / "add.py").write_text(PYTHON.replace("the sum", "a sum"), encoding="utf-8"),
        lambda: record(root, "add.py", ADDED, output="3\nagain\n"),
        lambda: record_path(root, "add.py").unlink(),
        lambda: record(root, "add.py", ADDED, output="3\n"),
        lambda: (root / "checks.toml").write_text("", encoding="utf-8"),
        lambda: (root / "checks.toml").write_text(CHECKS, encoding="utf-8"),
        (root / "add.py").unlink,
        lambda: (root / "add.py").write_text(PYTHON, encoding="utf-8"),
    ]
    build(source, tmp_path / "out")
    for number, edit in enumerate(edits):
        edit()
        again = build(source, tmp_path / "out")
        anew = build(source, tmp_path / f"clean{number}")
        assert differences(again.out, anew.out) == [], number
        assert again.warnings == anew.warnings, number


def test_four_jobs_write_what_one_does(tmp_path: Path) -> None:
    pages = {f"p{n}": page(f"```{{listing}} add.py\n:fold: {n + 3}\n```") for n in range(8)}
    source = site(tmp_path / "src", index="# Page\n", **pages)
    one = build(source, tmp_path / "one")
    four = build(source, tmp_path / "four", jobs=4)
    assert differences(one.out, four.out) == []
    assert len(one.warnings) == len(four.warnings)


# --- feeds and scripts ----------------------------------------------------------------------------


def test_a_feed_has_the_code_as_text_the_notes_and_no_tools(tmp_path: Path) -> None:
    built = build(site(tmp_path / "src", index=FULL), tmp_path / "out")
    (article,) = (one for one in parse(built).iter("article") if one.get("role") == "main")
    markup = html5lib.serialize(article, omit_optional_tags=False, quote_attr_values="always")
    entry = clean(markup, "https://example.org/")
    assert "return one + other  (1)\n</code></pre>" in entry
    assert "The sum itself." in entry
    for tool in ("Download", "Python 3.11", "↩", "<details", "Show"):
        assert tool not in entry


def test_the_script_comes_to_pages_with_code_alone(tmp_path: Path) -> None:
    source = site(tmp_path / "src", index=FULL + "\n```{toctree}\nbare\n```\n", bare="# Bare\n")
    built = build(source, tmp_path / "out")
    assert "folio-code.js" in built.text("")
    assert "folio-code.js" not in built.text("bare")


SESSION = """\
```{code-block} pycon
>>> for i in range(2):
...     print(i)
0
1
```
"""
CLIPBOARD = """\
Object.defineProperty(navigator, "clipboard", {
  value: { writeText: async (words) => { window.copied = words; } },
});
"""


def test_what_is_copied_is_the_code_alone(
    tmp_path: Path, browser: webdriver.Chrome, serve: Callable[[Path], str]
) -> None:
    text = FULL.replace(":region: add", ":region: add\n:linenos:") + f"\n{SESSION}"
    browser.get(serve(build(site(tmp_path / "src", index=text), tmp_path / "out").out))
    browser.execute_script(CLIPBOARD)
    act(browser, ".folio-copy")
    first, second = browser.find_elements("css selector", ".folio-copy")
    browser.execute_script("arguments[0].click()", first)
    assert browser.execute_script("return window.copied") == (
        'def add(one: int, other: int) -> int:\n    """Return the sum."""\n    return one + other\n'
    )
    assert browser.find_element("css selector", '[role="status"].folio-code-voice').text == "Copied"
    browser.execute_script("arguments[0].click()", second)
    assert browser.execute_script("return window.copied") == ("for i in range(2):\n    print(i)\n")
