extensions = ["myst_parser", "sphinx_folio.ext.layouts"]
numfig = True
html_theme = "basic"
