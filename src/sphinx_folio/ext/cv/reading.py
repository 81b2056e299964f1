"""A builder that reads a site and writes nothing: for commands that ask what it says."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from sphinx.builders import Builder


class ReadingBuilder(Builder):
    """Reads all pages, checks them, and stops there; addresses are those of ``dirhtml``."""

    name = "folio-read"
    epilog = "All pages are read."
    allow_parallel = True

    def init(self) -> None:
        """Have pages say what they say to readers of HTML: ``{only} html``."""
        self.tags.add("html")

    def get_outdated_docs(self) -> list[str]:
        """Return none: nothing is written."""
        return []

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page as the site has it: a folder's."""
        if docname == "index" or docname.endswith("/index"):
            return docname.removesuffix("index")
        return f"{docname}/"

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write nothing."""
