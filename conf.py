"""Settings of this site; everything that computes lives in ``src/sphinx_folio``."""

import os

project = "Runyu Lu and Reed"
author = "The editors"
copyright = "2026, the editors of this site"
language = "en"

extensions = ["sphinx_folio"]
include_patterns = [
    "index.md",
    "about.md",
    "people/**",
    "publications/**",
    "experience/**",
    "cv/**",
    "blog/**",
]
bibtex_bibfiles = ["refs.bib"]

# Read the Docs says where the site is served; without it pages have no canonical address, and
# ask not to be indexed.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
html_title = project
# It also says where the sources are; without that, and in the preview of a pull request, no page
# links to its source.
_repository = os.environ.get("READTHEDOCS_GIT_CLONE_URL", "").removesuffix(".git")
_known = _repository.startswith("https://")
_merged = os.environ.get("READTHEDOCS_VERSION_TYPE") != "external"
html_theme_options = {
    "source_repository": _repository if _known and _merged else "",
    "source_branch": os.environ.get("READTHEDOCS_GIT_IDENTIFIER", "main"),
    "source_directory": "",
    # The foot of a post has that link, in words.
    "top_of_page_buttons": [],
}
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"

folio_publisher = "The editors of this site"
folio_preview_image = "_static/preview.png"
