"""This site as readers and machines find it: all reachable, nothing dead, nothing leaked."""

from __future__ import annotations

import datetime
import json
import re
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import html5lib
import pytest

from building import build
from page_loads import MOST_BYTES, MOST_REQUESTS, loads
from sphinx_folio import addresses

BASE = "https://site.invalid/"
#: Pages that help who is there already.
SERVICE = {"/404.html", "/search/"}
ABSOLUTE = re.compile(r"https?://[!-~]+\Z")
SECRETS = (
    r"runyulu@umich\.edu", r"[\w.+-]+@[\w-]+\.(?:com|edu|cn|org)\b",
    r"\b734[-. ]?\d{3}[-. ]?\d{4}\b", r"[Ww]e[Cc]hat", r"foxmail", r"g(?:m|am)a?il",
    r"Professor's Last Name",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Build the site once, and without a warning."""
    built = build(repository, tmp_path_factory.mktemp("site"))
    assert built.warnings == ()
    return built.out


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[Path]:
    """Build the site as its host does, which knows its address; also without a warning."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READTHEDOCS_CANONICAL_URL", BASE)
        patch.delenv("READTHEDOCS_VERSION_TYPE", raising=False)
        built = build(repository, tmp_path_factory.mktemp("public"))
        assert built.warnings == ()
        yield built.out


#: An article is 28 to 43 kB of text, code and figures by itself, and needs 46 to 51 beside it.
ARTICLES = re.compile(r"blog/cute/(?!index)[a-z.-]+/index\.html")
MOST_OF_AN_ARTICLE = 92_000


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    """Return every page, parsed, by its address."""
    return _parsed(site)


@pytest.fixture(scope="module")
def public_pages(public: Path) -> dict[str, Element]:
    """Return every page of the public site that is not there only to help or to lead on."""
    return {
        address: page
        for address, page in _parsed(public).items()
        if address not in SERVICE and not _leads_on(page)
    }


def _parsed(site: Path) -> dict[str, Element]:
    return {
        _address(site, path): html5lib.parse(
            path.read_text(encoding="utf-8"), namespaceHTMLElements=False
        )
        for path in sorted(site.rglob("*.html"))
    }


def _leads_on(page: Element) -> bool:
    return any(meta.get("http-equiv") == "refresh" for meta in page.iter("meta"))


def _address(site: Path, path: Path) -> str:
    return "/" + path.relative_to(site).as_posix().removesuffix("index.html")


def _links(address: str, page: Element) -> Iterator[str]:
    """Yield the absolute addresses that a page links to or loads."""
    for element in page.iter():
        for attribute in ("href", "src", "poster", "action"):
            value = element.get(attribute)
            if value is not None and element.tag != "use":
                yield urljoin(BASE + address.lstrip("/"), value)


def test_the_public_urls_are_the_frozen_ones(pages: dict[str, Element], repository: Path) -> None:
    """A public address never changes: one leaves the list only with a redirect in its place."""
    text = (repository / "public_urls.txt").read_text(encoding="utf-8")
    frozen, faults = addresses.read(text)
    assert faults == ()
    assert addresses.merge(text, frozen) == text
    own = {address for address, page in pages.items() if not _leads_on(page)} - SERVICE
    assert set(frozen) - set(pages) == set()
    assert own - set(frozen) == set()


def test_every_page_is_reached_by_clicking_from_home(pages: dict[str, Element]) -> None:
    seen, todo = set[str](), ["/"]
    while todo:
        address = todo.pop()
        if address in pages and address not in seen:
            seen.add(address)
            todo += [
                urlsplit(link).path for link in _links(address, pages[address]) if BASE in link
            ]
    led = {address for address, page in pages.items() if _leads_on(page)}
    assert set(pages) - seen - led == {"/404.html"}


def test_no_internal_link_or_fragment_is_dead(pages: dict[str, Element], site: Path) -> None:
    ids = {address: {e.get("id") for e in page.iter()} for address, page in pages.items()}
    dead = []
    for address, page in pages.items():
        for link in _links(address, page):
            target, fragment = urldefrag(link)
            if not target.startswith(BASE):
                continue
            path = "/" + unquote(target.removeprefix(BASE).partition("?")[0])
            if path in pages:
                if fragment and unquote(fragment) not in ids[path]:
                    dead.append(f"{address}: {link}")
            elif not (site / path.lstrip("/")).is_file():
                dead.append(f"{address}: {link}")
    assert dead == []


def test_every_id_is_unique(pages: dict[str, Element]) -> None:
    for address, page in pages.items():
        counts = Counter(element.get("id") for element in page.iter() if element.get("id"))
        assert [name for name, count in counts.items() if count > 1] == [], address


def test_addresses_have_schemes_that_do_nothing_but_lead_somewhere(
    pages: dict[str, Element],
) -> None:
    for address, page in pages.items():
        schemes = {urlsplit(link).scheme for link in _links(address, page)}
        assert schemes <= {"http", "https", "mailto"}, address


def test_nothing_is_loaded_from_anyone_else(pages: dict[str, Element], site: Path) -> None:
    loading = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
    for address, page in pages.items():
        for element in page.iter():
            value = element.get(loading.get(str(element.tag), ""), "")
            if element.tag == "link" and element.get("rel") in {"canonical", "author"}:
                continue
            assert not urlsplit(value).netloc, f"{address}: {value}"
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", text), sheet


def test_what_is_private_is_in_no_file(site: Path, public: Path) -> None:
    pattern = re.compile("|".join(SECRETS))
    for path in [*site.rglob("*"), *public.rglob("*")]:
        if path.suffix in {".html", ".js", ".json", ".xml", ".txt", ".webmanifest", ".inv"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not pattern.search(text), f"{path}: {pattern.search(text)}"


def test_no_article_is_credited_to_reed_or_runyu_lu(pages: dict[str, Element]) -> None:
    articles = 0
    for address, page in pages.items():
        for script in page.iter("script"):
            if script.get("type") != "application/ld+json":
                continue
            data = json.loads(script.text or "")
            if data["@type"] == "BlogPosting":
                articles += 1
                assert data["author"]["@type"] == "Organization", address
                assert not re.search("Reed|Runyu", data["author"]["name"]), address
                byline = next(e for e in page.iter("p") if "folio-byline" in e.get("class", ""))
                assert not re.search("Reed|Runyu", "".join(byline.itertext())), address
                assert any("folio-origin" in e.get("class", "") for e in page.iter("p")), address
    assert articles >= 1


def test_without_an_address_of_its_own_a_build_asks_not_to_be_indexed(
    pages: dict[str, Element],
) -> None:
    for address, page in pages.items():
        robots = [e.get("content") for e in page.iter("meta") if e.get("name") == "robots"]
        assert robots == ["noindex"], address
        assert not any(e.get("rel") == "canonical" for e in page.iter("link")), address


def test_the_source_of_no_page_is_published(site: Path) -> None:
    assert list((site / "_sources").glob("*")) == []
    assert list(site.rglob("*.md")) == []


def test_every_page_has_a_title_and_one_first_heading(pages: dict[str, Element]) -> None:
    titles = Counter("".join(next(page.iter("title")).itertext()) for page in pages.values())
    assert [title for title, count in titles.items() if count > 1] == []
    for address, page in pages.items():
        assert len(list(page.iter("h1"))) == 1, address


def test_every_image_has_alternative_text(pages: dict[str, Element]) -> None:
    for address, page in pages.items():
        assert all(image.get("alt") for image in page.iter("img")), address
        for drawing in page.iter("svg"):
            assert drawing.get("role") != "img" or drawing.get("aria-labelledby"), address


def test_every_entry_of_a_person_has_a_page(pages: dict[str, Element], repository: Path) -> None:
    text = (repository / "refs.bib").read_text(encoding="utf-8")
    owned = re.findall(r"^@(\w+)\{(\S+),(?:(?!^@)[\s\S])*?^\s*people\s*=", text, re.MULTILINE)
    # Articles that are published elsewhere are read there.
    wanted = {key for kind, key in owned if kind not in {"online", "software"}}
    sources = (repository / "publications").glob("*.md")
    told = {
        key
        for path in sources
        for key in re.findall(r"\{publication\} (\S+)", path.read_text(encoding="utf-8"))
    }
    assert wanted - told == set()


# --- with an address of its own ------------------------------------------------------------------


def _meta(page: Element, name: str) -> list[str]:
    found = (m for m in page.iter("meta") if name in {m.get("name"), m.get("property")})
    return [str(m.get("content")) for m in found]


def _own(address: str) -> str:
    return BASE + quote(address.lstrip("/"))


def test_every_page_has_one_canonical_address(public_pages: dict[str, Element]) -> None:
    for address, page in public_pages.items():
        links = [one.get("href") for one in page.iter("link") if one.get("rel") == "canonical"]
        assert links == _meta(page, "og:url") == [_own(address)], address
        assert _meta(page, "robots") == [], address


def test_pages_that_help_and_redirects_are_not_indexed(public: Path) -> None:
    for address, page in _parsed(public).items():
        if address in SERVICE or _leads_on(page):
            assert _meta(page, "robots") == ["noindex"], address


def test_every_page_says_what_shows_where_it_is_linked(
    public_pages: dict[str, Element], public: Path
) -> None:
    for address, page in public_pages.items():
        for name in ("title", "type", "site_name", "locale", "image", "image:alt"):
            (content,) = _meta(page, f"og:{name}")
            assert content, f"{address} og:{name}"
        (image,) = _meta(page, "og:image")
        assert image.startswith(BASE), address
        head = (public / unquote(image.removeprefix(BASE))).read_bytes()[:24]
        size = [str(number) for number in struct.unpack(">II", head[16:])]
        assert [*_meta(page, "og:image:width"), *_meta(page, "og:image:height")] == size, address
        assert _meta(page, "twitter:card") == ["summary_large_image"]


def _faults_of(data: object, above: str = "") -> Iterator[str]:
    """Yield what breaks a rule in structured data."""
    if isinstance(data, list):
        for item in data:
            yield from _faults_of(item, above)
    elif isinstance(data, dict):
        if "@type" not in data:
            yield f"{above}: no type"
        for key, value in data.items():
            if key in {"url", "item", "sameAs", "mainEntityOfPage", "codeRepository"}:
                urls = value if isinstance(value, list) else [value]
                yield from (
                    f"{key}: {url}" for url in urls if not re.match(r"https?://[!-~]+\Z", url)
                )
            elif key.startswith("date"):
                # A work may know only its year or month, a post knows its day.
                day = value + "-01-01"[len(value) - 10 :] if len(value) < 10 else value
                datetime.date.fromisoformat(day)
            elif not value:
                yield f"{key}: empty"
            elif isinstance(value, dict | list) and key != "keywords":
                yield from _faults_of([v for v in value if isinstance(v, dict)]
                                      if isinstance(value, list) else value, key)  # fmt: skip


def test_structured_data_keeps_the_rules(public_pages: dict[str, Element]) -> None:
    kinds = Counter[str]()
    for address, page in public_pages.items():
        scripts = [s for s in page.iter("script") if s.get("type") == "application/ld+json"]
        found = [json.loads(script.text or "") for script in scripts]
        assert list(_faults_of(found)) == [], address
        kinds.update(one["@type"] for one in found)
        for way in (one for one in found if one["@type"] == "BreadcrumbList"):
            steps = way["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert (steps[0]["item"], steps[-1]["item"]) == (BASE, _own(address))
            for step in steps:
                assert unquote(step["item"].removeprefix(BASE.rstrip("/"))) in public_pages
    assert kinds["WebSite"] == 1
    assert kinds["BreadcrumbList"] == len(public_pages) - 1
    assert kinds["Person"] == 2
    assert kinds["BlogPosting"] >= 1


def test_the_sitemap_holds_the_public_pages(public_pages: dict[str, Element], public: Path) -> None:
    root = ElementTree.parse(public / "sitemap.xml").getroot()
    listed = {}
    for entry in root:
        links = {one.get("hreflang"): one.get("href") for one in entry if "href" in one.attrib}
        listed[str(entry[0].text)] = links
    assert list(listed) == sorted(map(_own, public_pages))
    for url, links in listed.items():
        assert not links or url in links.values()
        assert all(listed[str(other)] == links for other in links.values())


def test_llms_txt_leads_to_pages(public_pages: dict[str, Element], public: Path) -> None:
    text = (public / "llms.txt").read_text(encoding="utf-8")
    links = re.findall(r"\]\((.*?)\)", text)
    assert len(links) > 20
    assert set(links) <= set(map(_own, public_pages))


def test_every_page_is_light(site: Path) -> None:
    seen = set()
    for page in sorted(site.rglob("*.html")):
        first, *others = loads(site, page)
        assert len(others) < MOST_REQUESTS, (first, others)
        most = MOST_OF_AN_ARTICLE if ARTICLES.fullmatch(first.name) else MOST_BYTES
        assert first.size + sum(load.size for load in others) <= most, (first, others)
        seen.add(first.name)
    assert len([name for name in seen if ARTICLES.fullmatch(name)]) >= 12
