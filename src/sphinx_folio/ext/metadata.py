"""What a page's head tells machines: description, preview, robots, and structured data."""

from __future__ import annotations

import html
import json
import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import highwire, schema_org
from .domain import FolioDomain, Record, domain_of
from .previews import Preview, preview
from .publishing import (
    SERVICE_PAGES,
    canonical,
    is_public,
    page_names,
    site_name,
    writes_pages,
)
from .queries import language_of, post_of, site_language, versions
from .structured_data import above, authors, description_of, entry_of, structured_data

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

MANIFEST = "manifest.webmanifest"

#: The territory that Open Graph asks for, where a language is written without one.
_TERRITORIES = {
    "de": "DE", "en": "US", "es": "ES", "fr": "FR", "it": "IT", "ja": "JP", "ko": "KR", "ru": "RU",
    "zh": "CN",
}  # fmt: skip
_SCRIPTS = {"Hans": "CN", "Hant": "TW"}


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
    service = pagename in SERVICE_PAGES
    description = description_of(domain, pagename)
    titles = app.env.titles
    title = titles[pagename].astext() if pagename in titles else _text(context.get("title", ""))
    context["folio_title"] = title = title or site_name(app)
    url = "" if service else canonical(app, pagename)
    context["pageurl"] = url or None
    tags = []
    if service or not is_public(app):
        tags.append(_meta("name", "robots", "noindex"))
    if description:
        tags.append(_meta("name", "description", description))
        tags.append(_meta("property", "og:description", description))
    tags.append(_meta("property", "og:title", title))
    tags.append(_meta("property", "og:type", "article" if post else "website"))
    tags.append(_meta("property", "og:site_name", site_name(app)))
    tags += _locales(app, domain, pagename)
    shown = None if service else preview(app, pagename)
    if url:
        tags.append(_meta("property", "og:url", url))
    if shown and is_public(app):
        tags += _image(shown, title if shown.own else site_name(app))
    if post:
        tags += _article(app, domain, post)
    entry = entry_of(domain, pagename)
    if entry:
        tags += [_meta("name", *tag) for tag in highwire.tags(entry, url or None)]
    if not service:
        known = structured_data(app, domain, pagename, description, url, shown, doctree)
        tags += [schema_org.script(data) for data in known]
    # docutils repeats the viewport that furo states.
    given = re.sub(r'<meta name="viewport"[^>]*>\s*', "", context.get("metatags", ""))
    context["metatags"] = "\n".join(filter(None, [given, *tags]))
    context["show_copyright"] = context.get("show_copyright") and bool(app.config.copyright)
    context["folio_manifest"] = context["pathto"](MANIFEST, resource=True)


def _shown(app: Sphinx) -> dict[str, Any]:
    """Return what the metadata of each page say of others: the site and the pages above it."""
    domain, name = domain_of(app.env), site_name(app)
    return {page: [name, above(app, domain, page)] for page in page_names(app)}


def _locales(app: Sphinx, domain: FolioDomain, pagename: str) -> list[str]:
    made = pagename not in app.env.found_docs
    family = {} if made else versions(domain, pagename)
    own = site_language(domain) if made else language_of(domain, pagename)
    others = sorted(locale(language) for language in family if language != own)
    return [
        _meta("property", "og:locale", locale(own)),
        *(_meta("property", "og:locale:alternate", one) for one in others),
    ]


def locale(language: str) -> str:
    """Return a language (BCP 47) as Open Graph writes it: ``en_US``, ``zh_CN``."""
    first, *rest = language.replace("_", "-").split("-")
    territory = next((part.upper() for part in rest if re.fullmatch("[A-Za-z]{2}", part)), "")
    script = next((_SCRIPTS[part] for part in map(str.title, rest) if part in _SCRIPTS), "")
    territory = territory or script or _TERRITORIES.get(first.lower(), "")
    return "_".join(filter(None, (first.lower(), territory)))


def _image(shown: Preview, alt: str) -> list[str]:
    tags = [_meta("property", "og:image", shown.url)]
    if shown.size:
        tags.append(_meta("property", "og:image:width", str(shown.size[0])))
        tags.append(_meta("property", "og:image:height", str(shown.size[1])))
    tags.append(_meta("property", "og:image:alt", alt))
    # A picture that is much higher than wide loses its head in the wide form.
    wide = not shown.size or shown.size[0] >= 1.5 * shown.size[1]
    tags.append(_meta("name", "twitter:card", "summary_large_image" if wide else "summary"))
    return tags


def _article(app: Sphinx, domain: FolioDomain, record: Record) -> list[str]:
    post = post_of(record)
    series = domain.get("series", post.series)
    names = [author["name"] for author in authors(app, domain, record)]
    return [
        _meta("property", "article:published_time", post.date.isoformat()),
        _meta("property", "article:modified_time", post.changed.isoformat()),
        *([_meta("property", "article:section", series.title)] if series else []),
        *(_meta("property", "article:tag", tag) for tag in post.tags),
        _meta("name", "author", ", ".join(names)),
    ]


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(content)}">'


def _text(markup: str) -> str:
    """Return a title that Sphinx passes as HTML as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def _write_manifest(app: Sphinx, exception: Exception | None) -> None:
    """Write what a phone shows when the site is put on its first screen."""
    if not writes_pages(app, exception):
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


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step."""
    app.setup_extension("sphinx_folio.ext.blog")
    app.setup_extension("sphinx_folio.ext.previews")
    # An image shown where the site is linked: a path in the output such as "_static/preview.png".
    app.add_config_value(
        "folio_preview_image", "", "html", str, "Preview image, relative to the output"
    )
    app.connect("html-page-context", _add_metadata)
    app.connect("folio-page-shows", _shown)
    app.connect("build-finished", _write_manifest)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
