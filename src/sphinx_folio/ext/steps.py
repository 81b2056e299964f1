"""``{steps}``: a procedure, written as an ordered list or under headings, with clear numerals."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx_design.shared import create_component, is_component

from ..errors import Subtype
from . import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class StepsDirective(SphinxDirective):
    """Make a procedure of the ordered list, the headings or the ``{step}`` parts in the content.

    It takes the place of sphinx-design's directive, which knows the last of these alone and drops
    everything else.
    """

    has_content = True
    option_spec: ClassVar = {
        "start": directives.nonnegative_int,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Return what stands before the steps, and the steps."""
        body = create_component("steps", [])  # as the parts of sphinx-design ask for
        self.set_source_info(body)
        self.state.nested_parse(self.content, self.content_offset, body)
        for known in (_listed, _parts, _headed):
            before, steps, after = known(body)
            if steps:
                return [*before, self._procedure(steps), *after]
        message = "{steps} needs an ordered list, or a heading for each step"
        warn(message, self.get_location(), Subtype.STEPS)
        return body.children

    def _procedure(self, steps: list[nodes.Element]) -> nodes.enumerated_list:
        """Return the list of the steps."""
        procedure = nodes.enumerated_list("", *steps, enumtype="arabic", prefix="", suffix=".")
        for step in steps:
            if step.children and isinstance(step[0], nodes.rubric):
                step[0][:] = [
                    nodes.strong("", "", *step[0].children)
                ]  # bold without our styles too
        procedure["classes"] = ["folio-steps", *self.options.get("class", [])]
        if self.options.get("start", 1) != 1:
            procedure["start"] = self.options["start"]
        self.set_source_info(procedure)
        return procedure


_Found = tuple[list[nodes.Node], list[nodes.Element], list[nodes.Node]]


def _listed(body: nodes.Element) -> _Found:
    """Return the items of the first ordered list, and what stands around it."""
    for place, child in enumerate(body.children):
        if isinstance(child, nodes.enumerated_list):
            items = cast("list[nodes.Element]", child.children)
            return body.children[:place], items, body.children[place + 1 :]
    return [], [], []


def _parts(body: nodes.Element) -> _Found:
    """Return the parts written as ``{step}``."""
    steps = [child for child in body.children if is_component(child, "step")]
    for step in cast("list[nodes.Element]", steps):
        step["classes"] = [name for name in step["classes"] if name != "sd-step"]
    others = [child for child in body.children if child not in steps]
    return others, cast("list[nodes.Element]", steps), []


def _headed(body: nodes.Element) -> _Found:
    """Return what stands under each heading of the topmost level."""
    before: list[nodes.Node] = []
    steps: list[nodes.Element] = []
    levels = [child.get("heading-level", 0) for child in body.findall(nodes.rubric)]
    for child in body.children:
        if isinstance(child, nodes.rubric) and child.get("heading-level", 0) == min(levels):
            steps.append(nodes.list_item())
        if steps:
            steps[-1].append(child)
        else:
            before.append(child)
    return before, steps, []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive in the place of sphinx-design's; the theme brings the styles."""
    app.setup_extension("sphinx_design")
    app.add_directive("steps", StepsDirective, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
