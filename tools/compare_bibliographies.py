"""Compares our reading of public ``.bib`` files with that of pandoc's citeproc.

    python tools/compare_bibliographies.py --fetch    # download what tools/bibliographies.txt lists
    python tools/compare_bibliographies.py            # compare, and print where the two differ

The files come into ``tests/bibliographies/``, which git ignores: they are others' work. Each is
called ``owner+repository+path`` with ``+`` for each slash, and may as well be put there by hand.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import unicodedata
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx_folio import bibtex
from sphinx_folio.bibtex.writer import emit
from sphinx_folio.models import Publication

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "bibliographies"
LIST = ROOT / "tools" / "bibliographies.txt"


@dataclass(slots=True)
class Comparison:
    """How one file came out; ``through_writer`` says that pandoc could not read the file itself."""

    name: str
    entries: int = 0
    compared: int = 0
    faults: int = 0
    through_writer: bool = False
    differences: list[str] = field(default_factory=list)


def fetch() -> None:
    """Download the listed files from their repositories."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            repository, path = line.split(maxsplit=1)
            url = f"https://raw.githubusercontent.com/{repository}/HEAD/{path}"
            target = FOLDER / f"{repository}/{path}".replace("/", "+")
            with urllib.request.urlopen(url, timeout=60) as answer:
                target.write_bytes(answer.read())
            print(target.name)


def compare(path: Path) -> Comparison:
    """Compare the titles, authors and years of one file."""
    data = path.read_bytes()
    ours = bibtex.read(data, path.name)
    done = Comparison(path.name, len(ours.publications), faults=len(ours.faults))
    theirs = _pandoc(data)
    if theirs is None:
        done.through_writer = True
        theirs = _pandoc("\n".join(map(emit, ours.publications)).encode()) or []
    found: dict[str, dict[str, Any]] = {}
    for item in theirs:
        found.setdefault(item["id"], item)
    for entry in ours.publications:
        item = found.get(entry.key)
        if item is not None:
            done.compared += 1
            done.differences += [f"{entry.key}: {text}" for text in _differences(entry, item)]
    return done


def _pandoc(data: bytes) -> list[dict[str, Any]] | None:
    command = ["pandoc", "-f", "biblatex", "-t", "csljson"]
    done = subprocess.run(command, input=data, capture_output=True, timeout=300, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def _differences(entry: Publication, item: dict[str, Any]) -> list[str]:
    authors = [name.full for name in entry.authors]
    pairs = {
        "title": (entry.title, item.get("title", "")),
        "authors": (" ; ".join(authors), " ; ".join(map(_full, item.get("author", ())))),
        "year": (entry.year, _year(item)),
    }
    return [
        f"{name}: ours {ours!r}, pandoc's {theirs!r}"
        for name, (ours, theirs) in pairs.items()
        if _plain(ours) != _plain(theirs)
    ]


def _year(item: dict[str, Any]) -> str:
    parts = item.get("issued", {}).get("date-parts", [[""]])
    return str(parts[0][0]) if parts and parts[0] else ""


def _full(name: dict[str, str]) -> str:
    if "literal" in name:
        return "et al." if name["literal"] == "others" else name["literal"]
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(name[part] for part in parts if name.get(part))


def _plain(text: str) -> str:
    """Return the letters and digits: pandoc puts titles into sentence case and adds HTML."""
    text = re.sub(r"</?(?:span|i|b|sup|sub|code)\b[^>]*>", "", text)
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", text).casefold()


def main() -> int:
    """Fetch or compare; return the number for the shell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fetch", action="store_true", help="download the listed files")
    if parser.parse_args().fetch:
        fetch()
        return 0
    total = 0
    for path in sorted(FOLDER.glob("*.bib")):
        done = compare(path)
        total += len(done.differences)
        how = " (pandoc reads only what we wrote)" if done.through_writer else ""
        print(
            f"{done.name}: {done.entries} entries, {done.compared} compared, {done.faults} faults, "
            f"{len(done.differences)} differences{how}"
        )
        for text in done.differences:
            print(f"    {text}")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
