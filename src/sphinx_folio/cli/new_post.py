"""``folio new post``: an article, a part of a series, or a translation."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

import click

from .. import digests
from ..errors import did_you_mean
from . import complete, files, names, options
from .series import Plan, plan_of
from .site import Page, Site, today, with_site


@dataclass(frozen=True)
class _Draft:
    """What is known of the new post: its file's name, title and front matter, in order."""

    stem: str
    title: str
    values: dict[str, Any]
    notes: tuple[str, ...] = field(default=())


@click.command(
    epilog="The file is blog/<series>/<slug>.md, or for a translation <original>.<language>.md. "
    "It is a draft, which no public build holds, until its line 'draft: true' is taken out."
)
@click.argument("title")
@click.option(
    "--series",
    shell_complete=complete.series,
    metavar="NAME",
    help="The folder of a series in blog/.",
)
@click.option(
    "--part",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="The place in the series.  [default: next]",
)
@click.option(
    "--language", callback=options.language, metavar="TAG", help="The language, such as zh."
)
@click.option(
    "--translation-of",
    metavar="POST",
    shell_complete=complete.originals,
    help="The post that this one translates, such as cute/layout.",
)
@click.option(
    "--tag", "tags", multiple=True, metavar="WORDS", help="A subject; may be given many times."
)
@click.option(
    "--author",
    "authors",
    multiple=True,
    shell_complete=complete.people,
    metavar="ID",
    help="A person of the site; may be given many times.",
)
@click.option("--summary", default="", help="One sentence for lists and search engines.")
@click.option(
    "--date",
    callback=options.date,
    metavar="YYYY-MM-DD",
    help="The day of publication.  [default: today]",
)
@click.option(
    "--slug",
    callback=options.slug,
    metavar="NAME",
    help="The name of the file.  [default: from the title]",
)
@click.option("--draft/--publish", default=True, show_default=True, help="Whether it is a draft.")
@with_site
def post(
    site: Site,
    title: str,
    date: datetime.date | None,
    summary: str,
    draft: bool,
    translation_of: str | None,
    **given: Any,
) -> None:
    """Write a new post.

    A TITLE that the page of the series announces takes that part's number and summary; any
    other becomes the part after the last.

    \b
    folio new post "Swizzle" --series cute --tag CuTe
    folio new post "On measuring" --date 2026-12-24 --publish
    folio new post "布局" --translation-of cute/layout --language zh
    folio new post "共享内存" --slug shared-memory
    """
    title = names.one_line(title)
    if not title:
        raise click.BadParameter("the title is empty", param_hint="TITLE")
    if translation_of is not None:
        found = _translation(site, translation_of, title, **given)
    else:
        found = _original(site, title, **given)
    day = date or today()
    values = {"date": day, **found.values}
    values["summary"] = names.one_line(summary) or values.pop("summary", "")
    if draft:
        values["draft"] = True
    path = site.root / "blog" / f"{found.stem}.md"
    files.write_new(site, path, files.page_text(values, names.heading(found.title)))
    files.written(site, path, *found.notes, _publishing(draft=draft, day=day))


def _publishing(*, draft: bool, day: datetime.date) -> str:
    if draft:
        return "It is a draft; to publish it, take out its line 'draft: true'."
    if day > today():
        return f"It is published by the first build on or after {day}."
    return "The next build publishes it."


def _original(
    site: Site,
    title: str,
    series: str | None,
    part: int | None,
    language: str | None,
    tags: tuple[str, ...],
    authors: tuple[str, ...],
    slug: str | None,
) -> _Draft:
    if part is not None and series is None:
        raise click.UsageError("--part is a place in a series; say which: --series")
    plan = plan_of(site, series, title, part) if series else Plan(title)
    values: dict[str, Any] = {}
    if language and language != site.language:
        values["language"] = language
    authors = _authors(site, authors)
    if authors:
        values["authors"] = authors
    values |= plan.values
    values["tags"] = _tags(tags)
    stem = slug or _slug(plan.title)
    if not series:
        _check_free(site, stem)
    return _Draft(f"{series}/{stem}" if series else stem, plan.title, values, plan.notes)


def _translation(
    site: Site,
    name: str,
    title: str,
    series: str | None,
    part: int | None,
    language: str | None,
    tags: tuple[str, ...],
    authors: tuple[str, ...],
    slug: str | None,
) -> _Draft:
    original = _post(site, name)
    for option, value in (("--series", series), ("--part", part), ("--slug", slug)):
        if value is not None:
            raise click.UsageError(f"a translation has its original's place: no {option}")
    if language is None:
        raise click.UsageError("say in which language the translation is: --language zh")
    if language == site.language_of(original):
        raise click.BadParameter(
            f"{original.id} is in {language!r} already", param_hint="--language"
        )
    copied = ("authors", "series", "part", "original", "tags", "image")
    values: dict[str, Any] = {
        "language": language,
        "translation-of": original.id,
        "translation-hash": digests.content_digest(original.text),
        **{key: original.values[key] for key in copied if original.values.get(key)},
    }
    if tags:
        values["tags"] = _tags(tags)
    if authors:
        values["authors"] = _authors(site, authors)
    note = f"Its series, part and tags are those of {site.name_of(original.path)}."
    return _Draft(f"{original.id}.{language}", title, values, (note,))


def _post(site: Site, name: str) -> Page:
    """Return the post that is called *name*, which may be its path."""
    posts = site.posts
    wanted = name.replace("\\", "/").removeprefix("./").removeprefix("blog/").removesuffix(".md")
    if wanted not in posts:
        hint = did_you_mean(wanted, posts)
        raise click.BadParameter(f"no post {name!r}.{hint}", param_hint="--translation-of")
    original = site.original_of(posts[wanted])
    if original is not None:
        raise click.BadParameter(
            f"{wanted} is a translation itself; translate {original.id}",
            param_hint="--translation-of",
        )
    return posts[wanted]


def _slug(title: str) -> str:
    """Return the name of the file for a title, or ask for one."""
    slug = names.slug(title)
    if slug and not names.fault_of(slug):
        return slug
    near = names.latin_part(title)
    example = near if near and not names.fault_of(near) else "shared-memory"
    raise click.UsageError(
        "the title gives no name for the file, which is the address for ever. "
        f"Choose one: --slug {example}"
    )


def _check_free(site: Site, stem: str) -> None:
    """Refuse a name below ``blog/`` at which the site has a page that it makes, or a folder."""
    if names.is_made(stem):
        why = "the site needs that address for a page of its own"
    elif (site.root / "blog" / stem).is_dir():
        why = "a folder of blog/ is called so, and has that address"
    else:
        return
    raise click.UsageError(
        f"the file of a post in blog/ cannot be called {stem!r}: {why}. "
        f"Choose another: --slug on-{stem}"
    )


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(names.one_line, tags))))


def _authors(site: Site, authors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the authors; a site of several people without a publisher needs one."""
    people = site.people()
    for author in authors:
        if author not in people:
            hint = did_you_mean(author, people)
            raise click.BadParameter(f"no person {author!r}.{hint}", param_hint="--author")
    if not authors and len(people) > 1 and not site.settings.get("folio_publisher"):
        known = ", ".join(people)
        raise click.UsageError(f"say who it is by: --author, one or more of {known}")
    return tuple(dict.fromkeys(authors))
