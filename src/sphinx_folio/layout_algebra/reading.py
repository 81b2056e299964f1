"""Read layouts, shapes and coordinates from text in CuTe's notation."""

from __future__ import annotations

import itertools

from sphinx_folio.layout_algebra.values import (
    Coordinate,
    IntTuple,
    Layout,
    LayoutError,
    compact_strides,
)

MAX_DEPTH = 16
MAX_DIGITS = 18


class LayoutSyntaxError(LayoutError):
    """Text that is no layout: where it goes wrong (``position``, from 0) and what was expected."""

    def __init__(self, text: str, position: int, expected: str, hint: str = "") -> None:
        """Remember *text*, *position* and *expected*, and make the message for the author.

        *hint* is a sentence that follows, with a blank before it: what else could be meant.
        """
        found = f"{text[position]!r}" if position < len(text) else "the end"
        message = f"expected {expected} at position {position} of {text!r}, found {found}"
        super().__init__(f"{message}.{hint}" if hint else message)
        self.text, self.position, self.expected = text, position, expected


def parse_layout(text: str) -> Layout:
    """Read ``shape:stride``, or ``shape`` alone, which gets CuTe's default strides.

    Integers may be written as CuTe prints static ones (``_4``). Raises ``LayoutSyntaxError``,
    or ``LayoutError`` when the text can be read but is no layout.
    """
    reader = Reader(text)
    shape = without_slices(reader.value(), text)
    if reader.take(":"):
        stride = without_slices(reader.value(), text)
        reader.end("the end")
        return Layout(shape, stride)
    reader.end("':' or the end")
    return Layout(shape, compact_strides(shape))


def parse_coordinate(text: str) -> Coordinate:
    """Read a coordinate such as ``(1,_)``. Raises ``LayoutSyntaxError``."""
    reader = Reader(text)
    value = reader.value()
    reader.end("the end")
    return value


def parse_shape(text: str) -> IntTuple:
    """Read a shape such as ``(16,8)``. Raises ``LayoutError``."""
    value = without_slices(parse_coordinate(text), text)
    return Layout(value, compact_strides(value)).shape


class Reader:
    """A cursor (``at``) over the text of a layout."""

    def __init__(self, text: str) -> None:
        """Start at the beginning of *text*."""
        self.text = text
        self.at = 0

    def take(self, mark: str) -> bool:
        """Step over blanks and *mark*; say whether the mark was there."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        found = self.text.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found

    def end(self, expected: str) -> None:
        """Raise unless only blanks are left."""
        self.take("")
        if self.at < len(self.text):
            raise LayoutSyntaxError(self.text, self.at, expected)

    def value(self, level: int = 0) -> Coordinate:
        """Read an integer, ``_`` or a tuple in parentheses."""
        if self.take("("):
            if level == MAX_DEPTH:
                raise LayoutSyntaxError(self.text, self.at - 1, f"at most {MAX_DEPTH} levels")
            items = [self.value(level + 1)]
            while self.take(","):
                items.append(self.value(level + 1))
            if not self.take(")"):
                raise LayoutSyntaxError(self.text, self.at, "',' or ')'")
            return tuple(items)
        static = self.take("_")
        digits = self.digits()
        if digits:
            return int(digits)
        if static:
            return None
        raise LayoutSyntaxError(self.text, self.at, "an integer or '('")

    def digits(self) -> str:
        """Step over the digits, if any, that stand here, and return them."""
        rest = self.text[self.at : self.at + MAX_DIGITS + 1]
        digits = "".join(itertools.takewhile("0123456789".__contains__, rest))
        self.at += len(digits)
        if len(digits) > MAX_DIGITS:
            raise LayoutSyntaxError(self.text, self.at, f"at most {MAX_DIGITS} digits")
        return digits


def without_slices(value: Coordinate, text: str) -> IntTuple:
    """Return *value* if it has no ``_``, else raise."""
    if value is None:
        raise LayoutError(f"'_' without a number has no place in the layout {text!r}")
    return value if isinstance(value, int) else tuple(without_slices(v, text) for v in value)
