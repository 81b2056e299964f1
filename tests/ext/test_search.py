"""Search: what of a site is in the index, when the index is made, and the page that leads to it."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.testing.util import SphinxTestApp

from building import Site, build, differences, make, of_class, parse, texts
from sphinx_folio import pagefind

MISSING = pagefind.program() is None
needs_pagefind = pytest.mark.skipif(MISSING, reason="needs the extra `search`")

PAGES = {
    "index": "# Home\n\nWelcome.\n\n```{posts}\n```\n",
    "blog__index": "# Writing\n\n```{posts}\n```\n",
    "blog__cute__index": (
        "---\ntitle: Long Series\nparts:\n- {title: One, original: lu2026}\n- title: Two\n---\n\n"
        "# Long Series\n\nAbout.\n"
    ),
    "blog__cute__one": (
        "---\ndate: 2026-01-02\nseries: cute\npart: 1\ntags: [Layouts, GPU]\n---\n\n"
        "# First Post\n\nBanana text.\n\n## Cherry heading\n\nMore text.\n"
    ),
    "blog__cute__one.zh": (
        "---\ndate: 2026-01-02\nseries: cute\npart: 1\ntags: [Layouts]\n---\n\n"
        "# 第一篇\n\n共享内存。\n"
    ),
    "blog__draft": "---\ndate: 2026-01-02\ndraft: true\n---\n\n# Draft\n\nCanaryword.\n",
    "blog__ahead": "---\ndate: 2999-01-02\n---\n\n# Ahead\n\nCanaryword.\n",
    "hidden": "---\nnosearch: true\norphan: true\n---\n\n# Hidden\n\nDurian.\n",
    "publications__index": "# Publications\n\n```{publications}\n```\n",
    "publications__paper": "# A paper\n\n```{publication} lu2026\n```\n\nWhat it is about.\n",
    "refs": (
        "@inproceedings{lu2026, title = {A Paper}, author = {Lu, Runyu and He, Shiqi},\n"
        "booktitle = {Proceedings of Things}, year = {2026}}\n"
    ),
    "conf": "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\nproject = 'Site'\n"
    "folio_publisher = 'The Editors'\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with pages of most kinds."""
    folder = tmp_path_factory.mktemp("search")
    return build(make(folder / "source", **PAGES), folder / "work")


def fragments(site: Site) -> dict[str, dict[str, Any]]:
    """Return what the index keeps of each page, by the page's address."""
    found = {}
    for path in sorted((site.out / "pagefind").glob("fragment/*")):
        data = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
        page = json.loads(data)
        found[page["url"]] = page
    return found


@needs_pagefind
def test_the_pages_with_a_source_are_in_the_index_and_no_lists(site: Site) -> None:
    assert sorted(fragments(site)) == [
        "/",
        "/blog/",
        "/blog/cute/",
        "/blog/cute/one.zh/",
        "/blog/cute/one/",
        "/publications/",
        "/publications/paper/",
    ]


@needs_pagefind
def test_a_post_can_be_filtered_by_kind_language_series_and_tag(site: Site) -> None:
    filters = fragments(site)["/blog/cute/one/"]["filters"]
    assert filters == {
        "kind": ["post"],
        "language": ["en"],
        "series": ["Long Series"],
        "tag": ["Layouts", "GPU"],
    }
    assert fragments(site)["/blog/cute/one.zh/"]["filters"]["language"] == ["zh"]


@needs_pagefind
def test_a_publication_is_found_by_its_authors_and_its_venue(site: Site) -> None:
    page = fragments(site)["/publications/paper/"]
    assert page["filters"]["kind"] == ["publication"]
    assert page["meta"]["authors"] == "Runyu Lu, Shiqi He"
    assert page["meta"]["venue"] == "Proceedings of Things 2026"


@needs_pagefind
def test_what_stands_around_a_post_is_no_text_of_it(site: Site) -> None:
    post = fragments(site)["/blog/cute/one/"]
    assert post["content"] == "First Post. Banana text. Cherry heading. More text."
    assert post["meta"]["authors"] == "The Editors"


@needs_pagefind
def test_a_series_is_of_a_kind_of_its_own(site: Site) -> None:
    page = fragments(site)["/blog/cute/"]
    assert page["filters"] == {"kind": ["series"], "language": ["en"], "series": ["Long Series"]}
    assert "2 Jan 2026" not in page["content"]
    assert page["meta"]["originals"] == "A Paper"


@needs_pagefind
def test_the_index_knows_the_words_of_each_heading(site: Site) -> None:
    page = fragments(site)["/blog/cute/one/"]
    headings = json.loads(page["meta"]["headings"])
    assert headings == {"cherry-heading": "Cherry heading"}
    assert "cherry-heading" in [anchor["id"] for anchor in page["anchors"]]


@needs_pagefind
def test_only_the_text_of_a_page_is_indexed(site: Site) -> None:
    post = fragments(site)["/blog/cute/one/"]
    assert post["meta"]["title"] == "First Post"
    assert "Banana text" in post["content"]
    assert "¶" not in post["content"]
    assert "A paper" not in post["content"], "the sidebar"
    assert "First Post" not in fragments(site)["/"]["content"], "a list of other pages"


@needs_pagefind
def test_drafts_and_hidden_pages_leave_no_byte_in_the_index(site: Site) -> None:
    bundle = [path for path in (site.out / "pagefind").rglob("*") if path.is_file()]
    data = b"".join(map(_plain, bundle)).lower()
    assert b"banana" in data
    assert b"canaryword" not in data
    assert b"durian" not in data


@needs_pagefind
def test_each_language_has_an_index_and_all_share_one_program(site: Site) -> None:
    bundle = site.out / "pagefind"
    text = (bundle / "pagefind-entry.json").read_text(encoding="utf-8")
    entry = json.loads(text)
    assert text == json.dumps(entry, sort_keys=True)
    assert {name: one["wasm"] for name, one in entry["languages"].items()} == {
        "en": "en",
        "zh": "en",
    }
    assert [path.name for path in bundle.glob("wasm.*")] == ["wasm.en.pagefind"]
    assert not list(bundle.glob("*ui*")), "interfaces of Pagefind's own"


@needs_pagefind
@pytest.mark.parametrize("jobs", [0, 4])
def test_other_folders_and_more_jobs_give_the_same_bytes(
    site: Site, tmp_path: Path, jobs: int
) -> None:
    for number in range(2):
        source = make(tmp_path / f"elsewhere{number}", **PAGES)
        other = build(source, tmp_path / f"work{number}", jobs=jobs)
        assert differences(site.out / "pagefind", other.out / "pagefind") == []


@needs_pagefind
def test_an_incremental_build_leaves_the_index_of_a_clean_one(tmp_path: Path) -> None:
    source = make(tmp_path / "source", **PAGES)
    build(source, tmp_path / "work")

    def clean() -> None:
        again = build(source, tmp_path / "work")
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        fresh = build(source, tmp_path / "clean")
        assert differences(again.out, fresh.out) == []

    make(
        source, **{**PAGES, "blog__two": "---\ndate: 2026-02-02\n---\n\n# Second\n\nElderberry.\n"}
    )
    clean()
    one = source / "blog/cute/one.md"
    one.write_text(one.read_text("utf-8").replace("Banana", "Fig"), "utf-8")
    clean()
    one.rename(source / "blog/cute/renamed.md")
    (source / "blog/cute/one.zh.md").unlink()
    (source / "blog/two.md").unlink()
    clean()


@needs_pagefind
def test_the_index_is_made_again_only_when_a_page_or_the_index_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make(tmp_path / "source", index="# Home\n\nWords.\n", conf=PAGES["conf"], refs="")
    runs: list[Path] = []
    really = pagefind.make

    def counted(out: Path, program: Path, stopped: Callable[[], bool] | None) -> list[str]:
        runs.append(out)
        return really(out, program, stopped)

    monkeypatch.setattr(pagefind, "make", counted)
    site = build(source, tmp_path / "work")
    build(source, tmp_path / "work")
    assert len(runs) == 1
    (source / "index.md").write_text("# Home\n\nOther words.\n", "utf-8")
    build(source, tmp_path / "work")
    assert len(runs) == 2
    next((site.out / "pagefind").glob("fragment/*")).unlink()
    build(source, tmp_path / "work")
    assert len(runs) == 3
    assert len(fragments(site)) == 1


@needs_pagefind
def test_two_sites_in_one_process_do_not_mix(tmp_path: Path) -> None:
    one = build(make(tmp_path / "a", index="# Apple\n\nFirst.\n"), tmp_path / "wa")
    two = build(make(tmp_path / "b", index="# Pear\n\nSecond.\n"), tmp_path / "wb")
    assert [page["meta"]["title"] for page in fragments(one).values()] == ["Apple"]
    assert [page["meta"]["title"] for page in fragments(two).values()] == ["Pear"]


@needs_pagefind
def test_settings_of_the_environment_do_not_reach_pagefind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "de")
    site = build(make(tmp_path / "a", index="# Apple\n\nFirst.\n"), tmp_path / "work")
    assert next((site.out / "pagefind").glob("fragment/*")).name.startswith("en_")


def test_without_the_package_the_build_says_so_and_leaves_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make(tmp_path / "source", index="# Home\n\nWords.\n")
    build(source, tmp_path / "work")
    monkeypatch.setattr(pagefind, "PACKAGE", "package_that_nobody_has")
    app = SphinxTestApp("dirhtml", srcdir=source, builddir=tmp_path / "work")
    try:
        app.build()
        said, warned = app.status.getvalue(), app.warning.getvalue()
        out = Path(app.outdir)
    finally:
        app.cleanup()
    assert said.count("sphinx-folio[search]") == 1
    assert warned == ""
    assert not (out / "pagefind").exists()
    assert (out / "search/index.html").is_file()


def test_a_run_that_fails_is_one_warning_and_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\ntouch half\necho 'out of luck' >&2\nexit 3\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(pagefind, "program", lambda: program)
    site = build(make(tmp_path / "source", index="# Home\n\nWords.\n"), tmp_path / "work")
    assert len(site.warnings) == 1
    assert "no search index: Pagefind says out of luck" in site.warnings[0]
    assert "[folio.search]" in site.warnings[0]
    assert not list(site.out.glob("*pagefind*"))
    assert not list(site.out.glob(".pagefind*"))


def test_the_search_page_leads_to_the_lists_and_asks_not_to_be_indexed(site: Site) -> None:
    page = parse(site, "search")
    instead = of_class(page, "folio-finder-instead")[0]
    links = {link.get("href"): link.text for link in instead.iter("a")}
    assert links["../blog/"] == "Writing"
    assert links["../publications/"] == "Publications"
    assert links["../blog/tags/"]
    robots = [meta.get("content") for meta in page.iter("meta") if meta.get("name") == "robots"]
    assert robots == ["noindex"]


def test_a_page_called_search_stays_the_authors_own(tmp_path: Path) -> None:
    pages = {"index": "# Home\n", "search": "---\norphan: true\n---\n\n# My search\n"}
    site = build(make(tmp_path / "source", **pages), tmp_path / "work")
    assert site.warnings == ()
    assert next(parse(site, "search").iter("h1")).text == "My search"


def test_every_page_leads_to_the_search_in_its_own_words(site: Site) -> None:
    english, chinese = parse(site, "blog/cute/one"), parse(site, "blog/cute/one.zh")
    for page in (english, chinese):
        form = of_class(page, "folio-finder-open")[0]
        assert (form.get("method"), form.get("action")) == ("get", "../../../search/")
    assert texts(english, "folio-finder-open") == ["Search/"]
    assert texts(chinese, "folio-finder-open") == ["搜索/"]


def test_the_interface_has_no_inline_code_and_no_inline_style(site: Site) -> None:
    page = parse(site, "blog/cute/one")
    ours = [*of_class(page, "folio-finder-open"), *of_class(page, "folio-finder")]
    attributes = {name for root in ours for one in root.iter() for name in one.attrib}
    assert ours
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    scripts = [one for one in page.iter("script") if "folio-search" in one.get("src", "")]
    assert [one.get("type") for one in scripts] == ["module"]


def _plain(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
