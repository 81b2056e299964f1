"""CUDA and PTX by real tools where there are any, and GPUs by tools that pretend."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from benches import DAY, bench, program, record_bytes, write
from sphinx_folio.listings import Check, Kind, read_checks, read_record, record_path
from sphinx_folio.listings.judging import Bench, Verdict, judge
from sphinx_folio.listings.programs import Programs
from sphinx_folio.listings.toolchains import Device, find_toolchain

Unavailable = Callable[[str], NoReturn]


# --- CUDA and PTX, by real tools ------------------------------------------------------------------


@pytest.fixture
def cuda(root: Path, repository: Path, unavailable: Unavailable) -> Bench:
    """Return a bench with a real nvcc, of the machine or of `make headers`."""
    programs = Programs()
    tools = find_toolchain(repository / "_build" / "headers", programs)
    if tools.nvcc is None or tools.ptxas is None:
        unavailable(f"needs nvcc: {tools.missing.get('nvcc')}")
    shutil.copytree(repository / "tests" / "data" / "listings", root, dirs_exist_ok=True)
    return Bench(root, tools, programs, DAY)


def test_cuda_is_compiled_and_its_ptx_searched(root: Path, cuda: Bench) -> None:
    checks, faults = read_checks(root)
    assert faults == ()
    outcome = judge(cuda, checks["wgmma.cu"])
    assert (outcome.verdict, outcome.details) == (Verdict.RECORDED, "")
    (step,) = outcome.proof.steps
    assert step.instructions["wgmma.mma_async"] == {
        "wgmma.mma_async.sync.aligned.m64n8k16.f32.f16.f16": 1
    }
    record = read_record(record_path(root, "wgmma.cu"))
    assert record is not None
    assert list(record.sources) == ["wgmma.cu", "wgmma.cuh"]
    assert record.steps == outcome.proof.steps
    wanting = replace(checks["wgmma.cu"], ptx=("wgmma.mma_async", "ldmatrix"))
    assert judge(cuda, wanting).message == "the PTX for sm_90a holds no ldmatrix"
    counted = replace(checks["wgmma.cu"], ptx=("wgmma.mma_async: 1", "ldmatrix: 0"))
    assert judge(cuda, counted).verdict == Verdict.RECORDED
    assert judge(cuda, replace(counted, ptx=("wgmma.mma_async: 2",))).message == (
        "the PTX for sm_90a holds wgmma.mma_async 1 times, not 2"
    )
    assert judge(cuda, replace(counted, ptx=("wgmma.mma_async: 0",))).message == (
        "the PTX for sm_90a holds wgmma.mma_async 1 times, not 0"
    )


def test_ptx_is_assembled(root: Path, cuda: Bench) -> None:
    checks, _ = read_checks(root)
    assert judge(cuda, checks["add.ptx"]).verdict == Verdict.RECORDED
    text = (root / "add.ptx").read_text("utf-8")
    write(root, "add.ptx", text.replace("add.u32", "sum.u32"))
    outcome = judge(cuda, checks["add.ptx"])
    assert outcome.message == "does not assemble for sm_90"
    assert "ptxas add.ptx, line 13" in outcome.details


def test_an_instruction_that_a_gpu_lacks_fails_as_declared(root: Path, cuda: Bench) -> None:
    checks, _ = read_checks(root)
    outcome = judge(cuda, checks["ampere.cu"])
    assert (outcome.verdict, outcome.details) == (Verdict.RECORDED, "")
    assert outcome.proof.output is not None
    assert "Instruction 'wgmma.fence' not supported on .target 'sm_80'" in outcome.proof.output
    assert str(root) not in outcome.proof.output


# --- GPUs, by tools that pretend ------------------------------------------------------------------

SMI = "echo '0, NVIDIA A100, 580.1, 8.0, 1410, 1215'; echo '1, NVIDIA H100, 580.1, 9.0, 1980, 2619'"
GPU = Check("k.cu", Kind.GPU, standard="c++17", arch=("sm_90a",), ptx=("ldmatrix",))


def test_without_a_device_a_gpu_listing_is_compiled_and_its_run_not_done(
    root: Path, fakes: Path
) -> None:
    write(root, "k.cu", "int main() {}\n")
    outcome = judge(bench(root, {"PATH": str(fakes)}), GPU)
    assert outcome.verdict == Verdict.RECORDED
    record = read_record(record_path(root, "k.cu"))
    assert record is not None
    assert (record.output, record.device) == (None, "")
    assert record.reason == "no CUDA device: nvidia-smi reports none"
    assert judge(bench(root, {"PATH": str(fakes)}), GPU).verdict == Verdict.NOT_CHECKED
    write(root, "k.cu", "int main() { }\n")
    assert judge(bench(root, {"PATH": str(fakes)}), GPU).verdict == Verdict.STALE
    updating = replace(bench(root, {"PATH": str(fakes)}), update=True)
    assert judge(updating, GPU).verdict == Verdict.RECORDED


def test_on_a_device_that_fits_it_is_run_and_the_record_made_whole(root: Path, fakes: Path) -> None:
    write(root, "k.cu", "int main() {}\n")
    judge(bench(root, {"PATH": str(fakes)}), GPU)
    program(fakes, "nvidia-smi", SMI)
    outcome = judge(bench(root, {"PATH": str(fakes)}), GPU)
    assert (outcome.verdict, outcome.details) == (Verdict.RECORDED, "")
    record = read_record(record_path(root, "k.cu"))
    assert record is not None
    assert (record.output, record.reason) == ("ran on 1\n", "")
    assert (record.device, record.driver) == ("NVIDIA H100", "580.1")
    assert record.clock == "at most 1980 MHz (SM), 2619 MHz (memory)"
    before = record_bytes(root, "k.cu")
    (fakes / "nvidia-smi").unlink()
    assert judge(bench(root, {"PATH": str(fakes)}), GPU).verdict == Verdict.NOT_CHECKED
    assert record_bytes(root, "k.cu") == before


def test_a_device_that_does_not_fit_runs_nothing(root: Path, fakes: Path) -> None:
    write(root, "k.cu", "int main() {}\n")
    program(fakes, "nvidia-smi", SMI)
    outcome = judge(bench(root, {"PATH": str(fakes)}), replace(GPU, arch=("sm_100a",)))
    assert outcome.proof.reasons == ("no CUDA device that runs sm_100a",)


def test_a_host_compiler_that_nvcc_refuses_is_no_fault_of_the_listing(
    root: Path, fakes: Path
) -> None:
    write(root, "k.cu", "int main() {}\n")
    program(
        fakes,
        "nvcc",
        '[ "$1" = --version ] && echo V13.0.88 && exit 0\n'
        'echo "error: #error -- unsupported GNU version! gcc versions later" >&2; exit 2',
    )
    outcome = judge(bench(root, {"PATH": str(fakes)}), replace(GPU, kind=Kind.CUDA))
    assert outcome.verdict == Verdict.MISSING
    assert "nvcc 13.0.88 cannot use the C++ compiler here" in outcome.message


@pytest.mark.parametrize(
    ("capability", "arch", "runs"),
    [
        ("9.0", "sm_90a", True),
        ("9.0", "sm_90", True),
        ("8.6", "sm_80", True),
        ("8.0", "sm_86", False),
        ("9.0", "sm_80", False),
        ("12.1", "sm_120a", False),
        ("10.3", "sm_100f", True),
        ("[N/A]", "sm_90", False),
    ],
)
def test_a_device_runs_machine_code_of_its_own_generation(
    capability: str, arch: str, runs: bool
) -> None:
    assert Device("0", "x", "1", capability, "").runs(arch) is runs
