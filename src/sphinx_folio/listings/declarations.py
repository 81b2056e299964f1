"""Finds functions, kernels and types in C++, CUDA and PTX sources, without a compiler.

It follows braces outside of strings and comments through namespaces and types, and looks at the
head of each declaration. It does not know macros that open or close braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .faults import ListingError
from .masking import masked
from .places import Place

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_ACCESS = re.compile(r"\s*(?:public|private|protected)\s*:(?!:)")
_NAMESPACE = re.compile(r"\s*(?:inline\s+)?namespace\b\s*(?:\[\[.*?\]\]\s*)?([\w:]*)\s*\Z")
_LINKAGE = re.compile(r"\s*extern\s*\Z")
_TYPE = re.compile(
    r"(?:\b(?:typedef|static|inline|constexpr|const)\s+)*\b(?:struct|class|union|enum)\b"
)
_ALIAS = re.compile(r"(?:using|concept)\s+(?:\[\[.*?\]\]\s*)?(\w+)\s*=")
_OPERATOR = re.compile(r"((?:\w+::)*operator\s*(?:\(\s*\)|\[\s*\]|[^\s\w(]+|[\w:]+\s*[*&]*))\s*\(")
_NAME = re.compile(r"((?:\w+\s*::\s*)*~?\w+)\s*\Z")
_WORD = re.compile(r"[\w$.]+")
# What has parentheses and is no function's name.
_NO_NAMES = frozenset(
    {
        *("__align__", "__attribute__", "__cluster_dims__", "__declspec", "__launch_bounds__"),
        *("__maxnreg__", "alignas", "asm", "decltype", "explicit", "for", "if", "noexcept"),
        *("requires", "sizeof", "static_assert", "switch", "while"),
    }
)
_AFTER = frozenset(
    {"const", "final", "mutable", "noexcept", "override", "requires", "volatile", "try"}
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The masked text of a file, and where each of its brackets closes."""

    text: str
    closing: dict[int, int]


def read(text: str) -> list[Place]:
    """Return what a source defines, by qualified name (``Type::function``).

    What is declared only counts where nothing of its name is defined. Raises ``ListingError``
    where braces do not match.
    """
    plain = masked(text)
    scope = _Scope(plain, _closing(plain))
    found = list(_declarations(scope, 0, len(plain), ""))
    defined = {name for name, *_, is_definition in found if is_definition}
    return [
        Place(name, plain.count("\n", 0, start), plain.count("\n", 0, stop - 1) + 1)
        for name, start, stop, is_definition in found
        if is_definition or name not in defined
    ]


def named(places: Sequence[Place], name: str) -> list[Place]:
    """Return the places of a name: the full one, else the outermost ones that end in it."""
    name = re.sub(r"\s*::\s*", "::", name.strip())
    full = [one for one in places if one.name == name]
    ending = [one for one in places if one.name.endswith(f"::{name}")]
    outermost = min((one.name.count("::") for one in ending), default=0)
    return full or [one for one in ending if one.name.count("::") == outermost]


def _closing(text: str) -> dict[int, int]:
    """Return where each bracket closes; parentheses that do not match are forgiven."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"[()\[\]{}]", text):
        char, place = match[0], match.start()
        if char in _PAIRS:
            opened.append(place)
            continue
        while opened and _PAIRS[text[opened[-1]]] != char and char == "}":
            opened.pop()
        if opened and _PAIRS[text[opened[-1]]] == char:
            found[opened.pop()] = place
        elif char == "}":
            raise ListingError("a '}' closes nothing", text.count("\n", 0, place) + 1)
    for place in opened:
        if text[place] == "{":
            raise ListingError("a '{' is not closed", text.count("\n", 0, place) + 1)
    return found


def _declarations(
    scope: _Scope, start: int, end: int, prefix: str
) -> Iterator[tuple[str, int, int, bool]]:
    """Yield name, start, end of each declaration, and whether it is a definition."""
    place = start
    while place < end:
        if scope.text[place].isspace() or scope.text[place] in ";}":
            place += 1
            continue
        access = _ACCESS.match(scope.text, place, end)
        if access:
            place = access.end()
            continue
        stop, brace = _end_of_declaration(scope, place, end)
        head = _without_template(scope.text[place : stop if brace < 0 else brace])
        inside = _NAMESPACE.match(head) or _LINKAGE.match(head)
        if brace >= 0 and inside:
            name = inside[1] if inside.re is _NAMESPACE else ""
            within = f"{prefix}{name}::" if name else prefix
            yield from _declarations(scope, brace + 1, stop - 1, within)
        else:
            name = _name(head)
            if name:
                is_definition = brace >= 0 or "=" in head or _is_object(head)
                yield prefix + name, place, stop, is_definition
            if name and brace >= 0 and _is_type(head) and not head.lstrip().startswith("enum"):
                within = f"{prefix}{name}::"
                yield from _declarations(scope, brace + 1, scope.closing[brace], within)
        place = stop


def _end_of_declaration(scope: _Scope, start: int, end: int) -> tuple[int, int]:
    """Return the end of the declaration at *start*, and where its body opens, -1 without one."""
    text, place, brace = scope.text, start, -1
    while place < end:
        char = text[place]
        if char == ";":
            return place + 1, brace
        if char in "([":
            place = scope.closing.get(place, place)
        elif char == "{":
            head = _without_template(text[start:place])
            closing = scope.closing[place]
            if _is_type(head):
                brace = place
            elif _is_body(head):
                return closing + 1, place
            place = closing
        place += 1
    return end, brace


def _is_body(head: str) -> bool:
    """Tell whether the brace after a head opens a body, and not the value of a member."""
    flat = _flat(head)
    if "=" in re.sub(r"operator\s*[^\s\w]+|[<>=!]=", "", flat):
        return False
    initialising = re.search(r"\)[^()]*?(?<!:):(?!:)", head)
    last = head.rstrip()[-1:]
    return not (initialising and (last.isalnum() or last in "_>"))


def _is_type(head: str) -> bool:
    match = _TYPE.match(_without_attributes(head).lstrip())
    return bool(match) and "(" not in _without_attributes(head)


def _is_object(head: str) -> bool:
    """Tell whether what ends without a body is a variable, an alias or a template's concept."""
    return "(" not in _without_attributes(head) and not _is_type(head)


def _name(head: str) -> str:
    """Return the name that a declaration's head declares, or ``""``."""
    plain = _without_attributes(head).strip()
    alias = _ALIAS.match(plain)
    if alias:
        return alias[1]
    if _is_type(head):
        rest = _TYPE.sub("", re.sub(r"\benum\s+(?:class|struct)\b", "enum", plain), count=1)
        before = re.split(r"(?<!:):(?!:)|[{;]", _without_angles(rest), maxsplit=1)[0]
        words = [word for word in re.findall(r"[\w:]+", before) if word != "final"]
        if plain.startswith("typedef"):
            return words[-1] if words else ""
        return words[0] if words else ""
    operator = _OPERATOR.search(plain)
    if operator:
        return re.sub(r"\s+", "", operator[1])
    return _function_name(plain) or _object_name(plain)


def _function_name(plain: str) -> str:
    flat = _without_angles(plain)
    if re.match(r"(?:using|typedef|friend|static_assert|asm)\b", flat):
        return ""
    depth = 0
    for place, char in enumerate(flat):
        if char == "=" and depth == 0:
            return ""
        if char == "(" and depth == 0:
            match = _NAME.search(flat[:place])
            after = _WORD.match(flat[_after(flat, place) :].lstrip())
            follows = after is not None and after[0] not in _AFTER and after[0][0] != "."
            if match and match[1] not in _NO_NAMES and not follows:
                return re.sub(r"\s+", "", match[1])
        depth += (char in "([") - (char in ")]")
    return ""


def _object_name(plain: str) -> str:
    flat = re.split(r"[=;{\[]", _without_angles(plain), maxsplit=1)[0]
    if "(" in flat or re.match(r"(?:using\s+namespace|friend)\b", flat):
        return ""
    match = _NAME.search(flat)
    return re.sub(r"\s+", "", match[1]) if match and flat.strip() != match[1] else ""


def _after(text: str, opening: int) -> int:
    """Return the place after what a parenthesis closes."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place + 1
    return len(text)


def _without_template(head: str) -> str:
    """Return a head without ``template <…>`` in front of it."""
    while match := re.match(r"\s*template\s*<", head):
        depth, place = 1, match.end()
        while place < len(head) and depth:
            char = head[place]
            if char == "(":
                place = _after(head, place) - 1
            depth += (char == "<") - (char == ">" and head[place - 1] != "-")
            place += 1
        head = head[place:]
    return head


def _without_attributes(head: str) -> str:
    """Return a head without attributes and what else stands before a type with parentheses."""
    head = re.sub(r"\[\[.*?\]\]", " ", head, flags=re.DOTALL)
    for name in ("alignas", "__align__", "__launch_bounds__", "__attribute__", "__cluster_dims__"):
        while match := re.search(rf"\b{name}\s*\(", head):
            head = head[: match.start()] + " " + head[_after(head, match.end() - 1) :]
    return head


def _without_angles(text: str) -> str:
    """Return a text without what stands between angle brackets outside of parentheses."""
    out, depth = [], 0
    for place, char in enumerate(text):
        if char == "<" and not text.startswith(("<=", "<<"), place):
            depth += 1
        elif char == ">" and depth and text[place - 1] != "-":
            depth -= 1
        elif not depth:
            out.append(char)
    return "".join(out)


def _flat(head: str) -> str:
    """Return a head without what stands in parentheses, brackets and angle brackets."""
    out, depth = [], 0
    for char in _without_angles(head):
        depth -= char in ")]"
        if depth <= 0 and char not in "()[]":
            out.append(char)
        depth += char in "(["
    return "".join(out)
