"""Numbers: from 1 on each page, and references that show them."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

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


@pytest.mark.parametrize("page", ["one", "two"])
def test_references_show_the_numbers(site: Site, page: str) -> None:
    assert text(site, page).endswith(
        "Figure 2, Table 1, Listing 1, (2), Figure 1, (2), see First (1)"
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
