"""Posts: what their front matter says, checked; ``head`` and ``foot`` show it on the page."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ... import front_matter
from ...errors import Subtype, did_you_mean
from ...front_matter.schemas import POST, sort_of
from ...models import Erratum, Post
from .. import pages, warn
from ..domain import FolioDomain, Record, domain_of
from ..queries import BLOG, original_of, place_of, post_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def _one_series(value: Any) -> str:
    if isinstance(value, list):
        raise ValueError(f"a post is in one series; {', '.join(map(str, value))} are several")
    return str(front_matter.text(value))


#: What a translation that does not state it has of its original.
INHERITED = ("authors", "tags")

SCHEMA: front_matter.Schema = {**POST, "series": _one_series}


def is_post(docname: str) -> bool:
    """Tell whether a document is a post: it lies in ``blog/`` and is no index of a folder."""
    return sort_of(docname) == "post"


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    if not is_post(docname):
        return
    values = pages.read_front_matter(app.env, docname, source, SCHEMA)
    if "date" not in values:
        warn("the post has no date; write 'date: YYYY-MM-DD'", (docname, 1), Subtype.FRONT_MATTER)
    post = Post(
        id=docname.removeprefix(BLOG),
        date=values.pop("date", datetime.date.min),
        errata=tuple(Erratum(**one) for one in values.pop("errata", ())),
        **{name: value for name, value in values.items() if name != "title"},
    )
    _check_dates(domain_of(app.env), docname, post)
    app.env.temp_data["folio_post"] = post


def _check_dates(domain: FolioDomain, docname: str, post: Post) -> None:
    """Warn about what is said to have happened to a post before there was one."""
    said = [("updated", post.updated)] if post.updated else []
    said += [("errata", erratum.date) for erratum in post.errata]
    for key, date in said:
        if date < post.date:
            message = f"{key}: {date} lies before the post's own date, {post.date}"
            warn(message, place_of(domain, docname, key), Subtype.FRONT_MATTER)


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    post: Post | None = env.temp_data.get("folio_post")
    if is_post(env.docname) and post:
        title = env.titles[env.docname].astext()
        domain_of(env).note(Record("post", post.id, title, env.docname, "", post))


def _inherit(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give each translation what it does not state, as its original has it in this build."""
    domain = domain_of(env)
    for record in domain.records("post"):
        original = domain.of(original_of(domain, record.docname), "post")
        # A translation of a translation is a fault; see translations.
        if original and original_of(domain, original.docname):
            original = None
        values: dict[str, Any] = {
            # Nothing without an original: there may have been one in a former build.
            key: getattr(post_of(original), key) if original else ()
            for key in INHERITED
            if not _states(domain, record, key)
        }
        post = replace(post_of(record), **values)
        if post != record.value:
            domain.restate(replace(record, value=post))
    return []


def _states(domain: FolioDomain, record: Record, key: str) -> bool:
    return key in domain.data["lines"].get(record.docname, {})


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about authors, originals and bylines that lead nowhere."""
    domain = domain_of(env)
    for record in domain.records("post"):
        post = post_of(record)
        for author in post.authors if _states(domain, record, "authors") else ():
            if author not in domain.people:
                hint = did_you_mean(author, domain.people)
                where = place_of(domain, record.docname, "authors")
                warn(f"no person {author!r}.{hint}", where, Subtype.PEOPLE)
        if post.original and post.original not in domain.bibliography:
            hint = did_you_mean(post.original, domain.bibliography)
            message = f"original: no entry {post.original!r} in the bibliography.{hint}"
            where = place_of(domain, record.docname, "original")
            warn(message, where, Subtype.PUBLICATION)
        if not post.authors and not app.config.folio_publisher and len(domain.people) > 1:
            message = (
                "the post names no authors; write 'authors:', or set folio_publisher in conf.py"
            )
            warn(message, (record.docname, 1), Subtype.PEOPLE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register posts."""
    app.setup_extension("sphinx_folio.ext.markup")
    # Who articles without authors are by: an organisation, linked to the page ``about``.
    app.add_config_value(
        "folio_publisher", "", "env", str, "The organisation behind unsigned posts"
    )
    for part in ("head", "foot"):
        app.setup_extension(f"sphinx_folio.ext.blog.{part}")
    app.connect("source-read", _read)
    app.connect("doctree-read", _note, priority=600)
    # Before everything that is made of what posts say.
    app.connect("env-updated", _inherit, priority=100)
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
