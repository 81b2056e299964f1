"""The CVs of a site as PDF without a build of it: the site is read, and no page written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ...curricula import Choice, Curriculum
from ...typeset import TypesetError
from ..domain import FolioDomain, domain_of
from ..queries import language_of, original_of, site_language
from .pdf import Wish, curriculum_of, set_cv


@dataclass(frozen=True)
class Order:
    """Whose CVs are wanted, and in which forms; what is empty is for the page of a CV to say."""

    people: Sequence[str]
    variants: Sequence[str]
    language: str = ""
    paper: str = ""
    private: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Printed:
    """A PDF: the name of its file, its bytes, and what the one page is without."""

    name: str
    data: bytes
    dropped: tuple[str, ...]


def read_site(root: Path, kept: Path) -> Sphinx:
    """Read a site as a build does; what was read is *kept* in a folder for the next time.

    Warnings go to the error stream. Raises ``SphinxError``.
    """
    with patch_docutils(str(root)), docutils_namespace():
        app = Sphinx(root, root, kept, kept, "folio-read", status=None, warning=sys.stderr)
        app.build()
    return app


def print_cvs(app: Sphinx, order: Order) -> Iterator[Printed]:
    """Yield the PDFs that are asked for; raises ``TypesetError`` where one cannot be set."""
    domain = domain_of(app.env)
    for person in order.people:
        for docname, choice in _pages(domain, person, order.language):
            own = language_of(domain, docname) if docname else site_language(domain)
            language = order.language or own
            paper = order.paper or choice.paper
            for variant in order.variants:
                one_page = variant == "one-page"
                wish = Wish(choice, docname, language, one_page, order.private)
                name = _stem(domain, docname, person) + ("-one-page" if one_page else "")
                name += "" if language == site_language(domain) else f".{language}"
                whole = curriculum_of(app, wish)
                if whole is not None:
                    yield _printed(f"{name}.pdf", whole, one_page, paper)


def _stem(domain: FolioDomain, docname: str, person: str) -> str:
    """Return what the files of a CV are called by: its page, since someone may have several."""
    page = original_of(domain, docname) or docname
    return page.removeprefix("cv/").replace("/", "-") or person


def _printed(name: str, whole: Curriculum, one_page: bool, paper: str) -> Printed:
    try:
        return Printed(name, *set_cv(whole, one_page=one_page, paper=paper))
    except TypesetError as error:
        raise TypesetError(f"{name} could not be set: {error}") from error


def _pages(domain: FolioDomain, person: str, language: str) -> list[tuple[str, Choice]]:
    """Return the CVs of a person: the page in each language, or the one nearest to *language*.

    Someone without such a page has the CV that a page without front matter would give.
    """
    found = {
        record.docname: record.value
        for record in domain.records("cv")
        if isinstance(record.value, Choice) and record.value.person == person
    }
    order = sorted(found, key=lambda docname: (original_of(domain, docname) != "", docname))
    if not order:
        return [("", Choice(person))]
    if language:
        near = [docname for docname in order if language_of(domain, docname) == language]
        order = [*near, *order][:1]
    return [(docname, found[docname]) for docname in order]
