"""``folio new publication``: the page of an entry, once, and found by the site's lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from building import build, make, parse, texts

Folio = Callable[..., Result]


def test_the_page_is_called_by_the_title_up_to_its_colon(site: Path, folio: Folio) -> None:
    result = folio("new", "publication", "lu2024muxserve", "--summary", "Serving: many.")
    assert result.stdout == "publications/muxserve.md\n"
    assert (site / "publications/muxserve.md").read_text(encoding="utf-8") == (
        "---\nsummary: 'Serving: many.'\n---\n\n# MuxServe: Flexible Serving\n\n"
        "```{publication} lu2024muxserve\n```\n"
    )


def test_without_one_it_is_called_by_the_key(site: Path, folio: Folio) -> None:
    result = folio("new", "publication", "patent_us1")
    assert result.stdout == "publications/patent-us1.md\n"
    assert "people = {ada}" in result.stderr
    assert "people" not in folio("new", "publication", "lu2024muxserve").stderr


def test_lists_link_the_page_and_the_build_has_nothing_to_say(site: Path, folio: Folio) -> None:
    folio("new", "publication", "lu2024muxserve")
    folio("new", "publication", "patent_us1", "--slug", "us1")
    path = site / "publications" / "index.md"
    path.write_text("# Work\n\n```{publications}\n```\n", encoding="utf-8")
    built = build(site, site.parent / "work")
    assert built.warnings == ()
    links = {link.get("href") for link in parse(built, "publications").iter("a")}
    assert {"muxserve/", "us1/"} <= links
    assert any("BibTeX" in text for text in texts(parse(built, "publications/us1"), "folio-bibtex"))


def test_an_unknown_key_is_told_with_the_nearest(site: Path, folio: Folio) -> None:
    result = folio("new", "publication", "lu2024muxsrve", code=2)
    assert "Did you mean 'lu2024muxserve'?" in result.stderr
    assert not (site / "publications").exists()


@pytest.mark.parametrize(
    "fence", ["```{publication} lu2024muxserve", ":::{publication} lu2024muxserve"]
)
def test_an_entry_has_one_page(site: Path, folio: Folio, fence: str) -> None:
    make(site, publications__old=f"# Old\n\n{fence}\n{fence[:3]}\n")
    result = folio("new", "publication", "lu2024muxserve", code=1)
    assert "publications/old.md" in result.stderr
    assert not (site / "publications/muxserve.md").exists()


def test_a_page_of_that_name_is_not_written_over(site: Path, folio: Folio) -> None:
    make(site, publications__muxserve="# Mine\n")
    assert "--slug" in folio("new", "publication", "lu2024muxserve", code=1).stderr
    assert (site / "publications/muxserve.md").read_text(encoding="utf-8") == "# Mine\n"


def test_without_a_setting_every_bib_file_counts(site: Path, folio: Folio) -> None:
    make(site, conf="extensions = ['sphinx_folio']\n")
    folio("new", "publication", "lu2024muxserve")


def test_a_file_that_is_named_and_missing_is_told(site: Path, folio: Folio) -> None:
    make(site, conf="bibtex_bibfiles = ['lost.bib']\n")
    assert "lost.bib" in folio("new", "publication", "lu2024muxserve", code=1).stderr


def test_a_broken_conf_py_is_told_in_a_line(site: Path, folio: Folio) -> None:
    make(site, conf="x = 1 / 0\n")
    result = folio("new", "publication", "lu2024muxserve", code=1)
    assert "conf.py: ZeroDivisionError: division by zero" in result.stderr
    assert "Traceback" not in result.output
