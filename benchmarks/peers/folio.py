"""This repository's engine, as its users have it: one line of extensions, all features on.

Social cards, one picture for each post, are drawn by none of the others; they are a variant. The
index for the search is made after the pages, of all of them anew; so there is one without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dialects import Dialect, yaml_list
from peers.peer import Abilities, Peer, put
from peers.sphinx_sites import MADE, bibliography, own_command
from workload import Post, Workload, posts_of, series_name, series_numbers, series_of, slug

_CONF = """\
project = "A site"
language = "en"
extensions = ["sphinx_folio"]
bibtex_bibfiles = ["refs.bib"]
html_baseurl = "https://example.org/"
folio_publisher = "The authors"
folio_cards = {cards}
"""
#: As where the extra `search` is not installed.
_NO_SEARCH = "import sys\n\nsys.modules['pagefind_bin_extended'] = None\n"
_HOME = """\
# A site

```{posts}
:limit: 10
```
"""
_BLOG = """\
# Writing

```{years}
```

```{posts}
```

## Series

```{series-index}
```

## Tags

```{tags}
```
"""
_SERIES = """\
# Series {number}

```{{series}}
```
"""
_PUBLICATIONS = """\
# Publications

```{publications}
```
"""


def _name(number: int) -> str:
    """Return where a post is, as its address and roles have it."""
    series = series_of(number)
    return slug(number) if series is None else f"{series_name(series)}/{slug(number)}"


_DIALECT = Dialect(
    link=lambda number: f"{{folio:post}}`{_name(number)}`",
    cite=lambda entry: f"{{cite:p}}`{entry.key}`",
)


def _front_matter(post: Post) -> str:
    lines = [f"date: {post.date}", f"tags: {yaml_list(post.tags)}"]
    if post.series is not None:
        lines += [f"series: {series_name(post.series)}", f"part: {post.part}"]
    if post.language != "en":
        lines.append(f"language: {post.language}")
    return "\n".join(["---", *lines, "---", ""])


def _writing(*, cards: bool = False, search: bool = True) -> Callable[[Workload, Path], None]:
    def write(workload: Workload, folder: Path) -> None:
        conf = _CONF.format(cards=cards)
        put(folder / "conf.py", conf if search else f"{_NO_SEARCH}{conf}")
        _write_content(workload, folder)

    return write


def _write_content(workload: Workload, folder: Path) -> None:
    put(folder / "refs.bib", bibliography(workload))
    put(folder / "index.md", _HOME)
    put(folder / "publications" / "index.md", _PUBLICATIONS)
    put(folder / "blog" / "index.md", _BLOG)
    for number in series_numbers(workload):
        path = folder / "blog" / series_name(number) / "index.md"
        put(path, _SERIES.format(number=number + 1))
    for post in posts_of(workload):
        text = f"{_front_matter(post)}\n# {post.title}\n\n{_DIALECT.body(post.blocks)}"
        put(folder / _source(post.number), text)


def _source(number: int) -> str:
    return f"blog/{_name(number)}.md"


FOLIO = Peer(
    name="sphinx-folio",
    abilities=Abilities(
        formulas="MathML, at build",
        highlighting="Pygments",
        citations="a list on each page, publications page",
        tags="pages",
        series="pages, navigation",
        feeds="Atom, RSS, JSON; site, tags, series, languages",
        search="Pagefind, English and Chinese",
        navigation="sections and series",
        theme="furo, child",
        jobs="-j",
    ),
    write=_writing(),
    command=own_command,
    source=_source,
    page=lambda number: f"_build/html/blog/{_name(number)}/index.html",
    made=MADE,
)
PAGES = replace(
    FOLIO,
    name="sphinx-folio without search",
    abilities=replace(FOLIO.abilities, search="no"),
    write=_writing(search=False),
)
CARDS = replace(FOLIO, name="sphinx-folio with social cards", write=_writing(cards=True))
