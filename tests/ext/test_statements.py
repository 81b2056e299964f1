"""Theorems, proofs and exercises: numbered per kind on their page, with answers that unfold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import Site, build, make, of_class, parse, texts

PAGE = """---
orphan: true
---

# Page

```{theorem} Mixed *radix*, $i$
:name: thm-radix
The step.
```

```{lemma}
A lemma without a title that goes on for so long that its anchor is cut.
```

```{prf:theorem}
:label: thm-second
Second.
```

```{proof}
By {numref}`thm-radix`:

$$ a = b $$
```

```{definition}
:nonumber:
Not counted.
```

```{definition}
Counted.
```

```{algorithm} Euclid
1. Divide.
```

````{exercise} Strides
:name: ex-one
Which?

```{answer}
This one.
```
````

```{exercise}
:name: ex-two
Another?
```

```{solution} ex-two
That one.
```
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("statements")
    source = make(
        folder / "site",
        index="# Home\n",
        page=PAGE,
        far="---\norphan:\n---\n# Far\n\n```{solution} ex-two\nFar away.\n```\n",
    )
    return build(source, folder / "work")


def test_nothing_is_told(built: Site) -> None:
    assert built.warnings == ()


def test_each_kind_counts_from_one_and_says_its_title(built: Site) -> None:
    heads = [one.rstrip("¶") for one in texts(parse(built, "page"), "folio-statement-head")]
    assert heads == [
        "Theorem 1 (Mixed radix, i).", "Lemma 1.", "Theorem 2.", "Proof.", "Definition.",
        "Definition 1.", "Algorithm 1 (Euclid).", "Exercise 1 (Strides).", "Exercise 2.",
    ]  # fmt: skip


def test_the_head_runs_into_the_first_paragraph(built: Site) -> None:
    theorem = of_class(parse(built, "page"), "folio-theorem")[0]
    words = "".join(theorem.itertext()).replace("¶", "")
    assert " ".join(words.split()) == "Theorem 1 (Mixed radix, i). The step."


def test_anchors_are_names_or_words_and_never_counted(built: Site) -> None:
    blocks = of_class(parse(built, "page"), "folio-statement")
    assert [one.get("id") for one in blocks] == [
        "thm-radix", "lemma-a-lemma-without-a-title-that-goes-on-for-so-long", "thm-second", None,
        None, "definition-counted", "algorithm-euclid", "ex-one", "ex-two",
    ]  # fmt: skip


def test_a_proof_ends_with_a_mark_that_has_a_name(built: Site) -> None:
    (mark,) = of_class(parse(built, "page"), "folio-qed")
    assert (mark.text, mark.get("role"), mark.get("aria-label")) == ("∎", "img", "End of proof")


def test_answers_unfold_without_a_script(built: Site) -> None:
    tree = parse(built, "page")
    answers = of_class(tree, "folio-answer")
    assert ["".join(next(one.iter("summary")).itertext()) for one in answers] == [
        "Answer",
        "Solution of Exercise 2",
    ]
    assert [one for one in answers if "open" in one.attrib] == []
    assert list(next(answers[1].iter("summary")).iter("a")) == []
    assert [link.get("href") for link in answers[1].iter("a")] == ["#ex-two"]
    exercise = of_class(tree, "folio-exercise")[0]
    assert answers[0] in list(exercise.iter("details"))


def test_a_solution_on_another_page_says_where_the_exercise_is(built: Site) -> None:
    (answer,) = of_class(parse(built, "far"), "folio-answer")
    summary = "".join(next(answer.iter("summary")).itertext())
    assert summary == "Solution of Exercise 2 of Page"
    assert [link.get("href") for link in answer.iter("a")] == ["../page/#ex-two"]


def test_faults_are_told_with_their_line_and_the_page_stays(tmp_path: Path) -> None:
    page = (
        "# Home\n\n```{theorem}\n```\n\n```{solution}\nOf what?\n```\n\n"
        "```{exercise}\n:name: ex\nWhich?\n```\n\n```{solution} exx\nHm.\n```\n"
    )
    site = build(make(tmp_path / "site", index=page), tmp_path / "work")
    told = [re.search(r"index\.md:(\d+): WARNING: (.*)", one) for one in site.warnings]
    assert [one and one[1] for one in told] == ["3", "6", "15"]
    assert "this theorem says nothing" in site.warnings[0]
    assert "needs the exercise's name" in site.warnings[1]
    assert "'exx'. Did you mean 'ex'?" in site.warnings[2]
    assert {"Of what?", "Hm."} <= {"".join(one.itertext()) for one in parse(site).iter("p")}


def test_what_is_inserted_before_moves_no_anchor(tmp_path: Path) -> None:
    source = make(tmp_path / "site", index="# Home\n\n```{remark}\nOf old.\n```\n")
    build(source, tmp_path / "work")
    page = source / "index.md"
    page.write_text(
        page.read_text().replace("```{remark}", "```{remark}\nNew.\n```\n\n```{remark}", 1)
    )
    blocks = of_class(parse(build(source, tmp_path / "work")), "folio-remark")
    assert [one.get("id") for one in blocks] == ["remark-new", "remark-of-old"]


def test_an_anchor_is_of_the_question_and_never_of_the_answer(tmp_path: Path) -> None:
    page = "# Home\n\n````{exercise}\nHow many?\n\n```{answer}\nForty-two.\n```\n````\n"
    tree = parse(build(make(tmp_path / "site", index=page), tmp_path / "work"))
    assert [one.get("id") for one in of_class(tree, "folio-exercise")] == ["exercise-how-many"]
