"""Assets: a page loads the style sheets and scripts that it has something for, and no others.

Scripts that have nothing to do before the reader acts wait in a template for that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: How the classes of the elements that a file is for begin.
USES = {
    # Variables of sphinx-design, and the looks of extensions that few sites have.
    "_static/styles/furo-extensions.css": ("sd-", "tab-", "copybtn", "shadow", "sphinx-bs"),
    "_static/pygments.css": ("highlight",),
    "_static/sphinx-design.min.css": ("sd-",),
    "_static/design-tabs.js": ("sd-tab-",),
}
#: Sphinx's own scripts: its search (which is off), keys for "next" and "previous" (an option), the
#: tables of domain indices, and words and settings for the scripts of other extensions.
STOCK = frozenset(
    f"_static/{name}.js"
    for name in ("documentation_options", "doctools", "sphinx_highlight", "translations")
)
#: What has nothing to do before the reader acts, but where the body has something for it.
_LATER = re.compile(r"_static/scripts/folio-(?:code|publications|references|layout-[\w-]+)\.js")
_BUSY = {"_static/scripts/folio-publications.js": re.compile(r'<form class="folio-facets"')}
#: What fetches it then.
SCRIPT = "scripts/folio-later.js"
_OURS = re.compile(r"_static/(?:scripts/(?:furo|folio-[\w-]+)|design-tabs)\.js")


def _choose(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Take from the page's lists what the page has no use for."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or "body" not in context:
        return  # a page of someone else's making, such as a domain's index
    body = f"{context['body']}{context.get('theme_announcement') or ''}"
    context["css_files"] = [one for one in context["css_files"] if _used(one, body)]
    scripts = [one for one in context["script_files"] if _used(one, body)]
    keys = str(context.get("theme_navigation_with_keys", "")).lower() in {"true", "1", "yes", "on"}
    if _alone(scripts) and not keys:
        scripts = [one for one in scripts if _name(one) not in STOCK]
    context["script_files"] = [one for one in scripts if not _waits(one, body)]
    context["folio_later"] = [one for one in scripts if _waits(one, body)]


def _name(asset: Any) -> str:
    """Return the path of an asset: Sphinx's object, or what ``conf.py`` put into the list."""
    return os.fspath(getattr(asset, "filename", asset) or "")


def _used(asset: Any, body: str) -> bool:
    uses = USES.get(_name(asset))
    return uses is None or any(
        use in body and re.search(rf'\bclass="[^"]*\b{use}', body) for use in uses
    )


def _waits(asset: Any, body: str) -> bool:
    """Tell whether a script has nothing to do before the reader acts."""
    busy = _BUSY.get(_name(asset))
    return bool(_LATER.fullmatch(_name(asset))) and not (busy and busy.search(body))


def _alone(scripts: Iterable[Any]) -> bool:
    """Tell whether no script is there that may count on Sphinx's."""
    return all(_name(one) in STOCK or _OURS.fullmatch(_name(one)) for one in scripts)


def _add_script(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.add_js_file(SCRIPT, loading_method="defer", priority=700)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the choice."""
    app.connect("builder-inited", _add_script)
    # After all that adds to a page's body or lists.
    app.connect("html-page-context", _choose, priority=980)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
