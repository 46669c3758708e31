"""How kernels are compiled, and names for the arrays they take.

Numba reads no annotations and its own types for `njit` leave out `_nrt`; here the decorator
keeps a kernel's signature, so that callers are checked against it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kernel = TypeVar("Kernel", bound=Callable[..., object])


def jit(**options: bool | str) -> Callable[[Kernel], Kernel]:
    """Return numba's `njit` decorator with these options.

    Parameters
    ----------
    **options
        As `numba.njit` takes them. `cache=True` keeps the machine code in the folder that is set
        while the kernels are imported; `_nrt=False` compiles without reference counting, for
        kernels that allocate nothing.

    Dividing by zero gives an infinity or a NaN, as in NumPy: a NaN is what does not converge.
    """
    decorate = cast("Callable[..., Callable[[Kernel], Kernel]]", numba.njit)
    return decorate(error_model="numpy", **options)
