"""What day it is, and what that makes of a post: a draft, scheduled or published."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from typing import Any


def today() -> datetime.date:
    """Return the day of ``SOURCE_DATE_EPOCH`` if that is set, else the present day, both in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()


def state(values: Mapping[str, Any], day: datetime.date, *, doubtful: bool = False) -> str:
    """Return ``draft``, ``scheduled`` or ``published``, as the front matter of a post has it.

    *values* are those that could be read; it is *doubtful* when something that speaks of either key
    could not: whoever wrote ``draft: yes`` did not mean to publish, and a day that cannot be read
    may lie ahead.
    """
    if doubtful or values.get("draft"):
        return "draft"
    return "scheduled" if values.get("date", day) > day else "published"
