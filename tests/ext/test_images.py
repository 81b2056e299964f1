"""Images: their place is kept free, they load when needed, and each has a text."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, differences, make, parse
from sphinx_folio.ext.images import size_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}/>'


def png(width: int, height: int) -> bytes:
    """Return a black picture of a size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" * (1 + 3 * width) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="30.4px" height="20.6px"', (30, 21)),
        ('width="1in" height="2in"', (96, 192)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('viewBox="0,0,300.5,200"', (300, 200)),
        ('width="100%" viewBox="-5 -5 10 5"', (10, 5)),
        ("", None),
        ('viewBox="0 0 none 5"', None),
        ('viewBox="0 0 0 5"', None),
    ],
)
def test_the_size_of_an_svg_is_what_it_says_or_draws(
    tmp_path: Path, attributes: str, size: tuple[int, int] | None
) -> None:
    path = tmp_path / "x.svg"
    path.write_text(SVG.format(attributes))
    assert size_of(path) == size


@pytest.mark.parametrize("content", [b"", b"<svg", b"no picture", b"\x89PNG\r\n\x1a\n"])
@pytest.mark.parametrize("name", ["x.svg", "x.png"])
def test_what_is_no_image_has_no_size(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert size_of(tmp_path / name) is None
    assert size_of(tmp_path / "missing.png") is None


PAGE = """\
# Pictures

![The first](a.png)

A line with ![one *inside*](a.png) it.

```{image} sub/b.svg
:alt: A drawing
```

```{figure} a.png
:alt: In a figure

Its caption.
```

```{image} a.png
:alt: Half
:width: 50%
```

```{image} a.png
:alt: Narrow
:width: 60
```

```{image} a.png
:alt: Both
:width: 10px
:height: 20px
```

![By attributes](a.png){width=24}

![Elsewhere](https://else.example/c.png)

```{image} a.png
:alt:
```
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of one page with images of all kinds."""
    folder = tmp_path_factory.mktemp("images")
    source = make(folder / "site", index=PAGE)
    (source / "a.png").write_bytes(png(120, 40))
    (source / "sub").mkdir()
    (source / "sub" / "b.svg").write_text(SVG.format('viewBox="0 0 300 200"'))
    return build(source, folder / "work")


def images(site: Site, page: str = "") -> dict[str, Element]:
    """Return the images of a page by their text."""
    return {one.get("alt", "none"): one for one in parse(site, page).iter("img")}


def sizes(image: Element) -> tuple[str | None, str | None, str | None]:
    """Return what an image says of its size."""
    return image.get("width"), image.get("height"), image.get("style")


def test_every_image_of_the_site_has_its_size(site: Site) -> None:
    assert site.warnings == ()
    found = images(site)
    for name in ("The first", "one inside", "In a figure", ""):
        assert sizes(found[name]) == ("120", "40", None), name
    assert sizes(found["A drawing"]) == ("300", "200", None)
    assert sizes(found["Elsewhere"]) == (None, None, None)


def test_the_authors_own_sizes_win_and_keep_the_ratio(site: Site) -> None:
    found = images(site)
    assert sizes(found["Half"]) == ("120", "40", "width: 50%;")
    assert sizes(found["Narrow"]) == ("60", "20", None)
    assert sizes(found["Both"]) == (None, None, "width: 10px; height: 20px;")
    assert sizes(found["By attributes"]) == ("24", "8", None)


def test_all_but_the_first_wait_until_they_are_needed(site: Site) -> None:
    found = images(site)
    eager = [name for name, one in found.items() if one.get("loading") != "lazy"]
    assert eager == ["The first"]
    assert {one.get("decoding") for one in found.values()} == {"async"}


def test_an_image_without_a_text_is_told_and_one_that_says_so_is_not(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        index="# A\n\n![](a.png)\n\nText and ![](a.png).\n\n```{image} a.png\n```\n\n"
        "```{figure} a.png\n\nA caption.\n```\n\n```{figure} a.png\n:alt:\n\nDecoration.\n```\n\n"
        "```{image} a.png\n:alt:\n```\n\n[![](a.png)](https://x.example)\n",
    )
    (source / "a.png").write_bytes(png(1, 1))
    site = build(source, tmp_path / "work")
    found = [one.replace(f"{source}/", "") for one in site.warnings]
    assert [one.split(": WARNING: ")[0] for one in found] == [
        "index.md:3", "index.md:5", "index.md:7", "index.md:10", "index.md:25",
    ]  # fmt: skip
    assert all("image 'a.png' has no text for those who do not see it" in one for one in found)
    assert all(one.endswith("[folio.image]") for one in found)
    # No reader is told the file's name.
    assert {one.get("alt") for one in parse(site).iter("img")} == {""}


def test_a_page_is_written_again_when_an_image_changes(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site", index="# A\n\n![x](a.png)\n", other="---\norphan: true\n---\n\n# O\n"
    )
    (source / "a.png").write_bytes(png(10, 20))
    build(source, tmp_path / "work", jobs=1)
    (source / "a.png").write_bytes(png(30, 40))
    kept = build(source, tmp_path / "work", jobs=1)
    clean = build(source, tmp_path / "clean", jobs=4)
    assert sizes(images(kept)["x"]) == ("30", "40", None)
    assert differences(kept.out, clean.out) == []
