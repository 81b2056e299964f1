"""Numbers: from 1 on each page, and references that show them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sphinx.util.parallel import ParallelTasks

from building import Site, build, make

PAGE = """\
# {title}

```{{figure}} wheel.svg
:name: {name}-fig-a
:alt: A

First
```

```{{figure}} wheel.svg
:name: {name}-fig-b
:alt: B

Second
```

```{{figure}} wheel.svg
:alt: C
```

```{{table}} A table
:name: {name}-table

| a |
|---|
| 1 |
```

```{{code-block}} python
:caption: A listing
:name: {name}-code

pass
```

```{{math}}
:label: {name}-eq-a
a
```

$$ b $$ ({name}-eq-b)

{{numref}}`{name}-fig-b`, {{numref}}`{name}-table`, {{numref}}`{name}-code`, {{eq}}`{name}-eq-b`,
{{numref}}`{other}-fig-a`, {{eq}}`{other}-eq-b`,
{{numref}}`see {{name}} ({{number}}) <{name}-fig-a>`
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of two pages with numbered things, one of them outside every toctree."""
    folder = tmp_path_factory.mktemp("numbering")
    (folder / "site").mkdir()
    (folder / "site" / "wheel.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    make(
        folder / "site",
        index="# Home\n\n```{toctree}\n:numbered:\n\none\n```\n",
        one=PAGE.format(title="One", name="one", other="two"),
        two="---\norphan: true\n---\n\n" + PAGE.format(title="Two", name="two", other="one"),
    )
    return build(folder / "site", folder / "work")


def text(site: Site, page: str) -> str:
    """Return the text of a page, with single spaces."""
    tree: Element = html5lib.parse(site.text(page), namespaceHTMLElements=False)
    article = tree.find(".//article")
    assert article is not None
    return " ".join("".join(article.itertext()).split())


def test_no_reference_is_lost(site: Site) -> None:
    assert site.warnings == ()


@pytest.mark.parametrize("page", ["one", "two"])
def test_everything_is_numbered_from_one_on_its_page(site: Site, page: str) -> None:
    tree: Element = html5lib.parse(site.text(page), namespaceHTMLElements=False)
    numbers = [
        "".join(one.itertext()).strip()
        for one in tree.iter("span")
        if one.get("class") in {"caption-number", "eqno"}
    ]
    assert sorted(number.rstrip("¶#") for number in numbers) == [
        "(1)", "(2)", "Figure 1", "Figure 2", "Listing 1", "Table 1",
    ]  # fmt: skip


@pytest.mark.parametrize(("page", "other"), [("one", "Two"), ("two", "One")])
def test_references_show_the_numbers(site: Site, page: str, other: str) -> None:
    assert text(site, page).endswith(
        "Figure 2, Table 1, Listing 1, (2), "
        f"Figure 1 of {other}, Equation (2) of {other}, see First (1)"
    )


def test_numbers_follow_an_edit(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "wheel.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    figure = "```{figure} wheel.svg\n:alt: A wheel\n:name: NAME\n\nA wheel\n```\n\n"
    source = make(
        tmp_path / "site",
        index="# Home\n\n{numref}`b`\n\n```{toctree}\none\n```\n",
        one="# One\n\n" + figure.replace("NAME", "a") + figure.replace("NAME", "b"),
    )
    assert "Figure 2" in text(build(source, tmp_path / "work"), "")
    page = source / "one.md"
    page.write_text(page.read_text().replace(figure.replace("NAME", "a"), ""))
    assert "Figure 1" in text(build(source, tmp_path / "work"), "")


def test_captions_have_their_numbers_in_plain_text_too(tmp_path: Path) -> None:
    page = (
        "# Home\n\n```{figure} wheel.svg\n:name: fig\n:alt: A\n\nA wheel\n```\n\n"
        "```{code-block} python\n:caption: Code\na\n```\n\n"
        "```{table} Sizes\n\n| a |\n|---|\n| 1 |\n```\n\n{numref}`fig`\n"
    )
    source = make(tmp_path / "site", index=page)
    (source / "wheel.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    said = (build(source, tmp_path / "work", builder="text").out / "index.txt").read_text()
    for caption in ("Figure 1: A wheel", "Listing 1: Code", "Table 1: Sizes"):
        assert said.count(caption) == 1


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("jobs", [0, 4])
def test_a_label_given_twice_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, alone: bool
) -> None:
    """*alone*: each process ends before the next one begins."""
    add = ParallelTasks.add_task

    def add_task(self: ParallelTasks, task: Any, arg: Any = None, result: Any = None) -> None:
        add(self, task, arg, result)
        if alone:
            self.join()

    monkeypatch.setattr(ParallelTasks, "add_task", add_task)
    page = "---\norphan: true\n---\n\n(lab)=\n\n# Page\n"
    source = make(tmp_path / "site", index="# Home\n", a=page, b=page)
    (warning,) = build(source, tmp_path / "work", jobs=jobs).warnings
    assert "lab" in warning
