"""MkDocs with Material, and Zensical, which reads the same site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dialects import Dialect, yaml_list
from peers.peer import Abilities, Peer, program, put
from workload import Post, Workload, posts_of, series_name, slug

_CONF = """\
site_name: A site
site_url: https://example.org/
theme:
  name: material
  font: false
plugins:
  - search
  - blog:
      post_url_format: "{slug}"
      pagination_per_page: 10
      archive: true
      categories: true
  - tags
  - rss:
      use_git: false
      length: 20
      match_path: blog/posts/.*
      date_from_meta:
        as_creation: date
markdown_extensions:
  - tables
  - pymdownx.superfences
  - pymdownx.highlight
  - pymdownx.arithmatex:
      generic: true
"""
_DIALECT = Dialect(link=lambda number: f"[a post]({slug(number)}.md)")


def _front_matter(post: Post) -> str:
    lines = [f"date: {post.date}", f"tags: {yaml_list(post.tags)}", f"slug: {post.slug}"]
    if post.series is not None:
        lines.append(f"categories: {yaml_list([series_name(post.series)])}")
    return "\n".join(["---", *lines, "---", ""])


def _write(workload: Workload, folder: Path) -> None:
    put(folder / "mkdocs.yml", _CONF)
    put(folder / "docs" / "index.md", "# A site\n\n[Writing](blog/index.md), [tags](tags.md)\n")
    put(folder / "docs" / "tags.md", "# Tags\n\n<!-- material/tags -->\n")
    put(folder / "docs" / "blog" / "index.md", "# Writing\n")
    for post in posts_of(workload):
        # What follows the mark is not in the lists.
        first, *rest = post.blocks
        text = f"{_DIALECT.body([first])}\n<!-- more -->\n\n{_DIALECT.body(rest)}"
        put(folder / _source(post.number), f"{_front_matter(post)}\n# {post.title}\n\n{text}")


def _source(number: int) -> str:
    return f"docs/blog/posts/{slug(number)}.md"


def _page(number: int) -> str:
    return f"site/blog/{slug(number)}/index.html"


_ABILITIES = Abilities(
    formulas="marked for MathJax",
    highlighting="Pygments",
    citations="as text",
    tags="one page",
    series="as categories",
    feeds="RSS, JSON; site",
    search="lunr, English",
    navigation="blog, archive, categories",
    theme="Material",
)

MATERIAL = Peer(
    name="MkDocs Material",
    abilities=_ABILITIES,
    write=_write,
    command=lambda environment, _: [program(environment, "mkdocs"), "build", "--quiet"],
    source=_source,
    page=_page,
    made=("site", ".cache"),
    pins=("mkdocs-material==9.8.1", "mkdocs==1.6.1", "mkdocs-rss-plugin==1.19.0"),
)
ZENSICAL = Peer(
    name="Zensical",
    abilities=replace(_ABILITIES, search="its own, English", theme="its own"),
    write=_write,
    command=lambda environment, _: [
        program(environment, "zensical"),
        "build",
        "--config-file",
        "mkdocs.yml",
    ],
    source=_source,
    page=_page,
    made=("site", ".cache"),
    pins=("zensical==0.0.73",),
)
