"""CBOR (RFC 8949) as far as Pagefind's small files use it: unsigned integers, texts, lists."""

from __future__ import annotations

Value = int | str | list["Value"]

_INTEGER, _TEXT, _LIST = 0, 3, 4
#: Bytes that follow when the five low bits are 24 to 27.
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}


def decode(data: bytes) -> Value:
    """Return the value that *data* holds; ``ValueError`` for anything else than described above."""
    value, end = _read(data, 0)
    if end != len(data):
        raise ValueError("more than one value")
    return value


def encode(value: Value) -> bytes:
    """Return the value in CBOR, each head as short as it can be."""
    if isinstance(value, int):
        return _head(_INTEGER, value)
    if isinstance(value, str):
        data = value.encode("utf-8")
        return _head(_TEXT, len(data)) + data
    return _head(_LIST, len(value)) + b"".join(map(encode, value))


def _read(data: bytes, at: int) -> tuple[Value, int]:
    if at >= len(data):
        raise ValueError("cut short")
    kind, count = data[at] >> 5, data[at] & 31
    at += 1
    if count in _WIDTHS:
        width = _WIDTHS[count]
        count, at = int.from_bytes(data[at : at + width], "big"), at + width
    elif count > 27:
        raise ValueError("of unknown length")
    if kind == _INTEGER:
        return count, at
    if kind == _TEXT:
        return data[at : at + count].decode("utf-8"), at + count
    if kind != _LIST:
        raise ValueError(f"of another kind: {kind}")
    items: list[Value] = []
    for _ in range(count):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _head(kind: int, count: int) -> bytes:
    if count < 24:
        return bytes([kind << 5 | count])
    for code, width in _WIDTHS.items():
        if count < 1 << 8 * width:
            return bytes([kind << 5 | code]) + count.to_bytes(width, "big")
    raise ValueError("too large")
