"""Runs Python programs, and knows which files they open."""

from __future__ import annotations

import os
from pathlib import Path

# Given to the interpreter with a file to list in, the program, and the folders that it imports
# from. What it opens is listed as it opens it: nothing is lost when it ends as it likes. The
# program is ``__main__`` itself, and what a traceback shows is its own.
PROGRAM = """\
def _start(listed, path, *folders):
    import os, sys
    out = os.open(listed, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    write, encode, absolute = os.write, os.fsencode, os.path.abspath

    def note(event, found):
        if event == "open" and found[0] is not None and not isinstance(found[0], int):
            write(out, encode(absolute(encode(found[0]))) + b"\\0")

    def show(kind, error, trace):
        for _ in range(2):
            trace = trace and trace.tb_next
        sys.__excepthook__(kind, error.with_traceback(trace), trace)

    sys.addaudithook(note)
    sys.excepthook = show
    sys.path[:0] = folders
    sys.argv[:] = [path]
    names = sys.modules["__main__"].__dict__
    del names["_start"]
    names["__file__"] = path
    with open(path, "rb") as file:
        text = file.read()
    exec(compile(text, path, "exec", dont_inherit=True), names)

_start(*__import__("sys").argv[1:])
"""


def opened(listed: Path) -> set[Path]:
    """Return the files that a program has opened, by what it was listed in."""
    try:
        names = listed.read_bytes().split(b"\0")
    except OSError:
        return set()
    return {Path(os.fsdecode(name)) for name in names if name}
