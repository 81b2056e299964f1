"""Eleventy with its plugins for highlighting and feeds, and plain layouts."""

from __future__ import annotations

from pathlib import Path

from dialects import Dialect, yaml_list
from peers.peer import Abilities, Peer, put
from workload import Post, Workload, posts_of, series_name, slug

# The packages lie in the folder of the environment, not beside the site.
_CONF = """\
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(process.env.BENCH_ENVIRONMENT + "/package.json");
const load = (name) => import(pathToFileURL(resolve(name)));

export default async function (config) {
  const highlight = await load("@11ty/eleventy-plugin-syntaxhighlight");
  const { feedPlugin } = await load("@11ty/eleventy-plugin-rss");
  config.addPlugin(highlight.default);
  config.addPlugin(feedPlugin, {
    type: "atom",
    outputPath: "/feed.xml",
    collection: { name: "posts", limit: 20 },
    metadata: {
      language: "en",
      title: "A site",
      base: "https://example.org/",
      author: { name: "The authors" },
    },
  });
  const grouped = (key) => (api) => {
    const found = {};
    for (const post of api.getFilteredByTag("posts"))
      for (const name of [post.data[key] ?? []].flat()) (found[name] ??= []).push(post);
    return Object.entries(found).sort().map(([name, posts]) => ({ name, posts }));
  };
  config.addCollection("bySeries", grouped("series"));
  config.addCollection("byTopic", grouped("topics"));
  config.addFilter("partsOf", (all, name) => all.find((one) => one.name === name)?.posts ?? []);
  config.addFilter("newest", (posts, count) => posts.slice(-count).reverse());
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { dir: { input: "content", output: "_site" } };
}
"""
_BASE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title }}</title>
<link rel="alternate" type="application/atom+xml" href="/feed.xml">
</head>
<body>
<nav><a href="/">Home</a> <a href="/posts/">Writing</a> <a href="/topics/">Tags</a>
<ul>{% for one in collections.bySeries %}<li><a href="/series/{{ one.name }}/">{{ one.name }}</a></li>{% endfor %}</ul></nav>
<main>{{ content | safe }}</main>
</body>
</html>
"""  # noqa: E501 (a template)
_POST = """\
---
layout: base.njk
---
<article>
<h1>{{ title }}</h1>
<p><time>{{ date | day }}</time></p>
<p>{% for topic in topics %}<a href="/topics/{{ topic }}/">{{ topic }}</a> {% endfor %}</p>
{% if series %}<ol>{% for one in collections.bySeries | partsOf(series) %}
<li><a href="{{ one.url }}">{{ one.data.title }}</a></li>{% endfor %}</ol>{% endif %}
{{ content | safe }}
</article>
"""
_HOME = """\
---
layout: base.njk
title: A site
---
{% for post in collections.posts | newest(10) %}<p><a href="{{ post.url }}">
{{ post.data.title }}</a></p>{% endfor %}
"""
_LIST = """\
---
layout: base.njk
title: Writing
permalink: /posts/
---
{% for post in collections.posts | newest(100000) %}<p><a href="{{ post.url }}">
{{ post.data.title }}</a> {{ post.date | day }}</p>{% endfor %}
"""
_GROUP = """\
---
layout: base.njk
pagination:
  data: collections.COLLECTION
  size: 1
  alias: group
permalink: "/FOLDER/{{ group.name }}/"
---
<h1>{{ group.name }}</h1>
{% for post in group.posts %}<p><a href="{{ post.url }}">{{ post.data.title }}</a></p>{% endfor %}
"""
_TOPICS = """\
---
layout: base.njk
title: Tags
permalink: /topics/
---
{% for one in collections.byTopic %}<p><a href="/topics/{{ one.name }}/">{{ one.name }}</a>
{{ one.posts.length }}</p>{% endfor %}
"""
_DIALECT = Dialect(link=lambda number: f"[a post](/posts/{slug(number)}/)")


def _front_matter(post: Post) -> str:
    lines = [f'title: "{post.title}"', f"date: {post.date}", f"topics: {yaml_list(post.tags)}"]
    if post.series is not None:
        lines.append(f"series: {series_name(post.series)}")
    return "\n".join(["---", *lines, "---", ""])


def _write(workload: Workload, folder: Path) -> None:
    content = folder / "content"
    put(folder / "package.json", '{"private": true, "type": "module"}\n')
    put(folder / "eleventy.config.js", _CONF)
    put(content / "_includes" / "base.njk", _BASE)
    put(content / "_includes" / "post.njk", _POST)
    put(content / "index.njk", _HOME)
    put(content / "posts.njk", _LIST)
    put(content / "topics.njk", _TOPICS)
    for collection, name in (("bySeries", "series"), ("byTopic", "topics")):
        page = _GROUP.replace("COLLECTION", collection).replace("FOLDER", name)
        put(content / f"{name}-pages.njk", page)
    # Nunjucks would read the braces of formulas.
    settings = '{"layout": "post.njk", "tags": "posts", "templateEngineOverride": "md"}\n'
    put(content / "posts" / "posts.json", settings)
    for post in posts_of(workload):
        text = f"{_front_matter(post)}\n{_DIALECT.body(post.blocks)}"
        put(folder / _source(post.number), text)


def _source(number: int) -> str:
    return f"content/posts/{slug(number)}.md"


def _command(environment: Path, jobs: int) -> list[str]:
    del jobs
    program = environment / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    return ["env", f"BENCH_ENVIRONMENT={environment}", "node", str(program), "--quiet"]


ELEVENTY = Peer(
    name="Eleventy",
    abilities=Abilities(
        formulas="left as text",
        highlighting="Prism",
        citations="as text",
        tags="pages",
        series="pages, navigation",
        feeds="Atom; site",
        search="no",
        navigation="sections and series",
        theme="plain layouts",
    ),
    write=_write,
    command=_command,
    source=_source,
    page=lambda number: f"_site/posts/{slug(number)}/index.html",
    made=("_site",),
    packages={
        "@11ty/eleventy": "3.1.8",
        "@11ty/eleventy-plugin-rss": "3.0.0",
        "@11ty/eleventy-plugin-syntaxhighlight": "5.0.2",
    },
)
