"""Listings that prove themselves: what posts show of real files, their checks and their records.

``excerpts`` cuts out of a file what is shown, ``checks`` reads what is to be proved of it,
``records`` what was.
"""

from .checks import Check, Kind, read_checks
from .excerpts import Excerpt, read_excerpt
from .faults import ListingError, LocatedFault
from .languages import language_of
from .records import (
    Record,
    Result,
    State,
    Step,
    read_record,
    record_path,
    record_text,
    state_of,
)
from .sources import digests_of

__all__ = [
    "Check",
    "Excerpt",
    "Kind",
    "ListingError",
    "LocatedFault",
    "Record",
    "Result",
    "State",
    "Step",
    "digests_of",
    "language_of",
    "read_checks",
    "read_excerpt",
    "read_record",
    "record_path",
    "record_text",
    "state_of",
]
