"""A person who was made up: what twenty lines of Markdown and three entries give."""

project = "Ines Okonkwo"
author = "Ines Okonkwo"
extensions = ["sphinx_folio"]
bibtex_bibfiles = ["refs.bib"]
html_baseurl = "https://okonkwo.example/"
