"""Translations: links between versions, for readers and machines, and whether they still hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, differences, make, of_class, parse, texts
from sphinx_folio.digests import content_digest

CONF = "extensions = ['sphinx_folio']\nproject = 'Ada'\nlanguage = 'en'\nauthor = 'Ada'\n"
PUBLIC = f"{CONF}html_baseurl = 'https://example.org/site/'\n"
HOME = "# Ada\n\n```{toctree}\none\none.zh\n```\n"
ONE = "---\nsummary: A first page\n---\n\n# One\n\nWords about one.\n"
ZH = "---\ntranslation-hash: {}\n---\n\n# 一\n\n关于一的话。\n"


def site(target: Path, conf: str = CONF, one: str = ONE, **more: str) -> Path:
    """Write a site of a page and its translation, which is up to date."""
    pages = {"index": HOME, "one": one, "one.zh": ZH.format(content_digest(one))}
    return make(target, **{"conf": conf, **pages, **more})


def links(tree: Element, rel: str) -> dict[str, str]:
    """Return the addresses of the head's links by their language."""
    return {
        link.get("hreflang", ""): link.get("href", "")
        for link in tree.iter("link")
        if link.get("rel") == rel
    }


def pages_that_differ(one: Site, other: Site) -> list[str]:
    """Return what two builds do not share; the index of the search has its own tests."""
    found = differences(one.out, other.out)
    return [name for name in found if not name.startswith("pagefind/")]


def warnings(found: Site) -> list[str]:
    """Return the warnings of translations, from the file's name on."""
    return [one.rpartition("/")[2] for one in found.warnings if "[folio.translation]" in one]


def test_each_version_links_the_others_by_their_own_names(tmp_path: Path) -> None:
    found = build(site(tmp_path / "site"), tmp_path)
    assert found.warnings == ()
    for page, current, other, uri in (
        ("one/", "English", "中文", "../one.zh/"),
        ("one.zh/", "中文", "English", "../one/"),
    ):
        (switcher,) = of_class(parse(found, page), "folio-languages")
        assert switcher.get("aria-label")
        (here,) = switcher.iter("span")
        (link,) = switcher.iter("a")
        assert (here.text, here.get("aria-current")) == (current, "page")
        assert (link.text, link.get("href"), link.get("lang")) == (other, uri, link.get("hreflang"))
    assert of_class(parse(found), "folio-languages") == []


def test_machines_are_told_of_all_versions_by_each(tmp_path: Path) -> None:
    found = build(site(tmp_path / "site", PUBLIC), tmp_path)
    same = {
        "en": "https://example.org/site/one/",
        "zh": "https://example.org/site/one.zh/",
        "x-default": "https://example.org/site/one/",
    }
    for page in ("one/", "one.zh/"):
        told = links(parse(found, page), "alternate")
        assert {name: told.get(name) for name in same} == same
    assert "zh" not in links(parse(found), "alternate")


def test_without_an_address_machines_are_told_nothing(tmp_path: Path) -> None:
    found = build(site(tmp_path / "site"), tmp_path)
    assert "zh" not in links(parse(found, "one/"), "alternate")


def test_a_change_of_the_original_is_said_on_its_translation_alone(tmp_path: Path) -> None:
    source = site(tmp_path / "site")
    build(source, tmp_path / "work")
    (source / "one.md").write_text(ONE.replace("Words", "More words"), encoding="utf-8")
    found = build(source, tmp_path / "work")
    assert found.warnings == ()
    assert texts(parse(found, "one.zh/"), "folio-stale") == ["原文在本译文完成后有改动。 阅读原文"]
    assert of_class(parse(found, "one/"), "folio-stale") == []
    clean = build(source, tmp_path / "clean")
    assert pages_that_differ(found, clean) == []


def test_a_change_of_dates_and_tags_alone_is_none_of_the_original(tmp_path: Path) -> None:
    source = site(tmp_path / "site")
    (source / "one.md").write_text(ONE.replace("---\n", "---\nlanguage: en\n", 1), encoding="utf-8")
    found = build(source, tmp_path / "work")
    assert of_class(parse(found, "one.zh/"), "folio-stale") == []


def test_the_digest_to_write_is_given_where_there_is_none(tmp_path: Path) -> None:
    source = site(tmp_path / "site", **{"one.zh": "# 一\n\n话。\n"})
    (said,) = warnings(build(source, tmp_path))
    assert said.startswith("one.zh.md:1: WARNING: the translation does not say of what")
    assert f"translation-hash: '{content_digest(ONE)}'" in said


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (
            "translation-of: oen",
            r"two.md:2: WARNING: translation-of: no page 'oen'. Did you mean 'one'",
        ),
        ("translation-of: two", r"two.md:2: WARNING: translation-of: 'two' is this page itself"),
        (
            "language: fr\ntranslation-of: one.zh",
            r"two.md:3: WARNING: 'one.zh' is a translation itself; .* 'one'",
        ),
        (
            "translation-of: one",
            r"two.md:2: WARNING: the translation is in the language of its original, 'en'",
        ),
        (
            "translation-of: one\nlanguage: zh",
            r"two.md:2: WARNING: one.zh.md translates 'one' into 'zh' too",
        ),
    ],
)
def test_a_translation_of_nothing_is_told_where_it_stands(
    tmp_path: Path, head: str, message: str
) -> None:
    two = f"---\n{head}\n---\n\n# Two\n"
    home = HOME.replace("one.zh\n", "one.zh\ntwo\n")
    found = warnings(build(site(tmp_path / "site", index=home, two=two), tmp_path))
    assert len(found) == 1, found
    assert re.match(message, found[0])


@pytest.mark.parametrize("others", [{}, {"d": "a"}, {"c": "b", "a": "c"}])
def test_translations_in_a_circle_are_told_once(tmp_path: Path, others: dict[str, str]) -> None:
    targets = {"a": "b", "b": "a", **others}
    pages = {
        name: f"---\norphan: true\ntranslation-of: {to}\nlanguage: zh\n---\n\n# {name}\n"
        for name, to in targets.items()
    }
    (said,) = warnings(build(site(tmp_path / "site", **pages), tmp_path))
    names = "'a' and 'b' and 'c'" if "c" in targets else "'a' and 'b'"
    assert said.startswith(f"a.md:3: WARNING: {names} are translations of each other")


def test_a_chain_of_translations_is_told_with_its_beginning(tmp_path: Path) -> None:
    pages = {
        name: f"---\norphan: true\ntranslation-of: {to}\nlanguage: {language}\n---\n\n# {name}\n"
        for name, to, language in (("c", "b", "de"), ("b", "a", "fr"), ("a", "one", "es"))
    }
    found = warnings(build(site(tmp_path / "site", **pages), tmp_path))
    for name, to in (("c", "b"), ("b", "a")):
        assert [one for one in found if one.startswith(f"{name}.md:3: WARNING: '{to}' is a ")]
    assert all("write translation-of: with the original, 'one'" in one for one in found[1:])


POST = "---\ndate: 2026-01-01\ntags: [GPU]\nauthors: [ada]\noriginal: orig\n---\n\n# P\n\nWords.\n"
POSTS = {
    "refs": "@online{orig, title = {O}, url = {https://o.example/}}\n",
    "people__ada": "---\nname: Ada von L\n---\n\n# Ada\n",
    "people__bob": "---\nname: Bob\n---\n\n# Bob\n",
    "blog__index": "# Blog\n\n```{posts}\n```\n",
    "blog__p": POST,
}
POSTS_CONF = f"{PUBLIC}bibtex_bibfiles = ['refs.bib']\nfolio_publisher = 'Editors'\n"


def test_the_head_of_a_post_names_its_versions_before_the_notes_on_it(tmp_path: Path) -> None:
    zh = "---\ndate: 2026-01-02\ntranslation-hash: old\noriginal: orig\n---\n\n# 文\n"
    source = make(tmp_path / "site", conf=POSTS_CONF, index="# H\n", **POSTS, **{"blog__p.zh": zh})
    found = build(source, tmp_path / "work")
    for page, stale in (("blog/p", []), ("blog/p.zh", ["folio-stale"])):
        (head,) = of_class(parse(found, page), "folio-post-header")
        assert [name for part in head for name in part.get("class", "").split()[:1]] == [
            "folio-byline", "folio-tags", "folio-languages", *stale, "folio-origin",
        ]  # fmt: skip
        assert len(of_class(parse(found, page), "folio-languages")) == 1


def test_a_translation_has_the_tags_and_authors_of_its_original_if_it_states_none(
    tmp_path: Path,
) -> None:
    head = f"---\ndate: 2026-01-02\ntranslation-hash: {content_digest(POST)}\n"
    source = make(
        tmp_path / "site",
        conf=POSTS_CONF,
        index="# H\n",
        **POSTS,
        **{
            "blog__p.zh": f"{head}---\n\n# 文\n",
            "blog__p.de": f"{head}authors: [bob]\ntags: []\n---\n\n# T\n",
        },
    )
    found = build(source, tmp_path / "work")
    assert found.warnings == ()
    page = parse(found, "blog/p.zh")
    assert texts(page, "folio-authors") == ["Ada von L"]
    assert texts(page, "folio-tags") == ["GPU"]
    assert "author = {von L, Ada}" in " ".join(texts(page, "folio-bibtex"))
    (data,) = [one.text or "" for one in page.iter("script") if "BlogPosting" in (one.text or "")]
    assert '"keywords"' in data
    assert "people/ada/" in data
    feed = (found.out / "blog" / "atom.zh.xml").read_text(encoding="utf-8")
    assert "<name>Ada von L</name>" in feed
    page = parse(found, "blog/p.de")
    assert texts(page, "folio-authors") == ["Bob"]
    assert texts(page, "folio-tags") == []


def test_what_a_translation_inherits_follows_its_original(tmp_path: Path) -> None:
    head = "date: 2026-01-02\nlanguage: zh\ntranslation-of: p\ntranslation-hash: x"
    named = f"---\n{head}\n---\n\n# 文\n"
    source = make(tmp_path / "site", conf=POSTS_CONF, index="# H\n", **POSTS, blog__wen=named)
    work = tmp_path / "work"
    build(source, work)
    post = source / "blog" / "p.md"
    changes: tuple[Callable[[], object], ...] = (
        lambda: post.write_text(POST.replace("[GPU]", "[CPU]"), encoding="utf-8"),
        lambda: post.write_text(POST.replace("authors: [ada]\n", ""), encoding="utf-8"),
        lambda: post.rename(source / "blog" / "q.md"),
        lambda: (source / "blog" / "q.md").rename(post),
        post.unlink,
    )
    for step, change in enumerate(changes):
        change()
        found = build(source, work)
        clean = build(source, tmp_path / f"clean{step}", jobs=4 if step % 2 else 0)
        assert pages_that_differ(found, clean) == [], step
        assert found.warnings == clean.warnings, step
    assert texts(parse(found, "blog/wen"), "folio-tags") == []


def test_incremental_builds_with_versions_equal_clean_ones(tmp_path: Path) -> None:
    source = site(tmp_path / "site", PUBLIC)
    work = tmp_path / "work"
    build(source, work)
    other = "---\nlanguage: ja\ntranslation-of: one\ntranslation-hash: x\n---\n\n# 一つ\n"
    changes: tuple[Callable[[], object], ...] = (
        lambda: (source / "ichi.md").write_text(other, encoding="utf-8"),
        lambda: (source / "ichi.md").rename(source / "hitotsu.md"),
        (source / "one.zh.md").unlink,
        lambda: (source / "one.md").rename(source / "eins.md"),
    )
    for step, change in enumerate(changes):
        change()
        found = build(source, work)
        clean = build(source, tmp_path / f"clean{step}", jobs=4 if step % 2 else 0)
        assert pages_that_differ(found, clean) == []
