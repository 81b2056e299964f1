"""Says how long a text takes to read, weighing prose, Chinese, code, formulas and figures."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

#: Words a minute of prose in an alphabet. Silent reading of English non-fiction takes 238 on
#: average (M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language
#: 109, 2019); technical prose is slower, so this is rounded down.
WORDS_A_MINUTE = 230
#: Characters a minute of Chinese or Japanese prose, punctuation left out: a convention.
CHARACTERS_A_MINUTE = 400
#: Seconds for a line of code that is not empty: a convention. A line holds about six words, which
#: as prose would take 1.6 s; reviewers who still find faults take 7 s or more (at most 500 lines
#: an hour: J. Cohen, "Best Kept Secrets of Peer Code Review", 2006). A reader of an example follows
#: it without hunting for faults, and stands between.
SECONDS_A_CODE_LINE = 4.0
#: Seconds for a formula on a line of its own, and for one within a line: conventions.
SECONDS_A_DISPLAY = 12.0
SECONDS_A_FORMULA = 2.0
#: Seconds for a figure, and for finding one's way in a table, whose words count as prose besides:
#: conventions; the first is what is common for the first picture of an article.
SECONDS_A_FIGURE = 12.0
SECONDS_A_TABLE = 5.0

# Han, with what extends it, and kana: scripts without spaces, where characters are counted.
_CHARACTER = re.compile(
    "[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
# Signs that part words in Chinese text, which has no spaces there.
_EASTERN_SIGN = re.compile("[\u3000-\u3004\u3008-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff65·—…]")


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is to read, as counts of words, characters, lines of code and so on."""

    words: int = 0
    characters: int = 0
    code_lines: int = 0
    displays: int = 0
    formulas: int = 0
    figures: int = 0
    tables: int = 0

    def __add__(self, other: Amount) -> Amount:
        """Return both together."""
        return Amount(
            self.words + other.words,
            self.characters + other.characters,
            self.code_lines + other.code_lines,
            self.displays + other.displays,
            self.formulas + other.formulas,
            self.figures + other.figures,
            self.tables + other.tables,
        )

    @property
    def seconds(self) -> float:
        """The time it takes to read once, in seconds."""
        return (
            60 * self.words / WORDS_A_MINUTE
            + 60 * self.characters / CHARACTERS_A_MINUTE
            + SECONDS_A_CODE_LINE * self.code_lines
            + SECONDS_A_DISPLAY * self.displays
            + SECONDS_A_FORMULA * self.formulas
            + SECONDS_A_FIGURE * self.figures
            + SECONDS_A_TABLE * self.tables
        )

    @property
    def minutes(self) -> int:
        """The time in whole minutes, rounded half up, at least 1."""
        return max(1, math.floor(self.seconds / 60 + 0.5))


def prose(text: str) -> Amount:
    """Return how much prose *text* is.

    A word is what stands between spaces and holds a letter or a digit (Korean too); a character is
    one of Chinese or Japanese. Punctuation is neither.
    """
    apart, characters = _CHARACTER.subn(" ", text)
    words = sum(
        1 for word in _EASTERN_SIGN.sub(" ", apart).split() if _LETTER_OR_DIGIT.search(word)
    )
    return Amount(words=words, characters=characters)


def code(text: str) -> Amount:
    """Return how much code *text* is: its lines that are not empty."""
    return Amount(code_lines=sum(1 for line in text.splitlines() if line.strip()))
