"""Proves one listing: compiles, assembles or runs it as its check says."""

from __future__ import annotations

import functools
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import instructions, watching
from .checks import Check, Kind
from .programs import Programs
from .records import Result, Step
from .sources import digests_of
from .toolchains import Device, Toolchain
from .workbench import Unproved, Workbench

_STRICT = ("-Wall", "-Wextra", "-Werror")
# Isolated as by -I, but for the variable below, without which sets have another order each time.
_PYTHON = ("-s", "-P", "-B", "-X", "utf8", "-W", "error")
_FIXED = {"PYTHONHASHSEED": "0"}
# The compiler cannot work on this machine; the listing may be right.
_UNFIT = (
    "unsupported GNU version",
    "unsupported clang version",
    "No supported gcc/g++ host compiler",
)

_one_at_a_time = threading.Lock()  # on a device


@dataclass(frozen=True)
class Proof:
    """What came of a listing's check.

    ``fault`` says what is wrong with the listing, ``details`` what the compiler or the program
    said, paths normalised. ``sources`` are the digests of the files of the site that were used, by
    their paths from the folder of the listings, ``headers`` all others.
    """

    steps: tuple[Step, ...]
    output: str | None = None
    packages: Mapping[str, str] = field(default_factory=dict)
    device: Device | None = None
    fault: str = ""
    details: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[Path, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why steps were not done."""
        found = (step.reason for step in self.steps if step.result == Result.NOT_DONE)
        return tuple(dict.fromkeys(found))


def prove(
    root: Path, check: Check, tools: Toolchain, programs: Programs, site: Path | None = None
) -> Proof:
    """Do what a check says with its listing, below *root*, and return what came of it.

    *site* is the folder that the listing's files may come from, by default that around *root*.
    """
    root = root.resolve()
    fault, details, names, headers = "", "", [check.name], list[Path]()
    with tempfile.TemporaryDirectory(prefix="folio-") as folder:
        site = (site or root.parent).resolve()
        bench = Workbench(root, site, check, tools, programs, Path(folder).resolve())
        try:
            _KINDS[check.kind](bench)
            names, headers = bench.sources()
        except Unproved as error:
            fault, details = str(error), error.details
    versions = {name: tools.versions[name] for name in bench.packages if name in tools.versions}
    return Proof(
        tuple(bench.steps),
        bench.output,
        versions,
        bench.device,
        fault,
        details,
        digests_of(root, names, site),
        tuple(headers),
    )


def _python(bench: Workbench) -> None:
    tool, check = bench.tools.python, bench.check
    step = Step("run", tool.name, tool.version)
    for module in check.packages:
        asked = bench.start([*tool.command, "-I", "-c", f"import {module}"], check.timeout)
        if asked.code:
            bench.note_not_done(step, f"no Python package {module}")
            return
    listed = bench.folder / "opened"
    folders = dict.fromkeys((bench.source.parent, bench.root))
    command: list[str | Path] = [*tool.command, *_PYTHON, "-c", watching.PROGRAM]
    command += [listed, bench.source, *folders]
    bench.run_twice(lambda: bench.start(command, check.timeout, _FIXED), step)
    bench.used |= watching.opened(listed)


def _cpp(bench: Workbench) -> None:
    tool, check = bench.tools.cxx, bench.check
    flags = (f"-std={check.standard}", *_STRICT, *check.flags)
    step = Step("compile", tool.name if tool else "g++", flags=flags)
    if not bench.can("cxx", step) or tool is None:
        if not check.fails:
            _not_run(bench)
        return
    program, listed = bench.folder / "program", bench.folder / "headers.d"
    command: list[str | Path] = [*tool.command, *flags, "-fdiagnostics-color=never"]
    command += bench.unplaced()
    command += ["-MD", "-MF", listed, *bench.includes, bench.source, "-o", program]
    run = bench.compile(command)
    if not bench.note_headers(listed):  # it says nothing where it failed
        bench.note_headers_of([*tool.command, *flags], "-H", "-o", listed)
    step = replace(step, version=tool.version)
    if check.fails:
        bench.expect_failure(run, step)
    else:
        bench.accept_compilation(run, step)
        start = functools.partial(bench.start, [program], check.timeout)
        bench.run_twice(start, Step("run", "program"))


def _cuda(bench: Workbench) -> None:
    for arch in bench.check.arch:
        _compile(bench, arch, ("-c", "-o", str(bench.folder / "object.o")))


def _gpu(bench: Workbench) -> None:
    """Compile for each architecture, and run the first program that fits a device."""
    compiled = {
        arch: _compile(bench, arch, ("-o", str(bench.folder / f"program-{arch}")))
        for arch in bench.check.arch
    }
    fitting = [
        (device, arch)
        for arch in bench.check.arch
        for device in bench.tools.devices
        if device.runs(arch)
    ]
    if not fitting:
        wanted = ", ".join(bench.check.arch)
        _not_run(bench, bench.tools.missing.get("gpu") or f"no CUDA device that runs {wanted}")
        return
    device, arch = fitting[0]
    if not compiled[arch]:
        _not_run(bench)
        return
    bench.device = device
    variables = {**bench.tools.environment, "CUDA_VISIBLE_DEVICES": device.index}
    program = bench.folder / f"program-{arch}"
    start = functools.partial(bench.start, [program], bench.check.timeout, variables)
    with _one_at_a_time:
        bench.run_twice(start, Step("run", "program", arch=arch))


def _compile(bench: Workbench, arch: str, ending: Sequence[str]) -> bool:
    """Compile with nvcc, and look for instructions; tell whether it could be done here."""
    tool, check = bench.tools.nvcc, bench.check
    code = arch.replace("sm_", "compute_")
    flags = (
        *(f"-std={check.standard}", f"-gencode=arch={code},code={arch}", "-Werror=all-warnings"),
        *(f"-Xcompiler={','.join(_STRICT)}", *check.flags),
    )
    step = Step("compile", "nvcc", flags=flags, arch=arch)
    if not bench.can("nvcc", step) or tool is None:
        return False
    kept, listed = bench.empty_folder(), bench.folder / "headers.d"
    command: list[str | Path] = [*tool.command, *flags, "-MD", "-MF", listed]
    command += bench.unplaced("-Xcompiler=")
    command += ["--keep", "--keep-dir", kept, *bench.includes, bench.source, *ending]
    run = bench.compile(command)
    if not bench.note_headers(listed):
        bench.note_headers_of([*tool.command, *flags], "-Xcompiler=-H", "-o", listed)
    unfit = next((text for text in _UNFIT if text in run.errors + run.output), None)
    if run.code and unfit:
        bench.note_not_done(step, f"nvcc {tool.version} cannot use the C++ compiler here: {unfit}")
        return False
    step = replace(step, version=tool.version)
    if check.fails:
        bench.expect_failure(run, step)
        return True
    texts = [path.read_text("utf-8", "replace") for path in sorted(kept.glob("*.ptx"))]
    wanted = [instructions.Wanted.parse(text) for text in check.ptx]
    found = {one.name: instructions.find("\n".join(texts), one.name) for one in wanted}
    bench.accept_compilation(run, replace(step, instructions=found))
    faults = [fault for one in wanted if (fault := one.fault(found[one.name]))]
    if faults:
        bench.steps[-1] = replace(bench.steps[-1], result=Result.FAILED)
        raise Unproved(f"the PTX for {arch} {', '.join(faults)}")
    return True


def _ptx(bench: Workbench) -> None:
    tool, check = bench.tools.ptxas, bench.check
    for arch in check.arch:
        flags = (f"-arch={arch}", "--warning-as-error", *check.flags)
        step = Step("assemble", "ptxas", flags=flags, arch=arch)
        if not bench.can("ptxas", step) or tool is None:
            return
        step = replace(step, version=tool.version)
        output = bench.folder / "listing.cubin"
        run = bench.compile([*tool.command, *flags, bench.source, "-o", output])
        if check.fails:
            bench.expect_failure(run, step)
        else:
            bench.accept_compilation(run, step)


def _not_run(bench: Workbench, reason: str = "") -> None:
    bench.note_not_done(Step("run", "program"), reason or bench.steps[-1].reason)


_KINDS: Mapping[Kind, Callable[[Workbench], None]] = {
    Kind.PYTHON: _python,
    Kind.CPP: _cpp,
    Kind.CUDA: _cuda,
    Kind.PTX: _ptx,
    Kind.GPU: _gpu,
}
