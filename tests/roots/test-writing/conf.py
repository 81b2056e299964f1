project = "Writing"
extensions = ["sphinx_folio"]
html_baseurl = "https://writing.invalid/"
bibtex_bibfiles = ["refs.bib"]
folio_publisher = "The editors"
folio_math_macros = "macros.tex"
folio_abbreviations = {"TMA": "Tensor Memory Accelerator"}
