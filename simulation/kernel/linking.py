"""Compiling in parts and wholes: what a function calls is optimised once, within that function.

Numba optimises every function together with all that it calls, and turns it into machine code, and
does it again within its caller, and within that one's. Here the parts wait until a whole, which
Python calls, has brought all of them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Numba tells nothing of the types of these.
_BUILDER, _LAST_STEP = cast("Any", DefaultPassBuilder), cast("Any", register_pass)


class PartLibrary(JITCodeLibrary):
    """The code of one part alone, neither optimised nor turned into machine code."""

    def finalize(self) -> None:
        """Take nothing more; what this part calls is linked by the whole."""
        self._finalized = True

    def needed(self) -> tuple[Any, ...]:
        """Return the libraries of what this part calls."""
        return tuple(self._linking_libraries)

    def functions(self) -> Iterator[Any]:
        """Yield the functions that others may call."""
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage.name == "external":
                yield function

    def _get_module_for_linking(self) -> Any:
        return self._final_module


class WholeLibrary(JITCodeLibrary):
    """The code of an entry point with all that it calls, directly or not."""

    def add_linking_library(self, library: Any) -> None:
        """Link a library and, since parts do not hold what they call, those that it needs."""
        if library in self._linking_libraries:
            return
        cast("Any", super()).add_linking_library(library)
        if isinstance(library, PartLibrary):
            for further in library.needed():
                self.add_linking_library(further)

    def _optimize_final_module(self) -> None:
        # Parts that are called nowhere else may vanish into their callers.
        for library in self._linking_libraries:
            if isinstance(library, PartLibrary):
                for function in library.functions():
                    self._final_module.get_function(function.name).linkage = "linkonce_odr"
        cast("Callable[[], None]", super()._optimize_final_module)()


def _library(kind: Any, state: Any) -> Any:
    return kind(state.targetctx.codegen(), state.func_id.func_qualname)


@_LAST_STEP(mutates_CFG=True, analysis_only=False)
class WholeLowering(NativeLowering):
    """Numba's last step, for an entry point."""

    _name = "whole_lowering"

    def run_pass(self, state: Any) -> bool:
        """Turn the function into code."""
        state.library = _library(WholeLibrary, state)
        state.library.enable_object_caching()
        cast("Any", super()).run_pass(state)
        return True


@_LAST_STEP(mutates_CFG=True, analysis_only=False)
class PartLowering(NativeLowering):
    """Numba's last step, for what only compiled functions call."""

    _name = "part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Turn the function into code that wholes can link."""
        state.library = _library(PartLibrary, state)
        flags = state.flags
        flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
        cast("Any", super()).run_pass(state)
        # Numba knows the functions it compiled by what Python would call, and takes only built-in
        # ones: one of its own for each part, which refuses whatever arguments it is given.
        stand_in = cast("list[None]", []).copy
        state.targetctx.insert_user_function(stand_in, state["cr"].fndesc, [state.library])
        state["cr"] = state["cr"]._replace(cfunc=stand_in)
        return True


class _Compiler(CompilerBase):
    lowering: type[NativeLowering]

    def define_pipelines(self) -> list[Any]:
        manager = _BUILDER.define_nopython_pipeline(self.state)
        manager.add_pass_after(self.lowering, NativeLowering)
        manager.passes = [step for step in manager.passes if step[0] is not NativeLowering]
        manager.finalize()
        return [manager]


class WholeCompiler(_Compiler):
    """Compiles a function that Python calls."""

    lowering = WholeLowering


class PartCompiler(_Compiler):
    """Compiles a function that only compiled functions call."""

    lowering = PartLowering
