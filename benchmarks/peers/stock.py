"""Sphinx as people use it for a blog: furo, sphinxcontrib-bibtex, all posts in the toctree."""

from __future__ import annotations

from pathlib import Path

from dialects import Dialect
from peers.peer import Abilities, Peer, put
from peers.sphinx_sites import MADE, bibliography, own_command
from workload import (
    PARTS,
    Post,
    Workload,
    posts_of,
    series_name,
    series_numbers,
    series_of,
    slug,
)

_CONF = """\
project = "A site"
language = "en"
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
myst_enable_extensions = ["dollarmath", "amsmath"]
bibtex_bibfiles = ["refs.bib"]
html_theme = "furo"
html_baseurl = "https://example.org/"
"""
#: The documentation of sphinxcontrib-bibtex has this for a list of references in each document.
_REFERENCES = """
## References

```{{bibliography}}
:filter: docname in docnames
:keyprefix: {slug}-
:labelprefix: {number}-
```
"""


def toctree(title: str, names: list[str]) -> str:
    """Return a page that holds nothing but a toctree."""
    return "\n".join([f"# {title}", "", "```{toctree}", ":maxdepth: 1", "", *names, "```", ""])


def _dialect(post: Post) -> Dialect:
    return Dialect(
        link=lambda number: f"[a post](/posts/{slug(number)}.md)",
        cite=lambda entry: f"{{cite:p}}`{post.slug}-{entry.key}`",
    )


def _write(workload: Workload, folder: Path) -> None:
    put(folder / "conf.py", _CONF)
    put(folder / "refs.bib", bibliography(workload))
    series = series_numbers(workload)
    others = [slug(n) for n in range(workload.posts) if series_of(n) is None]
    put(folder / "index.md", toctree("A site", ["posts/index", "publications"]))
    put(folder / "publications.md", "# Publications\n\n```{bibliography}\n:all:\n```\n")
    names = [*map(series_name, series), *others]
    put(folder / "posts" / "index.md", toctree("Writing", names))
    for number in series:
        numbers = range(number * 30, min(number * 30 + PARTS, workload.posts))
        page = toctree(f"Series {number + 1}", list(map(slug, numbers)))
        put(folder / "posts" / f"{series_name(number)}.md", page)
    for post in posts_of(workload):
        body = _dialect(post).body(post.blocks)
        references = _REFERENCES.format(slug=post.slug, number=post.number)
        put(folder / _source(post.number), f"# {post.title}\n\n{body}{references}")


def _source(number: int) -> str:
    return f"posts/{slug(number)}.md"


STOCK = Peer(
    name="Sphinx + furo + bibtex",
    abilities=Abilities(
        formulas="left to MathJax",
        highlighting="Pygments",
        citations="a list on each page, publications page",
        tags="no",
        series="toctree",
        feeds="no",
        search="Sphinx, English",
        navigation="toctree of all posts",
        theme="furo",
        jobs="-j",
    ),
    write=_write,
    command=own_command,
    source=_source,
    page=lambda number: f"_build/html/posts/{slug(number)}/index.html",
    made=MADE,
)
