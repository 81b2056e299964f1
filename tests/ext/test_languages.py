"""Languages: every word that a page says of itself is in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, differences, make, parse, texts
from sphinx_folio.words import words

CONF = "extensions = ['sphinx_folio']\nproject = 'Ada'\nauthor = 'Ada'\n"
HOME = "# Ada\n\n```{toctree}\nen\nzh\nde\n```\n"
PARTS = """
({label}-figure)=
```{{figure}} a.svg
:alt: A

Caption
```

({label}-code)=
```{{code-block}} python
:caption: Caption
x = 1
```

```{{table}} Caption
:name: {label}-table

| a |
|---|
| b |
```

$$
x
$$ ({label}-eq)

{{numref}}`{label}-figure` {{numref}}`{label}-code` {{numref}}`{label}-table` {{eq}}`{label}-eq`
{{numref}}`{other}-figure` {{numref}}`so %s <{label}-figure>`

```{{note}}
Content
```

```{{seealso}}
Content
```

{{cite:p}}`k`
"""
BIB = "@article{k, title={T}, author={Ada Chen}, journal={J}, year={2020}, doi={10.1/x}}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'


def site(target: Path, conf: str = CONF) -> Path:
    """Write a site of one page in English, one in Chinese and one in German."""

    def page(language: str, other: str) -> str:
        head = f"---\nlanguage: {language}\n---\n\n# Page\n\n## Section\n"
        return head + PARTS.format(label=language, other=other)

    made = make(
        target,
        conf=f"{conf}bibtex_bibfiles = ['refs.bib']\n",
        index=HOME,
        refs=BIB,
        en=page("en", "zh"),
        zh=page("zh", "en"),
        de=page("de", "en"),
    )
    (made / "a.svg").write_text(SVG, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    work = tmp_path_factory.mktemp("languages")
    found = build(site(work / "site"), work)
    assert found.warnings == ()
    return found


def numbers(tree: Element) -> list[str]:
    """Return the numbers of captions, in the order of the page."""
    return [one.strip() for one in texts(tree, "caption-number")]


def references(tree: Element) -> list[str]:
    """Return the words of references to what has a number."""
    found = (one for one in tree.iter("a") if one.find("span[@class='std std-numref']") is not None)
    return ["".join(one.itertext()) for one in found]


def titles(tree: Element) -> set[str]:
    """Return what is said of permalinks."""
    found = (one for one in tree.iter("a") if "headerlink" in one.get("class", "").split())
    return {one.get("title", "") for one in found}


def test_a_page_names_its_language(built: Site) -> None:
    found = {page: parse(built, f"{page}/").get("lang") for page in ("en", "zh", "de")}
    assert found == {"en": "en", "zh": "zh", "de": "de"}
    assert parse(built).get("lang") == "en"


def test_the_theme_speaks_the_language_of_the_page(built: Site) -> None:
    assert texts(parse(built, "en/"), "toc-title") == ["On this page"]
    assert texts(parse(built, "zh/"), "toc-title") == ["本页目录"]
    assert texts(parse(built, "zh/"), "skip-to-content") == ["跳到正文"]
    labels = {one.get("aria-label") for one in parse(built, "zh/").iter() if one.get("aria-label")}
    assert {"打开或收起站点导航", "打开或收起本页目录", "切换浅色／深色／自动主题"} <= labels
    assert {one for one in labels if one and re.search("[A-Za-z]{3}", one)} == set()


def test_numbers_of_captions_and_references_speak_it(built: Site) -> None:
    english, chinese = parse(built, "en/"), parse(built, "zh/")
    assert numbers(english) == ["Figure 1", "Listing 1", "Table 1"]
    assert numbers(chinese) == ["图 1", "代码清单 1", "表 1"]
    assert references(english) == [
        "Figure 1", "Listing 1", "Table 1", "Figure 1 of Page", "so 1",
    ]  # fmt: skip
    assert references(chinese) == [
        "图 1", "代码清单 1", "表 1", "《Page》的图 1", "so 1",
    ]  # fmt: skip


def test_titles_of_admonitions_and_links_to_places_speak_it(built: Site) -> None:
    assert texts(parse(built, "en/"), "admonition-title") == ["Note", "See also"]
    assert texts(parse(built, "zh/"), "admonition-title") == ["说明", "另请参阅"]
    assert texts(parse(built, "zh/"), "folio-references-title") == ["参考文献"]
    assert titles(parse(built, "en/")) == {
        "Link to this heading", "Link to this image", "Link to this code", "Link to this table",
        "Link to this equation",
    }  # fmt: skip
    assert titles(parse(built, "zh/")) == {
        "此标题的链接", "此图的链接", "此代码的链接", "此表的链接", "此公式的链接",
    }  # fmt: skip


def test_sphinx_knows_what_our_catalogs_do_not(built: Site) -> None:
    german = parse(built, "de/")
    assert texts(german, "admonition-title") == ["Bemerkung", "Siehe auch"]


def test_what_an_author_says_of_numbers_counts_in_all_languages(tmp_path: Path) -> None:
    conf = f"{CONF}numfig_format = {{'figure': 'Plate %s'}}\n"
    found = build(site(tmp_path / "site", conf), tmp_path)
    for page in ("en/", "zh/"):
        assert "Plate 1" in numbers(parse(found, page))
        assert "Plate 1" in references(parse(found, page))[3]


def test_one_job_and_four_give_the_same_pages(built: Site, tmp_path: Path) -> None:
    found = build(site(tmp_path / "site"), tmp_path, jobs=4)
    assert [one for one in differences(built.out, found.out) if one.endswith(".html")] == []


def test_a_change_of_language_is_seen_by_what_refers(tmp_path: Path) -> None:
    source, work = site(tmp_path / "site"), tmp_path / "work"
    build(source, work)
    page = source / "en.md"
    page.write_text(page.read_text(encoding="utf-8").replace(": en", ": fr"), encoding="utf-8")
    found = build(source, work)
    clean = build(source, tmp_path / "clean")
    assert [one for one in differences(found.out, clean.out) if one.endswith(".html")] == []
    assert parse(found, "en/").get("lang") == "fr"


# --- a whole site in Chinese -------------------------------------------------------------------

WHOLE = {
    "conf": CONF + "language = 'zh_CN'\nbibtex_bibfiles = ['refs.bib']\n",
    "index": """# 首页

```{people}
```

```{timeline}
```

```{toctree}
people/index
publications/index
experience/index
blog/index
```
""",
    "people__index": "# 人物\n\n```{toctree}\nada\n```\n",
    "people__ada": """---
name: 陈爱达
headline: 工程师
links:
  email: a@b.org
  website: b.org
  zhihu: ada
skills:
  语言: [甲, 乙]
---

# 陈爱达

```{profile} skills
```
""",
    "publications__index": """# 论著

```{publications}
:facets:
```

```{publications}
:group-by: type
```

```{toctree}
paper
patent
thesis
```
""",
    "publications__paper": "# 文\n\n```{publication} paper\n```\n",
    "publications__patent": "# 利\n\n```{publication} patent\n```\n",
    "publications__thesis": "# 位\n\n```{publication} thesis\n```\n",
    "experience__index": "# 经历\n\n```{toctree}\nada\n```\n",
    "experience__ada": """# 陈爱达的经历

```{position} 研究员
:organization: 甲校
:start: 2023-08
:end: present
:mentors: 王
:advisors: 李; 赵
:publications: paper
:as: 爱达
:kind: research
做研究。
```

```{education} 学生
:organization: 乙校
:start: 2019-09
:end: 2023-06
:grade: 4.0
```

```{award} 奖
:date: 2022
```
""",
    "blog__index": "# 博客\n\n```{posts}\n```\n\n```{toctree}\nkernels/index\n```\n",
    "blog__kernels__index": """---
summary: 一个系列
parts:
  - title: 第一
    needs: [甲]
    gives: [乙]
  - title: 第二
    needs: [乙]
    gives: [丙]
  - title: 第三
---

# 内核
""",
    "blog__kernels__first": """---
date: 2026-01-02
updated: 2026-02-03
series: kernels
part: 1
authors: [ada]
tags: [显卡]
summary: 开头
errata:
  - date: 2026-03-04
    text: 改了一处。
---

# 第一

话 {cite:p}`paper`。

## 共享内存

```{figure} ../../a.svg
:alt: 图

话
```

$$
x
$$ (eq-x)

```{layout} (4,8):(8,1)
:color: row
:highlight: (1,_)
```

```{layout} (4,8):(8,1)
:view: memory
```

```{note}
话
```
""",
    "blog__kernels__second": """---
date: 2026-01-03
series: kernels
part: 2
tags: [显卡]
summary: 再来
---

# 第二

话 {cite:p}`paper`、{doc}`first`。
""",
    "refs": """
@article{paper, title={文}, author={陈爱达 and 王五}, journal={刊}, year={2024}, volume={7},
  number={2}, pages={1--9}, doi={10.1/x}, people={ada}, equal={陈爱达 and 王五}, abstract={话},
  code={https://b.org/c}, keywords={甲, 乙}, pubstate={inpress}}
@patent{patent, title={利}, author={陈爱达}, year={2021}, month={3}, filed={2019-02-14},
  number={CN1}, holder={甲}, people={ada}, url={https://b.org/p}}
@phdthesis{thesis, title={位}, author={陈爱达}, year={2020}, school={乙校}, people={ada}}
""",
}
#: What holds no words.
SILENT = {"script", "style", "pre", "code", "math", "template"}
#: Names that Chinese keeps, and what has no words.
KEPT = {
    "BibTeX",
    "DOI",
    "Sphinx",
    "Furo",
    "pradyunsg",
    "bib",
    "Ada",
    "RSS",
    "Atom",
    "JSON",
    "JavaScript",
}


def said(tree: Element) -> Iterator[str]:
    """Yield the words that a page says: its text, labels and titles, without code and formulas."""
    for one in tree.iter():
        for name in ("aria-label", "title", "placeholder", "alt"):
            if one.get(name):
                yield str(one.get(name))
    stack = [tree]
    while stack:
        one = stack.pop()
        # The name of a comment is no word.
        if not str(one.tag).isalnum() or one.tag in SILENT:
            yield one.tail or ""
            continue
        yield from (one.text or "", one.tail or "")
        stack.extend(one)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Site:
    work = tmp_path_factory.mktemp("chinese")
    source = make(work / "site", **WHOLE)
    (source / "a.svg").write_text(SVG, encoding="utf-8")
    found = build(source, work)
    assert found.warnings == ()
    return found


def test_a_site_in_chinese_has_no_english_word_of_the_engine(chinese: Site) -> None:
    checked, english = 0, set()
    for path in sorted(chinese.out.rglob("index.html")):
        page = path.parent.relative_to(chinese.out).as_posix()
        tree = parse(chinese, page)
        assert tree.get("lang") == "zh-CN"
        checked += 1
        for text in said(tree):
            bare = re.sub(r"https?:\S+|[\w.]+\.(?:md|bib|org)\b", "", text)
            english |= {
                f"{page}: {word} ({text.strip()})"
                for word in re.findall(r"[A-Za-z]{3,}", bare)
                if word not in KEPT
            }
    assert checked > 12
    assert sorted(english) == []


def test_its_language_is_that_of_the_words() -> None:
    assert words("zh-CN")("Abstract") == "摘要"


def test_a_name_says_the_language_only_where_it_ends_in_one(tmp_path: Path) -> None:
    pages = {
        "blog__alone.zh": "---\ndate: 2026-01-01\n---\n\n# 独\n",
        "blog__v1": "---\ndate: 2026-01-01\n---\n\n# V1\n",
        "blog__v1.js": "---\ndate: 2026-01-01\n---\n\n# V1 in JS\n",
    }
    conf = "extensions = ['sphinx_folio']\nfolio_publisher = 'Ed'\n"
    source = make(tmp_path / "site", conf=conf, index="# Home\n", **pages)
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    found = {page: parse(site, f"blog/{page}").get("lang") for page in ("alone.zh", "v1", "v1.js")}
    assert found == {"alone.zh": "zh", "v1": "en", "v1.js": "en"}
