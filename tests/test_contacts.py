"""The ways to reach a person: one order and one form in CVs and letters."""

from __future__ import annotations

from sphinx_folio.contacts import contacts
from sphinx_folio.curricula import Contact
from sphinx_folio.models import Link, Person

ADA = Person(
    "ada",
    "Ada",
    email="ada@example.org",
    links=(
        Link("website", "Website", "https://www.ada.example/%E4%BD%A0/"),
        Link("scholar", "Google Scholar", "https://scholar.example/citations?user=1"),
    ),
)


def test_links_are_shown_as_one_reads_them() -> None:
    assert list(contacts(ADA, {}, str.upper)) == [
        Contact("email", "EMAIL", "ada@example.org", "mailto:ada@example.org"),
        Contact("website", "WEBSITE", "ada.example/你", "https://www.ada.example/%E4%BD%A0/"),
        Contact(
            "scholar",
            "GOOGLE SCHOLAR",
            "GOOGLE SCHOLAR",
            "https://scholar.example/citations?user=1",
        ),
    ]


def test_what_is_for_print_only_comes_first_in_one_order() -> None:
    private = {"email": "own@x.example", "phone": "+1 5", "address": "1 Way\nTown", "other": "x"}
    assert [(one.text, one.url) for one in contacts(ADA, private)][:3] == [
        ("1 Way, Town", ""),
        ("+1 5", "tel:+15"),
        ("own@x.example", "mailto:own@x.example"),
    ]
