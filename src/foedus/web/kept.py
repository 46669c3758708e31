"""What was made is kept, and made once even where many ask for it in the same moment."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

__all__ = ["Kept"]

T = TypeVar("T")


class Kept(Generic[T]):
    """Results by key, the least asked for forgotten first.

    Parameters
    ----------
    most
        How many are kept.

    Examples
    --------
    >>> kept = Kept[str](2)
    >>> [kept.get(key, lambda key=key: key.upper()) for key in ("a", "b", "a")]
    ['A', 'B', 'A']
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under the key, made now where nothing is; an error is not kept."""
        with self._lock:
            future = self._found.get(key)
            mine = future is None
            if future is None:
                future = self._found[key] = Future()
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
            self._found.move_to_end(key)
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._found.get(key) is future:
                        del self._found[key]
                future.set_exception(error)
                raise
        return future.result()

    def __contains__(self, key: Hashable) -> bool:
        """Whether it is there already."""
        with self._lock:
            future = self._found.get(key)
        return future is not None and future.done()
