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


#: Front matter that was meant to keep a post from the public, in ways that YAML or a hurry has.
MEANT = (
    '---\n"draft": true\ndate: 2026-01-01\n---\n# Canary\n',
    "---\n{draft: true, date: 2026-01-01}\n---\n# Canary\n",
    "---\ndraft: true\ndate: 2026-01-01\n\n# Canary\n",
    "---\ndraft: false\ndate: 2026-01-01\ndraft: true\n---\n# Canary\n",
    "---\nDraft: true\ndate: 2026-01-01\n---\n# Canary\n",
    "---\ntitle: Canary\n draft: true\ndate: 2026-01-01\n---\n",
    '---\n"date": 2099-01-01\n---\n# Canary\n',
    "---\ntitle: Canary\n date: 2099-01-01\n---\n",
    "---\ndate: 2026-01-01\ndate: 2099-01-01\n---\n# Canary\n",
    "---\ndate: 2026-01-01\n\tdraft: true\n---\n# Canary\n",
    "---\n<<: {draft: true}\ndate: 2026-01-01\n---\n# Canary\n",
    "---\ndate: 2026-01-01\n...\n---\ndraft: true\n---\n# Canary\n",
    "\n---\ndraft: true\ndate: 2026-01-01\n---\n# Canary\n",
    "---\n  draft: true\n  date: 2026-01-01\n---\n# Canary\n",
    "---\n? draft\n: true\ndate: 2026-01-01\n---\n# Canary\n",
)


@pytest.mark.parametrize("text", MEANT)
def test_a_post_that_may_be_meant_as_a_draft_is_withheld_and_told(
    tmp_path: Path, text: str
) -> None:
    source = make(tmp_path / "site", index="# Home\n\n```{posts}\n```\n", blog__canary=text)
    site = build(source, tmp_path / "work")
    assert not (site.out / "blog" / "canary").exists()
    assert len(site.warnings) >= 1
    assert all("canary.md:" in one and "is not published" in one for one in site.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "---\ndate: 2026-01-01\nsummary: A draft of a date.\n---\n# Ok\n",
        "---\ndate: 2026-01-01\n---\nNote: a draft, up to date.\n\n# Ok\n",
        "---\ndate: 2026-01-01\n---\n# Ok\n\n```yaml\ndraft: true\n```\n",
        "---\n# A draft of a comment\ndate: 2026-01-01\n---\n# Ok\n",
    ],
)
def test_a_post_that_only_speaks_of_drafts_is_public(tmp_path: Path, text: str) -> None:
    source = make(tmp_path / "site", index="# Home\n", blog__ok=text)
    site = build(source, tmp_path / "work")
    assert (site.out / "blog" / "ok" / "index.html").exists()
    assert "of a comment" not in site.text("blog/ok")


def test_a_draft_in_a_folder_that_is_linked_in_is_withheld(tmp_path: Path) -> None:
    source = make(tmp_path / "site", index="# Home\n", blog__index="# Blog\n")
    make(tmp_path / "elsewhere", canary="---\ndate: 2026-01-01\ndraft: true\n---\n\n# Canary\n")
    (source / "blog" / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    site = build(source, tmp_path / "work")
    assert not (site.out / "blog" / "linked").exists()


@pytest.mark.parametrize("name", ["about", "people/ada", "publications/x", "blog/cute/index"])
def test_any_page_can_be_a_draft(tmp_path: Path, name: str) -> None:
    page = {name.replace("/", "__"): "---\ndraft: true\n---\n\n# Canary\n"}
    source = make(tmp_path / "site", index="# Home\n", **page)
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    assert not list(site.out.rglob(f"{name}*"))


def test_what_is_kept_between_builds_of_a_post_is_the_post_alone(tmp_path: Path) -> None:
    errata = "errata: [{date: 2026-01-02, text: A *word* was wrong.}]"
    post = f"---\ndate: 2026-01-01\n{errata}\n---\n\n# One\n"
    site = build(make(tmp_path / "site", index="# Home\n", blog__one=post), tmp_path / "work")
    assert site.warnings == ()
    kept = (tmp_path / "work" / "doctrees" / "blog" / "one.doctree").read_bytes()
    assert b"sphinx.environment" not in kept
