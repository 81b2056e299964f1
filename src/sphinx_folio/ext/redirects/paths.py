"""Addresses of the site as paths from its root, and the files that answer at them."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from urllib.parse import unquote

LONGEST, LONGEST_PART = 1000, 200

#: What the site's other files are called, made by this build or by the next; none is a folder.
MADE = re.compile(
    r"(sitemap\.xml|(robots|llms)\.txt|objects\.inv|searchindex\.js|manifest\.webmanifest"
    r"|blog/(.*/)?(atom|rss)(\.[\w-]+)?\.xml|blog/(.*/)?feed(\.[\w-]+)?\.json)"
)


def no_path(old: str) -> str:
    """Return why an old address cannot be one of this site's pages, or ``""``."""
    path = unquote(old)
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return "is no path from the site's root"
    if ".." in path.split("/"):
        return "leads out of the site"
    if "?" in path or "#" in path:
        return "holds a ? or #, which no file can answer"
    if path.startswith("/_"):
        return "lies in a folder of the build's own"
    kind = mimetypes.guess_type(path)[0]
    if kind not in {None, "text/html"} and not path.endswith("/"):
        return "is no page's: only an address that ends in / or .html can redirect"
    if len(path.encode()) > LONGEST or max(len(one.encode()) for one in path.split("/")) > (
        LONGEST_PART
    ):
        return "is too long for a file's name"
    return ""


def file_of(path: str) -> str:
    """Return the file below the output folder that answers at a path."""
    name = posixpath.normpath(path).lstrip("/")
    if name.endswith(".html") and not path.endswith("/"):
        return name
    return posixpath.join(name, "index.html").lstrip("/")


def folders_of(name: str) -> list[str]:
    """Return the folders that a file lies in."""
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def is_away(target: str) -> bool:
    """Tell whether a redirect leads out of the site."""
    return not target.startswith("/")


def is_page(path: str) -> bool:
    """Tell whether a path is a page's, and not another file's."""
    return path.endswith("/") or mimetypes.guess_type(path)[0] in {None, "text/html"}
