"""Cleans the addresses and identifiers of a bibliography of the TeX that exports put into them."""

from __future__ import annotations

import re

#: Fields whose value is an address, a file or an identifier, in which TeX has no meaning.
VERBATIM = frozenset(
    re.findall(
        r"\S+",
        "url doi eprint arxiv pdf html code slides poster video website supp "
        "blog data model project "
        "talk openreview preview file thumbnail altmetric dimensions "
        "google_scholar_id inspirehep_id "
        "bibsource biburl",
    )
)
#: Among them those that are kept byte for byte: names of files, often with backslashes.
LOCAL = frozenset({"file"})

_TILDE = re.compile(r"\\~\s*(?:\{\s*\})?|\{?\\textasciitilde\s*(?:\{\s*\})?\}?|\$\\sim\$")
_UNDERSCORE = re.compile(r"\{?\\textunderscore\s*(?:\{\s*\})?\}?")
_COMMAND = re.compile(r"\s*\{?\s*\\(?:url|path|nolinkurl|href)\s*\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([&%$#_{}~^=?:/.-])")
_PREFIX = {
    "doi": re.compile(
        r"\s*(?:(?:https?://)?(?:dx\.)?(?:www\.)?doi\.org/|doi\s*:\s*)+", re.IGNORECASE
    ),
    "eprint": re.compile(
        r"\s*(?:(?:https?://)?arxiv\.org/(?:abs|pdf)/|arxiv\s*:\s*)", re.IGNORECASE
    ),
}


def clean_address(value: str) -> str:
    r"""Return an address without ``\url``, escapes (``\_``, ``\~{}``), braces and line breaks."""
    if not re.search(r"[\\{}$\s]", value):
        return value
    text = _UNDERSCORE.sub("_", _TILDE.sub("~", value))
    command = _COMMAND.match(text)
    text = command[1] if command else text
    text = _ESCAPED.sub(r"\1", text)
    text = re.sub(r"[{}\\]", "", text).strip()
    # A line break inside an address is the editor's; a space in a name of a file is not.
    return re.sub(r"\s+", "", text) if re.match(r"https?://|10\.", text) else text


def clean_field(name: str, value: str) -> str:
    """Return the value of a field of `VERBATIM`, an identifier without its register's address."""
    if name in LOCAL:
        return value
    text = clean_address(value)
    prefix = _PREFIX.get(name)
    return prefix.sub("", text, count=1).strip() if prefix and prefix.match(text) else text
