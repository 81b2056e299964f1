"""E-mail: no address stands literally in an output byte, and no script is needed to read one."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from building import Site, build, make, parse

ADDRESS = "ada.l+x@engine.example"

PERSON = f"""\
---
name: Ada
headline: Write to {ADDRESS}
summary: Reach her at {ADDRESS}.
links: {{email: {ADDRESS}, github: ada}}
---

# Ada

Text {ADDRESS}, <{ADDRESS}>, [by mail](mailto:{ADDRESS}), [{ADDRESS}](mailto:{ADDRESS}),
*{ADDRESS}* and `{ADDRESS}`.

## Heading with {ADDRESS}

| a | b |
|---|---|
| {ADDRESS} | c |

```{{figure}} wheel.svg
:alt: Image of {ADDRESS}

Caption {ADDRESS}
```

```text
code {ADDRESS}
```

```csharp
write {ADDRESS} now
```

[evil \\<script\\>alert(1)\\</script\\>](mailto:{ADDRESS})
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site that writes one address wherever an author may."""
    folder = tmp_path_factory.mktemp("email")
    (folder / "site" / "people").mkdir(parents=True)
    (folder / "site" / "people" / "wheel.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"/>'
    )
    make(
        folder / "site",
        conf="extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n",
        refs=f"@misc{{k, title = {{Mail {ADDRESS}}}, author = {{{{Ada}}}}, people = {{ada}}}}\n",
        index="# Home\n\n```{people}\n```\n\n```{publications}\n```\n\n{cite:p}`k`\n\n"
        "```{posts}\n```\n\n```{toctree}\n:hidden:\npeople/ada\n```\n",
        people__ada=PERSON,
        blog__post=(
            f"---\ndate: 2026-01-01\nsummary: Mail {ADDRESS}\nauthors: [ada]\n---\n\n# Post\n"
        ),
        blog__titled=f"---\ndate: 2026-01-02\nauthors: [ada]\n---\n\n# Titled {ADDRESS}\n",
    )
    return build(folder / "site", folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_no_literal_address_is_in_any_output_byte(site: Site) -> None:
    told = []
    for path in sorted(site.out.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        told += [
            f"{path.relative_to(site.out)}: …{part[-60:]!r}"
            for part in data.split(ADDRESS.encode())[:-1]
        ]
    assert told == []


def test_every_mailto_link_works_once_the_page_is_parsed(site: Site) -> None:
    links = [
        link.get("href")
        for link in parse(site, "people/ada").iter("a")
        if link.get("href", "").lower().startswith("mailto:")
    ]
    assert links == [f"mailto:{ADDRESS}"] * 5
    assert "mailto:" not in site.text("people/ada")


def test_running_text_reads_as_it_was_written(site: Site) -> None:
    article = parse(site, "people/ada").find(".//article")
    assert article is not None
    text = "".join(article.itertext())
    assert f"Text {ADDRESS}, {ADDRESS}, by mail, {ADDRESS}" in text.replace("\n", " ")
    assert f"Write to {ADDRESS}" in text
    assert f"Caption {ADDRESS}" in text
    assert f"code {ADDRESS}" in text


def test_a_list_shows_the_address_it_was_given(site: Site) -> None:
    home = "".join(parse(site, "").itertext())
    assert f"Mail {ADDRESS}" in home
    assert f"Reach her at {ADDRESS}." in home


def test_the_text_of_a_link_is_no_markup(site: Site) -> None:
    page = parse(site, "people/ada")
    assert not [script for script in page.iter("script") if "alert" in (script.text or "")]
    assert "evil <script>alert(1)</script>" in "".join(page.itertext())


def test_nothing_needs_a_script(site: Site) -> None:
    assert "document.write" not in site.text("people/ada")
    assert "onclick" not in site.text("people/ada")


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{toctree}\npeople/ada\n```\n",
        people__ada="---\nname: Ada\nlinks: {email: ada at engine}\n---\n\n# Ada\n",
    )
    (found,) = build(source, tmp_path / "work").warnings
    assert "people/ada.md:3: WARNING: links: 'ada at engine' is no e-mail address" in found


def test_no_address_is_in_what_machines_unpack_or_feeds_carry(tmp_path: Path) -> None:
    mail = ADDRESS
    source = make(
        tmp_path / "site",
        conf=(
            "extensions = ['sphinx_folio']\nhtml_baseurl = 'https://ada.example'\n"
            f"folio_publisher = 'Ed'\ncopyright = '2026, {mail}'\n"
        ),
        index=f"# Home\n\n```{{news}}\n2026-01-01: Write to {mail}.\n```\n",
        blog__one=f"---\ndate: 2026-01-01\ntags: [x {mail}]\nredirect-from: /old/\n---\n\n"
        f"# One {mail}\n\nFirst words {mail}, [mail](mailto:{mail}).\n\n## Part {mail}\n",
    )
    site = build(source, tmp_path / "work")
    told = []
    for path in sorted(path for path in site.out.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if path.name == "objects.inv":
            lines = zlib.decompress(data.split(b"zlib.\n", 1)[1]).splitlines()
            data = b"\n".join(line for line in lines if b" std:" not in line)  # Sphinx's own
        elif data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        told += [path.relative_to(site.out).as_posix()] * (mail.encode() in data)
    assert told == []
    assert "ada.l+x at engine.example" in (site.out / "blog" / "atom.xml").read_text("utf-8")


def test_a_copyright_of_several_lines_is_kept(tmp_path: Path) -> None:
    conf = f"extensions = ['sphinx_folio']\ncopyright = ['2025, A & {ADDRESS}', '2026, B']\n"
    site = build(make(tmp_path / "site", conf=conf, index="# Home\n"), tmp_path / "work")
    text = site.text("")
    assert ADDRESS not in text
    assert "2025, A &amp; " in text
    assert "2026, B" in text
