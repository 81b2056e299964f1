"""Where the preview of a site keeps what it makes, and what is set for it alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Drafts are shown and marked, and references that lead nowhere are told.
SETTINGS: dict[str, Any] = {"folio_drafts": True, "nitpicky": True}


@dataclass(frozen=True)
class Places:
    """The folders of a preview, all below ``_build/live``."""

    site: Path

    @property
    def root(self) -> Path:
        """The folder of all others."""
        return self.site / "_build" / "live"

    @property
    def html(self) -> Path:
        """What the builder writes."""
        return self.root / "html"

    @property
    def doctrees(self) -> Path:
        """What the builder keeps."""
        return self.root / "doctrees"

    @property
    def snapshot(self) -> Path:
        """What the last build that came to its end knew of the site: whole, or not there."""
        return self.root / "environment.pickle"

    @property
    def problems(self) -> Path:
        """What was wrong with the pages when they were read and written."""
        return self.root / "problems.json"

    @property
    def rendered(self) -> Path:
        """What the renderer writes: single pages, and the files that all pages share."""
        return self.root / "rendered" / "html"

    @property
    def rendered_doctrees(self) -> Path:
        """What the renderer keeps."""
        return self.root / "rendered" / "doctrees"
