"""Reads the file of values that are for print only: a phone number, an address.

No build of a site reads it; only commands that are given it do.
"""

from __future__ import annotations

import re

import yaml

from .errors import Fault, did_you_mean

#: What may stand in it, and what it is.
KEYS = {
    "phone": "A telephone number, as it shall be read",
    "address": "A postal address, in one line or several",
    "email": "An e-mail address, in place of the profile's",
}

# What nobody sees, and some of what turns the order of letters; programs that keep addresses
# put it around numbers. What joins letters is part of some scripts, and stays.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[^\S\n]|[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def read(text: str) -> tuple[dict[str, str], list[Fault]]:
    """Return the values in a YAML mapping, by the keys of ``KEYS``, and what is wrong with it.

    Values stay the text that was written, whatever YAML would make of it: a phone number is no
    number. Lines stay lines, without blanks around them and characters that cannot be seen.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return {}, [
            Fault(str(error.problem), error.problem_mark.line + 1 if error.problem_mark else 1)
        ]
    except (yaml.YAMLError, RecursionError):
        return {}, [Fault("is no YAML")]
    if node is None:
        return {}, []
    if not isinstance(node, yaml.MappingNode):
        return {}, [Fault("must hold 'key: value' lines", node.start_mark.line + 1)]
    values: dict[str, str] = {}
    faults = []
    for key_node, value in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or key not in KEYS:
            faults.append(Fault(f"unknown key {key!r}.{did_you_mean(key, KEYS)}", line))
        elif key in values:
            faults.append(Fault(f"key {key!r} stands twice", line))
        elif not isinstance(value, yaml.ScalarNode):
            faults.append(Fault(f"{key}: must be text", line))
        else:
            values[key] = "" if value.tag.endswith(":null") else _text(value.value)
    return {key: value for key, value in values.items() if value}, faults


def _text(value: str) -> str:
    lines = (
        " ".join(_CONTROL.sub(" ", line).split()) for line in _INVISIBLE.sub("", value).split("\n")
    )
    return "\n".join(filter(None, lines))
