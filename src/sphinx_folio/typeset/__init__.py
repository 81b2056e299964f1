"""Sets documents with Typst: a template and data in, the bytes of an image or a PDF out.

Nothing is fetched and no font of the machine is used, so that the same input gives the same bytes
anywhere. Needs the packages ``typst`` and ``rendercv-fonts`` (the extra ``cards``).
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parents[1] / "typst"
#: The folders of the package of fonts that hold what our templates name.
FONTS = ("Source Sans 3", "Noto Sans")

#: What each pixel of a page in points becomes: 1 point, 1 pixel.
PIXELS_PER_INCH = 72.0


class TypesetError(Exception):
    """A document that could not be set as it was meant to be, and why."""


def is_available() -> bool:
    """Tell whether the packages are installed."""
    return all(importlib.util.find_spec(name) for name in ("typst", "rendercv_fonts"))


def fingerprint(template: Path) -> str:
    """Return what decides, besides the data, which bytes come out: template and versions."""
    versions = [importlib.metadata.version(name) for name in ("typst", "rendercv-fonts")]
    return "\n".join([*versions, template.read_text(encoding="utf-8")])


def compile_png(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the one page of a template as PNG; it finds *data* as JSON in ``sys.inputs.data``.

    Raises ``TypesetError`` on any error or warning, such as a font that is not there.
    """
    pages = _compile(template, data, "png")
    if len(pages) != 1:
        raise TypesetError(f"{template.name}: {len(pages)} pages where one was wanted")
    return pages[0]


def compile_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return a template as PDF that says its structure (PDF/UA-1); otherwise as ``compile_png``."""
    return _compile(template, data, "pdf")[0]


def page_count(template: Path, data: Mapping[str, Any]) -> int:
    """Return how many pages a template takes that uses ``sheet``; cheaper than to write them.

    Raises ``TypesetError`` on any error; only those who compile see warnings.
    """
    import typst

    try:
        return int(_compiler(template, data).query("<pages>", field="value", one=True))
    except typst.TypstError as error:
        raise TypesetError(f"{template.name}: {error.message}") from error


def _compile(
    template: Path, data: Mapping[str, Any], form: Literal["png", "pdf"]
) -> Sequence[bytes]:
    import typst

    try:
        made, warnings = _compiler(template, data).compile_with_warnings(
            format=form,
            ppi=PIXELS_PER_INCH,
            timestamp=0,
            pdf_standards=["ua-1"] if form == "pdf" else [],
        )
    except typst.TypstError as error:
        raise TypesetError(f"{template.name}: {error.message}") from error
    if warnings:
        told = "; ".join(sorted({warning.message for warning in warnings}))
        raise TypesetError(f"{template.name}: {told}")
    assert made is not None
    return made if isinstance(made, list) else [made]


def _compiler(template: Path, data: Mapping[str, Any]) -> typst.Compiler:
    import typst

    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    return typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs=inputs)


def font_files() -> list[Path]:
    """Return the files of the fonts that templates can name."""
    return sorted(path for folder in _folders() for path in folder.glob("*.ttf"))


def _folders() -> list[Path]:
    spec = importlib.util.find_spec("rendercv_fonts")
    places = spec.submodule_search_locations if spec else None
    return [Path(place, name) for place in places or () for name in FONTS]


@functools.lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in _folders()],
    )
