"""References to what is numbered: ``Figure 2`` on its page, ``Figure 2 of *Layout*`` from others.

They are the roles ``{numref}``, ``{ref}`` and ``{eq}`` and MyST's links without words, such as
``[](#layout-fig-tiled)``. Where an author gave words, these stand.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from ..errors import Subtype, did_you_mean
from . import warn
from .domain import domain_of
from .foreign import language_class
from .numbering import BY_NUMBER, KINDS, number_form, numbered
from .queries import language_of, words_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

EQUATION = "equation"
_PLACE = re.compile(r"(\*?\{title\}\*?|\{label\})")


class Target(NamedTuple):
    """What a reference leads to: where it stands, and which one of what kind it is."""

    docname: str
    id: str
    kind: str
    number: str
    name: str = ""


class NumberDomain(Domain):
    """Makes the links to what is numbered; it keeps nothing itself."""

    name = "folio_numbers"
    label = "Numbers"

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return a link with number, and page where that is another; its words if ``plain``."""
        found: Target = node["found"]
        content = _content(env, node, fromdocname, found)
        role = "eq" if found.kind == EQUATION else "numref"
        words = nodes.inline("", "", *content, classes=["std", f"std-{role}"])
        if node.get("plain"):
            return cast("nodes.reference", words)
        return make_refnode(builder, fromdocname, found.docname, found.id, words)

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

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Do nothing: there is nothing to merge."""


class LocalReferences(SphinxTransform):
    """Keeps links without words to what is numbered, until the numbers are known.

    MyST would settle those to names on the same page with a caption, or with ``#name``.
    """

    # Right before MyST settles them (879).
    default_priority = 878

    def apply(self, **kwargs: Any) -> None:
        """Make references to labels of the links."""
        for link in list(self.document.findall(nodes.reference)):
            label = link.get("refuri", "")[1:] if link.get("id_link") else ""
            if label and not link.children and self._is_numbered(label):
                reference = pending_xref(
                    "",
                    nodes.inline("", label),
                    refdomain="std",
                    reftype="ref",
                    reftarget=label,
                    refdoc=self.env.docname,
                    refexplicit=False,
                    refwarn=True,
                )
                reference.source, reference.line = link.source, link.line
                link.replace_self(reference)

    def _is_numbered(self, label: str) -> bool:
        """Tell whether an author gave the name to something that gets a number on this page."""
        named = self.document.nameids.get(label) if self.document.nametypes.get(label) else None
        node = self.document.ids.get(named) if named else None
        standard = self.env.domains.standard_domain
        kind = standard.get_enumerable_node_type(node) if node is not None else None
        return kind in KINDS and bool(node is not None and standard.get_numfig_title(node))


class NumberReferences(SphinxPostTransform):
    """Hands the references to numbered things to the Domain that says them on each page."""

    # Before MyST (9) and Sphinx (10) resolve references: both know one form for the whole site.
    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Find out which references lead to what is numbered."""
        for node in list(self.document.findall(pending_xref)):
            here = node.get("refdoc", self.env.current_document.docname)
            found = find(self.env, node)
            explicit = bool(node.get("refexplicit"))
            if found is None:
                self._refuse(node)
            # Sphinx says as well what is left to it: (2) on one page, and an author's own form.
            elif (explicit or here != found.docname) if found.kind == EQUATION else not explicit:
                node["refdomain"], node["reftype"] = NumberDomain.name, "number"
                node["found"] = found

    def _refuse(self, node: pending_xref) -> None:
        """Warn of a reference by number to what has a name but no number; leave its words."""
        if (node.get("refdomain"), node.get("reftype")) not in BY_NUMBER:
            return
        label = node["reftarget"]
        docname, _id = self.env.domains.standard_domain.anonlabels.get(label, ("", ""))
        titled = label in self.env.domains.standard_domain.labels
        # A heading may have a number by its toctree, which Sphinx knows.
        if not docname or (titled and self.env.toc_secnumbers.get(docname)):
            return
        message = f"{label!r} has no number: a figure, table or listing needs a caption for one."
        warn(message + did_you_mean(label, numbered_labels(self.env)), node, Subtype.REFERENCE)
        node.replace_self(node.children)


def _content(
    env: BuildEnvironment, node: pending_xref, here: str, found: Target
) -> list[nodes.Node]:
    """Return the words of a reference: the author's, or what is meant, its number and its page."""
    _ = words_on(domain_of(env), here)
    if found.kind == EQUATION and node.get("refexplicit"):
        return [nodes.Text(node.astext().replace("{number}", found.number))]
    if found.kind == EQUATION:
        form = env.config.math_eqref_format or "({number})"
        label = _("Equation {number}", number=form.format(number=found.number))
    else:
        label = numbered(number_form(env.config, found.kind, _), found.number, found.name)
    if here == found.docname:
        return [nodes.Text(label)]
    content: list[nodes.Node] = []
    for part in _PLACE.split(_("{label} of *{title}*")):
        if part == "{label}":
            content.append(nodes.Text(label))
        elif "{title}" in part:
            kind = nodes.emphasis if part.startswith("*") else nodes.inline
            title = [child.deepcopy() for child in env.titles[found.docname].children]
            content.append(kind("", "", *title, classes=_language(env, here, found.docname)))
        elif part:
            content.append(nodes.Text(part))
    return content


def _language(env: BuildEnvironment, here: str, there: str) -> list[str]:
    """Return the classes for words on one page that are in the language of another."""
    domain = domain_of(env)
    language = language_of(domain, there)
    return [] if language == language_of(domain, here) else language_class(language)


def find(env: BuildEnvironment, node: pending_xref) -> Target | None:
    """Return the numbered thing that a reference leads to, ``None`` for anything else."""
    domain, kind, label = node.get("refdomain") or "", node.get("reftype"), node["reftarget"]
    if domain == "math" and kind in {"eq", "numref"}:
        return _equation(env, label)
    if (domain, kind) in BY_NUMBER | {("std", "ref")}:
        return _labelled(env, label)
    if kind != "myst":
        return None
    if domain == "doc":
        within = node.get("reftargetid") or ""
        named = _labelled(env, within.lower())
        if named and named.docname == label:
            return named
        return _at(env, label, within)
    return _labelled(env, label.lower()) or (None if domain else _equation(env, label))


def numbered_labels(env: BuildEnvironment) -> list[str]:
    """Return the labels of all that has a number, but equations."""
    labels = env.domains.standard_domain.anonlabels
    return sorted(label for label in labels if _labelled(env, label))


def _labelled(env: BuildEnvironment, label: str) -> Target | None:
    standard = env.domains.standard_domain
    docname, id_ = standard.anonlabels.get(label, ("", ""))
    return _at(env, docname, id_, standard.labels.get(label, ("", "", ""))[2])


def _at(env: BuildEnvironment, docname: str, id_: str, name: str = "") -> Target | None:
    numbers = domain_of(env).data["numbers"].get(docname, {})
    for kind in KINDS:
        number = numbers.get(kind, {}).get(id_)
        if number:
            return Target(docname, id_, kind, ".".join(map(str, number)), str(name))
    return None


def _equation(env: BuildEnvironment, label: str) -> Target | None:
    found = env.domains["math"].data["objects"].get(label)
    if not found:
        return None
    docname, number = found
    return Target(docname, nodes.make_id(f"equation-{label}"), EQUATION, str(number))


def _withheld(env: BuildEnvironment, label: str) -> str:
    """Return a hint where a page that is not published has the label, and not which page."""
    named = re.compile(rf"(?i)(?<![\w-]){re.escape(label)}(?![\w-])")
    files = (path for path in domain_of(env).withheld if path.is_file())
    if any(named.search(path.read_text(encoding="utf-8", errors="replace")) for path in files):
        return " It may be on a page that is withheld: a draft, or one dated ahead."
    return ""


def _name_the_nearest(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say which labels come nearest to one that nothing has."""
    env, label = app.env, node["reftarget"]
    role = (domain.name if domain else "", node["reftype"])
    equations: Iterable[str] = env.domains["math"].data["objects"]
    if role in {("math", "eq"), ("math", "numref")}:
        hint = _withheld(env, label) or did_you_mean(label, equations)
        message = f"no equation {label!r}.{hint}"
    elif role in BY_NUMBER:
        hint = _withheld(env, label) or did_you_mean(label, numbered_labels(env))
        if label in equations:
            hint = f" It is an equation: write {{eq}}`{label}`."
        message = f"nothing numbered is called {label!r}.{hint}"
    else:
        return None
    warn(message, node, Subtype.REFERENCE)
    return True


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step that words references, and what is said of those that lead nowhere."""
    for name in ("domain", "numbering"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_domain(NumberDomain)
    app.add_transform(LocalReferences)
    app.add_post_transform(NumberReferences)
    app.connect("warn-missing-reference", _name_the_nearest)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
