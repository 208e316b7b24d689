"""Window, import and command line pass the same gates, because there is no other way in."""

import ast
from pathlib import Path

import models

MODELS = Path(models.__file__).parent


def callers_of(name: str) -> dict[str, ast.Module]:
    """Return the modules that call a function of this name, by their path below `models`."""
    trees = {
        path.relative_to(MODELS).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in MODELS.rglob("*.py")
    }
    return {place: tree for place, tree in trees.items() if name in called(tree)}


def called(tree: ast.AST) -> set[str]:
    """Return the names of the functions that are called by their bare name."""
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_one_function_enforces_gates_for_window_import_and_command_line() -> None:
    assert set(callers_of("StageMove")) == {"leads/stages/entering.py"}
    entering = callers_of("enter_stage")
    assert "leads/stages/moving.py" in entering
    for place, tree in entering.items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            if "enter_stage" in called(function):
                assert "missing_evidence" in called(function), f"{place}: {function.name}"
