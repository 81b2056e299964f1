"""Related posts: by what they cite and whom they refer to, with the reason, and not too many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from building import Site, build, differences, make, of_class, parse
from sphinx_folio.digests import content_digest
from sphinx_folio.ext.blog.related import COMMON_WORK, MOST

CONF = (
    "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\nbibtex_bibfiles = ['refs.bib']\n"
)
REFS = (
    "@manual{ptx, title = {Parallel Thread Execution {ISA}}}\n"
    "@misc{cutlass, title = {{CUTLASS}}}\n@misc{tiles, title = {On tiles}}\n"
    "@misc{lone, title = {Lone}}\n"
)


def post(title: str, body: str, *lines: str, day: int = 1) -> str:
    """Return the text of a post."""
    head = ["---", f"date: 2026-01-{day:02d}", *lines, "---"]
    return "\n".join([*head, "", f"# {title}", "", body, ""])


def related(site: Site, page: str) -> list[tuple[str, str]]:
    """Return the titles of the related posts of a page, each with its reason."""
    lists = of_class(parse(site, page), "folio-related")
    found = []
    for row in (row for one in lists for row in one.iter("li")):
        (reason,) = of_class(row, "folio-reason")
        (link,) = row.iter("a")
        found.append(("".join(link.itertext()), "".join(reason.itertext())))
    return found


ONE = post("One", "Cites {cite:p}`ptx,cutlass,tiles`. See {folio:post}`two`.")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return the pages of a site whose posts cite and refer to each other."""
    return {
        "conf": CONF,
        "refs": REFS,
        "index": "# Home\n",
        "blog__one": ONE,
        "blog__one.zh": post(
            "一", "见[原文](one.md)。", f"translation-hash: '{content_digest(ONE)}'", "language: zh"
        ),
        "blog__two": post("Two", "Cites {cite:p}`ptx`.", day=2),
        "blog__three": post("Three", "Cites {cite:t}`tiles` and {cite:p}`ptx,cutlass`.", day=3),
        "blog__four": post("Four", "After [](one.md).", day=4),
        "blog__five": post("Five", "(five-here)=\n\n## There\n\nCites {cite:p}`lone`.", day=5),
        "blog__six": post("Six", "As in {ref}`five-here`.", day=6),
        "blog__s__index": "---\nparts: [A, B, C]\n---\n\n# S\n",
        "blog__s__a": post("A", "Next comes [](b.md).", "series: s", "part: 1"),
        "blog__s__b": post("B", "After [](a.md) {cite:p}`lone`.", "series: s", "part: 2"),
        "blog__s__c": post("C", "Cites {cite:p}`lone`.", "series: s", "part: 3"),
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, pages: dict[str, str]) -> Site:
    """Return the site of these pages."""
    folder = tmp_path_factory.mktemp("related")
    return build(make(folder / "site", **pages), folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_the_reasons_are_shown_and_the_strongest_stand_first(site: Site) -> None:
    # The work that the fewest posts cite is the one that is named.
    assert related(site, "blog/one") == [
        ("Three", "both cite CUTLASS and 2 other works"),
        ("Two", "linked from this post; both cite Parallel Thread Execution ISA"),
        ("Four", "refers to this post"),
    ]
    assert related(site, "blog/four") == [("One", "linked from this post")]


def test_a_label_in_another_post_is_a_reference_to_it(site: Site) -> None:
    assert related(site, "blog/six") == [("Five", "linked from this post")]
    assert ("Six", "refers to this post") in related(site, "blog/five")


def test_parts_of_one_series_are_not_related_because_they_refer_to_each_other(site: Site) -> None:
    assert related(site, "blog/s/a") == []
    # What both cite is a reason; others than the series' own come first.
    assert related(site, "blog/s/b") == [("Five", "both cite Lone"), ("C", "both cite Lone")]


def test_a_translation_is_not_related_to_its_original_and_shares_its_relations(site: Site) -> None:
    assert [title for title, _reason in related(site, "blog/one.zh")] == ["Three", "Two", "Four"]
    assert "一" not in [title for title, _reason in related(site, "blog/one")]
    assert "一" not in [title for title, _reason in related(site, "blog/two")]


def test_a_post_names_a_few_and_a_work_that_all_cite_says_nothing(tmp_path: Path) -> None:
    count = COMMON_WORK + 1
    many = {f"blog__p{number:02d}": post("P", "{cite:p}`ptx`") for number in range(count)}
    few = {f"blog__q{number}": post("Q", "{cite:p}`lone`") for number in range(MOST + 3)}
    source = make(tmp_path / "site", conf=CONF, refs=REFS, index="# Home\n", **many, **few)
    site = build(source, tmp_path / "work")
    assert related(site, "blog/p00") == []
    assert len(related(site, "blog/q0")) == MOST


def test_one_job_and_four_give_the_same_bytes(tmp_path: Path, pages: dict[str, str]) -> None:
    source = make(tmp_path / "site", **pages)
    one = build(source, tmp_path / "one", jobs=1)
    four = build(source, tmp_path / "four", jobs=4)
    assert differences(one.out, four.out) == []
    assert one.warnings == four.warnings


def test_a_page_is_written_again_when_its_related_posts_change(
    tmp_path: Path, pages: dict[str, str]
) -> None:
    source = make(tmp_path / "site", **pages)
    blog = source / "blog"
    build(source, tmp_path / "work")

    def cite() -> None:
        text = (blog / "four.md").read_text() + "\nAnd {cite:p}`lone`.\n"
        (blog / "four.md").write_text(text)

    def retitle() -> None:
        bib = source / "refs.bib"
        bib.write_text(bib.read_text().replace("{Lone}", "{Alone}"))

    steps: list[Callable[[], object]] = [
        cite,
        retitle,
        lambda: (blog / "seven.md").write_text(post("Seven", "See [](six.md).")),
        lambda: (blog / "seven.md").rename(blog / "eight.md"),
        (blog / "three.md").unlink,
    ]
    for number, step in enumerate(steps):
        step()
        kept = build(source, tmp_path / "work")
        clean = build(source, tmp_path / f"clean{number}")
        assert differences(kept.out, clean.out) == []
    assert ("Four", "both cite Alone") in related(kept, "blog/five")
