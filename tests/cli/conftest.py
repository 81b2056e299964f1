"""A small site, and the command ``folio`` run in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from building import make
from sphinx_folio.cli import main

CUTE = """\
---
summary: Layouts and what is built of them.
parts:
  - title: Layout
    summary: A function from coordinates to offsets.
    original: reed_layout
  - title: Tensor
    summary: "A layout: joined to storage."
  - Swizzle
---

# CuTe

```{series}
```
"""

LAYOUT = """\
---
date: 2026-01-10
series: cute
part: 1
tags: [CuTe, "a: b"]
original: reed_layout
summary: What a layout is.
---

# Layout

Words.
"""

BIB = """\
@article{lu2024muxserve,
  title = {MuxServe: Flexible Serving},
  author = {Lu, Runyu},
  year = {2024},
  people = {ada},
}
@misc{reed_layout, title = {A layout}, author = {Reed}, year = {2024}}
@patent{patent_us1, title = {共享 $x_1$ & more}, author = {Reed}, year = {2024}}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site with a series, one post and one person, and go into it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")  # 1 March 2026
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    root = make(
        tmp_path / "site",
        conf="extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n",
        index="# Home\n",
        people__ada="---\nname: Ada\naliases: [Runyu Lu]\n---\n",
        blog__cute__index=CUTE,
        blog__cute__layout=LAYOUT,
        refs=BIB,
    )
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def folio() -> Callable[..., Result]:
    """Return a function that runs ``folio`` with arguments, as when its output is piped."""

    def run(*arguments: str, code: int = 0, color: bool = False) -> Result:
        result = CliRunner().invoke(main, arguments, prog_name="folio", color=color)
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run
