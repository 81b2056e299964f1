"""Abbreviations: ``{abbr}`TMA``` takes its words from one list, and shows them without a mouse.

In HTML an abbreviation takes the focus, by key or by finger, and then spells itself; on paper the
first of each on a page does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.roles import Abbreviation

from ..errors import Subtype, did_you_mean
from . import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator


class SpelledAbbreviation(nodes.abbreviation):
    """An abbreviation whose words are known; other writers take it for any abbreviation."""


class AbbreviationRole(Abbreviation):
    """An abbreviation with its words in parentheses, or with those of ``folio_abbreviations``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the abbreviation; of an unknown one its letters, and a warning."""
        matched = self.abbr_re.search(self.text)
        text = (self.text[: matched.start()] if matched else self.text).strip()
        known: dict[str, str] = self.config.folio_abbreviations
        spelled = matched[1] if matched else known.get(text, "")
        if not spelled:
            hint = did_you_mean(text, known)
            message = f"nothing says what {text!r} is short for: add it to folio_abbreviations."
            warn(message + hint, self.get_location(), Subtype.ABBREVIATION)
            return [nodes.abbreviation(self.rawtext, text, **self.options)], []
        node = SpelledAbbreviation(self.rawtext, text, explanation=spelled, **self.options)
        node["classes"].append("folio-abbreviation")
        return [node], []


def _mark_first(app: Sphinx, doctree: nodes.document) -> None:
    """Mark the first of each abbreviation on a page, which paper spells."""
    seen: set[str] = set()
    for node in doctree.findall(SpelledAbbreviation):
        if node.astext() not in seen:
            seen.add(node.astext())
            node["classes"].append("folio-abbreviation-first")


def _visit(self: HTML5Translator, node: SpelledAbbreviation) -> None:
    # A title alone is for a mouse: what takes the focus can say it to keys and fingers.
    attributes = {"title": node["explanation"], "tabindex": "0"}
    if any(isinstance(above, nodes.reference) for above in _above(node)):
        del attributes["tabindex"]  # a link takes the focus itself
    self.body.append(self.starttag(node, "abbr", "", **attributes))


def _depart(self: HTML5Translator, node: SpelledAbbreviation) -> None:
    self.body.append("</abbr>")


def _above(node: nodes.Node) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _check(app: Sphinx, config: Config) -> None:
    for short, spelled in config.folio_abbreviations.items():
        if not (isinstance(short, str) and short.strip() == short and short):
            raise ConfigError(f"folio_abbreviations: {short!r} is no abbreviation such as 'TMA'")
        if not (isinstance(spelled, str) and spelled.strip()):
            raise ConfigError(f"folio_abbreviations: {short} needs words, not {spelled!r}")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the role in the place of Sphinx's, and the list; the theme brings the styles."""
    app.add_config_value(
        "folio_abbreviations",
        {},
        "env",
        types=frozenset({dict}),
        description="What abbreviations stand for: {'TMA': 'Tensor Memory Accelerator'}",
    )
    app.add_node(SpelledAbbreviation, html=(_visit, _depart))
    app.add_role("abbr", AbbreviationRole(), override=True)
    app.connect("config-inited", _check)
    app.connect("doctree-read", _mark_first)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
