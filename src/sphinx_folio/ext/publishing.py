"""Whether a build is for the public, and at which absolute address each of its pages will be."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError
from sphinx.util import logging

from ..models import Post
from .domain import domain_of
from .queries import versions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_logger = logging.getLogger("sphinx_folio")

#: Pages that help who is there already; no list of the site's pages names them.
SERVICE_PAGES = frozenset({"404", "search", "genindex"})


def is_public(app: Sphinx) -> bool:
    """Tell whether the build is one that readers and machines are invited to.

    It is not without ``html_baseurl``, with drafts in it, or for a pull request on Read the Docs:
    then there are no feeds, no sitemap and no cards, and pages ask not to be indexed.
    """
    return bool(app.config.folio_public and app.config.html_baseurl) and not app.config.folio_drafts


def absolute(app: Sphinx, path: str) -> str:
    """Return the absolute address of a file below the site's root, ``""`` if that is not known.

    The path is plain, as the file is called: ``%`` and ``#`` in it mean nothing.
    """
    base = app.config.html_baseurl
    return f"{base.rstrip('/')}/{quote(path)}" if base else ""


def address(app: Sphinx, docname: str) -> str:
    """Return the absolute address of a page, ``""`` when the site does not know its own."""
    base = app.config.html_baseurl
    uri, quoted = _uri(app, docname)
    return f"{base.rstrip('/')}/{uri if quoted else quote(uri)}" if base else ""


def _uri(app: Sphinx, docname: str) -> tuple[str, bool]:
    """Return what the builder has pages link to, and whether that is percent-encoded.

    ``html`` encodes it and ``dirhtml`` does not.
    """
    uri = app.builder.get_target_uri(docname)
    return uri, uri.startswith((quote(docname.removesuffix("index")), "#"))


def canonical(app: Sphinx, docname: str) -> str:
    """Return the one address that search engines shall know a page by.

    A post that is published elsewhere has its own there.
    """
    record = domain_of(app.env).of(docname, "post")
    post = record.value if record else None
    other = (post.canonical or post.external) if isinstance(post, Post) else ""
    return address(app, docname) and (other or address(app, docname))


def alternates(app: Sphinx, docname: str) -> dict[str, str]:
    """Return the addresses of a page by language, itself among them; none for one alone.

    The original comes first, and again as ``x-default``: a reader of any other language gets it.
    A version whose canonical address is elsewhere is none of them.
    """
    family = versions(domain_of(app.env), docname)
    own = {
        language: address(app, name)
        for language, name in family.items()
        if address(app, name) and canonical(app, name) == address(app, name)
    }
    if len(own) < 2 or address(app, docname) not in own.values():
        return {}
    original = own.get(next(iter(family)))
    return {**own, "x-default": original} if original else own


def site_name(app: Sphinx) -> str:
    """Return what the site is called: its project, or else the title of its first page."""
    named = app.config.project != app.config.values["project"].default
    home = app.env.titles.get(app.config.root_doc)
    return str(app.config.project) if named or home is None else home.astext()


def root_path(app: Sphinx) -> str:
    """Return the path of the site's root on its host, with a slash at both ends."""
    path = urlsplit(app.config.html_baseurl or "").path.strip("/")
    return f"/{path}/" if path else "/"


def page_path(app: Sphinx, docname: str) -> str:
    """Return the path of a page from the site's root as it is read: ``/blog/cute/layout/``."""
    uri, quoted = _uri(app, docname)
    return f"/{unquote(uri) if quoted else uri}"


def page_names(app: Sphinx) -> list[str]:
    """Return the names of all pages that the site offers, made ones among them, sorted."""
    domain = domain_of(app.env)
    made = (record.docname for records in domain.data["generated"].values() for record in records)
    return sorted({*app.env.found_docs, *made} - SERVICE_PAGES)


def writes_pages(app: Sphinx, exception: Exception | None) -> bool:
    """Tell, at the end of a build, whether it was one that has written the pages of a site."""
    return exception is None and isinstance(app.builder, StandaloneHTMLBuilder)


def write_text(app: Sphinx, name: str, text: str) -> None:
    """Write a file below the output folder, unless it says the same already."""
    write_bytes(app, name, text.encode("utf-8"))


def write_bytes(app: Sphinx, name: str, data: bytes) -> None:
    """Write a file below the output folder, unless it holds the same already."""
    path = Path(app.outdir, name)
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _tell(app: Sphinx, exception: Exception | None) -> None:
    """Say what was left out of a build that is not for the public, and why."""
    if not writes_pages(app, exception) or is_public(app):
        return
    if app.config.folio_drafts:
        why = "drafts are shown (folio_drafts)"
    elif not app.config.html_baseurl:
        why = "conf.py gives no html_baseurl"
    else:
        why = "the build is not for the public (folio_public)"
    _logger.info(
        "%s: no feeds, sitemap.xml, robots.txt, llms.txt and social cards were made, "
        "and pages ask not to be indexed",
        why,
    )


def _validate(app: Sphinx, config: Config) -> None:
    """Refuse settings that are of a wrong type, and an address of the site that is none."""
    for name, option in sorted(config.values.items()):
        value, types = config[name], option.valid_types
        if not name.startswith("folio_") or not isinstance(types, frozenset):
            continue
        known = {int, *types} if bool in types else types
        if known and not isinstance(value, tuple(known)):
            wanted = " or ".join(sorted(one.__name__ for one in types))
            raise ConfigError(f"{name}: {value!r} is {type(value).__name__}; write {wanted}")
    url = config.html_baseurl
    if url and not _is_base(url):
        raise ConfigError(
            f"html_baseurl: {url!r} is no address that the site can have; write it whole, "
            "for example 'https://example.org/' or 'https://example.org/folder/'"
        )


def _is_base(url: object) -> bool:
    if not isinstance(url, str) or "".join(url.split()) != url:
        return False
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        port = parts.port
    except ValueError:
        return False
    named = parts.scheme in {"http", "https"} and host and port != 0
    return bool(named) and not parts.query and not parts.fragment


def _not_a_pull_request(config: Config) -> bool:
    return os.environ.get("READTHEDOCS_VERSION_TYPE") != "external"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_config_value(
        "folio_public",
        _not_a_pull_request,
        "html",
        bool,
        "False: no feeds, sitemap, cards, indexing",
    )
    app.add_config_value(
        "folio_drafts", False, "env", bool, "True: show drafts and posts dated ahead, for a preview"
    )
    # After the extensions that look at a setting of their own and say more (500).
    app.connect("config-inited", _validate, priority=550)
    app.connect("build-finished", _tell, priority=980)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
