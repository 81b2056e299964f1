"""The other forms of a CV beside its page: PDF, one page of it, JSON Resume, BibTeX."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from ... import json_resume, typeset
from ... import names as names_of
from ...bibtex import writer
from ...curricula import Choice
from ...errors import Subtype
from ...typeset.data import plain
from ...words import Words
from .. import warn
from ..domain import Record, domain_of
from ..publishing import absolute, write_bytes, write_text, writes_pages
from ..queries import language_of, original_of
from .lives import life_of, works_of
from .pdf import Wish, curriculum_of, outside, set_cv

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_logger = logging.getLogger("sphinx_folio")


def choice_of(record: Record) -> Choice:
    """Return what the page of a CV asks for."""
    assert isinstance(record.value, Choice)
    return record.value


def forms(app: Sphinx, docname: str, _: Words, seen_from: str = "") -> Iterator[tuple[str, str]]:
    """Yield the words and the address of each other form of a CV, from its page or another."""
    said = {
        ".pdf": _("PDF"),
        "-one-page.pdf": _("One page (PDF)"),
        ".json": "JSON Resume",
        ".bib": "BibTeX",
    }
    for name in names(app, docname):
        uri = relative_uri(app.builder.get_target_uri(seen_from or docname), quote(name))
        yield said[name.removeprefix(docname)], uri


def names(app: Sphinx, docname: str) -> list[str]:
    """Return the files, below the output folder, that are written beside the page of a CV.

    What is the same in every language stands beside the original alone.
    """
    domain = domain_of(app.env)
    record = domain.of(docname, "cv")
    pages = isinstance(app.builder, StandaloneHTMLBuilder)
    if record is None or not pages or choice_of(record).person not in domain.people:
        return []
    found = [f"{docname}.pdf", f"{docname}-one-page.pdf"] if app.config.folio_cv_pdf else []
    if original_of(domain, docname):
        return found
    choice = choice_of(record)
    works = [
        entry
        for entry in works_of(domain, choice.person)
        if entry.genre != "post" and entry.key not in choice.leave_out
    ]
    return [*found, f"{docname}.json", *([f"{docname}.bib"] if works else [])]


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the other forms of each CV; a PDF is set anew only when something in it has changed."""
    if not writes_pages(app, exception):
        return
    cache = Path(app.doctreedir, "folio-cv")
    cache.mkdir(parents=True, exist_ok=True)
    used: set[Path] = set()
    for record in domain_of(app.env).records("cv"):
        for name in names(app, record.docname):
            if name.endswith(".pdf"):
                used |= _write_pdf(app, record, name, cache)
            elif name.endswith(".json"):
                write_text(app, name, _json(app, record))
            else:
                write_text(app, name, bibliography(app, choice_of(record)))
    for old in set(cache.iterdir()) - used:
        old.unlink()


def _write_pdf(app: Sphinx, record: Record, name: str, cache: Path) -> set[Path]:
    one_page = name.endswith("-one-page.pdf")
    choice = choice_of(record)
    language = language_of(domain_of(app.env), record.docname)
    whole = curriculum_of(app, Wish(choice, record.docname, language, one_page))
    if whole is None:
        return set()
    said = json.dumps([plain(whole), one_page, choice.paper, _style()])
    kept = cache / f"{hashlib.sha256(said.encode()).hexdigest()}.pdf"
    if not kept.is_file():
        try:
            made, dropped = set_cv(whole, one_page=one_page, paper=choice.paper)
        except typeset.TypesetError as error:
            warn(f"{name} could not be set: {error}", (record.docname, 1), Subtype.CV)
            Path(app.outdir, name).unlink(missing_ok=True)  # what a former build wrote
            return set()
        beside = kept.with_suffix(".part")
        beside.write_bytes(made)
        beside.replace(kept)
        if dropped:
            _logger.info("%s is without: %s", name, "; ".join(dropped))
    write_bytes(app, name, kept.read_bytes())
    return {kept}


@functools.lru_cache(maxsize=1)
def _style() -> str:
    """Return what decides, besides what it says, how a CV is set."""
    package = Path(typeset.__file__).parent
    sources = [*sorted(typeset.TEMPLATES.glob("*.typ")), *sorted(package.glob("*.py"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    return "\n".join([typeset.fingerprint(typeset.TEMPLATES / "cv.typ"), digest])


def bibliography(app: Sphinx, choice: Choice) -> str:
    """Return the works of a CV's person as BibTeX, newest first."""
    life = life_of(domain_of(app.env), choice.person)
    works = life.without(choice.leave_out).works if life else ()
    return "\n".join(writer.emit(entry) for entry in works)


def _json(app: Sphinx, record: Record) -> str:
    """Return a life as JSON Resume, dated by what is newest in it, without what the CV lacks."""
    domain = domain_of(app.env)
    choice = choice_of(record)
    life = life_of(domain, choice.person, language_of(domain, record.docname))
    if life is None:
        return ""
    life = life.without(choice.leave_out)
    own = works_of(domain, choice.person)
    resume = json_resume.write(
        life,
        url=absolute(app, f"{record.docname}.json"),
        modified=choice_of(record).date or str(life.newest or ""),
        bibtex={entry.key: writer.emit(entry) for entry in own},
        own=names_of.find,
        same=names_of.same,
        address=functools.partial(outside, app),
    )
    for fault in json_resume.check(resume):
        warn(f"{record.docname}.json: {fault.message}", (record.docname, 1), Subtype.CV)
    return json_resume.dumps(resume)


def written(app: Sphinx) -> list[str]:
    """Return all files beside the pages of CVs."""
    return [
        name for record in domain_of(app.env).records("cv") for name in names(app, record.docname)
    ]


def validate(app: Sphinx, config: Config) -> None:
    """Refuse to promise PDFs where nothing can set them."""
    if config.folio_cv_pdf and not typeset.is_available():
        raise ConfigError(
            "folio_cv_pdf is True, but what sets PDFs is not installed; install it with "
            "pip install 'sphinx-folio[pdf]', or take the setting out"
        )
