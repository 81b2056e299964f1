"""Anchors: stable, readable ids for headings in any script, footnotes, and what is numbered.

docutils makes ids of ASCII letters alone and counts where none are left or an id is taken: ``id3``
names another heading as soon as one is inserted before it
(https://github.com/sphinx-doc/sphinx/issues/13800). Here such an id becomes what MyST calls the
heading's slug: its words, with ``-1`` behind the second heading of the very same words. English
ids and labels that authors gave stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Element
from myst_parser.slugs import github_slugify
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_COUNTED = re.compile(r"id\d+\Z", re.ASCII)
#: What has a caption to be named after: its nodes, and what its id begins with. A node can say
#: both itself, as ``anchor``.
_CAPTIONED: tuple[tuple[type[Element], str], ...] = (
    (nodes.figure, "figure"),
    (nodes.table, "table"),
    (nodes.container, "listing"),
)
#: Of a caption, this many characters at most: ids are read, and stand in addresses.
_LONGEST = 48


class StableAnchors(SphinxTransform):
    """Renames the ids that count, before anything has noted where they lead."""

    # After all ids are given (262) and footnotes numbered and moved (623); before MyST adds slugs
    # as further ids (700), tables of contents are made (720) and references resolved (879).
    default_priority = 690

    def apply(self, **kwargs: Any) -> None:
        """Give each heading, footnote and captioned part its id."""
        self.new: dict[str, str] = {}
        self.taken = set(self.document.ids)
        explicit = {
            self.document.nameids[name]
            for name, given in self.document.nametypes.items()
            if given and self.document.nameids.get(name)
        }
        for node, wanted in [*self._sections(), *self._captioned()]:
            old = next((one for one in node["ids"] if one not in explicit), None)
            if old is not None and wanted:
                self._rename(node, old, wanted)
        self._footnotes()
        self._follow()

    def _sections(self) -> Iterator[tuple[Element, str]]:
        """Yield the headings whose ids say nothing or too little, each with its slug."""
        seen: dict[str, int] = {}
        for section in self.document.findall(nodes.section):
            title = section[0].astext() if len(section) else ""
            slug = github_slugify(title)
            count = seen[slug] = seen.get(slug, -1) + 1
            slug = section.get("slug") or (f"{slug}-{count}" if count else slug)
            counted = any(_COUNTED.match(one) for one in section["ids"])
            if counted or is_unspoken(title):
                yield section, slug

    def _captioned(self) -> Iterator[tuple[Element, str]]:
        """Yield what has a caption and no label, each with an id of the caption's words."""
        for kind, prefix in _CAPTIONED:
            for node in self.document.findall(kind):
                if any(_COUNTED.match(one) for one in node["ids"]):
                    caption = next(iter(node.findall(_is_caption)), None)
                    words = caption.astext() if caption is not None else ""
                    yield node, anchor(*node.get("anchor", (prefix, words)))

    def _footnotes(self) -> None:
        """Name footnotes after their labels, and the places that refer to one after it."""
        for note in self.document.findall(nodes.footnote):
            label = (note["names"] or note["dupnames"] or [note[0].astext()])[0]
            slug = github_slugify(label)
            for old in [one for one in note["ids"] if _COUNTED.match(one)]:
                self._rename(note, old, f"footnote-{slug}")
            for count, old in enumerate(note["backrefs"], 1):
                place = self.document.ids.get(old)
                if place is not None:
                    self._rename(place, old, f"noteref-{slug}-{count}")

    def _rename(self, node: Element, old: str, wanted: str) -> None:
        if wanted == old:
            return
        new, count = wanted, 0
        while new in self.taken:
            count += 1
            new = f"{wanted}-{count}"
        self.taken.add(new)
        self.new[old] = new
        node["ids"] = [new if one == old else one for one in node["ids"]]
        self.document.ids[new] = self.document.ids.pop(old, node)

    def _follow(self) -> None:
        """Let everything that knows an old id know the new one."""
        new = self.new
        for node in self.document.findall(Element):
            if node.get("refid") in new:
                node["refid"] = new[node["refid"]]
            if "backrefs" in node:
                node["backrefs"] = [new.get(one, one) for one in node["backrefs"]]
        names = self.document.nameids
        for name, id_ in list(names.items()):
            names[name] = new.get(id_, id_)
        slugs: dict[str, tuple[int, str, str]] = getattr(self.document, "myst_slugs", {})
        for slug, (line, id_, text) in list(slugs.items()):
            slugs[slug] = (line, new.get(id_, id_), text)


def anchor(prefix: str, words: str) -> str:
    """Return an id of the first words of a text, with what it is the id of before them."""
    slug = github_slugify(words)
    short = slug[: _LONGEST + 1].rpartition("-")[0] if len(slug) > _LONGEST else ""
    return f"{prefix}-{short or slug[:_LONGEST]}".strip("-")


def is_unspoken(title: str) -> bool:
    """Tell whether a heading has letters without case, as Chinese has, which ASCII ids lack."""
    return any(unicodedata.category(letter) == "Lo" for letter in title)


def _is_caption(node: nodes.Node) -> bool:
    return isinstance(node, nodes.caption | nodes.title)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renaming."""
    app.add_transform(StableAnchors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
