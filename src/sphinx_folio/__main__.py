"""``python -m sphinx_folio`` is the command ``folio``."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main(prog_name="folio")
