"""Many arrays handed to a compiled function as one reference.

A tuple of arrays goes to a compiled function as all its pointers, shapes and strides, some hundred
numbers, and most of the compiler's time goes into carrying them about. A reference is one.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba.core import cgutils, types
from numba.experimental import structref
from numba.experimental.jitclass import base
from numba.extending import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

_Parts = TypeVar("_Parts")
# Numba tells nothing of the types of these.
_CODE, _JITCLASS = cast("Any", cgutils), cast("Any", base)


@structref.register
class Reference(types.StructRef):
    """The compiled type of a reference to the parts of a named tuple."""

    def __init__(self, fields: tuple[tuple[str, Any], ...]) -> None:
        cast("Any", super()).__init__(fields)
        # The whole list would stand in the name of every function that takes one.
        self.name = f"Reference {blake2b(repr(fields).encode(), digest_size=8).hexdigest()}"


def _refer(_typing: object, parts: Any) -> Any:
    reference: Any = Reference(tuple(zip(parts.fields, parts.types, strict=True)))

    def generate(context: Any, builder: Any, _signature: object, given: tuple[Any]) -> Any:
        data_type = reference.get_data_type()
        layout = context.data_model_manager[data_type].get_value_type()
        size = context.get_constant(types.uintp, context.get_abi_sizeof(layout))
        release = _JITCLASS.imp_dtor(context, builder.module, reference)
        held = context.nrt.meminfo_alloc_dtor(builder, size, release)
        place = builder.bitcast(context.nrt.meminfo_data(builder, held), layout.as_pointer())
        builder.store(_CODE.get_null_value(layout), place)
        data = _CODE.create_struct_proxy(data_type)(context, builder, ref=place)
        for number, (name, kind) in enumerate(zip(parts.fields, parts.types, strict=True)):
            part = builder.extract_value(given[0], number)
            context.nrt.incref(builder, kind, part)
            setattr(data, name, part)
        nothing = _CODE.get_null_value(context.get_value_type(reference))
        return builder.insert_value(nothing, held, 0)

    return reference(parts), generate


by_reference = cast("Callable[[_Parts], _Parts]", intrinsic(_refer))
"""Return a reference to a named tuple; see `simulation.kernel.compilation.by_reference`."""
