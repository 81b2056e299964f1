"""Links to the same page in other languages, by the names that those call themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..words import own_name
from .domain import domain_of
from .queries import language_of, versions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator


class VersionLink(nodes.reference):
    """A link that says, to readers by ear and to machines, in which language its target is."""


def version_links(app: Sphinx, docname: str, target: str) -> list[nodes.Node]:
    """Return links from *docname* to all other versions of the page *target*."""
    return [
        VersionLink(
            "",
            own_name(language),
            refuri=app.builder.get_relative_uri(docname, version),
            internal=True,
            hreflang=language,
            classes=["folio-version", *language_class(language)],
        )
        for language, version in versions(domain_of(app.env), target).items()
        if version != target
    ]


def in_its_language(app: Sphinx, docname: str, target: str) -> list[str]:
    """Return the classes for words on *docname* that are in the language of the page *target*."""
    domain = domain_of(app.env)
    language = language_of(domain, target)
    return [] if language == language_of(domain, docname) else language_class(language)


def language_class(language: str) -> list[str]:
    """Return the class that docutils turns into the attribute ``lang``."""
    return [f"language-{language}"]


def _visit(self: HTML5Translator, node: VersionLink) -> None:
    attributes = {"href": node["refuri"], "hreflang": node["hreflang"]}
    self.body.append(self.starttag(node, "a", "", **attributes, CLASS="reference internal"))


def _depart(self: HTML5Translator, node: VersionLink) -> None:
    self.body.append("</a>")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the link for HTML; other writers take it for any other."""
    app.add_node(VersionLink, html=(_visit, _depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
