"""sphinx-folio: a person's professional life as a Sphinx site, from text and one ``.bib`` file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

EXTENSIONS = (
    "domain", "publishing", "markup", "pages", "anchors", "email", "people", "experience",
    "bibliography", "publications", "citations", "blog", "news", "cv", "layouts", "layout_explorer",
    "listings", "measurements", "math", "images", "numbering", "cross_references", "statements",
    "sidenotes", "abbreviations", "steps", "tables", "tabs", "navigation", "languages",
    "translations", "comments", "metadata", "cards", "feeds", "sitemap", "redirects", "public_urls",
    "not_found", "llms", "garbage", "changes", "freshness", "builders", "search",
    "reference_previews", "highlighting", "theme", "assets",
)  # fmt: skip

#: What we set where ``conf.py`` leaves Sphinx's own default: (value by default, our value).
DEFAULTS: dict[str, tuple[Any, Any]] = {
    "html_theme": ("alabaster", "folio"),
    # Sources hold front matter and comments, which are not for the public.
    "html_copy_source": (True, False),
    "html_use_index": (True, False),
    "html_math_renderer": (None, "folio"),
    "numfig": (False, True),
    # Equations are numbered by their page already; Sphinx would ask the figures of the whole site.
    "math_numfig": (True, False),
    # Numbers in the text: "Figure 2", "Listing 1".
    "numfig_format": ({}, {"figure": "Figure %s", "table": "Table %s", "code-block": "Listing %s"}),
    # Formulas need no script in the reader's browser.
    "myst_update_mathjax": (True, False),
    "myst_enable_extensions": (
        set(),
        {
            "amsmath",
            "attrs_block",
            "attrs_inline",
            "colon_fence",
            "deflist",
            "dollarmath",
            "fieldlist",
            "tasklist",
        },
    ),
    "myst_heading_anchors": (0, 3),
}

#: Never pages: environments, build output, and the files that a repository has beside its content.
NEVER_PAGES = (
    "_build",
    ".venv",
    "venv",
    "node_modules",
    "letters",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
)


def _set_defaults(app: Sphinx, config: Config) -> None:
    for name, (stock, ours) in DEFAULTS.items():
        if getattr(config, name) == stock:
            setattr(config, name, ours)
    # A person's site is no "documentation"; without a project the first page names it (navigation).
    if config.html_title == config.values["html_title"].default(config):
        config.html_title = config.project
    # A new list: the one at hand may be Sphinx's own default, which all sites of a process share.
    config.exclude_patterns = [*config.exclude_patterns, *NEVER_PAGES]


def env_version(version: str) -> int:
    """Return a number that grows with the version, so that an upgrade reads all pages again."""
    major, minor, patch = (int(part) for part in version.split("."))
    return (major * 1000 + minor) * 1000 + patch


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the whole of it: ``extensions = ["sphinx_folio"]`` is all that a conf.py needs."""
    for name in ("myst_parser", "sphinx_design"):
        app.setup_extension(name)
    for name in EXTENSIONS:
        app.setup_extension(f"sphinx_folio.ext.{name}")
    # Before the extensions' own handlers, which look at what is set here.
    app.connect("config-inited", _set_defaults, priority=100)
    return {
        "version": __version__,
        "env_version": env_version(__version__),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
