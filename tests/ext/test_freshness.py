"""Freshness: what is read and written again is decided by content, and nothing stale stays."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from building import Site, build, differences, make

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"
CONF += "bibtex_bibfiles = ['refs.bib']\n"
#: Pages without a source, which each build makes anew.
MADE = {"blog/2026", "blog/tags", "blog/tags/old", "search"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a site of a few pages that know of each other in different ways."""
    return make(
        tmp_path / "site",
        conf=CONF,
        index="# Home\n\n```{posts}\n```\n\n```{toctree}\n:hidden:\nlinks\nplain\n```\n",
        links="# Links\n\n[](plain.md), [](blog/one.md) and {folio:post}`one`.\n",
        plain="# Plain\n\nText. {cite:p}`k`\n",
        refs="@misc{k, author = {A B}, title = {Old title}}\n",
        blog__one="---\ndate: 2026-01-01\ntags: [old]\nsummary: First words\n---\n\n# One\n",
        blog__two="---\ndate: 2026-01-02\n---\n\n# Two\n",
    )


def again(source: Path) -> Site:
    """Build on top of what is there; check that a clean build gives the same bytes."""
    kept = build(source, source.parent / "kept")
    clean = build(source, source.parent / f"clean-{len(list(source.parent.iterdir()))}")
    assert differences(kept.out, clean.out) == []
    return kept


def written(source: Path) -> set[str]:
    """Build again and return which pages were written, changed or not."""
    out = source.parent / "kept" / "dirhtml"
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    build(source, source.parent / "kept")
    return {
        path.parent.relative_to(out).as_posix()
        for path in out.rglob("*.html")
        if before.get(path) != path.stat().st_mtime_ns and path.name != "404.html"
    }


def edit(path: Path, old: str, new: str, *, keep_time: bool = True) -> None:
    """Change a file, by default without a trace in its time of modification."""
    times = path.stat()
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    if keep_time:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_without_an_edit_no_page_of_the_site_is_written(source: Path) -> None:
    build(source, source.parent / "kept")
    assert written(source) <= MADE


def test_an_edit_at_the_same_time_of_modification_is_seen(source: Path) -> None:
    again(source)
    edit(source / "plain.md", "Text.", "Other text.")
    assert "Other text." in again(source).text("plain")


def test_an_edited_body_leaves_other_pages_alone(source: Path) -> None:
    build(source, source.parent / "kept")
    edit(source / "plain.md", "Text.", "Other text.", keep_time=False)
    # Sphinx itself writes the page anew whose toctree names one that is.
    assert written(source) - MADE == {"plain", "."}


def test_a_new_title_is_shown_by_every_page_that_names_it(source: Path) -> None:
    again(source)
    edit(source / "plain.md", "# Plain", "# Renamed")
    site = again(source)
    assert "Renamed" in site.text("links")
    assert "Renamed" in site.text("blog/two")


def test_a_new_summary_is_shown_by_the_lists(source: Path) -> None:
    again(source)
    edit(source / "blog" / "one.md", "First words", "Last words")
    assert "Last words" in again(source).text("")


def test_a_deleted_page_leaves_nothing_behind(source: Path) -> None:
    again(source)
    (source / "blog" / "one.md").unlink()
    edit(source / "links.md", ", [](blog/one.md) and {folio:post}`one`", "")
    site = again(source)
    assert not (site.out / "blog" / "one").exists()
    assert not (site.out / "blog" / "tags").exists()
    assert "First words" not in site.text("")


def test_a_link_follows_a_page_that_comes_and_goes(source: Path) -> None:
    page = source / "plain.md"
    text = page.read_text()
    again(source)
    page.rename(source / "moved.md")
    assert build(source, source.parent / "kept").warnings
    (source / "moved.md").unlink()
    page.write_text(text)
    assert 'href="../plain/"' in again(source).text("links")


def test_a_withdrawn_post_leaves_nothing_behind(source: Path) -> None:
    again(source)
    edit(source / "links.md", ", [](blog/one.md) and {folio:post}`one`", "")
    edit(source / "blog" / "one.md", "---\ndate", "---\ndraft: true\ndate")
    site = again(source)
    assert "First words" not in "".join(p.read_text() for p in site.out.rglob("*.html"))


def test_a_post_that_stops_being_a_draft_appears(source: Path) -> None:
    edit(source / "blog" / "two.md", "---\ndate", "---\ndraft: true\ndate")
    assert "Two" not in again(source).text("")
    edit(source / "blog" / "two.md", "draft: true\n", "")
    assert "Two" in again(source).text("")


def test_a_broken_ledger_costs_time_and_nothing_else(source: Path) -> None:
    again(source)
    (ledger,) = (source.parent / "kept").rglob("folio-dirhtml-*.json")
    for text in ("", "{", '{"complete": true}'):
        ledger.write_text(text)
        again(source)


def test_a_file_that_somebody_else_put_into_the_output_stays(source: Path) -> None:
    site = again(source)
    (site.out / "CNAME").write_text("x.example\n")
    build(source, source.parent / "kept")
    assert (site.out / "CNAME").exists()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("plain.md", "Text.", "Other text."), ("refs.bib", "{Old title}", "{New title}")],
)
def test_what_one_builder_read_the_other_one_writes_too(
    source: Path, name: str, old: str, new: str
) -> None:
    again(source)
    build(source, source.parent / "kept", builder="html")
    edit(source / name, old, new)
    build(source, source.parent / "kept", builder="html")
    assert new.strip("{}") in again(source).text("plain")


def test_two_images_of_one_name_are_told(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / "site" / folder).mkdir(parents=True)
        (tmp_path / "site" / folder / "wheel.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{folder}"/>'
        )
    source = make(
        tmp_path / "site",
        index="# Home\n\n![a](a/wheel.svg) ![b](b/wheel.svg) ![a](a/wheel.svg)\n",
    )
    (found,) = build(source, tmp_path / "work").warnings
    assert found.endswith(
        "index.md: WARNING: image 'b/wheel.svg' has the file name of 'a/wheel.svg';"
        " rename one of them [folio.image]"
    )


def test_a_link_to_a_draft_that_is_deleted_is_that_of_a_clean_build(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs="",
        index="# Home\n\n[a](blog/secret.md) [b](/blog/secret.md)\n\n```{posts}\n```\n",
        blog__secret="---\ndate: 2026-01-01\ndraft: true\n---\n\n# Secret\n",
    )
    again(source)
    (source / "blog" / "secret.md").unlink()
    again(source)


def test_what_is_withdrawn_goes_though_the_doctrees_are_gone(source: Path) -> None:
    site = again(source)
    shutil.rmtree(source.parent / "kept" / "doctrees")
    edit(source / "blog" / "two.md", "---\ndate", "---\ndraft: true\ndate")
    again(source)
    assert not (site.out / "blog" / "two").exists()


def test_what_a_build_wrote_that_died_goes_when_it_is_withdrawn(source: Path) -> None:
    site = again(source)
    conf = source / "conf.py"
    dying = "\ndef die(app, exception):\n    raise OSError\n"
    dying += "\ndef setup(app):\n    app.connect('build-finished', die, priority=1)\n"
    make(source, blog__late="---\ndate: 2026-01-03\n---\n\n# Late\n", conf=CONF + dying)
    with pytest.raises(ExtensionError):
        build(source, source.parent / "kept")
    assert (site.out / "blog" / "late" / "index.html").exists()
    conf.write_text(CONF)
    edit(source / "blog" / "late.md", "---\ndate", "---\ndraft: true\ndate")
    again(source)
    assert not (site.out / "blog" / "late").exists()


def test_two_output_folders_of_one_environment_are_each_kept_fresh(source: Path) -> None:
    work = source.parent / "kept"
    site = again(source)
    edit(source / "blog" / "two.md", "---\ndate", "---\ndraft: true\ndate")
    Sphinx(source, source, work / "other", work / "doctrees", "dirhtml", status=None).build()
    assert not (work / "other" / "blog" / "two").exists()
    again(source)
    assert not (site.out / "blog" / "two").exists()
    assert "Two" not in site.text("")
