"""ABlog on furo, with footnotes for references: the linear form of sphinxcontrib-bibtex."""

from __future__ import annotations

from pathlib import Path

from dialects import Dialect, yaml_list
from peers.peer import Abilities, Peer, program, put
from peers.sphinx_sites import MADE, SAME, bibliography, command
from workload import Post, Workload, posts_of, series_name, slug

# ABlog puts its templates before those of a theme, and so breaks furo: each page becomes a notice
# of an error. Its option for themes is not one that conf.py can set; so they are appended here.
_CONF = """\
import ablog
from sphinx.jinja2glue import SphinxFileSystemLoader

project = "A site"
language = "en"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "ablog"]
myst_enable_extensions = ["dollarmath", "amsmath"]
bibtex_bibfiles = ["refs.bib"]
html_theme = "furo"
html_baseurl = "https://example.org/"
blog_title = "A site"
blog_baseurl = "https://example.org/"
blog_path = "blog"
blog_post_pattern = ["posts/*.md"]
blog_feed_archives = True
blog_feed_length = 20
blog_feed_fulltext = True
skip_injecting_base_ablog_templates = True


def append_templates(app):
    app.builder.templates.loaders.append(SphinxFileSystemLoader(ablog.get_html_templates_path()))


def setup(app):
    app.connect("builder-inited", append_templates)
"""
_HOME = """\
# A site

```{postlist} 10
```

```{toctree}
:hidden:

publications
```
"""
_REFERENCES = """
## References

```{footbibliography}
```
"""
_DIALECT = Dialect(
    link=lambda number: f"[a post](/posts/{slug(number)}.md)",
    cite=lambda entry: f"{{footcite:p}}`{entry.key}`",
)


def _front_matter(post: Post) -> str:
    lines = [f"date: {post.date}", f"tags: {yaml_list(post.tags)}"]
    if post.series is not None:
        lines.append(f"category: {series_name(post.series)}")
    return "\n".join(["---", "blogpost: true", *lines, "---", ""])


def _write(workload: Workload, folder: Path) -> None:
    put(folder / "conf.py", _CONF)
    put(folder / "refs.bib", bibliography(workload))
    put(folder / "index.md", _HOME)
    put(folder / "publications.md", "# Publications\n\n```{bibliography}\n:all:\n```\n")
    for post in posts_of(workload):
        head = f"{_front_matter(post)}\n# {post.title}\n\n"
        put(folder / _source(post.number), f"{head}{_DIALECT.body(post.blocks)}{_REFERENCES}")


def _source(number: int) -> str:
    return f"posts/{slug(number)}.md"


ABLOG = Peer(
    name="ABlog",
    abilities=Abilities(
        formulas="left to MathJax",
        highlighting="Pygments",
        citations="footnotes, publications page",
        tags="pages, none on posts",
        series="as categories",
        feeds="Atom; site, tags, categories",
        search="Sphinx, English",
        navigation="none over posts",
        theme="furo",
        jobs="-j, writing only",
    ),
    write=_write,
    command=lambda environment, jobs: command(program(environment, "python"), jobs),
    source=_source,
    page=lambda number: f"_build/html/posts/{slug(number)}/index.html",
    made=MADE,
    pins=("ablog==0.11.13", *SAME),
)
