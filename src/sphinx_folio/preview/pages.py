"""Files of the site by their addresses, and the script that each page gets on its way."""

from __future__ import annotations

import contextlib
import hashlib
import html
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

#: Where the server's own files are; no page of a site has a name with a dot before it.
OWN = "/.folio/"

_HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
_DOCTYPE = re.compile(rb"\s*<!doctype[^>]*>", re.IGNORECASE)
_WAITING = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 4rem auto; max-width: 40rem; padding: 0 1rem }}</style>
</head>
<body><main><h1>{title}</h1><p>{text}</p></main></body>
</html>
"""  # noqa: E501 (a template)


def find(roots: Iterable[Path], path: str) -> Path | None:
    """Return the file at an address, a decoded path, in the first folder that has it.

    Names with a dot before them are not for browsers, and nothing outside the folders is.
    """
    parts = PurePosixPath(path).parts[1:]
    if "\0" in path or "\\" in path or any(part.startswith(".") for part in parts):
        return None
    if path.endswith("/"):
        parts = (*parts, "index.html")
    for root in roots:
        file = root.joinpath(*parts)
        with contextlib.suppress(OSError):  # a name may be longer than names can be
            if file.is_file() and file.resolve().is_relative_to(root.resolve()):
                return file
    return None


def address(path: str) -> str:
    """Return the address at which a page is known, which may also be asked for by its file."""
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def is_page(path: str) -> bool:
    """Tell whether an address is one of a page."""
    return path.endswith(("/", ".html"))


def is_whole(page: bytes) -> bool:
    """Tell whether a page was written to its end."""
    return page.rstrip().endswith(b"</html>")


def digest(page: bytes) -> str:
    """Return by what one state of a page is told from another."""
    return hashlib.sha256(page).hexdigest()[:16]


def with_script(page: bytes) -> bytes:
    """Return a page with our script before all others, and what it says told to the script."""
    tag = f'<script src="{OWN}page.js" data-digest="{digest(page)}" defer></script>'.encode()
    head = _HEAD.search(page) or _DOCTYPE.match(page)
    end = head.end() if head else 0
    return page[:end] + tag + page[end:]


def waiting(title: str, text: str) -> bytes:
    """Return a page that stands where there is none yet."""
    return _WAITING.format(title=html.escape(title), text=html.escape(text)).encode()
