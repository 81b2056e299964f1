"""What the layout explorer says, as messages for translation; its scripts hold keys alone."""

from __future__ import annotations

from collections.abc import Mapping

from ...layout_svg import Color, View
from ...words import Words

VIEWS: Mapping[View, str] = {
    View.GRID: "Offsets",
    View.MEMORY: "Memory",
    View.THREADS: "Threads",
    View.BANKS: "Banks",
}
COLORS: Mapping[Color, str] = {color: str(color) for color in Color} | {Color.NONE: "nothing"}

#: The script's own words, by the keys that it asks for.
SAID: Mapping[str, str] = {
    # What the drawing shows: the same as in the figure.
    "offsets": "offset at each coordinate",
    "matrix": "offset at each (row, column)",
    "swizzled": "offset at each (row, column), after the swizzle",
    "tiles": "offset at each (place in the tile, tile)",
    "banks": "bank of each element of {bytes} bytes",
    "memory": "coordinate at each offset",
    "storage": "(row, column) at each offset",
    "held": "thread and value that hold (row, column)",
    "shaded": "{caption}; shaded by {what}",
    "model": "Model: 32 banks, each with one word of 4 bytes at a time; bank = (byte address / 4)"
    " mod 32, byte address = offset × {bytes}. Threads that read the same word share it."
    " That reads of 8 or 16 bytes are served 16 or 8 threads at a time is assumed.",
    # The layout as a function.
    "size": "size {size}",
    "cosize": "cosize {cosize}",
    "compact": "injective, compact",
    "injective": "injective, not compact",
    "not injective": "not injective",
    # A cell.
    "point": "Point at a cell, or move with the arrow keys.",
    "coordinate": "coordinate {coordinate}",
    "offset": "offset {offset}",
    "in bank": "bank {bank}",
    "unused": "unused",
    "row free": "reading its row: no conflict",
    "row conflict": "reading its row: {degree}-way conflict",
    "column free": "reading its column: no conflict",
    "column conflict": "reading its column: {degree}-way conflict",
    # The coordinate that is asked for.
    "offset of": "{coordinate}: offset {offset}",
    "slice": "{coordinate}: {layout} from offset {offset}",
    "swizzled slice": "{coordinate}: {layout}",
    "free": "{coordinate}: {count} reads, no conflict",
    "conflict": "{coordinate}: {count} reads, {degree}-way conflict",
    # The link.
    "copied": "Copied",
    "address": "The link is in the address bar",
    # What is wrong.
    "at": "Character {position}: {message}",
    "over a warp": "{coordinate} selects {count} reads; a warp has {most} threads",
    "rank": "only layouts of one or two modes are drawn: put parentheses around the modes that"
    " belong together",
    "cells": "{count} cells are too many to draw; {most} are the most",
    "modes": "threads need a layout with two modes, (threads, values)",
    "no tile": "threads need the tile that is held, such as (16,8)",
    "outside": "{layout} reaches offset {offset}, outside {tile}",
    "threads swizzled": "threads are not drawn of a swizzled layout",
}

#: What ``folio-layout-algebra.js`` finds wrong; it throws the messages themselves.
FAULTS = (
    "expected {expected}",
    "coordinate {coordinate} does not fit the shape {shape}",
    "coordinate {coordinate} is outside {shape}, size {size}",
    "coordinate {coordinate} is outside an extent of {size}",
    "shape {shape} and stride {stride} are not nested alike",
    "an extent of {shape} is below 1",
    "the shift of a swizzle is at least its {bits} bits",
    "a swizzle has at most the 31 bits of an offset",
    "the coordinate {coordinate} keeps no mode: write '_'",
    "{parts} parts are too many for the {rank} modes of {layout}",
    "composition: {extent}:{stride} does not divide the mode of {by}",
    "composition: {a} cannot be composed with {b}",
    "no swizzle changes the bits of {to} by those of {from}",
    "complement: {layout} is not injective",
    "only what is a tile and a rest can be zipped",
    "the block and the tiler do not have the same modes",
    "left_inverse: the strides of {layout} do not divide each other",
    "{layout} has no inverse: its offset is not 0",
    "a layout of an expression has at most {most} modes",
    "a layout of an expression has sizes up to {most}",
    "an expression of a layout has at most {most} characters",
    "'_' without a number has no place in a layout",
    "a shape is made of integers only",
    "a layout without a swizzle is needed, not {layout}",
    "{layout} alone is no layout: write '{layout} o' and a layout",
    "{layout} cannot be a tiler",
    "a tiler of 0 has no element",
    "a function or a layout",
    "a layout",
    "an integer",
    "an integer or '('",
    "'o' or the end",
    "the end",
    "',' or ')'",
    "',' or '>'",
    "at most 16 levels",
    "at most 18 digits",
)


def script_words(_: Words) -> dict[str, str]:
    """Return the words of a page's language for the scripts: by key, and the faults by message."""
    words = {key: _(text) for key, text in SAID.items()}
    words |= {str(color): _(text) for color, text in COLORS.items()}
    # What is not translated is said as the algebra throws it.
    return words | {text: _(text) for text in FAULTS if _(text) != text}
