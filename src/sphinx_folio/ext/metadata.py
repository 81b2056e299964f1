"""What a page's head tells machines: description, preview, robots, and structured data."""

from __future__ import annotations

import html
import json
import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from .. import highwire, schema_org
from ..models import Person, Publication
from .domain import FolioDomain, Record, domain_of
from .publishing import absolute, address, is_public
from .queries import language_of, post_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

MANIFEST = "manifest.webmanifest"


def _add_metadata(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Append to the page's ``metatags``; absolute addresses only where the site knows its own."""
    domain = domain_of(app.env)
    post = domain.of(pagename, "post")
    description = post_of(post).summary if post else domain.summary(pagename)
    tags = []
    if not is_public(app):
        tags.append(_meta("name", "robots", "noindex"))
    if description:
        tags.append(_meta("name", "description", description))
        tags.append(_meta("property", "og:description", description))
    tags.append(
        _meta("property", "og:title", _text(context.get("title", "")) or app.config.project)
    )
    tags.append(_meta("property", "og:type", "article" if post else "website"))
    tags.append(_meta("property", "og:site_name", app.config.project))
    url = address(app, pagename)
    if url:
        tags.append(_meta("property", "og:url", url))
        if app.config.folio_preview_image:
            image = absolute(app, app.config.folio_preview_image)
            tags.append(_meta("property", "og:image", image))
    if post:
        names = [author["name"] for author in _authors(app, domain, post)]
        tags.append(_meta("name", "author", ", ".join(names)))
    entry = _entry(domain, pagename)
    if entry:
        tags += [_meta("name", *tag) for tag in highwire.tags(entry, url or None)]
    data = _structured(app, domain, pagename, description, url)
    if data:
        tags.append(schema_org.script(data))
    # docutils repeats the viewport that furo states.
    given = re.sub(r'<meta name="viewport"[^>]*>\s*', "", context.get("metatags", ""))
    context["metatags"] = "\n".join(filter(None, [given, *tags]))
    context["show_copyright"] = context.get("show_copyright") and bool(app.config.copyright)
    context["folio_manifest"] = context["pathto"](MANIFEST, resource=True)


def _write_manifest(app: Sphinx, exception: Exception | None) -> None:
    """Write what a phone shows when the site is put on its first screen."""
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    manifest: dict[str, Any] = {
        "name": app.config.html_title or app.config.project,
        "short_name": app.config.project,
        "start_url": ".",
        "display": "browser",
    }
    icon = app.config.html_favicon
    if icon:
        kind = mimetypes.guess_type(icon)[0] or "image/png"
        manifest["icons"] = [{"src": f"_static/{Path(icon).name}", "type": kind, "sizes": "any"}]
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    Path(app.outdir, MANIFEST).write_text(text, encoding="utf-8")


def _structured(
    app: Sphinx, domain: FolioDomain, pagename: str, description: str, url: str
) -> dict[str, Any] | None:
    post = domain.of(pagename, "post")
    person = domain.of(pagename, "person")
    entry = _entry(domain, pagename)
    if post:
        return schema_org.posting(
            post_of(post),
            post.title,
            _authors(app, domain, post),
            language=language_of(domain, pagename),
            description=description,
            url=url,
        )
    if person and isinstance(person.value, Person):
        return schema_org.profile(person.value, person.title, description=description, url=url)
    return schema_org.publication(entry, description, url) if entry else None


def _entry(domain: FolioDomain, pagename: str) -> Publication | None:
    """Return the entry of the bibliography whose own page this is."""
    record = domain.of(pagename, "publication")
    return domain.bibliography.get(record.name) if record else None


def _authors(app: Sphinx, domain: FolioDomain, post: Record) -> list[dict[str, Any]]:
    """Return who a post is by: people it names, else the publisher, an organisation."""
    people = [
        record.title for one in post_of(post).authors if (record := domain.get("person", one))
    ]
    if not people and app.config.folio_publisher:
        return [schema_org.who(app.config.folio_publisher, "Organization")]
    if not people:
        people = [record.title for record in domain.records("person")[:1]]
    return [schema_org.who(name) for name in people]


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(content)}">'


def _text(markup: str) -> str:
    """Return a title that Sphinx passes as HTML as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step."""
    app.setup_extension("sphinx_folio.ext.blog")
    app.setup_extension("sphinx_folio.ext.publishing")
    # An image shown where the site is linked: a path in the output such as "_static/preview.png".
    app.add_config_value(
        "folio_preview_image", "", "html", str, "Preview image, relative to the output"
    )
    app.connect("html-page-context", _add_metadata)
    app.connect("build-finished", _write_manifest)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
