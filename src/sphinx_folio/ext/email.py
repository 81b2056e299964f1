"""E-mail addresses in pages: none stands literally in the HTML, and none needs a script."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# A long word is looked at once: without "(?<!" and "++" it would be at each of its letters.
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")


# The same in HTML that is written already; scripts and styles are no text.
_IN_MARKUP = re.compile(r"(?<![\w.+-])[\w.+-]++(?:@|&\#64;)[\w-]+(?:\.[\w-]+)+")
_NO_TEXT = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)\s*>)", re.DOTALL | re.IGNORECASE)


def encoded(text: str) -> str:
    """Return *text* with every character as an HTML character reference."""
    return "".join(f"&#{ord(char)};" for char in text)


def _unindexed(markup: str) -> str:
    """Return markup that the search index, which would decode it, leaves out."""
    return f'<span data-pagefind-ignore="">{markup}</span>'


def email_node(address: str, label: str = "") -> nodes.raw:
    """Return a ``mailto:`` link that browsers read and simple harvesters do not."""
    shown = html.escape(label) if label and "@" not in label else encoded(label or address)
    link = f'<a class="folio-email" href="{encoded(f"mailto:{address}")}">{shown}</a>'
    return nodes.raw("", link, format="html")


class EncodeAddresses(SphinxPostTransform):
    """Encodes the addresses that an author wrote in a page."""

    formats = ("html",)
    default_priority = 800

    def run(self, **kwargs: Any) -> None:
        """Replace ``mailto:`` links, then addresses in running text."""
        for link in list(self.document.findall(nodes.reference)):
            uri = link.get("refuri", "")
            if uri.startswith("mailto:"):
                link.replace_self(email_node(uri.removeprefix("mailto:"), link.astext()))
        for text in list(self.document.findall(nodes.Text)):
            if "@" in text and not isinstance(text.parent, nodes.raw | nodes.FixedTextElement):
                self._encode(text)

    def _encode(self, text: nodes.Text) -> None:
        pieces: list[nodes.Node] = []
        end = 0
        for match in _ADDRESS.finditer(text):
            pieces += [
                nodes.Text(text[end : match.start()]),
                nodes.raw("", _unindexed(encoded(match[0])), format="html"),
            ]
            end = match.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(text[end:])])


def encoded_in(markup: str) -> str:
    """Return HTML with every address in it encoded, in text and in attributes alike."""
    if not _has_sign(markup):
        return markup
    pieces = _NO_TEXT.split(markup)
    for number in range(0, len(pieces), 2):  # every other one is no text
        if _has_sign(pieces[number]):
            pieces[number] = _IN_MARKUP.sub(
                lambda match: encoded(html.unescape(match[0])), pieces[number]
            )
    return "".join(pieces)


def _has_sign(markup: str) -> bool:
    return "@" in markup or "&#64;" in markup


def _encode(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Encode the addresses in what is no page's doctree: lists, titles, descriptions."""
    for part in ("body", "toc", "metatags", "furo_navigation_tree"):
        if context.get(part):
            context[part] = encoded_in(context[part])
    said = context.get("copyright") or ""
    # Furo would show several as Python writes them.
    line = said if isinstance(said, str) else ", ".join(said)
    context["copyright"] = Markup(encoded_in(html.escape(line)))
    context["folio_encoded"] = encoded_in


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the steps."""
    app.add_post_transform(EncodeAddresses)
    # After everything that puts text into a page.
    app.connect("html-page-context", _encode, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
