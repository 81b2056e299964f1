"""What git knows of the posts: whether their words changed after the day that they declare."""

from __future__ import annotations

import datetime
import os
import subprocess
from dataclasses import dataclass, field

from ..digests import content_digest
from .site import Page, Site


@dataclass(frozen=True)
class History:
    """The commits of each file, newest first, as day and id; empty where there is no git."""

    site: Site
    commits: dict[str, list[tuple[datetime.date, str]]] = field(default_factory=dict)
    touched: frozenset[str] = frozenset()

    def changed(self, post: Page, day: datetime.date) -> datetime.date | None:
        """Return the day of the last change of a post's words after those it declares.

        *day* is today, the day of a change that is not committed. A change of keys that no reader
        reads, such as a tag's, is none.
        """
        name = self.site.name_of(post.path)
        commits = self.commits.get(name, [])
        if not commits:
            return None
        last = day if name in self.touched else commits[0][0]
        if last <= post.changed:
            return None
        base = next((id_ for when, id_ in commits if when <= post.changed), commits[-1][1])
        then = _git(self.site, "show", f"{base}:./{name}")
        return last if then is not None and _digest(then) != content_digest(post.text) else None


def read(site: Site) -> History:
    """Ask git for the commits of all posts, at once."""
    log = _git(
        site,
        "log",
        "--format=%x01%ad %H",
        "--date=short-local",
        "--name-only",
        "--relative",
        "-z",
        "--",
        "blog",
    )
    if log is None:
        return History(site)
    commits: dict[str, list[tuple[datetime.date, str]]] = {}
    for record in log.decode(errors="replace").split("\x01")[1:]:
        head, *names = record.replace("\n", "\0").split("\0")
        when, _, id_ = head.partition(" ")
        for name in filter(None, names):
            commits.setdefault(name, []).append((datetime.date.fromisoformat(when), id_))
    touched = _git(site, "diff", "--name-only", "--relative", "-z", "HEAD", "--", "blog") or b""
    return History(site, commits, frozenset(touched.decode(errors="replace").split("\0")))


def _git(site: Site, *arguments: str) -> bytes | None:
    """Return what git prints, ``None`` where there is no git, no repository or no commit."""
    try:
        run = subprocess.run(
            ["git", "-c", "core.quotePath=false", *arguments],
            cwd=site.root,
            check=True,
            capture_output=True,
            env={**os.environ, "TZ": "UTC", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return run.stdout


def _digest(text: bytes) -> str:
    return content_digest(text.decode("utf-8-sig", errors="replace"))
