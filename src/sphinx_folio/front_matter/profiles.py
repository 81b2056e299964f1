"""What a profile says: its links, which are handles or addresses, and the person it is of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ..errors import did_you_mean
from ..models import Link, Person
from .kinds import Kind, mapping, text

#: Kind of link: the word shown, and the address made from a handle.
LINKS = {
    "website": ("Website", "https://{}"),
    "github": ("GitHub", "https://github.com/{}"),
    "scholar": ("Google Scholar", "https://scholar.google.com/citations?user={}"),
    "orcid": ("ORCID", "https://orcid.org/{}"),
    "dblp": ("DBLP", "https://dblp.org/pid/{}"),
    "openreview": ("OpenReview", "https://openreview.net/profile?id={}"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/in/{}"),
    "zhihu": ("Zhihu", "https://www.zhihu.com/people/{}"),
    "gitlab": ("GitLab", "https://gitlab.com/{}"),
    "huggingface": ("Hugging Face", "https://huggingface.co/{}"),
    "x": ("X", "https://x.com/{}"),
    "bluesky": ("Bluesky", "https://bsky.app/profile/{}"),
    "mastodon": ("Mastodon", "https://{}"),
    "youtube": ("YouTube", "https://www.youtube.com/@{}"),
    "bilibili": ("Bilibili", "https://space.bilibili.com/{}"),
}


def _links(value: Any) -> tuple[Link, ...]:
    done = []
    for kind, raw in mapping(value).items():
        if kind != "email" and kind not in LINKS:
            raise ValueError(
                f"unknown kind of link {kind!r}.{did_you_mean(kind, [*LINKS, 'email'])}"
            )
        target = text(raw)
        if kind == "email":
            if target.count("@") != 1 or " " in target:
                raise ValueError(f"{target!r} is no e-mail address")
            done.append(Link(kind, "Email", target))
            continue
        label, address = LINKS[kind]
        handle = target.removeprefix("@")
        if kind == "mastodon" and handle.count("@") == 1:
            handle = "{1}/@{0}".format(*handle.split("@"))
        url = target if "://" in target else address.format(handle)
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError(f"{target!r} is no http address")
        done.append(Link(kind, label, url))
    return tuple(done)


_HANDLE = {"type": ["string", "number"], "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|(?!.*://))"}
_EMAIL = {"type": "string", "pattern": r"^\s*[^@\s]*@[^@\s]*\s*$"}

#: ``kind: handle or address``; ``email`` stays a bare address.
links = Kind(
    _links,
    {
        "type": "object",
        "properties": {**dict.fromkeys(LINKS, _HANDLE), "email": _EMAIL},
        "additionalProperties": False,
    },
)


def person(values: Mapping[str, Any], name: str) -> Person:
    """Return the person of a profile's *values*, read by ``schemas.PERSON``; *name* is their id."""
    found: tuple[Link, ...] = values.get("links", ())
    return Person(
        id=name,
        name=values.get("name", ""),
        aliases=values.get("aliases", ()),
        headline=values.get("headline", ""),
        affiliation=values.get("affiliation", ""),
        email=next((link.url for link in found if link.kind == "email"), ""),
        links=tuple(link for link in found if link.kind != "email"),
        skills=values.get("skills", {}),
        languages=values.get("languages", {}),
        interests=values.get("interests", ()),
    )
