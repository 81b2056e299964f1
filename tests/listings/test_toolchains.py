"""Which tools are found, and how what they say is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from benches import program
from sphinx_folio.listings.diagnostics import normalised
from sphinx_folio.listings.instructions import find
from sphinx_folio.listings.programs import Programs
from sphinx_folio.listings.toolchains import Toolchain, find_toolchain

Unavailable = Callable[[str], NoReturn]


# --- tools ----------------------------------------------------------------------------------------


def found(tmp_path: Path, **environment: str) -> Toolchain:
    return find_toolchain(tmp_path / "headers", Programs(), environment)


def test_nvcc_is_the_one_that_is_named_then_that_of_the_path_then_of_the_packages(
    tmp_path: Path, fakes: Path
) -> None:
    said = 'echo "Cuda compilation tools, release 13.0, V13.0.{}"'
    packages = tmp_path / "headers" / "nvidia" / "cu13"
    named = program(tmp_path / "named", "nvcc", said.format(1))
    program(tmp_path / "home" / "bin", "nvcc", said.format(2))
    program(packages / "bin", "nvcc", said.format(3)).chmod(0o644)  # some installers forget
    program(packages / "bin", "ptxas", said.format(3)).chmod(0o644)
    path = str(fakes)
    home = str(tmp_path / "home")

    def version(**environment: str) -> str:
        nvcc = found(tmp_path, **environment).nvcc
        return nvcc.version if nvcc else ""

    assert version(PATH=path, CUDACXX=str(named), CUDA_HOME=home) == "13.0.1"
    assert version(PATH=path, CUDA_HOME=home) == "13.0.88"
    (fakes / "nvcc").unlink()
    assert version(PATH=path, CUDA_HOME=home) == "13.0.2"
    tools = found(tmp_path, PATH=path)
    assert (tools.nvcc, tools.missing["nvcc"]) == (
        None,
        "nvcc is there, but not cicc, of the package nvidia-nvvm",
    )
    program(packages / "nvvm" / "bin", "cicc", "")
    assert version(PATH=path) == "13.0.3"
    ptxas = found(tmp_path, PATH=path).ptxas
    assert ptxas is not None
    assert ptxas.version == "13.0.3"
    (fakes / "g++").unlink()
    assert found(tmp_path, PATH=path).missing["nvcc"] == (
        "nvcc is there, but not g++, which it needs"
    )


def test_a_compiler_is_called_by_what_it_is(tmp_path: Path) -> None:
    program(tmp_path, "g++", 'echo "Debian clang version 14.0.6"')
    program(tmp_path, "own", '[ "$1" = -m64 ] && echo "g++-13 (Ubuntu 13.1.0-8) 13.1.0"')
    first = found(tmp_path, PATH=str(tmp_path)).cxx
    own = found(tmp_path, PATH=str(tmp_path), CXX="own -m64").cxx
    assert first is not None
    assert own is not None
    assert (first.name, first.version) == ("clang++", "14.0.6")
    assert (own.name, own.version, own.command[1:]) == ("g++", "13.1.0", ("-m64",))
    assert found(tmp_path, PATH=str(tmp_path), CXX="none").missing["cxx"] == "no C++ compiler: none"


# --- texts ----------------------------------------------------------------------------------------


def test_instructions_are_found_in_their_full_forms_only() -> None:
    ptx = """\
// cp.async.bulk stands in a comment
.global .b8 wgmma.mma_async;
L1: mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f1}, {%r1};
@%p1 cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes [%r1], [%rd1];
{ ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r1, %r2}, [%r3]; }
\tadd.s32 %r1, %r2; bar.sync 0;
"""
    assert find(ptx, "mma.sync") == {"mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32": 1}
    assert [one.rpartition(".")[0][:20] for one in find(ptx, "cp.async.bulk")] == [
        "cp.async.bulk.tensor"
    ]
    assert find(ptx, "ldmatrix") == {"ldmatrix.sync.aligned.m8n8.x4.shared.b16": 1}
    assert find(ptx + ptx, "bar.sync") == {"bar.sync": 2}
    assert find(ptx, "wgmma.mma_async") == {}
    assert find(ptx, "ld") == {}


def test_diagnostics_lose_the_machine_that_they_come_from(tmp_path: Path) -> None:
    said = (
        f"\x1b[1m{tmp_path}/a/x.cpp:1:2: error\n"
        "/usr/include/c++/12/tuple:3: note\n"
        "/opt/cuda-13.0/bin/..//targets/x86_64-linux/include/cuda_fp16.h(4): here\n"
        '#include "../part.h"\n'
    )
    assert normalised(said, [tmp_path]) == (
        'a/x.cpp:1:2: error\nc++/tuple:3: note\ncuda_fp16.h(4): here\n#include "../part.h"\n'
    )
