"""The HTML around the figure of an explorer: what a reader can set, and what is said of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ...layout_svg import Color, Drawing, View
from ...words import Words
from .messages import COLORS, VIEWS

ELEMENTS = (1, 2, 4, 8, 16)
#: Longer expressions are not taken from a field or from an address.
MAX_LENGTH = 300

_TEXT = 'type="text" autocapitalize="none" autocorrect="off" spellcheck="false"'
#: After each field of text: below the character that is wrong.
_CARET = '<span class="folio-explorer-caret" aria-hidden="true"></span>'


def controls(
    drawing: Drawing, tile: str, presets: Iterable[tuple[str, str]], name: str, _: Words
) -> str:
    """Return the form above the figure; *name* is the id of the explorer.

    Style sheets show it where scripts run, so that nothing moves when they come.
    """
    asked = drawing.access if drawing.view is View.BANKS and drawing.access else drawing.highlight
    buttons = "".join(
        f'<button type="button" data-layout="{escape(layout)}">{escape(label)}</button>'
        for label, layout in presets
    )
    return "\n".join(
        [
            f'<form id="{name}-form" class="folio-explorer-form" autocomplete="off"'
            f' aria-label="{escape(_("Layout explorer"))}" data-pagefind-ignore>',
            f'<label class="folio-explorer-layout"><span>{escape(_("Layout"))}</span>'
            f'<input {_TEXT} name="layout" value="{escape(drawing.expression)}"'
            f' maxlength="{MAX_LENGTH}" aria-describedby="{name}-result">{_CARET}</label>',
            f'<p class="folio-explorer-result" id="{name}-result" aria-live="polite"></p>',
            *([f'<p class="folio-explorer-presets">{buttons}</p>'] if buttons else []),
            '<div class="folio-explorer-options">',
            *_options(drawing, tile, name, _),
            f'<label><span>{escape(_("Coordinate"))}</span><input {_TEXT} name="coordinate"'
            f' value="{escape(asked)}" maxlength="100" aria-describedby="{name}-slice">'
            f"{_CARET}</label>",
            f'<p class="folio-explorer-slice" id="{name}-slice" aria-live="polite"></p>',
            "</div>\n</form>",
        ]
    )


def _options(drawing: Drawing, tile: str, name: str, _: Words) -> Iterable[str]:
    """Yield the choice of the view, and what belongs to some views only."""
    views = "".join(
        f'<label><input type="radio" name="view" value="{view}"'
        f"{' checked' if view is drawing.view else ''}>"
        f"<span>{escape(_(VIEWS[view]))}</span></label>"
        for view in View
    )
    yield f"<fieldset><legend>{escape(_('View'))}</legend>{views}</fieldset>"
    banks = drawing.view is View.BANKS
    color = Color.BANK if banks else drawing.color
    colors = [(str(one), _(COLORS[one]), one is color) for one in Color]
    yield _label(_("Shaded by"), _select("color", colors), hidden=banks)
    sizes = [(str(size), str(size), size == drawing.element) for size in ELEMENTS]
    field = _select("element", sizes)
    yield _label(_("Bytes of an element"), field, hidden=color not in (Color.BANK, Color.CHUNK))
    field = (
        f'<input {_TEXT} name="tile" value="{escape(tile)}" maxlength="100"'
        f' aria-describedby="{name}-slice">{_CARET}'
    )
    yield _label(_("Tile"), field, hidden=drawing.view is not View.THREADS)


def _label(words: str, field: str, *, hidden: bool) -> str:
    return f"<label{' hidden' if hidden else ''}><span>{escape(words)}</span>{field}</label>"


def _select(name: str, options: Iterable[tuple[str, str, bool]]) -> str:
    """Return a choice of options: value, words, and whether it is the one to begin with."""
    inside = "".join(
        f'<option value="{value}"{" selected" if chosen else ""}>{escape(words)}</option>'
        for value, words, chosen in options
    )
    return f'<select name="{name}">{inside}</select>'


def foot(name: str, _: Words) -> str:
    """Return what stands below the figure: what the cell says, and the buttons."""
    return (
        f'<div class="folio-explorer-foot"><output class="folio-explorer-readout"'
        f' id="{name}-readout"></output>'
        '<span class="folio-explorer-buttons"><output class="folio-explorer-copied"></output>'
        f'<button type="button" class="folio-explorer-copy">{escape(_("Copy link"))}</button>'
        f'<button type="reset" form="{name}-form">{escape(_("Reset"))}</button></span></div>'
    )
