"""What all pages share: front matter, a summary, and a place below the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from .. import front_matter
from ..bibtex.formulas import spoken
from ..errors import Subtype
from ..front_matter.schemas import COMMON
from . import warn
from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: Folders whose pages mean something to us.
FOLDERS = ("people/", "experience/", "publications/", "blog/", "cv/")


#: What is shown as plain text.
_PLAIN = frozenset({"summary", "title"})
#: A formula as MyST knows it: no blank inside the dollar signs, no digit behind them.
_FORMULA = re.compile(r"(?<![\\$])\$(?=[^\s$])([^$\n]*?(?<=[^\s\\]))\$(?![\d$])")


def read_front_matter(
    env: BuildEnvironment,
    docname: str,
    source: list[str],
    schema: front_matter.Schema,
    *,
    strict: bool = True,
) -> dict[str, Any]:
    """Take our keys out of a page's front matter and return the values of those in *schema*.

    What ``COMMON`` has is taken too, and kept on the Domain. *source* is the list of one text that
    ``source-read`` passes; the page keeps its line numbers. Each fault is one located warning. Keys
    of Sphinx and MyST stay where they are.
    """
    if env.doc2path(docname).suffix != ".md" or env.temp_data.get("folio_page") == docname:
        return {}
    env.temp_data["folio_page"] = docname
    read = front_matter.read(source[0], {**COMMON, **schema}, strict=strict)
    for fault in read.faults:
        warn(fault.message, (docname, fault.line or 1), Subtype.FRONT_MATTER)
    source[0] = read.rest
    values = _told(dict(read.values))
    data = domain_of(env).data
    if read.lines:
        data["lines"][docname] = dict(read.lines)
    for key, part in (
        ("summary", "summaries"),
        ("language", "languages"),
        ("redirect-from", "redirects"),
    ):
        if values.get(key):
            data[part][docname] = values[key]
    target, digest = (values.get(f"translation-{key}", "") for key in ("of", "hash"))
    if target or digest:
        data["translations"][docname] = (target, digest)
    return {key: value for key, value in values.items() if key in schema}


def _told(value: Any, key: str = "") -> Any:
    """Return a value with the formulas of titles and summaries in characters: they are plain."""
    if isinstance(value, str) and key in _PLAIN:
        return _FORMULA.sub(lambda formula: spoken(formula[1]), value)
    if isinstance(value, dict):
        return {name: _told(item, name) for name, item in value.items()}
    return type(value)(map(_told, value)) if isinstance(value, list | tuple) else value


def insert_after_title(doctree: nodes.document, *children: nodes.Node) -> None:
    """Put nodes right below the page's title, or at the top when it has none."""
    section = next(iter(doctree.findall(nodes.section)), None)
    if section is None:
        doctree[:0] = children
    else:
        section[1:1] = children


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Read the front matter of a page that no other extension owns."""
    read_front_matter(app.env, docname, source, {}, strict=docname.startswith("publications/"))


def _stand_outside(app: Sphinx, doctree: nodes.document) -> None:
    """Let pages of ours stand outside every toctree: the sidebar knows them without.

    A toctree that held all posts would make each page cost all of them.
    """
    if app.env.docname.startswith(FOLDERS):
        app.env.metadata[app.env.docname].setdefault("orphan", "")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the reading of plain pages."""
    app.setup_extension("sphinx_folio.ext.domain")
    # After the extensions that own pages of a kind (500).
    app.connect("source-read", _read, priority=900)
    app.connect("doctree-read", _stand_outside)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
