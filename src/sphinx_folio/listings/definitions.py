"""Finds functions, classes and names of Python sources, by Python's own parser."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .faults import ListingError
from .places import Place

_WITH_BODIES = (ast.If, ast.Try, ast.With)


def read(text: str) -> list[Place]:
    """Return what a Python source defines, by its qualified name: ``Class.method``.

    Raises ``ListingError`` where it is no Python.
    """
    try:
        return list(_places(ast.parse(text).body, ""))
    except (RecursionError, MemoryError):
        raise ListingError("is nested too deeply for Python's parser; mark a region") from None
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        raise ListingError(f"is no Python: {said}", line) from None


def _places(body: Sequence[ast.stmt], prefix: str, *, local: bool = False) -> Iterator[Place]:
    """Yield the places in a body; in that of a function (*local*) not its variables."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            name = prefix + node.name
            yield Place(name, first - 1, node.end_lineno or node.lineno)
            yield from _places(node.body, f"{name}.", local=not isinstance(node, ast.ClassDef))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not local:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    stop = node.end_lineno or node.lineno
                    yield Place(prefix + target.id, node.lineno - 1, stop)
        elif isinstance(node, _WITH_BODIES):
            yield from _places(node.body, prefix, local=local)
            yield from _places(getattr(node, "orelse", []), prefix, local=local)
