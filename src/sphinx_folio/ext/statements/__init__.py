"""Theorem-like blocks, proofs, and exercises whose answers are folded.

``{theorem}`` and its kin, ``{algorithm}`` and ``{exercise}`` are numbered per kind on their page
and have names to refer to; the names with ``prf:`` of sphinx-proof mean the same.
``{solution}`` and ``{answer}`` unfold without a script; print and feeds show them whole.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain
from sphinx.roles import XRefRole

from . import heads
from .directives import SolutionDirective, StatementDirective
from .kinds import NAMES, NUMBERED, Statement

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


class ProofDomain(Domain):
    """The names of sphinx-proof: ``{prf:theorem}``, ``{prf:ref}``. It keeps nothing itself."""

    name = "prf"
    label = "Statements"
    directives: ClassVar = dict.fromkeys(NAMES, StatementDirective)
    roles: ClassVar = {"ref": XRefRole(lowercase=True, warn_dangling=True)}

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Do nothing: there is nothing to merge."""

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return nothing: MyST warns of a domain that has not been asked."""
        return []


def _title(node: nodes.Node) -> str:
    """Return what a block is called where a reference asks for its caption."""
    return str(cast("nodes.Element", node)["title"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the blocks and the step that numbers them; the theme brings the styles."""
    for name in ("domain", "disclosure", "numbering", "anchors"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(Statement)
    for kind, node in NUMBERED.items():
        app.add_enumerable_node(node, kind, _title)
    heads.setup(app)
    app.add_domain(ProofDomain)
    for kind in NAMES:
        app.add_directive(kind, StatementDirective)
    for name in ("solution", "answer"):
        app.add_directive(name, SolutionDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
