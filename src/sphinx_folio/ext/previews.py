"""The image that stands for a page where it is linked: its own, else its card, else the site's."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import imagesize
from sphinx.builders.html import StandaloneHTMLBuilder

from ..errors import Subtype
from ..models import Post
from . import warn
from .domain import Record, domain_of
from .publishing import absolute, is_public
from .queries import place_of, post_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: What a card is made for, besides the first page.
CARDED = ("post", "person", "series", "publication")
CARD_SIZE = (1200, 630)

#: The files that can be a post's image; any other, such as a page, is not for everyone.
_IMAGES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


@dataclass(frozen=True, slots=True)
class Preview:
    """An image: its absolute address, and its size in pixels where that is known."""

    url: str
    size: tuple[int, int] | None = None
    own: bool = True


def carded(app: Sphinx, docname: str) -> Record | None:
    """Return what a page's card is about; ``None`` where it gets none, or has its own image."""
    if not (is_public(app) and app.config.folio_cards) or _own_image(app, docname):
        return None
    domain = domain_of(app.env)
    if docname == app.config.root_doc:
        return Record("home", "", "", docname)
    return next((one for kind in CARDED if (one := domain.of(docname, kind))), None)


def card_path(docname: str) -> str:
    """Return where the card of a page lies in the output."""
    return f"_cards/{docname}.png"


def preview(app: Sphinx, docname: str) -> Preview | None:
    """Return the image of a page; ``None`` where no address is known."""
    own = _own_image(app, docname)
    if own and _is_address(own):
        return Preview(own)
    if own:
        name = posixpath.join("_images", app.env.images[own][1])
        return _sized(app, name, app.srcdir / own, own=True)
    if carded(app, docname):
        return Preview(absolute(app, card_path(docname)), CARD_SIZE)
    shared = app.config.folio_preview_image
    if not shared:
        return None
    inside = shared.removeprefix("_static/")
    files = (Path(app.confdir, folder, inside) for folder in app.config.html_static_path)
    return _sized(app, shared, next((file for file in files if file.is_file()), None), own=False)


def _own_image(app: Sphinx, docname: str) -> str:
    """Return the image that a post names: an address, or a path below the source folder."""
    record = domain_of(app.env).of(docname, "post")
    image = post_of(record).image if record else ""
    if not image or _is_address(image):
        return image
    path = _file(app, docname, image)
    return path if path in app.env.images else ""


def _is_address(image: str) -> bool:
    """Tell whether a post's image is one of the web."""
    try:
        parts = urlsplit(image)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _sized(app: Sphinx, name: str, file: Path | None, *, own: bool) -> Preview | None:
    url = absolute(app, name)
    if not url:
        return None

    def measure() -> tuple[int, int] | None:
        width, height = imagesize.get(file) if file else (-1, -1)
        return (int(width), int(height)) if width > 0 and height > 0 else None

    return Preview(url, domain_of(app.env).cached(f"size of {name}", measure), own)


def _file(app: Sphinx, docname: str, image: str) -> str:
    """Return the path of a post's image below the source folder; ``/`` opens that folder.

    It is ``""`` where no file is there that can be an image.
    """
    folder = "" if image.startswith("/") else posixpath.dirname(docname)
    path = posixpath.normpath(posixpath.join(folder, image.lstrip("/")))
    if path.startswith("..") or not path.lower().endswith(_IMAGES):
        return ""
    try:
        size = (app.srcdir / path).stat().st_size if (app.srcdir / path).is_file() else 0
    except (OSError, ValueError):  # no name that a file can have
        return ""
    return path if size else ""


def _note_image(app: Sphinx, doctree: nodes.document) -> None:
    """Take the image that a post names into the site."""
    env = app.env
    post = env.temp_data.get("folio_post")
    if not isinstance(post, Post) or not post.image or _is_address(post.image):
        return
    path = _file(app, env.docname, post.image)
    if path:
        env.note_dependency(path)
        env.images.add_file(env.docname, path)
        return
    message = (
        f"image: no file {post.image!r} of an image beside the page; "
        "a path from the site's root opens /"
    )
    warn(message, place_of(domain_of(env), env.docname, "image"), Subtype.IMAGE)


def _copy_images(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Have the builder copy the images of posts with those that pages show."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for record in domain_of(app.env).records("post"):
            image = post_of(record).image
            path = _file(app, record.docname, image) if image and not _is_address(image) else ""
            if path and path in app.env.images:
                app.builder.images[path] = app.env.images[path][1]
    return iter(())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the steps."""
    app.setup_extension("sphinx_folio.ext.publishing")
    app.connect("doctree-read", _note_image)
    app.connect("html-collect-pages", _copy_images)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
