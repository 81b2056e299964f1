"""Code with callouts, lines of a file's own numbers, and what is emphasised: the node, and HTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_HIGHLIGHTED = re.compile(
    r'(?s)\A(?P<start><div class="highlight">)<pre>(?P<code>(?:<span></span>)?.*?)\n*</pre>'
    r"(?P<end></div>\s*)\Z"
)


@dataclass(frozen=True, slots=True)
class Callout:
    """A number at the end of a line: the id it has there, and that of the note it leads to.

    ``label`` is its name for those who do not see where it stands.
    """

    number: int
    id: str
    note: str
    label: str


class Code(nodes.literal_block):
    """Code of a listing; other writers take it for a literal block.

    ``numbers`` holds what to show before each line, or nothing; ``emphasized`` and ``callouts``
    are by index of the line; ``fold`` is how many lines a folded block shows, 0 for all.
    """


def code(
    lines: tuple[str, ...],
    language: str,
    label: str,
    *,
    numbers: tuple[int, ...] = (),
    emphasized: frozenset[int] = frozenset(),
    callouts: dict[int, list[Callout]] | None = None,
    fold: int = 0,
) -> Code:
    """Return the node; *label* says whose code it is to those who come upon it by keyboard."""
    text = "\n".join(lines)
    return Code(
        text,
        text,
        language=language,
        label=label,
        numbers=list(numbers),
        emphasized=sorted(emphasized),
        callouts=callouts or {},
        fold=fold,
        highlight_args={},
    )


def plain(node: Code) -> nodes.literal_block:
    """Return the code as text, with the callouts' numbers in it, for output that is not HTML."""
    lines = node.rawsource.split("\n")
    for index, callouts in node["callouts"].items():
        lines[index] += "".join(f"  ({callout.number})" for callout in callouts)
    text = "\n".join(lines)
    shown = nodes.literal_block(text, text, language=node["language"], ids=node["ids"])
    shown["highlight_args"] = {"hl_lines": [index + 1 for index in node["emphasized"]]}
    if node["numbers"]:
        shown["linenos"] = True
        shown["highlight_args"]["linenostart"] = node["numbers"][0]
    return shown


def _visit(self: HTML5Translator, node: Code) -> None:
    """Highlight the whole, so that no mark can mislead the lexer, and then mark its lines."""
    language = node["language"]
    options = self.config.highlight_options.get(language, {})
    highlighted = self.highlighter.highlight_block(
        node.rawsource, language, opts={**options, "stripnl": False}, location=node
    )
    match = _HIGHLIGHTED.match(highlighted)
    assert match, "Pygments has changed its frame"
    lines = match["code"].split("\n")
    # Blank lines at the end, which the frame took for its own.
    lines += [""] * (node.rawsource.count("\n") + 1 - len(lines))
    label = html.escape(node["label"], quote=True)
    style = f' style="--folio-lines: {node["fold"]}"' if node["fold"] else ""
    self.body.append(
        f'<div class="highlight-{html.escape(language)} notranslate"{style}>{match["start"]}'
        f'<pre tabindex="0" role="group" aria-label="{label}">{_marked(node, lines)}</pre>'
        f"{match['end']}</div>\n"
    )
    raise nodes.SkipNode


def _marked(node: Code, lines: list[str]) -> str:
    """Return highlighted lines with their numbers, callouts and emphasis."""
    width = len(str(max(node["numbers"], default=0)))

    def mark(index: int, line: str) -> str:
        number = ""
        if node["numbers"]:
            number = f'<span class="linenos">{node["numbers"][index]:>{width}}</span>'
        whole = f"{number}{line}{_links(node['callouts'].get(index, []))}\n"
        return f'<span class="hll">{whole}</span>' if index in node["emphasized"] else whole

    return "".join(map(mark, range(len(lines)), lines))


def _links(callouts: list[Callout]) -> str:
    """Return the numbers at the end of a line; the parentheses are for those without our styles."""
    if not callouts:
        return ""
    links = "".join(
        f'<a class="folio-callout" id="{html.escape(one.id)}" href="#{html.escape(one.note)}"'
        f' aria-label="{html.escape(one.label, quote=True)}"><span>(</span>{one.number}'
        "<span>)</span></a>"
        for one in callouts
    )
    return f'<span class="folio-callouts">  {links}</span>'


def _put_in_words(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Where the output is not HTML, leave the code and its notes, and nothing of their tools."""
    if app.builder.format == "html":
        return
    for node in list(doctree.findall(Code)):
        node.replace_self(plain(node))
    for part in list(doctree.findall(_is_tool)):
        part.parent.remove(part)


def _is_tool(node: nodes.Node) -> bool:
    tools = {"folio-fold", "folio-backref"}
    return isinstance(node, nodes.Element) and not tools.isdisjoint(node.get("classes", ()))


def setup(app: Sphinx) -> None:
    """Register the node for HTML."""
    app.add_node(Code, html=(_visit, lambda self, node: None))
    app.connect("doctree-resolved", _put_in_words)
