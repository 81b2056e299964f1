r"""LaTeX's display environments in a page, with numbers and ids that stay.

MyST's extension ``amsmath`` takes ``\begin{align}`` for a formula, and gives it a random id in each
build. Here the id comes from ``\label{name}``, or else from what the formula says; and the number,
one for each environment, is the page's like that of every other formula.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ...errors import Subtype
from .. import warn

_ENVIRONMENT = re.compile(r"\s*\\begin\{(\w+)\*?\}(.*)\\end\{\1\*?\}\s*", re.DOTALL)
_LABEL = re.compile(r"\\label\{([^{}]*)\}\s*")
#: What stands in an environment that numbers its own lines: the same without numbers.
_INNER = {
    "equation": "",
    "align": "aligned",
    "alignat": "alignedat",
    "flalign": "aligned",
    "gather": "gathered",
    "multline": "multline*",
    "eqnarray": "aligned",
}


class AmsEnvironments(SphinxTransform):
    """Gives the formulas of MyST's ``amsmath`` their labels, and leaves one number to each."""

    # Before targets hand their ids on to what follows them (docutils' PropagateTargets, 260).
    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Rename each target, and take the environment off."""
        self.taken: set[str] = set()
        for node in list(self.document.findall(nodes.math_block)):
            if "amsmath" in node["classes"]:
                tex, labels = self._unwrapped(node.astext())
                node[:] = [nodes.Text(tex)]
                if node.get("label"):
                    self._name(node, labels, tex)
                elif labels:
                    message = f"the formula has a label, {labels[0]}, but no number: take * away"
                    warn(message, node, Subtype.MATH)
        self._check_ids()

    def _check_ids(self) -> None:
        """Warn of labels that make no id of their own: docutils keeps letters of ASCII alone."""
        for node in self.document.findall(nodes.math_block):
            label = node.get("label")
            if label and not nodes.make_id(label):
                message = f"the label {label!r} makes no address: write it in a-z, digits and '-'"
                warn(message, node, Subtype.MATH)

    def _unwrapped(self, text: str) -> tuple[str, list[str]]:
        r"""Return the TeX without numbers, and the labels that stood in it."""
        labels = [label.strip() for label in _LABEL.findall(text) if label.strip()]
        text = _LABEL.sub("", text)
        match = _ENVIRONMENT.fullmatch(text)
        if match is None or match[1] not in _INNER:
            return text.strip(), labels
        inner = _INNER[match[1]]
        body = match[2].strip("\n")
        return (f"\\begin{{{inner}}}{body}\n\\end{{{inner}}}" if inner else body.strip()), labels

    def _name(self, node: nodes.math_block, labels: list[str], tex: str) -> None:
        """Let the formula be known by its label; else by a digest of what it says."""
        for extra in labels[1:]:
            message = f"the environment has one number, and so one label; {extra} is left out"
            warn(message, node, Subtype.MATH)
        old = node["label"]
        digest = hashlib.sha256(tex.encode()).hexdigest()[:8]
        new, count = labels[0] if labels else digest, 0
        while new in self.taken:
            count += 1
            new = f"{labels[0] if labels else digest}-{count}"
        self.taken.add(new)
        domain = self.env.domains.math_domain
        docname, number = domain.equations.pop(old)
        other = domain.equations.get(new, (docname, 0))[0]
        if labels and other != docname:
            message = f"{new!r} is also the name of something in {other}; rename one"
            warn(message, node, Subtype.REFERENCE)
        domain.equations[new] = (docname, number)
        node["folio_named"] = bool(labels)
        node["label"] = new
        target = node.previous_sibling()
        assert isinstance(target, nodes.target)  # MyST puts it there
        id_ = nodes.make_id(f"equation-{new}")
        for one in target["ids"]:
            self.document.ids.pop(one, None)
        target["ids"] = [id_]
        self.document.ids[id_] = target
