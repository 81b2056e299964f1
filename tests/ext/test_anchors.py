"""Anchors: headings in any script have readable ids that other headings do not move."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, parse

CONF = """extensions = ["sphinx_folio"]
project = "Ada"
"""
PAGE = """# 标题

见[](#结论)、[第二个](#结论-1)、[标签](#my-label)、{ref}`my-label`、[](other.md#共享内存)。

注[^一]，又注[^1]，再注[^1]。

## 共享内存

## Shared memory

## 结论

(my-label)=
## 有标签的一节

## 使用 CuTe

## 结论

## Notes

## Notes

#### 深处

```{figure} a.svg
:alt: 图

一张没有标签的图
```

```{code-block} python
:caption: 一段没有标签的代码
x = 1
```

[^一]: 第一个注。
[^1]: 第二个注。
"""
OTHER = "# Other\n\n[](index.md#结论-1) [](index.md#有标签的一节)\n\n## 共享内存\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'


def site(target: Path, page: str = PAGE) -> Path:
    """Write a site of two pages that link each other."""
    head = "---\nhide-toc: false\n---\n" if "toctree" in page else ""
    made = make(target, conf=CONF, index=f"{head}{page}", other=f"---\norphan:\n---\n{OTHER}")
    (made / "a.svg").write_text(SVG, encoding="utf-8")
    return made


def ids(tree: Element) -> list[str]:
    """Return the ids of the article, in the order of the page."""
    article = next(one for one in tree.iter("article"))
    return [one.get("id", "") for one in article.iter() if one.get("id")]


def anchors(tree: Element) -> dict[str, str]:
    """Return the permalinks of a page by the words they stand behind."""
    found: dict[str, str] = {}
    for above in tree.iter():
        for link in above:
            if link.get("class") == "headerlink":
                words = "".join(above.itertext()).removesuffix("".join(link.itertext()))
                found.setdefault(words.strip(), link.get("href", ""))
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    work = tmp_path_factory.mktemp("anchors")
    found = build(site(work / "site"), work)
    assert [one for one in found.warnings if "myst.header" not in one] == []
    return found


def test_chinese_headings_are_named_by_their_words(built: Site) -> None:
    found = anchors(parse(built))
    assert found["共享内存"] == "#共享内存"
    assert found["使用 CuTe"] == "#使用-cute"
    assert found["深处"] == "#深处"
    assert [one for one in ids(parse(built)) if one.startswith("结论")] == ["结论", "结论-1"]


def test_english_headings_and_labels_stay(built: Site) -> None:
    found = anchors(parse(built))
    assert found["Shared memory"] == "#shared-memory"
    assert found["有标签的一节"] == "#my-label"
    assert [one for one in ids(parse(built)) if one.startswith("notes")] == ["notes", "notes-1"]


def test_no_id_counts_and_none_stands_twice(built: Site) -> None:
    found = ids(parse(built))
    assert [one for one in found if re.fullmatch(r"id\d+", one)] == []
    assert len(found) == len(set(found))


def test_every_link_within_the_site_leads_to_an_id(built: Site) -> None:
    known = {"": ids(parse(built)), "other/": ids(parse(built, "other/"))}
    checked = 0
    for page, base in (("", ""), ("other/", "other/")):
        for link in parse(built, page).iter("a"):
            target, _, fragment = link.get("href", "").partition("#")
            place = {"": base, "other/": "other/", "../": ""}.get(target)
            if fragment and place is not None and fragment != "furo-main-content":
                assert fragment in known[place], link.get("href")
                checked += 1
    assert checked > 20


def test_the_list_of_the_page_names_the_same_ids(built: Site) -> None:
    tree = parse(built)
    toc = next(one for one in tree.iter("div") if one.get("class") == "toc-tree")
    listed = [link.get("href", "") for link in toc.iter("a")][1:]
    assert listed == [
        "#共享内存", "#shared-memory", "#结论", "#my-label", "#使用-cute", "#结论-1", "#notes",
        "#notes-1", "#深处",
    ]  # fmt: skip


def test_footnotes_are_named_after_their_labels(built: Site) -> None:
    found = ids(parse(built))
    assert {"footnote-一", "footnote-1", "noteref-一-1", "noteref-1-1", "noteref-1-2"} <= set(found)


def test_captioned_parts_without_a_label_are_named_by_their_captions(built: Site) -> None:
    assert {"figure-一张没有标签的图", "listing-一段没有标签的代码"} <= set(ids(parse(built)))


def test_what_is_inserted_before_moves_no_anchor(built: Site, tmp_path: Path) -> None:
    more = PAGE.replace(
        "## 共享内存\n",
        "## 引言\n\n另注[^新]。\n\n[^新]: 新注。\n\n"
        "```{figure} a.svg\n:alt: 图\n\n新图\n```\n\n## New\n\n## 共享内存\n",
        1,
    )
    found = build(site(tmp_path / "site", more), tmp_path)
    before, after = ids(parse(built)), ids(parse(found))
    assert [one for one in before if one not in after] == []
    old, new = anchors(parse(built)), anchors(parse(found))
    numbered = re.compile(r"(?:Figure|Listing) \d ")
    plain = {numbered.sub("", words): href for words, href in new.items()}
    assert {numbered.sub("", words): href for words, href in old.items()}.items() <= plain.items()
