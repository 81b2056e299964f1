"""The order of series, checked: each part once, none left out, each post in one series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import Subtype, did_you_mean
from ...models import Post
from .. import warn
from ..domain import FolioDomain, Record, domain_of
from ..queries import original_of, place_of, post_of, series_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about posts whose place in a series is not one."""
    domain = domain_of(env)
    series = {record.name: record for record in domain.records("series")}
    parts: dict[str, dict[int, Record]] = {}
    for record in domain.records("post"):
        original = domain.of(original_of(domain, record.docname), "post")
        if original:
            _check_translation(domain, record, original)
            continue
        post = post_of(record)
        _check_series(domain, record, series)
        if post.series and post.part:
            taken = parts.setdefault(post.series, {})
            first = taken.setdefault(post.part, record)
            if first is not record:
                other = env.doc2path(first.docname, base=False)
                message = f"part {post.part} of {post.series!r} is {other} too"
                warn(message, place_of(domain, record.docname, "part"), Subtype.SERIES)
    for name, taken in sorted(parts.items()):
        if name in series:
            _check_gaps(domain, series[name], taken)
    for record in series.values():
        _check_originals(domain, record)


def _check_series(domain: FolioDomain, record: Record, series: dict[str, Record]) -> None:
    """Warn about a series that is unknown, or another than the folder's, or without a part."""
    post = post_of(record)
    folder = post.id.rpartition("/")[0]
    where = place_of(domain, record.docname, "series", "part")
    if not post.series and post.part:
        hint = f"; write 'series: {folder}'" if folder in series else ""
        warn(f"part {post.part}, but of no series{hint}", where, Subtype.SERIES)
    elif post.series and post.series not in series:
        hint = did_you_mean(post.series, series)
        message = f"no series {post.series!r}: no blog/{post.series}/index.md.{hint}"
        warn(message, where, Subtype.SERIES)
    elif post.series and folder in series and folder != post.series:
        message = (
            f"the post is in two series: it lies in the folder of {folder!r} and says "
            f"{post.series!r}; move it or mend 'series:'"
        )
        warn(message, where, Subtype.SERIES)
    elif post.series and not post.part:
        warn(f"the post is in series {post.series!r} but says no 'part:'", where, Subtype.SERIES)


def _check_translation(domain: FolioDomain, record: Record, original: Record) -> None:
    """Warn about a translation that has another place than its original."""
    said, wanted = post_of(record), post_of(original)
    if (said.series, said.part) == (wanted.series, wanted.part):
        return
    key = "part" if said.series == wanted.series else "series"
    name = domain.env.doc2path(original.docname, base=False)
    message = f"the translation is {_place(said)}, but its original {name} is {_place(wanted)}"
    warn(message, place_of(domain, record.docname, key, "series"), Subtype.SERIES)


def _place(post: Post) -> str:
    if not post.series:
        return "in no series"
    return f"part {post.part} of {post.series!r}" if post.part else f"in series {post.series!r}"


def _check_gaps(domain: FolioDomain, series: Record, taken: dict[int, Record]) -> None:
    """Warn about each part before which one is missing: neither written nor announced."""
    last = len(series_of(series).parts)
    for number in sorted(taken):
        if number > last + 1:
            missing = (
                f"part {last + 1}" if number == last + 2 else f"parts {last + 1} to {number - 1}"
            )
            message = (
                f"part {number} of {series.name!r}, but no {missing}: neither a post nor "
                f"announced in {domain.env.doc2path(series.docname, base=False)}"
            )
            warn(message, place_of(domain, taken[number].docname, "part"), Subtype.SERIES)
        last = max(last, number)


def _check_originals(domain: FolioDomain, record: Record) -> None:
    """Warn about parts that name an article which the bibliography does not have."""
    for part in series_of(record).parts:
        if part.original and part.original not in domain.bibliography:
            hint = did_you_mean(part.original, domain.bibliography)
            message = f"part {part.title!r}: no entry {part.original!r} in the bibliography.{hint}"
            warn(message, place_of(domain, record.docname, "parts"), Subtype.SERIES)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the check."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
