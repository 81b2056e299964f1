"""What is said below a listing: what was proved of it, and by what; where its file is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from docutils import nodes
from docutils.nodes import Node
from sphinx.addnodes import download_reference

from ...listings import Record, Result, State, Step
from ...words import Words
from ..disclosure import Details, Summary
from ..markup import block, line, span
from .files import Proof, Source

_SHORT = re.compile(r"\d+(?:\.\d+)?")
_NAMES = {"python": "Python"}
#: How many instructions the line below a listing names; the details have all.
_NAMED = 3

#: What is said of a listing that is not proved, for readers.
UNPROVED = {
    State.STALE: "not proved since it was changed",
    State.MISSING: "not proved yet",
    State.FAILED: "failed when it was last checked",
}
#: Why something was not done, as far as readers need to know: the record says more after a colon.
REASONS = ("no CUDA device", "no C++ compiler", "no nvcc", "no ptxas")


def foot(proof: Proof | None, file: list[Node], notice: str, _: Words) -> nodes.container:
    """Return what stands below a listing: its proof, what is said of its *file*, its notice."""
    below = block("folio-listing-foot", *([_proof(proof, _)] if proof else []))
    below += line("folio-listing-file", *file)
    if notice:
        below += line("folio-listing-notice", notice)
    return below


def download(source: Source, folder: str, docname: str, message: str) -> list[Node]:
    """Return a *message*, in which the place of ``{file}`` is a link to the file itself."""
    before, _, after = message.partition("{file}")
    link = download_reference(
        "",
        "",
        nodes.literal("", source.name),
        refdoc=docname,
        reftarget=f"/{folder}/{source.name}",
        reftype="download",
        refexplicit=True,
        refwarn=False,
    )
    return [nodes.Text(before), link, nodes.Text(after)]


def _proof(proof: Proof, _: Words) -> Node:
    """Return what was proved, as a line that unfolds to the steps where there was any."""
    record = proof.record
    if proof.state in UNPROVED or record is None:
        said = span("folio-proved-by-state folio-unproved", _(UNPROVED[proof.state]))
    else:
        said = span(f"folio-proved-by-state {_class_of(record)}", " · ".join(_phrases(record, _)))
    if record is None:
        return line("folio-proved-by", said)
    return Details(
        "",
        Summary("", "", said),
        block("folio-details-content", *_details(record, _)),
        classes=["folio-proved-by"],
        unfolded=False,
    )


def _class_of(record: Record) -> str:
    if record.device:
        return "folio-measured"
    done = any(step.result != Result.NOT_DONE for step in record.steps)
    return "folio-proved" if done else "folio-unproved"


def _phrases(record: Record, _: Words) -> list[str]:
    """Return what was done, in the order of the steps; one tool's work for several GPUs is one."""
    groups: dict[tuple[str, str, Result, str], list[Step]] = {}
    for step in record.steps:
        key = (step.action, _named(step, short=True), step.result, step.reason)
        groups.setdefault(key, []).append(step)
    said = [phrase for steps in groups.values() if (phrase := _phrase(steps, record, _))]
    found = {name: forms for step in record.steps for name, forms in step.instructions.items()}
    absent = ", ".join(name for name, forms in found.items() if not forms)
    if absent:
        said.insert(1, _("no {instructions} in its PTX", instructions=absent))
    held = [name for name, forms in found.items() if forms]
    named, more = ", ".join(held[:_NAMED]), len(held) - _NAMED
    if more > 1:
        said.insert(
            1, _("{instructions} and {count} more in its PTX", instructions=named, count=more)
        )
    elif held:
        said.insert(1, _("{instructions} in its PTX", instructions=", ".join(held)))
    ran = any(step.action == "run" and step.result == Result.PASSED for step in record.steps)
    if record.output is not None and ran:
        said.append(_("output verified"))
    return said


def _phrase(steps: list[Step], record: Record, _: Words) -> str:
    step = steps[0]
    arch = ", ".join(one.arch for one in steps if one.arch)
    return _said(step, arch, _named(step, short=True), record.device, _)


def _said(step: Step, arch: str, tool: str, device: str, _: Words) -> str:
    """Return what a step was; of a program that merely ran, its output says the same."""
    if step.result == Result.NOT_DONE:
        reason = _(step.reason.partition(": ")[0])
        if step.action == "run":
            return _("not run: {reason}", reason=reason)
        return _("not compiled: {reason}", reason=reason)
    if step.result == Result.EXPECTED_FAILURE:
        return _("fails as shown with {tool}", tool=tool)
    if step.result == Result.FAILED:
        return _("fails with {tool}", tool=tool)
    if step.action == "run":
        if device:
            return _("run on {device}", device=device)
        return _("run with {tool}", tool=tool) if step.version else ""
    if step.action == "assemble":
        return _("assembled for {arch} with {tool}", arch=arch, tool=tool)
    if arch:
        return _("compiled for {arch} with {tool}", arch=arch, tool=tool)
    return _("compiled with {tool}", tool=tool)


def _named(step: Step, *, short: bool = False) -> str:
    match = _SHORT.match(step.version)
    version = match[0] if short and match else step.version
    return f"{_NAMES.get(step.tool, step.tool)} {version}".strip()


def _details(record: Record, _: Words) -> Iterable[Node]:
    """Return every step with its flags, what it ran on, and the day."""
    items = []
    for step in record.steps:
        said = _said(step, step.arch, _named(step), record.device, _)
        if not said:
            continue
        item = line("", said)
        if step.flags:
            item += [nodes.Text(" "), nodes.literal("", shlex.join(step.flags))]
        for form, count in (one for forms in step.instructions.values() for one in forms.items()):
            item += [nodes.Text("; "), nodes.literal("", form), nodes.Text(f" × {count}")]
        items.append(nodes.list_item("", item))
    packages = ", ".join(f"{name} {version}" for name, version in record.packages.items())
    if packages:
        items.append(nodes.list_item("", line("", _("headers: {packages}", packages=packages))))
    device = ", ".join(filter(None, (record.device, record.driver, record.clock)))
    if device:
        items.append(nodes.list_item("", line("", device)))
    items.append(nodes.list_item("", line("", _("recorded {day}", day=_.day(record.date)))))
    yield nodes.bullet_list("", *items)
