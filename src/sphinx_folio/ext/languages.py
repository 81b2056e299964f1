"""Languages: each page speaks its own, in the theme's words too.

Sphinx has one language for a whole site (https://github.com/sphinx-doc/sphinx/issues/1740). Here
the templates and the HTML writer ask for words in the language of the page at hand.
"""

from __future__ import annotations

import functools
import gettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx.locale
from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.writers.html5 import HTML5Translator

from ..words import Words, catalog_names, words
from .domain import domain_of
from .numbering import number_form, numbered
from .queries import language_of, site_language

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_STOCK = "sphinx"

#: What the writer says of places that can be linked to.
PERMALINKS = (
    "Link to this heading",
    "Link to this image",
    "Link to this table",
    "Link to this code",
    "Link to this term",
    "Link to this definition",
    "Link to this toctree",
    "Link to this equation",
)
ADMONITIONS = {
    "attention": "Attention",
    "caution": "Caution",
    "danger": "Danger",
    "error": "Error",
    "hint": "Hint",
    "important": "Important",
    "note": "Note",
    "seealso": "See also",
    "tip": "Tip",
    "warning": "Warning",
}


class PageWords:
    """The words of the theme and of Sphinx in one language: ours first, then Sphinx's own."""

    def __init__(self, language: str) -> None:
        self.ours: Words = words(language)
        folder = Path(sphinx.locale.__file__).parent
        names = catalog_names(language)
        self._stock = gettext.translation(_STOCK, folder, names, fallback=True)

    def gettext(self, text: str) -> str:
        """Return the words for *text*; blanks around it, as templates have them, stay."""
        bare = text.strip()
        if not bare:
            return text
        said = self.ours(bare)
        if said == bare:
            said = self._stock.gettext(bare)
        return text.replace(bare, said)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the words for *count* things; the template puts the number in."""
        return self.ours.either(one, many, count)


@functools.lru_cache(maxsize=64)
def page_words(language: str) -> PageWords:
    """Return the words for the templates and for the writer in a language."""
    return PageWords(language)


class PageTranslator(HTML5Translator):
    """Writes a page's titles of admonitions, numbers and permalinks in the page's language."""

    @property
    def _words(self) -> PageWords:
        domain = domain_of(self.builder.env)
        return page_words(language_of(domain, self.docnames[-1]))

    def add_permalink_ref(self, node: Element, title: str) -> None:
        """Say what the link leads to."""
        known = {sphinx.locale._(text): text for text in PERMALINKS}
        super().add_permalink_ref(node, self._words.gettext(known.get(title, title)))

    def visit_admonition(self, node: Element, name: str = "") -> None:
        """Put the title that the kind of admonition has before it."""
        super().visit_admonition(node, name)
        if name and name in admonitionlabels:
            title = self._words.gettext(ADMONITIONS.get(name, str(admonitionlabels[name])))
            node[0] = nodes.title(name, title)

    def add_fignumber(self, node: Element) -> None:
        """Say what is numbered, and its number."""
        before = len(self.body)
        super().add_fignumber(node)
        if len(self.body) == before + 3:
            kind = self._domains.standard_domain.get_enumerable_node_type(node) or ""
            single = self.builder.name == "singlehtml"
            key = f"{self.docnames[-1]}/{kind}" if single else kind
            number = ".".join(map(str, self.builder.fignumbers[key][node["ids"][0]]))
            form = number_form(self.config, kind, self._words.ours)
            self.body[-2] = f"{numbered(form, number)} "


def page_language(app: Sphinx, pagename: str, context: dict[str, Any]) -> str:
    """Return the language (BCP 47) of a page, made or written.

    One that is made says in its context which, else it has the site's.
    """
    domain = domain_of(app.env)
    if pagename in app.env.found_docs:
        return language_of(domain, pagename)
    return str(context.get("language") or site_language(domain)).replace("_", "-")


def _speak(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let the templates of a page find words in its language: they look in the context first."""
    language = page_language(app, pagename, context)
    said = page_words(language)
    context["language"] = language
    context["_"] = context["gettext"] = said.gettext
    context["ngettext"] = said.ngettext


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the writer, and the step that gives each page its words."""
    app.setup_extension("sphinx_folio.ext.numbering")
    for builder in ("html", "dirhtml", "singlehtml"):
        app.set_translator(builder, PageTranslator)
    # Before everything that says something in a template.
    app.connect("html-page-context", _speak, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
