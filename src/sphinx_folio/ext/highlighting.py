"""Highlighting: code without the marks that say nothing.

Pygments marks every name, every sign and every blank, half of all marks in a page of C++. Where
both styles of a site draw these as plain text, they go.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Classes of marks that may go, and what they mark.
_MARKS = {"n": "Token.Name", "p": "Token.Punctuation", "w": "Token.Text.Whitespace"}
_CODE = re.compile(r'<div class="highlight"><pre\b.*?</pre>', re.DOTALL)


@cache
def _plain(style: Any) -> frozenset[str]:
    """Return the classes of marks that a style of Pygments draws as it draws text."""
    looks = {str(token): look for token, look in style}
    text = looks["Token.Text"]
    found = set()
    for name, token in _MARKS.items():
        look = looks[token]
        # A blank has no colour.
        if look["color"] is None or name == "w":
            look = look | {"color": text["color"]}
        if look == text:
            found.add(name)
    return frozenset(found)


def _take_marks(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Take the marks from the code of a page."""
    builder = app.builder
    body = context.get("body")
    if not isinstance(builder, StandaloneHTMLBuilder) or not body or "<pre" not in body:
        return
    dark = PygmentsBridge("html", app.config.pygments_dark_style).formatter_args["style"]
    plain = _plain(builder.highlighter.formatter_args["style"]) & _plain(dark)
    if plain:
        mark = re.compile(rf'<span class="[{"".join(sorted(plain))}]">([^<]*)</span>')
        context["body"] = _CODE.sub(lambda code: mark.sub(r"\1", code[0]), body)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step, before addresses that marks part are looked for (900)."""
    app.connect("html-page-context", _take_marks, priority=890)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
