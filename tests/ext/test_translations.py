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
