"""Reads a person's life from the Domain: all that the site says of them, as one plain value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...lives import Block, Code, Life, Paragraph, Points, Stage, Table, Text, Writing
from ...models import Engagement, Month, Person, Post, Publication, Run
from ..domain import FolioDomain, Record
from ..queries import all_series, once_each, post_of, series_of, versions
from .bodies import OPENING, UNRESOLVED

#: Roles of citations that stand in brackets, apart from the sentence, without their plural.
_APART = frozenset({"p", "cp", "label", ""})
#: What the address of a page of this site begins with, in the text of a life.
SITE = "site:"


def life_of(domain: FolioDomain, person: str, language: str = "") -> Life | None:
    """Return what the site knows of a person (their id), ``None`` of one without a profile.

    Their profile and writing are those of the version in *language* (BCP 47), if there is one.
    """
    record = domain.get("person", person)
    if record is None or not isinstance(record.value, Person):
        return None
    works = works_of(domain, person)
    docname = versions(domain, record.docname).get(language, record.docname)
    profile: Person = domain.data["profiles"].get(docname, record.value)
    return Life(
        person=replace(profile, id=record.name, name=profile.name or record.title),
        summary=said_at(domain, docname, OPENING),
        stages=tuple(_stages(domain, person)),
        works=tuple(entry for entry in _newest_first(works) if entry.genre != "post"),
        writing=tuple(_writing(domain, person, works, language)),
    )


def works_of(domain: FolioDomain, person: str) -> list[Publication]:
    """Return the entries that declare a person, in the order of the bibliography."""

    def group() -> dict[str, list[Publication]]:
        found: dict[str, list[Publication]] = {}
        for entry in domain.bibliography.values():
            for one in dict.fromkeys(entry.people):
                found.setdefault(one, []).append(entry)
        return found

    return domain.cached("works by person", group).get(person, [])


def said_at(domain: FolioDomain, docname: str, anchor: str) -> tuple[Block, ...]:
    """Return what a page says of an engagement, or one of ``OPENING`` and ``CLOSING``."""
    return _resolved(domain, domain.data["bodies"].get(docname, {}).get(anchor, ()))


def _stages(domain: FolioDomain, person: str) -> Iterator[Stage]:
    for record in domain.records("position", "education", "project", "talk", "award"):
        if isinstance(record.value, Engagement) and record.value.person == person:
            yield Stage(record.value, said_at(domain, record.docname, record.anchor))


def _newest_first(works: Iterable[Publication]) -> list[Publication]:
    # What has no year, such as a manuscript, stands last: in a CV the record comes first.
    return sorted(works, key=lambda one: (one.year, one.month), reverse=True)


# --- writing -----------------------------------------------------------------------------------


def _writing(
    domain: FolioDomain, person: str, works: list[Publication], language: str
) -> Iterator[Writing]:
    """Yield a person's articles: those published elsewhere in file order, then posts of theirs.

    The series of an article is what its entry says, never the site's on its title.
    """
    titles = {
        part.original: part.title
        for series in all_series(domain)
        for part in series_of(series).parts
        if part.original
    }
    for entry in works:
        if entry.genre == "post":
            yield _article(entry, titles.get(entry.key, ""))
    own = [record for record in domain.records("post") if person in post_of(record).authors]
    for record in _in_order(domain, once_each(domain, own, language)):
        series = domain.get("series", post_of(record).series)
        yield _post(record, series.title if series else "")


def _in_order(domain: FolioDomain, posts: list[Record]) -> list[Record]:
    """Return the posts of each series by their parts, then the others, newest first."""
    series = {record.name: number for number, record in enumerate(all_series(domain))}
    inside = [one for one in posts if post_of(one).series in series]
    alone = [one for one in posts if post_of(one).series not in series]
    inside.sort(key=lambda one: (series[post_of(one).series], post_of(one).part, one.name))
    return [*inside, *sorted(alone, key=lambda one: (post_of(one).date, one.name), reverse=True)]


def _article(entry: Publication, title: str) -> Writing:
    """Return an article of the bibliography, under the title that the site gives it in English."""
    return Writing(
        title=title or entry.title,
        url=entry.fields.get("url", ""),
        series=entry.fields.get("series", ""),
        date=Month(int(entry.year), entry.month) if entry.year else None,
        original=entry.title if title and title != entry.title else "",
        place=entry.venue,
        key=entry.key,
    )


def _post(record: Record, series: str) -> Writing:
    post: Post = post_of(record)
    return Writing(
        title=record.title,
        url=post.external or post.canonical or f"{SITE}{record.docname}",
        series=series,
        date=Month(post.date.year, post.date.month),
        key=record.name,
    )


# --- references --------------------------------------------------------------------------------


def _resolved(domain: FolioDomain, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks with each reference to the site as text with the address of its place."""
    return tuple(_block(domain, block) for block in blocks)


def _block(domain: FolioDomain, block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(resolved(domain, block.text))
    if isinstance(block, Points):
        return replace(block, items=tuple(_resolved(domain, item) for item in block.items))
    if isinstance(block, Table):
        head = tuple(resolved(domain, cell) for cell in block.head)
        rows = tuple(tuple(resolved(domain, cell) for cell in row) for row in block.rows)
        return Table(head, rows)
    assert isinstance(block, Code)
    return block


def resolved(domain: FolioDomain, text: Text) -> Text:
    """Return a line of text with its references looked up; citations in brackets are left out."""
    found: list[Run] = []
    for run in text:
        if not run.url.startswith(UNRESOLVED):
            found.append(run)
            continue
        kind, role, target = run.url.removeprefix(UNRESOLVED).split(":", 2)
        if kind == "cite" and role.rstrip("s") in _APART:
            # The blank before it goes with it.
            if found:
                found[-1] = replace(found[-1], text=found[-1].text.rstrip())
        elif kind == "cite":
            found.append(replace(run, text=_named(domain, role, target), url=""))
        else:
            title, url = _place(domain, kind, role, target)
            found.append(replace(run, text=run.text or title, url=url))
    return tuple(run for run in found if run.text)


def _named(domain: FolioDomain, role: str, target: str) -> str:
    """Return entries as a sentence names them: by the first author, the year, or both."""
    said = []
    for key in filter(None, (key.strip() for key in target.split(","))):
        entry = domain.bibliography.get(key)
        if entry and entry.authors:
            first = entry.authors[0]
            more = " et al." if entry.authors[1:] else ""
            name = f"{first.family or first.full}{more}"
            year = {"t": f"({entry.year})", "ct": f"({entry.year})"}.get(
                role.rstrip("s"), entry.year
            )
            alone = {"author": name, "year": entry.year}.get(role.removesuffix("s"))
            said.append(alone or " ".join(filter(None, (name, year if entry.year else ""))))
        elif entry:
            said.append(entry.title)
    return ", ".join(said)


def _place(domain: FolioDomain, kind: str, role: str, target: str) -> tuple[str, str]:
    """Return the title and the address of what a reference leads to; both empty if nothing."""
    name, _, anchor = target.partition("#")
    if kind == "folio":
        types = domain.objtypes_for_role(role) or ()
        record = next((one for one in (domain.get(one, target) for one in types) if one), None)
        if record is None:
            return target, ""
        place = f"#{record.anchor}" if record.anchor else ""
        return record.title, f"{SITE}{record.docname}{place}"
    if kind == "math" or role == "eq":
        equation = domain.env.domains["math"].data["objects"].get(target)
        return (f"({equation[1]})", f"{SITE}{equation[0]}") if equation else ("", "")
    if kind == "doc" or role == "doc":
        docname = name.strip("/")
        title = domain.env.titles.get(docname)
        if title is None:
            return "", ""
        return title.astext(), f"{SITE}{docname}{f'#{anchor}' if anchor else ''}"
    standard = domain.env.domains.standard_domain
    if target in standard.labels:
        docname, identifier, title_text = standard.labels[target]
        return title_text, f"{SITE}{docname}#{identifier}"
    if target in standard.anonlabels:
        docname, identifier = standard.anonlabels[target]
        return "", f"{SITE}{docname}#{identifier}"
    return "", ""
