"""The directives: a statement with its title, and an answer that is folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from ...errors import Subtype
from .. import warn
from ..disclosure import Details, Summary, details
from ..domain import domain_of
from ..markup import line
from ..queries import words_on
from .kinds import NAMES, NUMBERED, PLACE, EndOfProof, Head, Statement


def _options() -> dict[str, Callable[[str], Any]]:
    return {
        "name": directives.unchanged,
        "label": directives.unchanged,  # as in sphinx-proof and sphinx-exercise
        "class": directives.class_option,
    }


class StatementDirective(SphinxDirective):
    """A theorem, a proof, an exercise: by the directive's name, with an optional title."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {**_options(), "nonumber": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return the block; its number is put in when the page has been read."""
        kind = self.name.rpartition(":")[2]
        plain = kind not in NUMBERED or "nonumber" in self.options
        statement = (Statement if plain else NUMBERED[kind])(kind=kind)
        statement["classes"] = ["folio-statement", f"folio-{kind}", *self.options.get("class", [])]
        self.set_source_info(statement)
        if not self.content:
            warn(f"this {kind} says nothing", self.get_location(), Subtype.STATEMENT)
        within = self.env.temp_data.get("folio_within", "")
        self.env.temp_data["folio_within"] = kind
        self.state.nested_parse(self.content, self.content_offset, statement)
        self.env.temp_data["folio_within"] = within
        title = self.arguments[0] if self.arguments else ""
        statement["title"] = title or NAMES[kind]
        statement["anchor"] = (kind, title or _question(statement))
        head = Head("", "", *(self.state.inline_text(title, self.lineno)[0] if title else ()))
        _first_paragraph(statement).insert(0, head)
        if kind == "proof":
            end = EndOfProof("", "∎", classes=["folio-qed"])
            _last_paragraph(statement).extend([nodes.Text(" "), end])
        self.options.setdefault("name", self.options.pop("label", ""))
        if self.options["name"]:
            self.add_name(statement)
        return [statement]


class SolutionDirective(SphinxDirective):
    """A folded answer: inside its exercise, or anywhere with the exercise's name as argument."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = _options()

    def run(self) -> list[nodes.Node]:
        """Return the part that unfolds."""
        domain = domain_of(self.env)
        _ = words_on(domain, self.env.docname)
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        answer = details(
            "folio-answer",
            _("Answer") if self.name == "answer" else _("Solution"),
            *body.children,
        )
        answer["classes"] += self.options.get("class", [])
        self.set_source_info(answer)
        if self.arguments:
            summary = cast("Summary", answer[0])
            said = PLACE.split(_("Solution of {exercise}"))
            summary[:] = [
                self._exercise(plain=True) if part == "{exercise}" else nodes.Text(part)
                for part in said
                if part
            ]
            back = line("folio-answer-back", self._exercise(plain=False))
            cast("nodes.Element", answer[1]).append(back)
        elif self.env.temp_data.get("folio_within") != "exercise":
            message = (
                f"a {self.name} outside its exercise needs the exercise's name: {{solution}} name"
            )
            warn(message, self.get_location(), Subtype.STATEMENT)
        self.options.setdefault("name", self.options.pop("label", ""))
        if self.options["name"]:
            self.add_name(answer)
        return [answer]

    def _exercise(self, *, plain: bool) -> pending_xref:
        """Return a reference to the exercise, a link unless it stands where none can."""
        name = nodes.fully_normalize_name(self.arguments[0])
        reference = pending_xref(
            "",
            nodes.inline("", self.arguments[0]),
            refdomain="std",
            reftype="numref",
            reftarget=name,
            refdoc=self.env.docname,
            refexplicit=False,
            # Of two references that lead nowhere one is told.
            refwarn=plain,
            plain=plain,
        )
        self.set_source_info(reference)
        return reference


def _question(statement: Statement) -> str:
    """Return what a block without a title says, but no answer to it."""
    said = (child.astext() for child in statement if not isinstance(child, Details))
    return "\n\n".join(said)


def _first_paragraph(statement: Statement) -> nodes.Element:
    """Return the paragraph into which the head runs, a new one where the block begins otherwise."""
    if not (statement.children and isinstance(statement[0], nodes.paragraph)):
        statement.insert(0, nodes.paragraph())
    return cast("nodes.Element", statement[0])


def _last_paragraph(statement: Statement) -> nodes.Element:
    if not isinstance(statement[-1], nodes.paragraph):
        statement.append(nodes.paragraph())
    return cast("nodes.Element", statement[-1])
