"""References to numbers: each says its page where that is another, and follows what it leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Site, build, differences, make, parse

LAYOUT = """---
orphan: true
---

# Layout of *things*

```{figure} wheel.svg
:name: fig-tiled
:alt: A

A caption
```

```{table} A table
:name: table-sizes

| a |
|---|
| 1 |
```

$$ a $$ (eq-first)

$$ b $$ (eq-second)

```{theorem}
:name: thm-equal
Equal.
```

```{exercise} Strides
:name: ex-strides
Which?
```

## A section
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
INDEX = "# Home\n\n```{toctree}\n:hidden:\nquiet\n```\n\n"


def site(target: Path, body: str, **pages: str) -> Path:
    """Write a site with a page of numbered things, which *body* on the first page refers to."""
    made = make(
        target, index=INDEX + body, quiet="# Quiet\n\nSays nothing.\n", layout=LAYOUT, **pages
    )
    (made / "wheel.svg").write_text(SVG, encoding="utf-8")
    return made


def links(built: Site, page: str = "") -> list[tuple[str, str]]:
    """Return words and targets of the links in the text of a page."""
    article = next(one for one in parse(built, page).iter("article"))
    return [
        (" ".join("".join(link.itertext()).split()), link.get("href", ""))
        for paragraph in article.iter("p")
        for link in paragraph.iter("a")
        if link.get("class") == "reference internal"
    ]


#: What is written on the first page, and what a reader finds there.
SAID = [
    ("{numref}`fig-tiled`", "Figure 1 of Layout of things"),
    ("{numref}`table-sizes`", "Table 1 of Layout of things"),
    ("{numref}`thm-equal`", "Theorem 1 of Layout of things"),
    ("{numref}`ex-strides`", "Exercise 1 of Layout of things"),
    ("{ref}`ex-strides`", "Exercise 1 of Layout of things"),
    ("[](#fig-tiled)", "Figure 1 of Layout of things"),
    ("[](layout.md#fig-tiled)", "Figure 1 of Layout of things"),
    ("{prf:ref}`thm-equal`", "Theorem 1 of Layout of things"),
    ("{eq}`eq-second`", "Equation (2) of Layout of things"),
    ("[](#eq-second)", "Equation (2) of Layout of things"),
    ("[the tiled one](#fig-tiled)", "the tiled one"),
    ("{ref}`the tiled one <fig-tiled>`", "the tiled one"),
    ("{numref}`no. {number} <fig-tiled>`", "no. 1"),
    ("{eq}`the second ({number}) <eq-second>`", "the second (2)"),
    ("[](layout.md#a-section)", "A section"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("references")
    return build(
        site(folder / "site", "\n\n".join(written for written, _ in SAID)), folder / "work"
    )


def test_a_reference_from_another_page_names_it_unless_its_author_did(built: Site) -> None:
    assert built.warnings == ()
    assert [words for words, _ in links(built)] == [said for _, said in SAID]
    known = {one.get("id") for one in parse(built, "layout").iter()}
    assert {address.removeprefix("layout/#") for _, address in links(built)} <= known


def test_the_title_of_the_other_page_is_emphasised_inside_the_link(built: Site) -> None:
    paragraph = next(one for one in parse(built).iter("p") if "Figure" in "".join(one.itertext()))
    (link,) = paragraph.iter("a")
    emphasised = next(link.iter("em"))
    assert "".join(emphasised.itertext()) == "Layout of things"


def test_a_title_in_another_language_says_which(tmp_path: Path) -> None:
    page = (
        "---\norphan:\nlanguage: zh\n---\n# 布局\n\n$$ a $$ (eq-zh)\n\n{eq}`eq-zh` {eq}`eq-first`\n"
    )
    built = build(site(tmp_path / "site", "{eq}`eq-zh`", page=page), tmp_path / "work")
    assert built.warnings == ()
    assert links(built) == [("Equation (1) of 布局", "page/#equation-eq-zh")]
    assert [one.get("lang") for one in parse(built).iter("em")] == ["zh"]
    assert links(built, "page")[0] == ("(1)", "#equation-eq-zh")


def test_a_reference_that_leads_nowhere_is_told_once_with_the_nearest(tmp_path: Path) -> None:
    body = "{numref}`fig-tilde`\n\n{numref}`eq-first`\n\n{eq}`eq-frist`\n"
    told = build(site(tmp_path / "site", body), tmp_path / "work").warnings
    places = [one.partition(": WARNING")[0].rpartition("/")[2] for one in told]
    assert places == ["index.md:8", "index.md:10", "index.md:12"]
    assert "nothing numbered is called 'fig-tilde'. Did you mean 'fig-tiled'" in told[0]
    assert "It is an equation: write {eq}`eq-first`." in told[1]
    assert "no equation 'eq-frist'. Did you mean 'eq-first'" in told[2]
    assert len(told) == 3


def test_a_name_without_a_number_is_told(tmp_path: Path) -> None:
    body = "(plain)=\nA paragraph.\n\n```{figure} wheel.svg\n:name: bare\n:alt: A\n```\n\n"
    source = site(tmp_path / "site", body + "{numref}`plain`\n\n{numref}`bare`")
    built = build(source, tmp_path / "work")
    assert ["has no number" in one for one in built.warnings] == [True, True]
    assert "'plain'" in built.warnings[0]
    assert "'bare'" in built.warnings[1]


def test_what_is_inserted_elsewhere_moves_only_those_who_refer_to_it(tmp_path: Path) -> None:
    source = site(tmp_path / "site", "{numref}`fig-tiled` {eq}`eq-first` {numref}`thm-equal`")
    before = build(source, tmp_path / "work").text("quiet")
    page = source / "layout.md"
    figure = "```{figure} wheel.svg\n:alt: N\n\nNew\n```\n\n"
    more = figure + "$$ n $$ (eq-new)\n\n```{theorem}\nNew.\n```\n"
    page.write_text(page.read_text().replace("```{figure}", more + "\n```{figure}", 1))
    built = build(source, tmp_path / "work")
    assert [words for words, _ in links(built)] == [
        "Figure 2 of Layout of things",
        "Equation (2) of Layout of things",
        "Theorem 2 of Layout of things",
    ]
    assert built.text("quiet") == before
    clean = build(source, tmp_path / "clean")
    assert differences(built.out, clean.out) == []


def many(target: Path) -> Path:
    """Write a site of enough pages to be read by several processes, which refer to each other."""
    head = "---\norphan:\n---\n# Page {n}\n\n"
    body = head + "```{{theorem}}\n:name: t-{n}\nOne.\n```\n\n$$ a $$ (e-{n})\n\n"
    refer = "{{numref}}`t-{m}` {{eq}}`e-{m}` {{numref}}`t-{n}`{{sidenote}}`A note.`\n"
    text = body + refer
    pages = {f"p{n}": text.format(n=n, m=(n + 1) % 12) for n in range(12)}
    return site(target, "{numref}`t-3`", **pages)


def test_one_job_and_four_give_the_same_bytes(tmp_path: Path) -> None:
    source = many(tmp_path / "site")
    alone = build(source, tmp_path / "one", jobs=1)
    together = build(source, tmp_path / "four", jobs=4)
    assert alone.warnings == together.warnings == ()
    assert differences(alone.out, together.out) == []


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_name_given_on_two_pages_is_told(tmp_path: Path, jobs: int) -> None:
    source = many(tmp_path / "site")
    for name, old, new in (("p8", ":name: t-8", ":name: t-11"), ("p9", "(e-9)", "(e-11)")):
        page = source / f"{name}.md"
        page.write_text(page.read_text().replace(old, new))
    built = build(source, tmp_path / "work", jobs=jobs)
    said = [one for one in built.warnings if "duplicate label" in one or "also the name" in one]
    assert len(said) == 2
    assert ["11" in one and ".md:" in one for one in said] == [True, True]


@pytest.mark.parametrize("builder", ["singlehtml", "text"])
def test_other_builders_say_the_same(tmp_path: Path, builder: str) -> None:
    own = "```{theorem}\n:name: own\nOwn.\n```\n\n{numref}`own`"
    body = "{numref}`fig-tiled` {eq}`eq-second`\n\n" + own
    built = build(site(tmp_path / "site", body), tmp_path / "work", builder=builder)
    assert built.warnings == ()
    name = "index.html" if builder == "singlehtml" else "index.txt"
    text = (built.out / name).read_text(encoding="utf-8")
    assert "Figure 1 of" in text
    assert "Equation (2) of" in text
    assert "Theorem 1 of" not in text


#: What is written on the page of the numbered things themselves.
SAID_THERE = [
    ("[](#fig-tiled)", "Figure 1"),
    ("[](#table-sizes)", "Table 1"),
    ("[](#thm-equal)", "Theorem 1"),
    ("[](#ex-strides)", "Exercise 1"),
    ("[](#lst-a)", "Listing 1"),
    ("[](#eq-first)", "(1)"),
    ("[](layout.md#thm-equal)", "Theorem 1"),
    ("[its own words](#thm-equal)", "its own words"),
    ("[](#a-section)", "A section"),
]


def test_a_link_without_words_says_the_number_on_the_same_page(tmp_path: Path) -> None:
    source = site(tmp_path / "site", "Nothing.")
    page = source / "layout.md"
    listing = "\n```{code-block} python\n:caption: Code\n:name: lst-a\na\n```\n\n"
    said = "\n\n".join(written for written, _ in SAID_THERE)
    page.write_text(page.read_text() + listing + said + "\n")
    built = build(source, tmp_path / "work")
    assert built.warnings == ()
    found = links(built, "layout")
    assert [words for words, _ in found] == [said for _, said in SAID_THERE]
    known = {one.get("id") for one in parse(built, "layout").iter()}
    assert {address.partition("#")[2] for _, address in found} <= known


def test_a_reference_into_a_draft_says_that_it_may_be_withheld(tmp_path: Path) -> None:
    draft = "---\ndate: 2026-01-01\ndraft: true\n---\n# Secret\n\n$$ a $$ (eq-there)\n\n"
    draft += "```{theorem}\n:name: thm-there\nSaid.\n```\n"
    body = "{numref}`thm-there` {eq}`eq-there` {numref}`thm-ther`"
    told = build(site(tmp_path / "site", body, blog__draft=draft), tmp_path / "work").warnings
    assert ["a page that is withheld" in one for one in told] == [True, True, False]
    assert "Secret" not in "".join(told)
