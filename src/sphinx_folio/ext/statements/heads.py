"""The words with which a statement begins: its name and number, once the page has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from ...words import Words
from ..domain import domain_of
from ..markup import Content, span
from ..numbering import number_form, numbered
from ..queries import words_on
from .kinds import NAMES, PLACE, EndOfProof, Head, Statement

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def _number(app: Sphinx, doctree: nodes.document) -> None:
    """Put the names and numbers into the heads, in the words of the page's language."""
    domain = domain_of(app.env)
    numbers = domain.data["numbers"].get(app.env.docname, {})
    _ = words_on(domain, app.env.docname)
    for statement in doctree.findall(Statement):
        kind = statement["kind"]
        number = numbers.get(kind, {}).get(next(iter(statement["ids"]), ""))
        if number and type(statement) is not Statement:
            form = number_form(app.config, kind, _)
            label = numbered(form, str(number[0]), statement["title"])
        else:
            label = _(NAMES[kind])
        head = next(statement.findall(Head))
        weight = nodes.emphasis if kind == "proof" else nodes.strong
        head[:] = _head(weight("", label), head.children, _)
        head["classes"] = ["folio-statement-head"]
        if len(head.parent) > 1 and not head.astext().endswith("。"):  # which has room behind it
            head.parent.insert(1, nodes.Text(" "))


def _head(label: nodes.Node, title: list[nodes.Node], _: Words) -> list[nodes.Node]:
    """Return the words of a head, such as ``Theorem 2 (Title).``, as nodes."""
    content: list[nodes.Node] = []
    for part in PLACE.split(_("{label} ({title}).") if title else _("{label}.")):
        if part == "{label}":
            content.append(label)
        elif part == "{title}":
            content.append(span("folio-statement-title", *cast("list[Content]", title)))
        elif part:
            content.append(nodes.Text(part))
    return content


def _visit_head(self: HTML5Translator, node: Head) -> None:
    self.body.append(self.starttag(node, "span", ""))


def _depart_head(self: HTML5Translator, node: Head) -> None:
    statement: nodes.Element = node.parent
    while not isinstance(statement, Statement):
        statement = statement.parent
    if statement["ids"]:
        _ = words_on(domain_of(self.builder.env), self.docnames[-1])
        self.add_permalink_ref(statement, _("Link to this statement"))
    self.body.append("</span>")


def _visit_end(self: HTML5Translator, node: EndOfProof) -> None:
    _ = words_on(domain_of(self.builder.env), self.docnames[-1])
    attributes: dict[str, Any] = {"role": "img", "aria-label": _("End of proof")}
    self.body.append(self.starttag(node, "span", "", **attributes))


def _depart_end(self: HTML5Translator, node: EndOfProof) -> None:
    self.body.append("</span>")


def setup(app: Sphinx) -> None:
    """Register the nodes for HTML, and the step that numbers."""
    app.add_node(Head, html=(_visit_head, _depart_head))
    app.add_node(EndOfProof, html=(_visit_end, _depart_end))
    # After numbering, which a collector does (500); before what looks at the words of the page.
    app.connect("doctree-read", _number, priority=520)
