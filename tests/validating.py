"""Checks feeds against schemas written from their specifications."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import jsonschema

DATA = Path(__file__).parent / "data" / "feeds"
Unavailable = Callable[[str], NoReturn]


def relax(name: str, data: bytes, unavailable: Unavailable) -> str:
    """Return what xmllint says against a feed, ``""`` for a valid one."""
    program = shutil.which("xmllint")
    if program is None:
        unavailable("needs xmllint: Debian's package libxml2-utils")
    command = [program, "--noout", "--nonet", "--relaxng", str(DATA / name), "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return "" if done.returncode == 0 else done.stderr.decode()


def check_json(data: bytes) -> None:
    """Raise what is wrong with a JSON Feed."""
    schema = json.loads((DATA / "json-feed.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(data))
