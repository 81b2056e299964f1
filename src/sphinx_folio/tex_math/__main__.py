"""The helper process that holds the script engine: one batch of formulas in, one batch out.

Called with the path of ``temml.min.js``. Standard input: ``{"macros": {…}, "formulas": [{"tex": …,
"display": …}, …]}``. Standard output: ``[{"mathml": …, "width": …} or {"message": …} of Temml or
{"foreign": …} of what is no MathML, …]``. Both JSON in ASCII.
"""

import importlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

_SCRIPT = r"""
const console = {log() {}};
function folioConvert(request) {
  const {macros, formulas} = JSON.parse(request);
  const answers = formulas.map(({tex, display}) => {
    // A copy for each formula: a macro that one defines is not there in the next.
    const options = {displayMode: display, macros: Object.assign({}, macros),
                     wrap: display ? "none" : "tex", throwOnError: true,
                     strict: true, trust: false};
    try {
      return {mathml: temml.renderToString(tex, options)};
    } catch (error) {
      return {message: String(error.message)};
    }
  });
  return JSON.stringify(answers).replace(/[^\x00-\x7f]/g,
    (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));
}
"""


def main(temml: Path) -> int:
    """Answer one batch; the status is 1, with a line on standard error, when there is no engine."""
    try:
        engine = importlib.import_module("py_mini_racer").MiniRacer()
    except Exception as error:  # noqa: BLE001  (not installed, or its library does not load here)
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    engine.eval(temml.read_text("utf-8"))
    engine.eval(_SCRIPT)
    answers = json.loads(engine.call("folioConvert", sys.stdin.buffer.read().decode("ascii")))
    markup = _neighbour("markup")
    json.dump([_tidied(answer, markup) for answer in answers], sys.stdout)
    return 0


def _neighbour(name: str) -> ModuleType:
    """Return a module of this folder, without the package above, which imports Sphinx."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"folio_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _tidied(answer: dict[str, Any], markup: ModuleType) -> dict[str, Any]:
    if "mathml" not in answer:
        return answer
    try:
        mathml, width = markup.tidied(answer["mathml"])
    except markup.ForeignElementError as error:
        return {"foreign": str(error)}
    return {"mathml": mathml, "width": width}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
