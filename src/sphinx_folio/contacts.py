"""The ways to reach a person, as the head of a CV or of a letter has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from .curricula import Contact
from .models import Person

#: What is no link: the words for its kind.
LABELS = {"address": "Address", "phone": "Phone", "email": "Email"}


def contacts(
    person: Person, private: Mapping[str, str], say: Callable[[str], str] = str
) -> Iterator[Contact]:
    """Yield postal address, phone, e-mail and links; *private* are values for print only.

    *say* gives the words of a language for English ones.
    """
    if address := private.get("address"):
        yield Contact("address", say(LABELS["address"]), ", ".join(address.split("\n")), "")
    if phone := private.get("phone"):
        yield Contact("phone", say(LABELS["phone"]), phone, f"tel:{''.join(phone.split())}")
    if email := private.get("email") or person.email:
        yield Contact("email", say(LABELS["email"]), email, f"mailto:{email}")
    for link in person.links:
        label = say(link.label)
        yield Contact(link.kind, label, _shown(link.url) or label, link.url)


def _shown(url: str) -> str:
    """Return an address as one reads it, ``""`` where a query is what matters of it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return "" if parts.query else unquote(f"{host}{parts.path}").rstrip("/")
