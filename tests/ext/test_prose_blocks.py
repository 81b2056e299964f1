"""Steps, tabs, footnotes and abbreviations: what they are to readers without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from building import build, make, of_class, parse

CONF = "extensions = ['sphinx_folio']\nfolio_abbreviations = {'TMA': 'Tensor Memory Accelerator'}\n"


def test_steps_are_an_ordered_list_however_they_are_written(tmp_path: Path) -> None:
    page = (
        "# Home\n\n````{steps}\n:start: 3\nBefore.\n\n1. One.\n2. Two.\n\nAfter.\n````\n\n"
        "````{steps}\n### First\n\nDo.\n\n### Second\n\nGo.\n````\n\n"
        "`````{steps}\n````{step} Third\nStop.\n````\n`````\n"
    )
    site = build(make(tmp_path / "site", index=page), tmp_path / "work")
    assert site.warnings == ()
    lists = of_class(parse(site), "folio-steps")
    assert [one.tag for one in lists] == ["ol", "ol", "ol"]
    assert lists[0].get("start") == "3"
    items = [[" ".join("".join(item.itertext()).split()) for item in one] for one in lists]
    assert items == [["One.", "Two."], ["First Do.", "Second Go."], ["Third Stop."]]
    around = {"".join(one.itertext()) for one in parse(site).iter("p")}
    assert {"Before.", "After."} <= around


def test_steps_without_a_step_are_told_and_stay(tmp_path: Path) -> None:
    page = "# Home\n\n```{steps}\nOnly words.\n```\n"
    site = build(make(tmp_path / "site", index=page), tmp_path / "work")
    (warning,) = site.warnings
    assert "index.md:3: WARNING: {steps} needs an ordered list" in warning
    assert "Only words." in site.text("")


def test_tabs_are_radio_buttons_whose_labels_claim_nothing_else(tmp_path: Path) -> None:
    tabs = ":::{tab-item} C++\nOne.\n:::\n:::{tab-item} Python\nTwo.\n:::\n"
    page = f"# Home\n\n::::{{tab-set}}\n{tabs}::::\n"
    site = build(make(tmp_path / "site", index=page), tmp_path / "work")
    tree = parse(site)
    labels = of_class(tree, "sd-tab-label")
    assert len(labels) == 2
    assert [one for one in labels if "aria-controls" in one.attrib] == []
    inputs = {one.get("id"): one for one in tree.iter("input") if one.get("type") == "radio"}
    assert {one.get("for") for one in labels} <= inputs.keys()


def test_an_abbreviation_takes_its_words_from_the_site_and_the_focus(tmp_path: Path) -> None:
    page = "# Home\n\n{abbr}`TMA`, {abbr}`TMA` and {abbr}`CTA (cooperative thread array)`.\n"
    site = build(make(tmp_path / "site", conf=CONF, index=page), tmp_path / "work")
    assert site.warnings == ()
    found = list(parse(site).iter("abbr"))
    assert [(one.text, one.get("title"), one.get("tabindex")) for one in found] == [
        ("TMA", "Tensor Memory Accelerator", "0"),
        ("TMA", "Tensor Memory Accelerator", "0"),
        ("CTA", "cooperative thread array", "0"),
    ]
    first = ["folio-abbreviation-first" in one.get("class", "") for one in found]
    assert first == [True, False, True]


def test_an_unknown_abbreviation_is_told_with_the_nearest(tmp_path: Path) -> None:
    page = "# Home\n\nHere {abbr}`TMB`.\n"
    site = build(make(tmp_path / "site", conf=CONF, index=page), tmp_path / "work")
    (warning,) = site.warnings
    assert "index.md:3: WARNING: nothing says what 'TMB' is short for" in warning
    assert "'TMA'" in warning


def test_a_wrong_list_of_abbreviations_is_refused(tmp_path: Path) -> None:
    conf = "extensions = ['sphinx_folio']\nfolio_abbreviations = {'TMA': ''}\n"
    with pytest.raises(ConfigError, match="TMA needs words"):
        build(make(tmp_path / "site", conf=conf, index="# Home\n"), tmp_path / "work")


def test_another_list_of_abbreviations_is_read_anew(tmp_path: Path) -> None:
    source = make(tmp_path / "site", conf=CONF, index="# Home\n\n{abbr}`TMA`\n")
    build(source, tmp_path / "work")
    (source / "conf.py").write_text(CONF.replace("Accelerator", "Access"), encoding="utf-8")
    (short,) = parse(build(source, tmp_path / "work")).iter("abbr")
    assert short.get("title") == "Tensor Memory Access"
