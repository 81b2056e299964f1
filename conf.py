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
    "blog/**",
]
bibtex_bibfiles = ["refs.bib"]

# Read the Docs says where the site is served; without it pages have no canonical address, and
# ask not to be indexed.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
html_title = project
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"

folio_publisher = "The editors of this site"
folio_preview_image = "_static/preview.png"
