"""Read expressions of layouts: ``Sw<3,4,3> o 0 o (8,16):(16,1)``, ``zipped_divide((8,8), <2,4>)``.

The grammar, in EBNF; blanks may stand between all symbols, and nothing looks further ahead than
the next symbol but the one place that says so::

    expression = term , { "o" , term } ;
    term       = swizzle , [ "o" , integer ]     (* the integer: only if another "o" follows it *)
               | call
               | shape , [ ":" , stride ] ;
    swizzle    = ( "Sw" | "Swizzle" ) , "<" , integer , "," , integer , [ "," , shift ] , ">" ;
    shift      = [ "-" ] , integer ;
    call       = name , "(" , argument , { "," , argument } , ")" ;
    argument   = expression | tiler ;
    tiler      = "_" | "<" , tiler or expression , { "," , tiler or expression } , ">" ;
    shape      = integer | "(" , shape , { "," , shape } , ")" ;
    stride     = shape ;
    name       = letter , { letter | "_" } ;
    integer    = [ "_" ] , digit , { digit } ;

``a o b`` is composition, from the right as CuTe prints it: ``a o b o c`` is ``a o (b o c)``.
A shape alone is the layout with CuTe's default strides, but where a tiler is expected it is, as
in CuTe, a tuple of tilers: ``zipped_divide(a, (4,8))`` is ``zipped_divide(a, <4:1, 8:1>)``. In such
a shape an integer may be ``_``. Parentheses only make tuples and calls; the third integer of a
swizzle is the first one if it is missing. ``FUNCTIONS`` lists the names and their arguments.

No text takes long: its length, its nesting and the modes and sizes of all layouts are limited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sphinx_folio.errors import did_you_mean
from sphinx_folio.layout_algebra import operations, tilings
from sphinx_folio.layout_algebra.operations import Tiler, composition
from sphinx_folio.layout_algebra.reading import (
    MAX_DEPTH,
    LayoutSyntaxError,
    Reader,
    without_slices,
)
from sphinx_folio.layout_algebra.swizzles import (
    ComposedLayout,
    Function,
    Swizzle,
    swizzled,
)
from sphinx_folio.layout_algebra.values import (
    Coordinate,
    IntTuple,
    Layout,
    LayoutError,
    compact_strides,
    leaves,
)

MAX_LENGTH = 1000
MAX_MODES = 64
MAX_OFFSET = 2**31 - 1
"""The largest size, cosize and offset: CuTe's integers have 32 bits, and so have JavaScript's."""

_NAME = re.compile("[A-Za-z][A-Za-z_]*")

_Term: TypeAlias = "Function | Swizzle | Coordinate"
"""What a term stands for; a shape stays one until it is known what is expected."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function of the language: what is called, and what each argument is.

    The kinds of arguments: ``function`` (a layout, swizzled or not), ``layout`` (not swizzled),
    ``tiler``, ``shape`` (integers), and the two sides of a composition: ``left`` is a function or
    a swizzle, ``right`` is that or a tiler. The last *optional* ones may be left out.
    """

    call: Callable[..., Function]
    kinds: tuple[str, ...]
    optional: int = 0


def _compose(a: Function | Swizzle, b: Function | Swizzle | Tiler) -> Function:
    """Compose; what follows a swizzle is no tiler."""
    return composition(a, _as_left(b) if isinstance(a, Swizzle) else b)


FUNCTIONS: Mapping[str, Signature] = {
    "coalesce": Signature(operations.coalesce, ("function", "shape"), 1),
    "complement": Signature(operations.complement, ("function", "shape"), 1),
    "composition": Signature(_compose, ("left", "right")),
    "logical_divide": Signature(tilings.logical_divide, ("function", "tiler")),
    "zipped_divide": Signature(tilings.zipped_divide, ("function", "tiler")),
    "tiled_divide": Signature(tilings.tiled_divide, ("function", "tiler")),
    "flat_divide": Signature(tilings.flat_divide, ("function", "tiler")),
    "logical_product": Signature(tilings.logical_product, ("function", "tiler")),
    "zipped_product": Signature(tilings.zipped_product, ("function", "tiler")),
    "tiled_product": Signature(tilings.tiled_product, ("function", "tiler")),
    "flat_product": Signature(tilings.flat_product, ("function", "tiler")),
    "blocked_product": Signature(tilings.blocked_product, ("function", "layout")),
    "raked_product": Signature(tilings.raked_product, ("function", "layout")),
    "right_inverse": Signature(tilings.right_inverse, ("function",)),
    "left_inverse": Signature(tilings.left_inverse, ("function",)),
}


def parse_expression(text: str) -> Function:
    """Return the layout that *text* stands for.

    Raises ``LayoutSyntaxError`` (with the position, and what was expected there) when the text
    cannot be read, and ``LayoutError`` when what it says has no meaning.
    """
    if len(text) > MAX_LENGTH:
        raise LayoutError(f"an expression of a layout has at most {MAX_LENGTH} characters")
    parser = _Parser(text)
    value = parser.expression(0)
    parser.end("'o' or the end")
    return _as_function(value)


class _Parser(Reader):
    """Reads and evaluates an expression; *level* counts the nesting."""

    def expression(self, level: int) -> _Term:
        """Read terms with ``o`` between them and compose them from the right."""
        terms = [self.term(level)]
        while self.name("o"):
            terms.append(self.term(level))
        if len(terms) == 1:
            return terms[0]
        *others, last = terms
        value: Function | Swizzle = last if isinstance(last, Swizzle) else _as_function(last)
        for term in reversed(others):
            value = _checked(_compose(_as_left(term), value))
        return value

    def term(self, level: int) -> _Term:
        """Read a swizzle with what it is applied to, a call, or a layout."""
        self.take("")
        start = self.at
        name = self.name()
        if name in ("Sw", "Swizzle"):
            return self.swizzled(self.swizzle(), level)
        if name:
            return self.call(name, start, level)
        try:
            shape = self.value(level)
        except LayoutSyntaxError as error:
            if error.position > start:
                raise
            raise LayoutSyntaxError(self.text, self.at, "a layout") from None
        if not self.take(":"):
            return shape
        stride = self.value(level)
        return _checked(Layout(without_slices(shape, self.text), without_slices(stride, self.text)))

    def name(self, word: str | None = None) -> str:
        """Step over a name, or over *word* alone, and return it; ``""`` when there is none."""
        self.take("")
        found = _NAME.match(self.text, self.at)
        if not found or (word is not None and found.group() != word):
            return ""
        self.at = found.end()
        return found.group()

    def symbol(self, mark: str, expected: str | None = None) -> None:
        """Step over *mark*, which must be there."""
        if not self.take(mark):
            raise LayoutSyntaxError(self.text, self.at, expected or repr(mark))

    def integer(self) -> int:
        """Read an integer."""
        self.take("_")
        self.take("")
        digits = self.digits()
        if not digits:
            raise LayoutSyntaxError(self.text, self.at, "an integer")
        return int(digits)

    def swizzle(self) -> Swizzle:
        """Read what follows ``Sw``."""
        self.symbol("<")
        bits = self.integer()
        self.symbol(",")
        base = self.integer()
        shift = bits
        if self.take(","):
            sign = -1 if self.take("-") else 1
            shift = sign * self.integer()
        self.symbol(">", "',' or '>'")
        return Swizzle(bits, base, shift)

    def swizzled(self, swizzle: Swizzle, level: int) -> _Term:
        """Read ``o offset o layout`` after a swizzle, if it is there, else leave the cursor."""
        start = self.at
        if self.name("o"):
            try:
                offset = self.integer()
            except LayoutSyntaxError:
                offset = -1
            if offset >= 0 and self.name("o"):
                inner = self.expression(level)
                if isinstance(inner, Swizzle | ComposedLayout):
                    raise LayoutError(f"{swizzle} o {offset} is followed by {inner}, no layout")
                return _checked(swizzled(swizzle, offset, _as_layout(inner)))
        self.at = start
        return swizzle

    def call(self, name: str, start: int, level: int) -> Function:
        """Read the arguments of the function *name*, which stands at *start*, and call it."""
        signature = FUNCTIONS.get(name)
        if signature is None:
            hint = did_you_mean(name, FUNCTIONS)
            raise LayoutSyntaxError(self.text, start, "a function or a layout", hint)
        if level == MAX_DEPTH:
            raise LayoutSyntaxError(self.text, start, f"at most {MAX_DEPTH} levels")
        self.symbol("(")
        arguments: list[Any] = []
        most = len(signature.kinds)
        for kind in signature.kinds:
            arguments.append(_CONVERSIONS[kind](self.tiler(level + 1)))
            if len(arguments) == most or not self.take(","):
                break
        if len(arguments) + signature.optional < most:
            raise LayoutSyntaxError(self.text, self.at, "','")
        self.symbol(")", "')'" if len(arguments) == most else "',' or ')'")
        return _checked(signature.call(*arguments))

    def tiler(self, level: int) -> _Term | Tiler:
        """Read an expression, or tilers between ``<`` and ``>``."""
        if not self.take("<"):
            return self.expression(level)
        if level == MAX_DEPTH:
            raise LayoutSyntaxError(self.text, self.at - 1, f"at most {MAX_DEPTH} levels")
        tilers = [_as_tiler(self.tiler(level + 1))]
        while self.take(","):
            tilers.append(_as_tiler(self.tiler(level + 1)))
        self.symbol(">", "',' or '>'")
        return tuple(tilers)


def _checked(value: Function) -> Function:
    """Return *value* if it is within the limits."""
    layout = value if isinstance(value, Layout) else value.layout
    if len(tuple(leaves(layout.shape))) > MAX_MODES:
        raise LayoutError(f"a layout of an expression has at most {MAX_MODES} modes")
    offset = 0 if isinstance(value, Layout) else value.offset
    if max(layout.size, layout.cosize + offset) > MAX_OFFSET:
        raise LayoutError(f"a layout of an expression has sizes up to {MAX_OFFSET}")
    return value


def _as_function(value: Any) -> Function:
    if isinstance(value, Layout | ComposedLayout):
        return value
    if isinstance(value, Swizzle):
        raise LayoutError(f"{value} alone is no layout: write '{value} o' and a layout")
    shape = _as_shape(value)
    return _checked(Layout(shape, compact_strides(shape)))


def _as_layout(value: Any) -> Layout:
    function = _as_function(value)
    if isinstance(function, ComposedLayout):
        raise LayoutError(f"a layout without a swizzle is needed, not {function}")
    return function


def _as_shape(value: Any) -> IntTuple:
    if isinstance(value, int):
        return value
    if isinstance(value, tuple):
        return tuple(map(_as_shape, value))
    raise LayoutError("a shape is made of integers only")


def _as_tiler(value: Any) -> Tiler:
    if isinstance(value, Swizzle | ComposedLayout):
        raise LayoutError(f"{value} cannot be a tiler")
    if isinstance(value, int) and value < 1:
        raise LayoutError(f"a tiler of {value} has no element")
    if isinstance(value, tuple):
        return tuple(map(_as_tiler, value))
    return value  # type: ignore[no-any-return]  # a layout, an integer or ``_``


def _as_left(value: Any) -> Function | Swizzle:
    return value if isinstance(value, Swizzle) else _as_function(value)


def _as_right(value: Any) -> Function | Swizzle | Tiler:
    return value if isinstance(value, ComposedLayout | Swizzle) else _as_tiler(value)


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "function": _as_function,
    "layout": _as_layout,
    "tiler": _as_tiler,
    "left": _as_left,
    "right": _as_right,
    "shape": _as_shape,
}
