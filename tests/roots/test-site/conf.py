project = "A tiny site"
extensions = ["sphinx_folio"]
html_baseurl = "https://tiny.example/site/"
bibtex_bibfiles = ["refs.bib"]
folio_publisher = "The editors"
