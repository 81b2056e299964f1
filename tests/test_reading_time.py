"""Reading time: what is counted as what, and how the counts weigh."""

from __future__ import annotations

import pytest

from sphinx_folio.reading_time import (
    CHARACTERS_A_MINUTE,
    SECONDS_A_CODE_LINE,
    WORDS_A_MINUTE,
    Amount,
    code,
    prose,
)


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("", 0, 0),
        ("One word, and another.", 4, 0),
        ("a – b — c / d", 4, 0),
        ("共享内存", 0, 4),
        ("共享内存，以及“寄存器”。", 0, 9),
        ("用cp.async拷贝，再用 wgmma 相乘", 2, 7),
        ("每个线程，thread，warp。", 2, 4),
        ("カタカナとひらがな", 0, 9),
        ("한국어 두 단어", 3, 0),
        ("𠀀𠀁", 0, 2),
        ("128 threads × 8 registers", 4, 0),
        ("··· …… ——", 0, 0),
    ],
)
def test_words_and_characters_are_counted_and_punctuation_is_not(
    text: str, words: int, characters: int
) -> None:
    assert prose(text) == Amount(words=words, characters=characters)


def test_a_minute_of_each_script_is_a_minute() -> None:
    assert Amount(words=WORDS_A_MINUTE).seconds == pytest.approx(60)
    assert Amount(characters=CHARACTERS_A_MINUTE).seconds == pytest.approx(60)
    both = Amount(words=WORDS_A_MINUTE) + Amount(characters=CHARACTERS_A_MINUTE)
    assert both.minutes == 2


def test_a_line_of_code_is_slower_than_a_line_of_prose_and_empty_ones_are_free() -> None:
    lines = code("a = 1\n\n   \nb = 2\n")
    assert lines == Amount(code_lines=2)
    assert lines.seconds == 2 * SECONDS_A_CODE_LINE
    assert code("int offset = i * ld + j;").seconds > prose("int offset = i * ld + j;").seconds


@pytest.mark.parametrize("kind", ["displays", "formulas", "figures", "tables", "code_lines"])
def test_everything_that_is_no_prose_takes_time(kind: str) -> None:
    assert Amount(**{kind: 100}).minutes > Amount(**{kind: 10}).minutes >= 1


def test_minutes_are_whole_and_at_least_one() -> None:
    assert Amount().minutes == 1
    assert Amount(words=WORDS_A_MINUTE * 3 // 2).minutes == 2
    assert Amount(words=WORDS_A_MINUTE * 5 // 2).minutes == 3
    assert Amount(words=WORDS_A_MINUTE * 12).minutes == 12
