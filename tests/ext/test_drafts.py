"""Drafts and posts dated ahead: no byte of them is built, unless they are asked for, and marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Site, build, differences, make, parse, texts

CANARY = "canary-in-a-draft"
# 2026-01-02, one second before midnight, in UTC.
LATE = "1767398399"

WITHHELD = {
    "draft": ("2026-01-01", "draft: true"),
    "future": ("2026-01-03", "draft: false"),
    "broken": ("2026-01-01", "draft: yes"),
    "listed": ("2026-01-01", "draft: [true]"),
    "no day": ("2026-02-30", "draft: false"),
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATE)


def post(date: str = "2026-01-01", *lines: str, title: str = "T", body: str = "Body.") -> str:
    """Return the text of a post."""
    return "\n".join(["---", f"date: {date}", *lines, "---", "", f"# {title}", "", body, ""])


def canary(date: str, line: str) -> str:
    """Return a post that says the canary in every way a post can."""
    body = (
        f"{CANARY} ${CANARY}$ {{cite:p}}`{CANARY}` {{download}}`{CANARY}.txt`\n\n"
        f"({CANARY}-label)=\n\n## {CANARY}\n\n![{CANARY}]({CANARY}.svg)\n\n"
        f"```{{literalinclude}} {CANARY}.py\n```\n\nSee [](open.md)."
    )
    return post(
        date, line, f"tags: [{CANARY}]", f"summary: {CANARY}", "series: kernels", "part: 2",
        f"redirect-from: /{CANARY}/", f"errata: [{{date: 2026-01-03, text: {CANARY}}}]",
        title=CANARY, body=body,
    )  # fmt: skip


def site_with(folder: Path, text: str, *, drafts: bool = False) -> Path:
    """Write a site with an open post and one that is to be withheld, and the files it uses."""
    source = make(
        folder / "site",
        conf="extensions = ['sphinx_folio']\nfolio_publisher = 'P'\n"
        f"bibtex_bibfiles = ['refs.bib']\nhtml_baseurl = 'https://x.example/'\n"
        f"folio_drafts = {drafts}\n",
        refs=f"@misc{{{CANARY}, title = {{T}}}}\n",
        index="# Home\n\n```{posts}\n```\n\n```{series} kernels\n```\n",
        blog__kernels__index="---\nparts: [One]\n---\n\n# Kernels\n",
        blog__open=post(title="Open", body="{cite:p}`" + CANARY + "`" if drafts else "Body."),
        **{f"blog__{CANARY}": text},
    )
    (source / "blog" / f"{CANARY}.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (source / "blog" / f"{CANARY}.txt").write_text(CANARY)
    (source / "blog" / f"{CANARY}.py").write_text(f"{CANARY} = 1\n".replace("-", "_"))
    return source


def holds(folder: Path, word: str = CANARY) -> list[str]:
    """Return the files below a folder in whose name or bytes a word occurs."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if word in path.relative_to(folder).as_posix()
        or (path.is_file() and word.encode() in path.read_bytes())
    ]


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("kind", WITHHELD)
def test_no_byte_of_a_withheld_post_is_built(tmp_path: Path, kind: str, jobs: int) -> None:
    source = site_with(tmp_path, canary(*WITHHELD[kind]))
    (source / "refs.bib").write_text("")
    site = build(source, tmp_path / "work", jobs=jobs)
    # Neither in the output nor in what Sphinx keeps for the next build.
    assert holds(tmp_path / "work") == []
    assert holds(site.out, "Open")
    # A flag or a day that cannot be read withholds the post, and is told.
    assert len(site.warnings) == (kind in {"broken", "listed", "no day"})
    told = ("draft: must be true or false", "date: '2026-02-30' is no date")
    assert all(any(words in one for words in told) for one in site.warnings)


@pytest.mark.parametrize("kind", ["draft", "future"])
def test_a_post_that_is_withdrawn_leaves_nothing_behind(tmp_path: Path, kind: str) -> None:
    source = site_with(tmp_path, canary("2026-01-01", "draft: false"))
    site = build(source, tmp_path / "work")
    shown = holds(site.out)
    for name in (f"blog/{CANARY}/index.html", f"_images/{CANARY}.svg", "blog/tags/index.html"):
        assert name in shown
    assert any(name.startswith("_downloads/") for name in shown)
    (source / "refs.bib").write_text("")
    path = source / "blog" / f"{CANARY}.md"
    path.write_text(canary(*WITHHELD[kind]))
    site = build(source, tmp_path / "work")
    assert holds(tmp_path / "work") == []
    build(source, tmp_path / "clean")
    assert differences(site.out, tmp_path / "clean" / "dirhtml") == []
    # And comes back whole.
    path.write_text(canary("2026-01-01", "draft: false"))
    site = build(source, tmp_path / "work")
    assert f"blog/{CANARY}/index.html" in holds(site.out)


def test_a_draft_that_comes_or_goes_does_not_make_other_pages_be_read_again(
    tmp_path: Path,
) -> None:
    source = site_with(tmp_path, canary("2026-01-01", "draft: true"))
    build(source, tmp_path / "work")
    doctree = tmp_path / "work" / "doctrees" / "blog" / "open.doctree"
    before = doctree.stat().st_mtime_ns
    (source / "blog" / "another.md").write_text(post("2026-01-01", "draft: true"))
    build(source, tmp_path / "work")
    assert doctree.stat().st_mtime_ns == before


def test_a_post_appears_on_its_day_in_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(LATE) + 1))
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    source = make(
        tmp_path / "site",
        conf="extensions = ['sphinx_folio']\nfolio_publisher = 'P'\n",
        index="# Home\n",
        blog__today=post("2026-01-03"),
    )
    assert (build(source, tmp_path / "work").out / "blog" / "today" / "index.html").exists()


@pytest.mark.parametrize("closing", ["---", "...", "-----"])
def test_a_draft_is_withheld_whatever_ends_its_front_matter(tmp_path: Path, closing: str) -> None:
    text = f"---\ndate: 2026-01-01\ndraft: true\n{closing}\n\n# {CANARY}\n"
    source = make(tmp_path / "site", index="# Home\n", blog__x=text)
    site = build(source, tmp_path / "work")
    assert (site.warnings, holds(site.out)) == ((), [])


def test_a_preview_shows_them_and_marks_them(tmp_path: Path) -> None:
    source = site_with(tmp_path, canary("2026-01-01", "draft: true"), drafts=True)
    (source / "blog" / "later.md").write_text(post("2026-01-03"))
    (source / "blog" / "both.md").write_text(post("2026-01-03", "draft: true", "language: zh"))
    site = build(source, tmp_path / "work")

    def marks(page: str) -> list[str]:
        return texts(parse(site, page), "folio-mark")

    assert marks(f"blog/{CANARY}") == ["Draft"]
    assert texts(parse(site, f"blog/{CANARY}"), "folio-kicker") == ["Draft · Kernels · Part 2"]
    assert marks("blog/later") == ["Scheduled for 3 Jan 2026"]
    assert marks("blog/both") == ["草稿"]
    assert marks("blog/open") == []


def test_a_mark_goes_when_its_day_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = site_with(tmp_path, canary("2026-01-03", "draft: false"), drafts=True)
    site: Site = build(source, tmp_path / "work")
    assert texts(parse(site, f"blog/{CANARY}"), "folio-mark") == ["Scheduled for 3 Jan 2026"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(LATE) + 1))
    site = build(source, tmp_path / "work")
    assert texts(parse(site, f"blog/{CANARY}"), "folio-mark") == []
