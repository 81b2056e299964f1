"""Redirects: small pages at the addresses that pages had."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from sphinx.errors import ConfigError
from sphinx.util.osutil import relative_uri

from ...errors import Subtype
from ...mail import spoken
from ...words import words
from .. import warn
from ..domain import domain_of
from ..publishing import absolute, page_names, page_path, write_text, writes_pages
from ..queries import language_of, site_language
from .paths import file_of, is_away, no_path
from .resolving import Redirect, redirects

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def _validate(app: Sphinx, config: Config) -> None:
    """Refuse settings that cannot be addresses."""
    faults = []
    for old, target in config.folio_redirects.items():
        if not isinstance(old, str) or not isinstance(target, str):
            faults.append(f"{old!r}: {target!r} are no texts")
            continue
        reason = no_path(old)
        if reason:
            faults.append(f"{old!r} {reason}; write for example '/old/'")
        if target.startswith("//") or not _is_target(target):
            faults.append(f"{target!r} is no document, path such as '/new/' or https:// address")
        elif ".." in unquote(urlsplit(target).path).split("/"):
            faults.append(f"{target!r} leads out of the site")
    if faults:
        raise ConfigError("folio_redirects: " + "; ".join(faults))


def _is_target(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    return bool(target.strip("/ ")) or target == "/"


def redirect_page(app: Sphinx, one: Redirect) -> str:
    """Return the page that stands at an old address: it works without a script, from any folder."""
    domain = domain_of(app.env)
    pages = domain.cached(
        "pages by path", lambda: {page_path(app, name): name for name in page_names(app)}
    )
    docname = pages.get(one.target, "")
    language = language_of(domain, docname) if docname else site_language(domain)
    _ = words(language)
    title = app.env.titles[docname].astext() if docname in app.env.titles else one.shown
    title = spoken(title)
    if is_away(one.target):
        link = full = quote(one.target, safe=":/?#[]@!$&()*+,;=%~")
    else:
        path = one.target.lstrip("/")
        end = f"#{quote(one.fragment)}" if one.fragment else ""
        link = (relative_uri(quote(file_of(one.old)), quote(path)) or "./") + end
        full = absolute(app, path)
    canonical = f'\n<link rel="canonical" href="{html.escape(full)}">' if full else ""
    anchor = f'<a href="{html.escape(link)}">{html.escape(title)}</a>'
    return f"""<!DOCTYPE html>
<html lang="{html.escape(language)}">
<head>
<meta charset="utf-8">
<title>{html.escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={html.escape(link)}">{canonical}
</head>
<body>
<main><h1>{html.escape(_("This page has moved"))}</h1>
<p>{html.escape(_("It is now here:"))} {anchor}</p></main>
</body>
</html>
"""


def _write(app: Sphinx, exception: Exception | None) -> None:
    if not writes_pages(app, exception):
        return
    done, faults = redirects(app)
    for message, location in faults:
        warn(message, location, Subtype.REDIRECT)
    for one in done:
        try:
            write_text(app, file_of(one.old), redirect_page(app, one))
        except OSError:
            message = f"redirect from {one.old!r}: another file of the site stands in its way"
            warn(message, one.location, Subtype.REDIRECT)


def _written(app: Sphinx) -> list[str]:
    names = (file_of(one.old) for one in redirects(app)[0])
    return [name for name in names if Path(app.outdir, name).is_file()]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings and the steps."""
    app.setup_extension("sphinx_folio.ext.publishing")
    app.setup_extension("sphinx_folio.ext.pages")
    # Former addresses that are not a page's own: {"/old/": "docname", "/away/": "https://…"}.
    app.add_config_value("folio_redirects", {}, "html", dict, "Old address: document or address")
    app.connect("config-inited", _validate, priority=600)
    app.connect("build-finished", _write, priority=700)
    app.connect("folio-files-written", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
