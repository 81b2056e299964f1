"""The languages of listings: the names that Pygments has for them, and how their comments begin."""

from __future__ import annotations

from pathlib import PurePath

_LANGUAGES = {
    ".py": "python",
    ".pyi": "python",
    ".c": "c",
    ".h": "cpp",  # in listings of C++ and CUDA
    ".cc": "cpp",
    ".cpp": "cpp",
    ".cxx": "cpp",
    ".hh": "cpp",
    ".hpp": "cpp",
    ".inl": "cpp",
    ".cu": "cuda",
    ".cuh": "cuda",
    ".ptx": "ptx",
    ".cmake": "cmake",
    ".json": "json",
    ".mk": "make",
    ".sh": "bash",
    ".toml": "toml",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_BY_NAME = {"CMakeLists.txt": "cmake", "Makefile": "make"}

_SLASHES = frozenset({"c", "cpp", "cuda", "ptx"})
_HASHES = frozenset({"bash", "cmake", "make", "python", "toml", "yaml"})


def language_of(path: str | PurePath) -> str:
    """Return the name that Pygments has for the language of a file; ``text`` when it is not known.

    It is told by the end of the file's name alone.
    """
    path = PurePath(path)
    return _BY_NAME.get(path.name) or _LANGUAGES.get(path.suffix.lower(), "text")


def comment_pattern(language: str) -> str:
    """Return the regular expression for what begins a comment that ends with its line."""
    if language in _SLASHES:
        return "//"
    return "#" if language in _HASHES else "(?://|#)"
