"""Edits small sites at random, as authors do, for tests of what is built afterwards."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

#: Forms of references to what the page `blog/wheels/rim` has, and to that page.
REFERENCES = (
    "{numref}`rim-figure`", "{numref}`The {number} <rim-figure>`", "{ref}`rim-figure`",
    "[](#rim-figure)", "[words](#rim-figure)", "[](#rim-law)", "{prf:ref}`rim-law`",
    "{numref}`rim-table`", "{numref}`rim-plain`", "[](#rim-plain)", "{ref}`rim-plain`",
    "{ref}`words <rim-plain>`", "{eq}`rim-sum`", "[](#rim-sum)",
    "[](/blog/wheels/rim.md)", "[words](/blog/wheels/rim.md)", "{doc}`/blog/wheels/rim`",
    "[](/blog/wheels/rim.md#parts-of-it)", "[](/blog/wheels/rim.md#rim-figure)",
    "{folio:post}`wheels/rim`", "{folio:series}`wheels`", "{folio:tag}`round`",
    "{folio:person}`ada`", "{folio:pub}`lovelace1843engine`", "{folio:position}`ada-engine`",
    "{term}`spoke`", "[](#spoke)", "{any}`rim-plain`", "{any}`spoke`",
    "[](#label-of-nothing)", "{folio:post}`wheels/none`", "{cite:t}`babbage1822machinery`",
)  # fmt: skip
_RIM = """\
---
date: 2026-03-01
authors: [ada]
series: wheels
part: 1
tags: [round, tables]
summary: Of rims.
---

# The *rim*

$$ a = b $$ (rim-sum)

(rim-plain)=
## Parts of it

```{figure} ../kernels/wheel.svg
:name: rim-figure
:alt: A rim

A rim
```

```{table} Sizes
:name: rim-table

| a |
|---|
| 1 |
```

```{theorem} Of rims
:label: rim-law

They turn.
```
"""


_LISTS = "```{posts}\n:tag: tables\n```\n\n```{tags}\n```\n\n```{years}\n```\n"
_ALONE = "---\norphan: true\n---\n\n"


def cross_link(source: Path, *, alone: bool = True) -> None:
    """Add to the tiny site pages that refer to each other in all ways, and lists of all kinds.

    Each form of reference has a page that has no other, unless *alone* is false: those find what is
    not told of one of them, and cost more than all else.
    """
    third = len(REFERENCES) // 3
    pages = {
        "blog/wheels/index": "---\nparts: [Rim, Hub, Pin]\n---\n\n# Wheels\n\n```{series}\n```\n",
        "blog/wheels/rim": _RIM,
        "blog/wheels/hub": _post("Hub", REFERENCES[0], "series: wheels\npart: 2\n"),
        "blog/wheels/hub.zh": _post("轮毂", "[](rim.md)"),
        "blog/refers": _post("Refers", "\n\n".join(REFERENCES[:third])),
        "refers-too": f"{_ALONE}# Refers too\n\n" + "\n\n".join(REFERENCES[third : 2 * third]),
        "words": f"{_ALONE}# Words\n\n```{{glossary}}\nspoke\n  A rod.\n```\n",
        "lists": f"{_ALONE}# Lists\n\n{_LISTS}",
        "times": f"{_ALONE}# Times\n\n```{{timeline}}\n```\n",
        "cv/ada": "# CV\n\n```{cv}\n```\n",
        "tree": f"{_ALONE}# Tree\n\n```{{toctree}}\n:maxdepth: 3\n\nabove\n```\n",
        "above": "# Above\n\n```{toctree}\nbelow\n```\n",
        "below": "# Below\n\n## Deep\n",
    }
    for number, one in enumerate(REFERENCES if alone else ()):
        pages[f"one/{number}"] = f"{_ALONE}# One {number}\n\n{one}\n"
    for name, text in pages.items():
        path = source / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _post(title: str, text: str, more: str = "") -> str:
    return f"---\ndate: 2026-03-02\nauthors: [ada]\n{more}---\n\n# {title}\n\n{text}\n"


class Editor:
    """Makes random changes to a site, each of which leaves it a site."""

    def __init__(self, source: Path, seed: int) -> None:
        self.source = source
        self.random = random.Random(seed)
        self.count = 0

    def edit(self) -> str:
        """Change something; say what."""
        self.count += 1
        kinds: list[Callable[[], str]] = [
            self.body, self.title, self.label, self.add, self.delete, self.rename, self.draft,
            self.same_mtime, self.new_mtime, self.bib, self.listing, self.profile, self.cite,
            self.translate, self.redirect, self.news, self.erratum, self.schedule, self.tag,
            self.summary, self.date, self.part, self.heading, self.figure, self.caption,
            self.equation, self.refer, self.series_title, self.name, self.canonical, self.language,
            self.engagement, self.move, self.name_nothing, self.own_page,
        ]  # fmt: skip
        # Every kind in turn, then in any order, so that so many edits leave none out.
        chosen = kinds[self.count - 1] if self.count <= len(kinds) else self.random.choice(kinds)
        return f"{self.count}: {chosen()}"

    def page(self) -> Path:
        pages = sorted(self.source.rglob("*.md"))
        return self.random.choice(
            [page for page in pages if page.name not in {"index.md", "secret.md"}]
        )

    def post(self) -> Path:
        return self.random.choice(sorted((self.source / "blog").rglob("[!i]*.md")))

    def change(self, path: Path, old: str, new: str) -> str:
        path.write_text(path.read_text().replace(old, new, 1))
        return f"{old!r} to {new!r} in {path.relative_to(self.source)}"

    def body(self) -> str:
        page = self.page()
        page.write_text(page.read_text() + f"\nA paragraph more, {self.count}.\n")
        return f"body of {page.relative_to(self.source)}"

    def title(self) -> str:
        return self.change(self.page(), "\n# ", f"\n# Retitled {self.count} ")

    def label(self) -> str:
        page = self.page()
        return self.change(page, "\n# ", f"\n(label-{self.count})=\n# ")

    def add(self) -> str:
        path = self.source / "blog" / "kernels" / f"added-{self.count}.md"
        path.write_text(
            f"---\ndate: 2026-02-{self.count % 27 + 1:02d}\ntags: [added, tables]\n---\n\n"
            f"# Added {self.count}\n\n"
            "See [one](one.md), [two](two.md) and {cite:p}`babbage1822machinery`.\n"
        )
        return f"added {path.name}"

    def delete(self) -> str:
        post = self.post()
        post.unlink()
        return f"deleted {post.relative_to(self.source)}"

    def rename(self) -> str:
        post = self.post()
        post.rename(post.with_name(f"renamed-{self.count}.md"))
        return f"renamed {post.relative_to(self.source)}"

    def draft(self) -> str:
        post = self.post()
        if "draft: true" in post.read_text():
            return self.change(post, "draft: true\n", "")
        return self.change(post, "---\n", "---\ndraft: true\n")

    def same_mtime(self) -> str:
        page = self.page()
        times = page.stat()
        page.write_text(page.read_text() + f"\nAs if untouched, {self.count}.\n")
        os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
        return f"{page.relative_to(self.source)} at the same time of modification"

    def new_mtime(self) -> str:
        page = self.page()
        page.touch()
        return f"touched {page.relative_to(self.source)}"

    def bib(self) -> str:
        path = self.source / "refs.bib"
        return self.change(path, "title ", f"note = {{{self.count}}}, title ") and self.change(
            path, "On the application", f"On {self.count} the application"
        )

    def translate(self) -> str:
        original = self.post()
        path = original.with_name(f"{original.stem}.zh.md")
        head = f"---\ndate: 2026-03-0{self.count % 9 + 1}\ntags: [tables]\n---\n\n"
        path.write_text(f"{head}# 译文 {self.count}\n\n## 小节\n\n见[原文]({original.name})。\n")
        return f"translated {original.relative_to(self.source)}"

    def redirect(self) -> str:
        post = self.post()
        moved = post.with_name(f"moved-{self.count}.md")
        old = post.relative_to(self.source).as_posix().removesuffix(".md")
        moved.write_text(post.read_text().replace("---\n", f"---\nredirect-from: [/{old}/]\n", 1))
        post.unlink()
        return f"moved {old} to {moved.name}, with a redirect"

    def news(self) -> str:
        index = self.source / "index.md"
        return self.change(index, "```{news}\n", f"```{{news}}\n2026-02-03: News {self.count}.\n")

    def erratum(self) -> str:
        key = f"errata: [{{date: 2026-05-0{self.count % 9 + 1}, text: Wrong {self.count}}}]\n"
        return self.change(self.post(), "---\n", f"---\n{key}")

    def schedule(self) -> str:
        return self.change(self.post(), "date: 2026", "date: 9999")

    def tag(self) -> str:
        return self.change(self.post(), "tags: [", f"tags: [tag {self.count}, ")

    def key(self, page: Path, key: str, value: str) -> str:
        """Set a key of a page's front matter."""
        lines = [
            line
            for line in page.read_text().splitlines(keepends=True)
            if not line.startswith(f"{key}:")
        ]
        if lines[0] != "---\n":
            lines = ["---\n", "---\n", "\n", *lines]
        page.write_text("".join([lines[0], f"{key}: {value}\n", *lines[1:]]))
        return f"{key}: {value} in {page.relative_to(self.source)}"

    def summary(self) -> str:
        return self.key(self.page(), "summary", f"Summary {self.count}")

    def date(self) -> str:
        return self.key(self.post(), "date", f"202{self.count % 6}-04-{self.count % 27 + 1:02d}")

    def part(self) -> str:
        return self.key(self.post(), "part", str(self.count % 4 + 1))

    def heading(self) -> str:
        page = self.page()
        if "\n## " in page.read_text():
            return self.change(page, "\n## ", f"\n## Headed {self.count} ")
        page.write_text(f"{page.read_text()}\n## Headed {self.count}\n\nText.\n")
        return f"a heading in {page.relative_to(self.source)}"

    def figure(self) -> str:
        """Put a figure before all others, so that their numbers change."""
        more = f"\n# Figured {self.count}\n\n```{{figure}} /blog/kernels/wheel.svg\nMore\n```\n\n"
        page = self.page()
        lines = page.read_text().partition("\n# ")[2].partition("\n")
        return self.change(page, f"\n# {lines[0]}\n", more)

    def caption(self) -> str:
        rims = [page for page in self.source.rglob("*.md") if "\nA rim\n" in page.read_text()]
        return self.change(rims[0], "\nA rim\n", f"\nCaption {self.count}\n") if rims else "none"

    def equation(self) -> str:
        page = self.page()
        return self.change(page, "\n## ", f"\n$$ {self.count} $$ (sum-{self.count})\n\n## ")

    def refer(self) -> str:
        page, form = self.page(), self.random.choice(REFERENCES)
        page.write_text(f"{page.read_text()}\n{form}\n")
        return f"{form} in {page.relative_to(self.source)}"

    def series_title(self) -> str:
        page = self.random.choice(sorted(self.source.rglob("index.md")))
        return self.change(page, "# ", f"# Titled {self.count} ")

    def name(self) -> str:
        return self.key(self.source / "people" / "ada.md", "name", f"Ada {self.count} Lovelace")

    def canonical(self) -> str:
        return self.key(self.post(), "canonical", f"https://else.example/{self.count}/")

    def language(self) -> str:
        return self.key(self.page(), "language", self.random.choice(["en", "zh", "de"]))

    def engagement(self) -> str:
        return self.change(self.source / "experience" / "ada.md", "{position} ", "{position} A ")

    def move(self) -> str:
        """Move a page that is no post."""
        places = [*self.source.glob("*.md"), *self.source.glob("one/*.md")]
        page = self.random.choice(sorted(one for one in places if one.name != "index.md"))
        page.rename(page.with_name(f"moved-{self.count}.md"))
        return f"moved {page.relative_to(self.source)}"

    def name_nothing(self) -> str:
        """Give a name to something that is referred to, and was not there; or take it back."""
        page = self.source / "blog" / "wheels" / "none.md"
        if page.is_file():
            page.unlink()
            return "took none back"
        page.write_text(f"---\ndate: 2026-03-09\n---\n\n(label-of-nothing)=\n# None {self.count}\n")
        return "added none"

    def own_page(self) -> str:
        (page,) = (self.source / "publications").glob("[!i]*.md")
        page.rename(page.with_name(f"own-{self.count}.md"))
        return "moved the page of an entry"

    def listing(self) -> str:
        path = self.source / "blog" / "kernels" / "step.py"
        path.write_text(f"print({self.count})\n")
        return "listing"

    def profile(self) -> str:
        return self.change(
            self.source / "people" / "ada.md", "headline: ", f"headline: {self.count} times "
        )

    def cite(self) -> str:
        one = self.source / "experience" / "ada.md"
        return self.change(one, ", after {cite:t}`babbage1822machinery`", "") or "cite"
