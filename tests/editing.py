"""Edits small sites at random, as authors do, for tests of what is built afterwards."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path


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
        ]  # fmt: skip
        # Every kind in turn, then in any order, so that thirty edits leave none out.
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
