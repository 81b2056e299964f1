"""Finds what listings are checked with: compilers, headers from packages, and a GPU."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .programs import Programs

#: Where the site keeps headers and compilers that come as packages, from its root.
HEADERS = Path("_build", "headers")
_CUTLASS = Path("cutlass_library", "source", "include")
_CUDA = Path("nvidia", "cu13")
_ASKING = 30.0  # seconds
_SMI_FIELDS = "index,name,driver_version,compute_cap,clocks.max.sm,clocks.max.memory"


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, its name and version as records tell them, and all that it says of itself."""

    name: str
    command: tuple[str, ...]
    version: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """A GPU as nvidia-smi tells it; ``capability`` is such as ``9.0``."""

    index: str
    name: str
    driver: str
    capability: str
    clock: str

    def runs(self, arch: str) -> bool:
        """Tell whether it runs machine code for an architecture: ``sm_90a``, ``sm_80``."""
        match = re.fullmatch(r"sm_(\d+)(\d)([af]?)", arch)
        major, _, minor = self.capability.partition(".")
        if not match or match[1] != major or not minor.isdecimal():
            return False
        return minor == match[2] if match[3] == "a" else int(minor) >= int(match[2])


@dataclass(frozen=True)
class Toolchain:
    """What this machine checks listings with; ``missing`` says why what is ``None`` is so.

    ``includes`` has the folders of headers by package, ``versions`` the packages' versions.
    ``environment`` is what compilers get to see of ours.
    """

    python: Tool
    cxx: Tool | None = None
    nvcc: Tool | None = None
    ptxas: Tool | None = None
    devices: tuple[Device, ...] = ()
    includes: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


def find_toolchain(
    headers: Path, programs: Programs, environment: Mapping[str, str] | None = None
) -> Toolchain:
    """Return what there is on this machine, and in *headers*, where packages were unpacked.

    A C++ compiler: ``CXX``, else on ``PATH``. ``nvcc``: ``CUDACXX``, ``PATH``, ``CUDA_HOME``, else
    the package ``nvidia-cuda-nvcc``. ``ptxas`` lies beside it. *environment* is ``os.environ``.
    """
    ours = os.environ if environment is None else environment
    search = _Search(headers, programs, ours)
    missing: dict[str, str] = {}
    cxx = search.cxx()
    if cxx is None:
        named = ours.get("CXX")
        missing["cxx"] = f"no C++ compiler: {named or 'g++ or clang++'}"
    nvcc = search.nvcc(missing)
    ptxas = search.ptxas(nvcc)
    if ptxas is None:
        missing["ptxas"] = f"no ptxas: {_HOW_TO_GET_NVCC}"
    devices = search.devices()
    if not devices:
        missing["gpu"] = "no CUDA device: nvidia-smi reports none"
    includes, versions = search.headers(nvcc)
    for package in ("cuda", "cutlass"):
        if package not in includes:
            missing[package] = f"no headers of {package} in {HEADERS.as_posix()}: make headers"
    said = f"{sys.version} {sys.executable}"
    python = Tool("python", (sys.executable,), ".".join(map(str, sys.version_info[:3])), said)
    return Toolchain(
        python, cxx, nvcc, ptxas, devices, includes, versions, missing, search.variables
    )


_HOW_TO_GET_NVCC = f"CUDA's toolkit, or its packages in {HEADERS.as_posix()} (make headers)"


class _Search:
    def __init__(self, headers: Path, programs: Programs, ours: Mapping[str, str]) -> None:
        self._root = headers
        self._programs = programs
        self._ours = ours
        # What decides how compilers find their parts, and nothing that changes what they compile.
        names = ("PATH", "LD_LIBRARY_PATH", "NVCC_CCBIN", "SDKROOT", "DEVELOPER_DIR")
        self.variables = {name: ours[name] for name in names if ours.get(name)}

    def cxx(self) -> Tool | None:
        """Return the C++ compiler."""
        named = shlex.split(self._ours.get("CXX", ""))
        for command in [named] if named else [["g++"], ["clang++"], ["c++"]]:
            program = self._which(command[0])
            said = self._ask(program, *command[1:], "--version") if program else ""
            match = re.search(r"(?:\)|version)\s+(\d+(?:\.\d+)+)", said)
            if program and match:
                name = "clang++" if "clang" in said else "g++"
                return Tool(name, (program, *command[1:]), match[1], said)
        return None

    def nvcc(self, missing: dict[str, str]) -> Tool | None:
        """Return the CUDA compiler, or say in *missing* why there is none."""
        missing["nvcc"] = f"no nvcc: {_HOW_TO_GET_NVCC}"
        for program in self._compilers():
            version, said = self._cuda_version(program)
            if not version:
                continue
            if not self._which(self._ours.get("NVCC_CCBIN", "g++")):
                missing["nvcc"] = "nvcc is there, but not g++, which it needs"
                return None
            command, toolkit = [program], self._root / _CUDA
            if Path(program).parent == toolkit / "bin":
                if not (toolkit / "nvvm" / "bin" / "cicc").is_file():
                    missing["nvcc"] = "nvcc is there, but not cicc, of the package nvidia-nvvm"
                    return None
                # The packages keep in lib what nvcc looks for in lib64.
                command.append(f"-L{toolkit / 'lib'}")
            del missing["nvcc"]
            host = self._ask(self._ours.get("NVCC_CCBIN", "g++"), "--version")
            return Tool("nvcc", tuple(command), version, said + host)
        return None

    def _compilers(self) -> list[str]:
        named = self._ours.get("CUDACXX")
        if named:
            found = [self._which(named)]
        else:
            homes = [self._ours.get(name) for name in ("CUDA_HOME", "CUDA_PATH")]
            places = [Path(home, "bin", "nvcc") for home in homes if home]
            places.append(self._root / _CUDA / "bin" / "nvcc")
            found = [self._which("nvcc"), *(_program(place) for place in places)]
        return [program for program in found if program]

    def ptxas(self, nvcc: Tool | None) -> Tool | None:
        """Return the assembler: the one beside nvcc, which is of its version."""
        places = [Path(nvcc.command[0]).with_name("ptxas")] if nvcc else []
        places.append(self._root / _CUDA / "bin" / "ptxas")
        for program in (*map(_program, places), self._which("ptxas")):
            version, said = self._cuda_version(program) if program else ("", "")
            if program and version:
                return Tool("ptxas", (program,), version, said)
        return None

    def _cuda_version(self, program: str) -> tuple[str, str]:
        said = self._ask(program, "--version")
        match = re.search(r"\bV(\d+(?:\.\d+)+)", said)
        return (match[1] if match else "", said)

    def devices(self) -> tuple[Device, ...]:
        """Return the GPUs that nvidia-smi tells."""
        program = self._which("nvidia-smi")
        if not program:
            return ()
        said = self._ask(program, f"--query-gpu={_SMI_FIELDS}", "--format=csv,noheader,nounits")
        found = []
        for line in said.splitlines():
            cells = [cell.strip() for cell in line.split(",")]
            if len(cells) == len(_SMI_FIELDS.split(",")):
                index, name, driver, capability, core, memory = cells
                clock = f"at most {core} MHz (SM), {memory} MHz (memory)"
                found.append(Device(index, name, driver, capability, clock))
        return tuple(found)

    def headers(self, nvcc: Tool | None) -> tuple[dict[str, tuple[Path, ...]], dict[str, str]]:
        """Return the folders of headers by package, and the packages' versions."""
        includes, versions = dict[str, tuple[Path, ...]](), dict[str, str]()
        toolkits = [self._root / _CUDA]
        toolkits += [Path(home) for home in (self._ours.get("CUDA_HOME"),) if home]
        toolkits += [Path(nvcc.command[0]).resolve().parent.parent] if nvcc else []
        cuda = next(
            (one for one in toolkits if (one / "include" / "cuda_runtime.h").is_file()), None
        )
        if cuda:
            folders = (cuda / "include", cuda / "include" / "cccl")
            includes["cuda"] = tuple(folder for folder in folders if folder.is_dir())
            number = int(_defined(cuda / "include" / "cuda_runtime_api.h", "CUDART_VERSION") or 0)
            versions["cuda"] = f"{number // 1000}.{number % 1000 // 10}"
        cutlass = self._root / _CUTLASS
        if (cutlass / "cute").is_dir():
            includes["cutlass"] = (cutlass,)
            parts = (
                _defined(cutlass / "cutlass" / "version.h", f"CUTLASS_{part}")
                for part in ("MAJOR", "MINOR", "PATCH")
            )
            versions["cutlass"] = ".".join(parts)
        return includes, versions

    def _which(self, name: str) -> str | None:
        return shutil.which(name, path=self._ours.get("PATH", os.defpath))

    def _ask(self, program: str, *arguments: str) -> str:
        """Return what a program says, ``""`` where it does not work."""
        try:
            with tempfile.TemporaryDirectory() as folder:
                run = self._programs.run(
                    [program, *arguments], Path(folder), _ASKING, self.variables
                )
        except (OSError, subprocess.SubprocessError):
            return ""
        return run.output if run.code == 0 else ""


def _program(path: Path) -> str | None:
    """Return a file as a program; some installers forget that those of packages are programs."""
    if not path.is_file():
        return None
    if not os.access(path, os.X_OK):
        folder = path.parent
        for one in (*folder.iterdir(), folder.parent / "nvvm" / "bin" / "cicc"):
            if one.is_file() and not one.suffix:
                one.chmod(one.stat().st_mode | 0o111)
    return str(path)


def _defined(header: Path, name: str) -> str:
    """Return the number that a header defines, ``""`` where it does not."""
    try:
        text = header.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    match = re.search(rf"#define\s+{name}\s+(\d+)", text)
    return match[1] if match else ""
