project = "A tiny site"
extensions = ["sphinx_folio"]
bibtex_bibfiles = ["refs.bib"]
folio_publisher = "The editors"
