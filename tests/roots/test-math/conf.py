from pathlib import Path

import sphinx_folio

extensions = ["myst_parser", "sphinx_folio.ext.math", "sphinx_folio.ext.theme"]
project = "Formulas"
html_math_renderer = "folio"
myst_enable_extensions = ["dollarmath"]
myst_update_mathjax = False
folio_math_macros = {r"\R": r"\mathbb{R}"}

html_static_path = [str(Path(sphinx_folio.__file__).parent / "theme" / "folio" / "static")]

