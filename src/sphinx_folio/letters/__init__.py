"""Letters: a template with placeholders and a table of recipients become letters, or faults.

A template is Markdown below front matter, which somebody else reads; ``templates.read_template``
takes its values and its text. ``recipients.read_table`` reads the table. ``composing.compose``
puts both together for one recipient. Nothing here writes a file.
"""

from __future__ import annotations

from .composing import Letter, compose
from .recipients import Recipient, Table, read_table
from .templates import Template, faults_between, read_template

__all__ = [
    "Letter",
    "Recipient",
    "Table",
    "Template",
    "compose",
    "faults_between",
    "read_table",
    "read_template",
]
