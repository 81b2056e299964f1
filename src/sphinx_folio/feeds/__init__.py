"""Feeds as plain values, written as Atom, RSS 2.0 and JSON Feed; and pages cleaned for them."""

from __future__ import annotations

from .articles import clean
from .values import Author, Entry, Feed
from .writers import atom, json_feed, rss

__all__ = ["Author", "Entry", "Feed", "atom", "clean", "json_feed", "rss"]
