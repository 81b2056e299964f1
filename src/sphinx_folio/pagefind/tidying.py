"""A bundle made the same for the same pages, and rid of what no page of ours asks for.

Pagefind leaves three things in random order: the keys of its entry file, the filters, and the
values of each filter. The names of files are digests of what is in them, so these change as well.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from . import cbor

#: The files of a bundle that a page asks for; the rest are interfaces of Pagefind's own.
KEPT = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "fragment/*", "index/*", "filter/*")

#: The first bytes of each file before compression. Pagefind's script takes a file without it, too:
#: what a compressor makes of the same text differs between machines.
_SIGNATURE = b"pagefind_dcd"


def tidy(bundle: Path) -> None:
    """Sort what is in random order, and drop what is not needed."""
    entry = bundle / "pagefind-entry.json"
    index: dict[str, Any] = json.loads(entry.read_text(encoding="utf-8"))
    languages: dict[str, dict[str, Any]] = index["languages"]
    for name, language in sorted(languages.items()):
        _sort_filters(bundle, name, language)
    programs = _share_stemmer(languages)
    entry.write_text(json.dumps(index, sort_keys=True), encoding="utf-8")
    wanted = {path for pattern in KEPT for path in bundle.glob(pattern)}
    wanted |= {bundle / f"wasm.{name}.pagefind" for name in programs}
    for path in sorted(bundle.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in wanted:
            path.unlink()


def _sort_filters(bundle: Path, name: str, language: dict[str, Any]) -> None:
    """Sort the filters of one language, and rename their files and the file that names them.

    That is a list whose fourth item is the filters, each with its file: [filter, file]. Such a file
    holds [filter, [[value, [page, …]], …]]. Files of another form, of a later Pagefind, stay as
    they are: the search works with them as well.
    """
    old = bundle / f"pagefind.{language['hash']}.pf_meta"
    made: dict[Path, bytes] = {}
    try:
        meta = _read(old)
        files = [bundle / "filter" / f"{file}.pf_filter" for _, file in meta[3]]
        filters = sorted(map(_read, files), key=_first)
        meta[3] = []
        for title, values in filters:
            text = cbor.encode([title, sorted(values, key=_first)])
            new = f"{name}_{_digest(text)[:7]}"
            meta[3].append([title, new])
            made[bundle / "filter" / f"{new}.pf_filter"] = text
        text = cbor.encode(meta)
    except (ValueError, TypeError, IndexError, OSError):
        return
    language["hash"] = f"{name}_{_digest(text)[:10]}"
    made[bundle / f"pagefind.{language['hash']}.pf_meta"] = text
    for path in [old, *files]:
        path.unlink()
    for path, text in made.items():
        path.write_bytes(_SIGNATURE + text)


def _read(path: Path) -> Any:
    return cbor.decode(gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE))


def _first(pair: Any) -> str:
    return str(pair[0])


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _share_stemmer(languages: dict[str, dict[str, Any]]) -> set[str]:
    """Give languages without a stemmer, such as Chinese, that of the site's largest one.

    A page searches all indexes with the program of its own language. Without this, words asked
    from a Chinese page would not be stemmed, and miss the English index, where they are.
    Returns the programs that are needed.
    """
    stemmed = [one for one in languages.values() if one["wasm"]]
    largest = min(stemmed, key=lambda one: (-one["page_count"], one["wasm"]), default=None)
    for one in languages.values():
        if not one["wasm"] and largest:
            one["wasm"] = largest["wasm"]
    return {one["wasm"] or "unknown" for one in languages.values()}
