"""The kinds of statements: their nodes, and what each is called."""

from __future__ import annotations

import re

from docutils import nodes


class Statement(nodes.container):
    """A block with a head that names its ``kind``; without a number, unless of a class below."""


class Theorem(Statement):
    """A numbered theorem."""


class Lemma(Statement):
    """A numbered lemma."""


class Proposition(Statement):
    """A numbered proposition."""


class Corollary(Statement):
    """A numbered corollary."""


class Definition(Statement):
    """A numbered definition."""


class Remark(Statement):
    """A numbered remark."""


class Example(Statement):
    """A numbered example."""


class Algorithm(Statement):
    """A numbered algorithm."""


class Exercise(Statement):
    """A numbered exercise; its answer is in it, or refers to it."""


class Head(nodes.inline):
    """The words with which a statement begins; its children are the title alone until numbered."""


class EndOfProof(nodes.inline):
    """The mark at which a proof ends."""


NUMBERED: dict[str, type[Statement]] = {
    "theorem": Theorem,
    "lemma": Lemma,
    "proposition": Proposition,
    "corollary": Corollary,
    "definition": Definition,
    "remark": Remark,
    "example": Example,
    "algorithm": Algorithm,
    "exercise": Exercise,
}
#: What a block without a number is called.
NAMES = {
    "theorem": "Theorem",
    "lemma": "Lemma",
    "proposition": "Proposition",
    "corollary": "Corollary",
    "definition": "Definition",
    "remark": "Remark",
    "example": "Example",
    "algorithm": "Algorithm",
    "exercise": "Exercise",
    "proof": "Proof",
}
#: A place in the words for a statement.
PLACE = re.compile(r"(\{\w+\})")
