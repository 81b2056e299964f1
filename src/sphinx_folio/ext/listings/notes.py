"""The notes below a listing, and the callouts in its code that lead to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from ...listings import Excerpt
from ...words import Words
from .code import Callout

if TYPE_CHECKING:
    from docutils.nodes import Node


@dataclass
class Placed:
    """The callouts of each line, by its index, and what is wrong with them.

    A fault has a node where one has its place, else it is of the whole listing.
    """

    callouts: dict[int, list[Callout]] = field(default_factory=dict)
    faults: list[tuple[str, Node | None]] = field(default_factory=list)


def place(excerpt: Excerpt, below: list[Node], prefix: str, _: Words) -> Placed:
    """Tie the callouts of an excerpt to the first ordered list of what stands *below* the code.

    That list becomes the notes: each gets an id, and the ways back to where its number stands.
    All ids begin with *prefix*.
    """
    placed = Placed()
    listed = next((one for one in below if isinstance(one, nodes.enumerated_list)), None)
    items = _numbered(listed)
    places: dict[int, list[str]] = {}
    for index, numbers in excerpt.callouts.items():
        for number in numbers:
            if number not in items:
                fault = f"callout <{number}> of line {excerpt.numbers[index]} has no note"
                placed.faults.append((fault, None))
                continue
            count = len(places.setdefault(number, [])) + 1
            id_ = f"{prefix}-callout-{number}" + (f"-{count}" if count > 1 else "")
            places[number].append(id_)
            callout = Callout(
                number, id_, f"{prefix}-note-{number}", _("Note {number}", number=number)
            )
            placed.callouts.setdefault(index, []).append(callout)
    for number, item in items.items():
        if number not in places:
            placed.faults.append((f"note {number} has no callout <{number}> in the code", item))
    if listed is not None:
        listed["classes"].append("folio-notes")
        for number, ids in places.items():
            _dress(items[number], number, prefix, ids, _)
    return placed


def _numbered(listed: nodes.enumerated_list | None) -> dict[int, nodes.Element]:
    if listed is None:
        return {}
    items = (one for one in listed.children if isinstance(one, nodes.list_item))
    return dict(enumerate(items, listed.get("start", 1)))


def _dress(item: nodes.Element, number: int, prefix: str, places: list[str], _: Words) -> None:
    item["ids"].append(f"{prefix}-note-{number}")
    last = item.children[-1] if item.children else None
    if not isinstance(last, nodes.paragraph):
        last = nodes.paragraph()
        item += last
    for count, id_ in enumerate(places, 1):
        last += nodes.Text(" ")
        last += nodes.reference(
            "",
            "↩" if len(places) == 1 else f"↩{count}",
            refid=id_,
            internal=True,
            classes=["folio-backref"],
            reftitle=_("Back to note {number} in the code", number=number),
        )
