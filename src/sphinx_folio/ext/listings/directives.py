"""The directives ``{listing}``, ``{output}`` and ``{diff}``: what real files hold, and print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ...errors import Subtype
from ...listings import Excerpt, ListingError, language_of, read_excerpt
from ...words import Words
from .. import warn
from ..disclosure import Details, Summary
from ..domain import domain_of
from ..markup import span
from ..queries import words_on
from . import notes
from .code import Code, code
from .differences import difference
from .files import Proof, Source, read_proof, read_source
from .proof import download, foot

if TYPE_CHECKING:
    from docutils.nodes import Node

#: Longer code than this is folded, to so many lines.
FOLD_ABOVE, FOLD_TO = 40, 24
#: Languages of programs, of which one wants to know whether they do what is said.
PROGRAMS = frozenset({"python", "c", "cpp", "cuda", "ptx"})
#: Lines as Sphinx's own directives name them: ``3,5-7,9-``.
_LINES = re.compile(
    r"\s*[1-9]\d{0,8}\s*(-\s*\d{0,9}\s*)?(,\s*[1-9]\d{0,8}\s*(-\s*\d{0,9}\s*)?)*", re.ASCII
)
_SPAN = re.compile(r"(\d+)\s*(-?)\s*(\d*)")
_HEADERS = (".h", ".hh", ".hpp", ".cuh", ".inl", ".pyi")


class ToldError(ListingError):
    """A fault that the author is told of on every build, as listings that are not proved."""


class Showing(SphinxDirective):
    """What the three have in common: a caption, a number, a name, what stands below the code."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    common: ClassVar = {
        "name": directives.unchanged,
        "class": directives.class_option,
        "fold": directives.unchanged,
    }
    kind = "listing"

    def run(self) -> list[Node]:
        """Return the listing; of a broken one, a warning, its caption and its number."""
        self.words: Words = words_on(domain_of(self.env), self.env.docname)
        wrapper = nodes.container(
            "",
            literal_block=True,
            classes=["literal-block-wrapper", "folio-listing", *self.options.get("class", [])],
        )
        self.set_source_info(wrapper)
        caption, rest = self._body()
        try:
            shown, below = self._shown(rest)
        except ListingError as fault:
            asked = " ".join(" ".join(self.arguments).split())
            place = f":{fault.line}" if fault.line else ""
            if not isinstance(fault, ToldError):
                self._warn(f"{asked}{place}: {fault.message}")
            shown, below = code((asked,), "text", asked), rest
        wrapper += [*caption, shown, *self._fold(shown), *below]
        self.set_source_info(shown)
        self.add_name(wrapper)
        return [wrapper]

    def _shown(self, rest: list[Node]) -> tuple[Code, list[Node]]:
        """Return the code, and what stands below it; *rest* is what follows the caption."""
        raise NotImplementedError

    def _warn(self, message: str, node: Node | None = None) -> None:
        place = node if node is not None and node.line else self.get_location()
        warn(f"{self.kind}: {message}", place, Subtype.LISTING)

    def _body(self) -> tuple[list[Node], list[Node]]:
        """Return the caption, if there is one, and all that follows it."""
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        rest = list(body.children)
        first = rest[0] if rest else None
        if not isinstance(first, nodes.paragraph):
            return [], rest
        caption = nodes.caption(first.rawsource, "", *first.children)
        caption.source, caption.line = first.source, first.line
        return [caption], rest[1:]

    def _proof(self, source: Source) -> Proof | None:
        """Return what is known of a listing; of a record that is broken every build tells."""
        try:
            return read_proof(self.env, source.name)
        except ListingError:
            return None

    def _foot(
        self, source: Source, message: str, note: str = "", *, notice: bool = True
    ) -> nodes.container:
        folder = self.env.config.folio_listings.strip("/")
        said = download(source, folder, self.env.docname, message)
        if note:
            said.append(nodes.Text(f" · {note}"))
        rights = source.notice if notice else ""
        return foot(self._proof(source), said, rights, self.words)

    def _fold(self, shown: Code) -> list[Node]:
        """Fold code that is long: the node says how far, and what follows it unfolds it."""
        asked = self.options.get("fold", "").strip()
        above, to = FOLD_ABOVE, FOLD_TO
        if asked.isascii() and asked.isdigit() and int(asked):
            above = to = int(asked)
        elif asked and asked != "never":
            self._warn(f"fold is a number of lines, or 'never', not {asked!r}")
        count = shown.rawsource.count("\n") + 1
        if asked == "never" or count <= above:
            return []
        shown["fold"] = to
        _ = self.words
        summary = Summary(
            "",
            "",
            span("folio-fold-more", _("Show all {count} lines", count=count)),
            span("folio-fold-less", _("Show only the first {count} lines", count=to)),
        )
        return [Details("", summary, classes=["folio-fold"], unfolded=False)]


class ListingDirective(Showing):
    """Show a file of the folder of listings, a region of it, or a symbol."""

    option_spec: ClassVar = {
        **Showing.common,
        "region": directives.unchanged_required,
        "symbol": directives.unchanged_required,
        "emphasize-lines": directives.unchanged_required,
        "linenos": directives.flag,
        "unchecked": directives.flag,
    }

    def _shown(self, rest: list[Node]) -> tuple[Code, list[Node]]:
        source = read_source(self.env, self.arguments[0].strip(), self.lineno)
        language = language_of(source.name)
        excerpt = read_excerpt(
            source.text,
            language,
            region=self.options.get("region", ""),
            symbol=self.options.get("symbol", ""),
        )
        _ = self.words
        placed = notes.place(excerpt, rest, self._prefix(), _)
        for fault, node in placed.faults:
            self._warn(f"{source.name}: {fault}", node)
        shown = code(
            excerpt.lines,
            language,
            _("Code of {file}", file=source.name),
            numbers=excerpt.numbers if "linenos" in self.options else (),
            emphasized=self._emphasized(len(excerpt.lines)),
            callouts=placed.callouts,
        )
        for callout in (one for line in placed.callouts.values() for one in line):
            self.state.document.ids.setdefault(callout.id, shown)
            self.state.document.ids.setdefault(callout.note, shown)
        part = self.options.keys() & {"region", "symbol"}
        note = self._lines(excerpt) if part else ""
        below = self._foot(source, _("Download {file}"), note)
        self._expect_check(source, language)
        return shown, [below, *rest]

    def _prefix(self) -> str:
        """Return what the ids of callouts begin with: the listing's name, else its place.

        A number is added where something of the page has such ids already.
        """
        count = self.env.new_serialno("folio-listing") + 1
        name = nodes.make_id(self.options.get("name", ""))
        first = name or nodes.make_id(f"listing {self.env.docname} {count}")
        taken = self.state.document.ids
        for prefix in (first, *(f"{first}-{number}" for number in range(2, len(taken) + 3))):
            ours = (f"{prefix}-callout-", f"{prefix}-note-")
            if not any(id_.startswith(ours) for id_ in taken):
                break
        return prefix

    def _lines(self, excerpt: Excerpt) -> str:
        _, first, last = self.words, excerpt.numbers[0], excerpt.numbers[-1]
        if first == last:
            return _("line {line}", line=first)
        return _("lines {first}–{last}", first=first, last=last)

    def _emphasized(self, count: int) -> frozenset[int]:
        """Return the indexes of the lines that ``emphasize-lines`` names."""
        asked = self.options.get("emphasize-lines", "")
        if not asked:
            return frozenset()
        if not _LINES.fullmatch(asked):
            self._warn(f"emphasize-lines names lines such as 3,5-7, not {asked!r}")
            return frozenset()
        found: set[int] = set()
        beyond = False
        for first, dash, last in _SPAN.findall(asked):
            stop = int(last or count) if dash else int(first)
            beyond = beyond or max(int(first), stop) > count
            found |= set(range(int(first) - 1, min(stop, count)))
        if beyond:
            self._warn(f"emphasize-lines: {asked} goes beyond the {count} lines that are shown")
        return frozenset(found)

    def _expect_check(self, source: Source, language: str) -> None:
        """Warn of a program of which nothing is proved, unless its author says so here."""
        checked = source.name in domain_of(self.env).data["checks"]
        program = language in PROGRAMS and not source.name.endswith(_HEADERS)
        if program and not checked and "unchecked" not in self.options:
            self._warn(
                f"{source.name} has no check; give it one in checks.toml, or say :unchecked: here"
            )


class OutputDirective(Showing):
    """Show what was recorded that a listing prints."""

    option_spec: ClassVar = {
        **Showing.common,
        "start-at": directives.unchanged_required,
        "end-at": directives.unchanged_required,
    }
    kind = "output"

    def _shown(self, rest: list[Node]) -> tuple[Code, list[Node]]:
        source = read_source(self.env, self.arguments[0].strip(), self.lineno)
        _ = self.words
        try:
            proof = read_proof(self.env, source.name)
        except ListingError as fault:
            raise ToldError(fault.message) from None
        if proof is None:
            raise ListingError("has no check, and so no recorded output")
        if proof.record is None:
            raise ToldError("has no record")
        if proof.record.output is None:
            raise ListingError("has no recorded output")
        lines = self._part(proof.record.output.rstrip("\n").split("\n"))
        shown = code(lines, "text", _("Output of {file}", file=source.name))
        return shown, [self._foot(source, _("Output of {file}")), *rest]

    def _part(self, lines: list[str]) -> tuple[str, ...]:
        """Return the lines from the first that holds one text to the next that holds another."""
        first, last = 0, len(lines) - 1
        start, end = self.options.get("start-at"), self.options.get("end-at")
        if start is not None:
            first = _index(lines, start, "start-at", 0)
        if end is not None:
            last = _index(lines, end, "end-at", first)
        return tuple(lines[first : last + 1])


class DiffDirective(Showing):
    """Show what differs between two listings, or two regions or symbols of one name in them."""

    required_arguments = 2
    final_argument_whitespace = False
    option_spec: ClassVar = {
        **Showing.common,
        "region": directives.unchanged_required,
        "symbol": directives.unchanged_required,
    }
    kind = "diff"

    def _shown(self, rest: list[Node]) -> tuple[Code, list[Node]]:
        (old, one), (new, other) = map(self._excerpt, self.arguments)
        _ = self.words
        lines = difference(old.name, one, new.name, other)
        if not lines:
            raise ListingError("the two do not differ")
        label = _("Difference between {old} and {new}", old=old.name, new=new.name)
        same = old.notice == new.notice
        below = [
            self._foot(old, _("Download {file}"), notice=not same),
            self._foot(new, _("Download {file}")),
        ]
        return code(lines, "diff", label), [*below, *rest]

    def _excerpt(self, name: str) -> tuple[Source, Excerpt]:
        """Return a file and what of it is compared; a fault says in which of the two it is."""
        try:
            source = read_source(self.env, name, self.lineno)
            excerpt = read_excerpt(
                source.text,
                language_of(source.name),
                region=self.options.get("region", ""),
                symbol=self.options.get("symbol", ""),
            )
        except ListingError as fault:
            place = f":{fault.line}" if fault.line else ""
            raise ListingError(f"{name}{place}: {fault.message}") from None
        return source, excerpt


def _index(lines: list[str], text: str, option: str, first: int) -> int:
    for index in range(first, len(lines)):
        if text in lines[index]:
            return index
    raise ListingError(f"{option}: no line of the output holds {text!r}")
