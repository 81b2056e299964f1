"""Checks as they are declared, and what is told of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_folio.listings import Check, Kind, read_checks


def declare(root: Path, text: str, *names: str, folder: str = "") -> Path:
    """Write a ``checks.toml``, and files that it may name."""
    (root / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        (root / folder / name).write_text("", encoding="utf-8")
    path = root / folder / "checks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_checks_are_read_from_all_folders(tmp_path: Path) -> None:
    declare(tmp_path, '["x.py"]\n', "x.py")
    declare(
        tmp_path,
        '# A comment.\n["k.cu"]\narch = ["sm_90a"]\nptx = ["ldmatrix"]\npackages = ["cutlass"]\n\n'
        '["f.cpp"]\nfails = "mismatched"\nstandard = "c++20"\n',
        "k.cu",
        "f.cpp",
        folder="a",
    )
    checks, faults = read_checks(tmp_path)
    assert faults == ()
    assert checks == {
        "a/f.cpp": Check("a/f.cpp", Kind.CPP, standard="c++20", fails="mismatched"),
        "a/k.cu": Check(
            "a/k.cu",
            Kind.CUDA,
            standard="c++17",
            arch=("sm_90a",),
            ptx=("ldmatrix",),
            packages=("cutlass",),
        ),
        "x.py": Check("x.py", Kind.PYTHON),
    }
    assert [(one.file, one.line) for one in checks.values()] == [
        ("a/checks.toml", 7),
        ("a/checks.toml", 2),
        ("checks.toml", 1),
    ]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('["x.py"]\n\nkinds = "python"\n', "unknown key 'kinds'", 3),
        ('["x.py"]\narch = ["sm_90"]\n', "unknown key 'arch' of a check of kind python", 2),
        ('["x.py"]\nkind = "pythn"\n', "no kind 'pythn'. Did you mean 'python'", 2),
        ('\n["y.py"]\n', "no file 'y.py' beside it. Did you mean 'x.py'", 2),
        ('["../x.py"]\n', "leads out of the folder", 1),
        ("[x.py]\n", 'in quotes: ["x.py"]', 1),
        ('"x.py" = 1\n', "is no table", 1),
        ('["k.cu"]\n', "has no 'arch'", 1),
        ('["k.cu"]\narch = ["90"]\n', "arch: '90' is no architecture", 2),
        ('["k.cu"]\narch = "sm_90"\n', "arch: 'sm_90' is no list", 2),
        ('["k.cu"]\npackages = ["cutlas"]\n', "no 'cutlas'. Did you mean 'cutlass'", 2),
        ('["k.cu"]\nstandard = "c++71"\n', "standard: no 'c++71'. Did you mean 'c++17'", 2),
        (
            '["k.cu"]\narch = ["sm_90"]\nptx = ["ldmatrix 8"]\n',
            "write 'ldmatrix' or 'ldmatrix: 8'",
            3,
        ),
        ('["x.py"]\ntimeout = 0\n', "timeout: 0 is no number of seconds", 2),
        ('["x.py"]\nfails = ""\n', "fails: '' is no text", 2),
        ('["x.py"]\nkind = ["python"]\n', "no kind ['python']", 2),
        ('["x\\u0000.py"]\n', "no file 'x\\x00.py' beside it", None),
        (f'["{"x" * 300}"]\n', "no file 'xxx", 1),
        (f'["x.py"]\npackages = {"[" * 5000}{"]" * 5000}\n', "nested too deeply", None),
        (f'["x.py"]\npackages = {"[" * 200}{"]" * 200}\n', "packages: [[[", 2),
        ('["x.py"]\npackages = ["os; print(1)"]\n', "is no name of a package", 2),
        ('["k.cu"]\narch = ["sm_90"]\nflags = ["-O2", 3]\n', "flags: ['-O2', 3] is no list", 3),
        ('["k.cu"]\narch = ["sm_90"]\nflags = ["-D\\u0000"]\n', "what cannot be printed", 3),
        ('["x.py"]\n\nkind = \n', "is no TOML", 3),
        ('["x.py"]\n["x.py"]\n', "is no TOML", 2),
    ],
)
def test_a_fault_is_located_and_costs_only_its_own_check(
    tmp_path: Path, text: str, message: str, line: int | None
) -> None:
    path = declare(tmp_path, text, "x.py", "k.cu")
    declare(tmp_path, '["fine.py"]\n', "fine.py", folder="fine")
    checks, faults = read_checks(tmp_path)
    assert list(checks) == ["fine/fine.py"]
    (fault,) = faults
    assert message in fault.message
    assert (fault.path, fault.line) == (path, line)


def test_a_listing_has_one_check(tmp_path: Path) -> None:
    declare(tmp_path, '["x.py"]\n', "x.py", folder="a")
    path = declare(tmp_path, '["../a/x.py"]\n', folder="b")
    checks, (fault,) = read_checks(tmp_path)
    assert list(checks) == ["a/x.py"]
    assert (fault.path, fault.line) == (path, 1)
    assert "a/checks.toml, line 1" in fault.message


def test_a_link_is_a_listing_by_its_own_name(tmp_path: Path) -> None:
    declare(tmp_path, '["a.py"]\n["l.py"]\n', "a.py")
    (tmp_path / "l.py").symlink_to("a.py")
    checks, faults = read_checks(tmp_path)
    assert (list(checks), faults) == (["a.py", "l.py"], ())


def test_a_folder_of_that_name_costs_no_other_checks(tmp_path: Path) -> None:
    declare(tmp_path, '["x.py"]\n', "x.py")
    (tmp_path / "a" / "checks.toml").mkdir(parents=True)
    checks, (fault,) = read_checks(tmp_path)
    assert (list(checks), fault.path) == (["x.py"], tmp_path / "a" / "checks.toml")
    assert "cannot be read" in fault.message


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "checks.toml").write_bytes(b'["x.py"]\n# \xff\n')
    checks, (fault,) = read_checks(tmp_path)
    assert (checks, fault.line) == ({}, 2)


def test_the_declaration_changes_with_what_is_to_be_proved_only() -> None:
    check = Check("x.cu", Kind.CUDA, arch=("sm_90",))
    assert check.declaration == Check("y.cu", Kind.CUDA, arch=("sm_90",), line=4).declaration
    assert check.declaration == Check("y.cu", Kind.CUDA, arch=("sm_90",), timeout=4).declaration
    assert check.declaration != Check("x.cu", Kind.CUDA, arch=("sm_90a",)).declaration
