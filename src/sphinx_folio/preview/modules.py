"""What a process has imported from the site: when that changes, a new process is needed."""

from __future__ import annotations

import sys
from pathlib import Path


def own_modules(site: Path) -> list[str]:
    """Return the files of modules that lie in the site, but not in an environment in it."""
    found = {"conf.py"}
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        path = Path(name) if name else None
        if path and path.is_relative_to(site):
            inside = path.relative_to(site)
            if "site-packages" not in inside.parts:
                found.add(inside.as_posix())
    return sorted(found)
