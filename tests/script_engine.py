"""Runs a script of ours in V8, in a process of its own, because V8 does not survive a fork."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parents[1] / "src/sphinx_folio/theme/folio/static/scripts"

_HELPER = """
import sys
from pathlib import Path
from py_mini_racer import MiniRacer


def main():
    engine = MiniRacer()  # local: an engine that lives until the interpreter ends can hang it
    for path in sys.argv[1:]:
        engine.eval(Path(path).read_text("utf-8"))
    sys.stdout.write(engine.call("answer", sys.stdin.read()))


main()
"""

#: `JSON.stringify` leaves what is not ASCII as it is, and lone surrogates with it.
_ANSWER = r"""
const answer = (request) => JSON.stringify(JSON.parse(request).map(ask)).replace(
  /[^\x00-\x7f]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));
"""


def run(script: str, ask: str, questions: list[Any], folder: Path) -> list[Any]:
    """Return what the JavaScript function *ask*, with *script* loaded, answers to each question."""
    asking = folder / "ask.js"
    asking.write_text(f"const ask = {ask};\n{_ANSWER}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _HELPER, str(SCRIPTS / script), str(asking)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers
