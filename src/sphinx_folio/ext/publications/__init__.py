"""Publications: lists of what belongs to a person, and a page for each work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ... import names
from ...errors import Subtype, did_you_mean
from ...models import Publication
from .. import warn
from ..domain import Record, domain_of
from . import lists, page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    key: str | None = env.temp_data.get("folio_publication")
    if key:
        title = env.titles[env.docname].astext()
        domain_of(env).note(Record("publication", key, title, env.docname))
    elif env.docname.startswith("publications/") and env.docname != "publications/index":
        message = "a page in publications/ needs a {publication} directive that names its entry"
        warn(message, (env.docname, 1), Subtype.PUBLICATION)


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about entries whose people are unknown or do not stand among the authors."""
    domain = domain_of(env)
    for entry in domain.bibliography.values():
        location = f"{app.confdir / entry.path}:{entry.line}"
        for one in entry.people:
            person = domain.people.get(one)
            if person is None and domain.people:
                message = (
                    f"entry {entry.key!r}: no person {one!r}.{did_you_mean(one, domain.people)}"
                )
                warn(message, location, Subtype.PUBLICATION)
            elif (
                person and entry.authors and not _is_ours(entry, names.find(person, entry.authors))
            ):
                listed = ", ".join(name.full for name in entry.authors)
                message = f"entry {entry.key!r}: none of {person.name}'s names is among {listed}"
                warn(message, location, Subtype.PUBLICATION)


def _is_ours(entry: Publication, position: int | None) -> bool:
    return position is not None or all(name.literal for name in entry.authors)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.setup_extension("sphinx_folio.ext.markup")
    app.setup_extension("sphinx_folio.ext.freshness")
    app.setup_extension("sphinx_folio.ext.bibliography")
    lists.setup(app)
    page.setup(app)
    app.connect("doctree-read", _note, priority=600)
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
