"""The site that every tool builds: posts and bibliography entries, the same in each run.

`Workload(posts=1000, entries=1000)` says how much; `posts_of` and `entries_of` yield the content as
plain values, which `dialects` writes in the Markdown of one tool or another. Everything follows
from the number of a post, so a post is the same in a site of 100 and in one of 3,000, but for its
links and citations, which must lead to something that is there.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

import vocabulary

TAGS = tuple(f"topic-{number:02d}" for number in range(40))
PARTS = 10  # of a series
_FIRST_DAY = datetime.date(2016, 1, 1)


@dataclass(frozen=True, slots=True)
class Workload:
    """How much there is to build: numbers of posts, of entries, of citations in each post."""

    posts: int
    entries: int
    citations: int = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the bibliography."""

    key: str
    author: str
    title: str
    year: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula within a line."""

    tex: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another post, by its number."""

    post: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to an entry."""

    entry: Entry


Part = str | Formula | Link | Citation


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose, with what stands within its lines."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A listing in one of the languages that highlighters know."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Display:
    """A formula that stands by itself."""

    tex: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first is the head."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Code | Display | Table


@dataclass(frozen=True, slots=True)
class Post:
    """A post: ``series`` is its number or ``None``, ``language`` is ``en`` or ``zh``."""

    number: int
    title: str
    date: datetime.date
    tags: tuple[str, ...]
    series: int | None
    part: int
    language: str
    blocks: tuple[Block, ...]

    @property
    def slug(self) -> str:
        return slug(self.number)


def slug(number: int) -> str:
    """Return the name of a post's file."""
    return f"post-{number:05d}"


def series_of(number: int) -> int | None:
    """Return the series of a post: of thirty, the first ten are one."""
    return number // 30 if number % 30 < PARTS else None


def series_name(number: int) -> str:
    """Return the name of a series, as a folder and in front matter."""
    return f"series-{number:03d}"


def series_numbers(workload: Workload) -> range:
    """Return the numbers of all series."""
    return range((workload.posts + 29) // 30)


def entries_of(workload: Workload) -> Iterator[Entry]:
    """Yield the bibliography."""
    return (_entry(number) for number in range(workload.entries))


def posts_of(workload: Workload) -> Iterator[Post]:
    """Yield the posts, oldest first."""
    return (post(workload, number) for number in range(workload.posts))


def post(workload: Workload, number: int) -> Post:
    """Return one post; every fifth is in Chinese."""
    chance = random.Random(number)
    language = "zh" if number % 5 == 4 else "en"
    words = vocabulary.Words(language, chance)
    tag = number * 7
    return Post(
        number=number,
        title=f"{words.title()} {number}",
        date=_FIRST_DAY + datetime.timedelta(days=number),
        tags=tuple(TAGS[(tag + step) % len(TAGS)] for step in (0, 13, 27)),
        series=series_of(number),
        part=number % 30 + 1,
        language=language,
        blocks=tuple(_blocks(workload, number, words, chance)),
    )


def _entry(number: int) -> Entry:
    chance = random.Random(-1 - number)
    words = vocabulary.Words("en", chance)
    author = f"{words.name()}, {words.name()} and {words.name()}, {words.name()}"
    return Entry(f"work{number}", author, words.title(), 1990 + number % 35)


def _blocks(
    workload: Workload, number: int, words: vocabulary.Words, chance: random.Random
) -> Iterator[Block]:
    """Yield five sections; what they hold beside prose is in `benchmarks/README.md`."""
    cited: list[Part] = [
        Citation(_entry((number * 3 + step * 17) % workload.entries))
        for step in range(workload.citations)
    ]
    third = len(cited) // 3
    links: list[Part] = [Link((number * 7 + step) % workload.posts) for step in (1, 5)]
    yield _paragraph(words, 70, [Formula(vocabulary.formula(chance)), *cited[:third]])
    yield _paragraph(words, 70, [])
    sections: tuple[list[Part], ...] = (
        [Formula(vocabulary.formula(chance)), links[0]],
        cited[third : 2 * third],
        [Formula(vocabulary.formula(chance)), links[1], *cited[2 * third :]],
    )
    for parts in sections:
        yield Heading(words.title())
        yield _paragraph(words, 75, parts)
        yield _paragraph(words, 65, [])
    yield Code("cpp", vocabulary.cpp(words, chance))
    yield Display(vocabulary.display(chance))
    yield Heading(words.title())
    yield Code("python", vocabulary.python(words, chance))
    yield Code("text", vocabulary.printed(chance))
    yield Display(vocabulary.display(chance))
    yield Heading(words.title())
    yield Table(vocabulary.table(words, chance))
    yield _paragraph(words, 70, [])
    yield _paragraph(words, 70, [])


def _paragraph(words: vocabulary.Words, count: int, parts: list[Part]) -> Paragraph:
    """Return about *count* words of prose in sentences, one part after each of the first."""
    found: list[Part] = []
    while count > 0:
        length = min(count, 15)
        sentence = words.sentence(length)
        count -= length
        if parts:
            found += [sentence[:-1] + " ", parts.pop(0), sentence[-1] + " "]
        else:
            found.append(sentence + " ")
    for part in parts:
        found += [part, ", "]
    return Paragraph(tuple(found))
