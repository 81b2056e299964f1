"""Comments by giscus, on GitHub: opt-in for the site, and loaded when a reader asks for them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError

from ..errors import did_you_mean
from .domain import domain_of
from .queries import language_of, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

#: The settings in ``folio_giscus``, as https://giscus.app names them.
SETTINGS = ("repo", "repo-id", "category", "category-id")
SCRIPT = "scripts/folio-comments.js"

_REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+\Z")
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


def _configure(app: Sphinx, config: Config) -> None:
    """Refuse settings that giscus would answer with an error, or not at all."""
    given = config.folio_giscus
    if not given:
        return
    if not isinstance(given, dict):
        raise ConfigError(f"folio_giscus must be a dict with the keys {', '.join(SETTINGS)}")
    faults = [
        f"folio_giscus: unknown key {key!r}.{did_you_mean(str(key), SETTINGS)}"
        for key in given
        if key not in SETTINGS
    ]
    faults += [
        f"folio_giscus: no {key!r}; https://giscus.app tells it"
        for key in SETTINGS
        if not (isinstance(given.get(key), str) and given[key].strip())
    ]
    if isinstance(given.get("repo"), str) and not _REPOSITORY.match(given["repo"]):
        faults.append(f"folio_giscus: 'repo' is owner/name, not {given['repo']!r}")
    if faults:
        raise ConfigError("; ".join(faults))


def _add_comments(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the place for comments below a post, unless its front matter says ``nocomments``."""
    domain = domain_of(app.env)
    wanted = domain.of(pagename, "post") and not _refused(app.env.metadata.get(pagename, {}))
    if not (app.config.folio_giscus and wanted and isinstance(app.builder, StandaloneHTMLBuilder)):
        return
    context["body"] = f"{context.get('body', '')}\n{_place(app, pagename)}"
    app.add_js_file(SCRIPT, loading_method="defer")


def _refused(metadata: dict[str, Any]) -> bool:
    """Tell whether a page says ``nocomments``, a key of Sphinx's, other than as false."""
    said = metadata.get("nocomments", False)
    return said is not False and str(said).strip().casefold() not in {"false", "no", "0"}


def _place(app: Sphinx, pagename: str) -> str:
    """Return the HTML: words, a link that works without scripts, and what the script needs.

    The script shows the button; nothing is asked of others before a reader has chosen it.
    """
    domain = domain_of(app.env)
    _ = words_on(domain, pagename)
    settings = {name: app.config.folio_giscus[name].strip() for name in SETTINGS}
    # The page's name, not its address: the talk stays when the site moves.
    data = {**settings, "term": pagename, "lang": giscus_language(language_of(domain, pagename))}
    attributes = "".join(f' data-{name}="{html.escape(text)}"' for name, text in data.items())
    discussions = html.escape(f"https://github.com/{settings['repo']}/discussions")
    said = {
        "title": _("Comments"),
        "about": _(
            "Comments are kept on GitHub. They load from giscus.app, and writing one takes a "
            "GitHub account."
        ),
        "show": _("Show comments"),
        "link": _("Discussions on GitHub"),
    }
    said = {name: html.escape(text) for name, text in said.items()}
    return (
        f'<section class="folio-comments" aria-labelledby="folio-comments-title"{attributes}>\n'
        f'<h2 class="folio-foot-title" id="folio-comments-title">{said["title"]}</h2>\n'
        f'<p class="folio-comments-about">{said["about"]}</p>\n'
        f'<p class="folio-comments-actions"><button type="button" hidden>{said["show"]}</button>'
        f' <a class="reference external" href="{discussions}">{said["link"]}</a></p>\n'
        "</section>\n"
    )


def giscus_language(language: str) -> str:
    """Return what giscus calls a language (BCP 47): Chinese by its script, others by one word."""
    first, *rest = language.lower().split("-")
    if first == "zh":
        return "zh-CN" if _TRADITIONAL.isdisjoint(rest) else "zh-TW"
    return first


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the setting and the step."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_config_value(
        "folio_giscus", {}, "html", (dict,), "Comments: repo, repo-id, category, category-id"
    )
    app.connect("config-inited", _configure)
    # After the body is whole.
    app.connect("html-page-context", _add_comments, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
