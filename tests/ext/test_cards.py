"""Social cards: one for each page that is linked to, made once, and gone with its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sphinx.errors import ConfigError

from building import build, differences, make, parse
from sphinx_folio import typeset

pytest.importorskip("typst")

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\nlanguage = 'en'\n"
CONF += "suppress_warnings = ['folio.translation']\n"
CONF += "project = 'A site'\nbibtex_bibfiles = ['refs.bib']\n"
BASE = "html_baseurl = 'https://x.example/s/'\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000003000000020802000000"
    "1216f14d0000000c49444154789c63f8ffff3f030008fc02fe0d9d5e0b0000000049454e44ae426082"
)


def post(title: str, more: str = "") -> str:
    """Return a post."""
    return f"---\ndate: 2026-01-02\n{more}---\n\n# {title}\n"


PAGES = {
    "index": "---\nsummary: About it.\n---\n\n# Home\n\n```{posts}\n```\n",
    "about": "---\norphan: true\n---\n\n# About\n",
    "people__ada": "---\nname: Ada\nheadline: Engines\n---\n\n# Ada Lovelace\n",
    "publications__work": "# The work\n\n```{publication} work\n```\n",
    "refs": "@article{work, author={Ada L}, title={The work}, journal={Letters}, year={1843}}\n",
    "blog__s__index": "# Kernels\n",
    "blog__s__one": post("One", "series: s\npart: 1\nsummary: First.\nauthors: [ada]\n"),
    "blog__s__一": post("布局", "language: zh\nseries: s\npart: 2\n"),
}
CARDS = ["index", "people/ada", "publications/work", "blog/s/index", "blog/s/one", "blog/s/一"]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return the data of all cards that are set from now on."""
    said: list[dict[str, Any]] = []
    stock = typeset.compile_png

    def note(template: Path, data: dict[str, Any]) -> bytes:
        said.append(data)
        return stock(template, data)

    monkeypatch.setattr(typeset, "compile_png", note)
    return said


def meta(tree: Element, name: str) -> list[str | None]:
    """Return the contents of the meta elements of a name or property."""
    return [
        m.get("content") for m in tree.iter("meta") if name in {m.get("name"), m.get("property")}
    ]


def test_each_page_that_is_shared_has_a_card_and_names_it(tmp_path: Path) -> None:
    site = build(make(tmp_path / "site", conf=CONF + BASE, **PAGES), tmp_path / "work")
    assert site.warnings == ()
    found = {
        path.relative_to(site.out / "_cards").as_posix()
        for path in site.out.rglob("_cards/**/*.png")
    }
    assert found == {f"{name}.png" for name in CARDS}
    tree = parse(site, "blog/s/一")
    assert meta(tree, "og:image") == ["https://x.example/s/_cards/blog/s/%E4%B8%80.png"]
    assert meta(tree, "og:image:width") == ["1200"]
    assert meta(tree, "og:image:height") == ["630"]
    assert meta(tree, "og:image:alt") == ["布局"]
    assert meta(tree, "twitter:card") == ["summary_large_image"]
    assert meta(parse(site, "about"), "og:image") == []


def test_a_card_says_what_its_page_is(tmp_path: Path, made: list[dict[str, Any]]) -> None:
    build(make(tmp_path / "site", conf=CONF + BASE, **PAGES), tmp_path / "work")
    by_title = {data["title"]: data for data in made}
    assert by_title["One"] == {
        "language": "en", "kicker": "Kernels · Part 1", "title": "One", "line": "First.",
        "byline": "Ada", "site": "A site",
    }  # fmt: skip
    assert by_title["布局"]["language"] == "zh"
    assert by_title["布局"]["byline"] == "Editors"
    assert by_title["The work"]["kicker"].endswith("1843")
    assert by_title["A site"]["site"] == "x.example/s"
    assert by_title["Ada"]["line"] == "Engines"


def test_what_no_font_has_is_left_out(tmp_path: Path, made: list[dict[str, Any]]) -> None:
    source = make(tmp_path / "site", conf=CONF + BASE, index="# Home\n\n```{posts}\n```\n",
                  refs="", blog__one=post("A 🎉 party for 张量 → π"))  # fmt: skip
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    assert "A party for 张量 → π" in {data["title"] for data in made}
    assert meta(parse(site, "blog/one"), "og:title") == ["A 🎉 party for 张量 → π"]


def test_a_card_is_set_only_when_it_changed(tmp_path: Path, made: list[dict[str, Any]]) -> None:
    source = make(tmp_path / "site", conf=CONF + BASE, **PAGES)
    build(source, tmp_path / "work")
    made.clear()
    build(source, tmp_path / "work")
    assert made == []
    (source / "blog" / "s" / "one.md").write_text(post("Eins", "series: s\npart: 1\n"))
    build(source, tmp_path / "work")
    assert [data["title"] for data in made] == ["Eins"]


def test_cards_follow_the_site(tmp_path: Path) -> None:
    source = make(tmp_path / "site", conf=CONF + BASE, **PAGES)
    one = source / "blog" / "s" / "one.md"

    def again() -> Path:
        kept = build(source, tmp_path / "work")
        clean = build(source, tmp_path / f"clean{len(list(tmp_path.iterdir()))}", jobs=4)
        assert differences(kept.out, clean.out) == []
        return kept.out / "_cards"

    again()
    one.write_text(post("Edited", "series: s\npart: 1\n"))
    (source / "blog" / "s" / "index.md").write_text("# Retitled series\n")
    again()
    one.rename(source / "blog" / "moved.md")
    cards = again()
    assert (cards / "blog" / "moved.png").is_file()
    assert not (cards / "blog" / "s" / "one.png").exists()
    (source / "blog" / "moved.md").unlink()
    assert not (again() / "blog" / "moved.png").exists()
    # What nobody asks for any more leaves the cache too.
    assert len(list((tmp_path / "work" / "doctrees" / "folio-cards").iterdir())) == len(CARDS) - 1


@pytest.mark.parametrize(
    "conf",
    ["", *(f"{BASE}folio_{x}\n" for x in ("drafts = True", "public = False", "cards = False"))],
)
def test_a_build_without_cards_names_none(tmp_path: Path, conf: str) -> None:
    site = build(make(tmp_path / "site", conf=CONF + conf, **PAGES), tmp_path / "work")
    assert site.warnings == ()
    assert not (site.out / "_cards").exists()
    assert "_cards" not in site.text("blog/s/one")


def test_the_image_of_a_post_comes_before_its_card_and_that_before_the_sites(
    tmp_path: Path,
) -> None:
    conf = CONF + BASE + "html_static_path = ['_static']\nfolio_preview_image = '_static/all.png'\n"
    source = make(tmp_path / "site", conf=conf, **PAGES | {
        "blog__own": post("Own", "image: pictures/own picture.png\n"),
        "blog__root": post("Root", "image: /blog/pictures/root.png\n"),
        "blog__away": post("Away", "image: https://away.example/a.png\n"),
    })  # fmt: skip
    for name in ("blog/pictures/own picture.png", "blog/pictures/root.png", "_static/all.png"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_bytes(PNG)
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    own = parse(site, "blog/own")
    assert meta(own, "og:image") == ["https://x.example/s/_images/own%20picture.png"]
    assert meta(own, "og:image:width") == ["3"]
    assert (site.out / "_images" / "own picture.png").read_bytes() == PNG
    assert (site.out / "_images" / "root.png").read_bytes() == PNG
    assert meta(parse(site, "blog/away"), "og:image") == ["https://away.example/a.png"]
    assert meta(parse(site, "blog/away"), "og:image:width") == []
    assert (
        meta(parse(site, "blog/s/one"), "og:image")[0]
        == "https://x.example/s/_cards/blog/s/one.png"
    )
    about = parse(site, "about")
    assert meta(about, "og:image") == ["https://x.example/s/_static/all.png"]
    assert meta(about, "og:image:alt") == ["A site"]
    assert not (site.out / "_cards" / "blog" / "own.png").exists()
    kept = build(source, tmp_path / "work")
    clean = build(source, tmp_path / "clean", jobs=4)
    assert differences(kept.out, clean.out) == []


@pytest.mark.parametrize(
    "image",
    [
        "none.png", "../../outside.png", "/none.png", "http://[x", "ftp://x.example/a.png",
        "../conf.py", "draft.md", "empty.png", "x" * 300 + ".png",
    ],
)  # fmt: skip
def test_an_image_that_is_not_there_is_told_in_its_line(tmp_path: Path, image: str) -> None:
    (tmp_path / "outside.png").write_bytes(PNG)
    source = make(tmp_path / "site", conf=CONF + BASE, **PAGES | {
        "blog__own": post("Own", f"image: {image!r}\n"),
        "blog__draft": post("Secret", "draft: true\n"),
    })  # fmt: skip
    (source / "blog" / "empty.png").touch()
    site = build(source, tmp_path / "work")
    (line,) = site.warnings
    assert f"blog/own.md:3: WARNING: image: no file {image!r}" in line
    assert meta(parse(site, "blog/own"), "og:image") == ["https://x.example/s/_cards/blog/own.png"]
    assert not (site.out / "_images").exists()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_addresses_of_images_are_encoded_whatever_files_are_called(
    tmp_path: Path, builder: str
) -> None:
    names = ["100%", "h#x", "50%20x"]
    source = make(tmp_path / "site", conf=CONF + BASE, **{
        **{name: PAGES[name] for name in ("index", "refs")},
        **{f"blog__{name}": post(name) for name in names},
        **{f"blog__own-{name}": post(name, f"image: '{name}.png'\n") for name in names},
    })  # fmt: skip
    for name in names:
        (source / "blog" / f"{name}.png").write_bytes(PNG)
    site = build(source, tmp_path / "work", builder=builder)
    assert site.warnings == ()
    for name in names:
        for page, folder in ((name, "_cards/blog"), (f"own-{name}", "_images")):
            file = f"blog/{page}.html" if builder == "html" else f"blog/{page}/index.html"
            tree = html5lib.parse((site.out / file).read_bytes(), namespaceHTMLElements=False)
            assert meta(tree, "og:image") == [f"https://x.example/s/{folder}/{quote(name)}.png"]
            assert (site.out / folder / f"{name}.png").is_file()
            end = ".html" if builder == "html" else "/"
            (canonical,) = [m.get("href") for m in tree.iter("link") if m.get("rel") == "canonical"]
            assert canonical == f"https://x.example/s/blog/{quote(page)}{end}"


def test_cards_that_were_asked_for_need_their_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "is_available", lambda: False)
    source = make(tmp_path / "site", conf=CONF + BASE + "folio_cards = True\n", **PAGES)
    with pytest.raises(ConfigError, match=r"pip install 'sphinx-folio\[cards\]'"):
        build(source, tmp_path / "work")


def test_a_card_that_cannot_be_set_is_one_warning_and_the_others_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = typeset.compile_png

    def fail(template: Path, data: dict[str, Any]) -> bytes:
        if data["title"] == "One":
            raise typeset.TypesetError("card.typ: unknown font family: x")
        return stock(template, data)

    monkeypatch.setattr(typeset, "compile_png", fail)
    site = build(make(tmp_path / "site", conf=CONF + BASE, **PAGES), tmp_path / "work")
    (line,) = site.warnings
    assert "blog/s/one.md:1: WARNING: the social card could not be set: card.typ" in line
    assert (site.out / "_cards" / "blog" / "s" / "一.png").is_file()


def test_without_the_packages_there_are_no_cards_and_no_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make(tmp_path / "site", conf=CONF + BASE, **PAGES)
    monkeypatch.setattr(typeset, "is_available", lambda: False)
    without = build(source, tmp_path / "work")
    assert without.warnings == ()
    assert not (without.out / "_cards").exists()
    assert "_cards" not in without.text("blog/s/one")
    monkeypatch.undo()
    # Installed later: pages that did not change name their cards now.
    kept = build(source, tmp_path / "work")
    clean = build(source, tmp_path / "clean")
    assert set(differences(kept.out, clean.out)) <= {".buildinfo.bak"}  # Sphinx's own note of it
    assert "_cards" in kept.text("blog/s/one")


def test_two_sites_in_one_process_do_not_mix(tmp_path: Path) -> None:
    one = make(tmp_path / "one", conf=CONF + BASE, **PAGES)
    other = make(
        tmp_path / "other",
        conf=CONF + BASE,
        **PAGES | {"people__ada": "---\nname: Grace\n---\n\n# Grace\n"},
    )
    before = build(one, tmp_path / "before")
    build(other, tmp_path / "between")
    after = build(one, tmp_path / "after")
    assert differences(before.out, after.out) == []
