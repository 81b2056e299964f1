"""The guard over public addresses: none vanishes without a redirect in its place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx.util import logging

from .. import addresses
from ..errors import Subtype, did_you_mean
from . import warn
from .publishing import page_names, page_path, writes_pages
from .redirects.paths import file_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_logger = logging.getLogger("sphinx_folio")


def _check(app: Sphinx, exception: Exception | None) -> None:
    """Warn about public addresses that are gone; tell how to record the new ones."""
    name = app.config.folio_public_urls
    path = app.confdir / name
    # A preview holds pages that are not public, and cannot tell what the public site will lack.
    if not writes_pages(app, exception) or not name or app.config.folio_drafts:
        return
    if not path.is_file():
        if name != app.config.values["folio_public_urls"].default:
            warn(f"folio_public_urls names {name!r}, which does not exist", None, Subtype.REDIRECT)
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        warn(f"{name} is not UTF-8 here; save it as that", f"{path}:{line}", Subtype.REDIRECT)
        return
    listed, faults = addresses.read(text)
    for fault in faults:
        warn(fault.message, f"{path}:{fault.line}", Subtype.REDIRECT)
    pages = [page_path(app, docname) for docname in page_names(app)]
    if _other_builder(listed, pages):
        message = (
            f"{name} holds no address that the builder {app.builder.name!r} writes, "
            f"such as {pages[-1]}; build with the builder that the site is published with"
        )
        warn(message, f"{path}:1", Subtype.REDIRECT)
        return
    alive = {file_of(page) for page in pages}
    for address, line in listed.items():
        # As it is written, or percent-encoded.
        files = {name for one in (address, unquote(address)) for name in (one[1:], file_of(one))}
        if not alive.isdisjoint(files) or any(_is_file(app, one) for one in files):
            continue
        hint = did_you_mean(address, pages)
        message = (
            f"the public address {address} is gone.{hint} Write 'redirect-from: {address}' in the "
            "front matter of the page that takes its place, or add it to folio_redirects in conf.py"
        )
        warn(message, f"{path}:{line}", Subtype.REDIRECT)
    new = sorted(set(pages) - set(listed))
    if new:
        told = ", ".join(new[:5]) + (f" and {len(new) - 5} more" if len(new) > 5 else "")
        _logger.info("not yet in %s: %s; `folio urls --record` adds what is new", name, told)


def _is_file(app: Sphinx, name: str) -> bool:
    try:
        return Path(app.outdir, name).is_file()
    except (OSError, ValueError):  # no name that a file can have
        return False


def _other_builder(listed: Iterable[str], pages: Iterable[str]) -> bool:
    """Tell whether the list was made from pages whose addresses have another form."""

    def forms(paths: Iterable[str]) -> set[bool]:
        return {path.endswith(".html") for path in paths if path != "/"}

    return bool(forms(listed)) and bool(forms(pages)) and forms(listed).isdisjoint(forms(pages))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the setting and the step."""
    app.setup_extension("sphinx_folio.ext.redirects")
    app.add_config_value(
        "folio_public_urls", "public_urls.txt", "html", str, "The list of public addresses"
    )
    # After the files of the former build that are no more have been removed (900).
    app.connect("build-finished", _check, priority=940)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
