"""Names of a picture's rows, as the expression that Vega writes beside the ticks, and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

__all__ = ["expression", "names"]

_LISTED = re.compile(r"\[.*\](?=\[datum\.value\]$)")


def expression(labels: Sequence[str]) -> str:
    """Write the names of rows 0, 1, ... as an axis takes them.

    Examples
    --------
    >>> expression(["any war", "wider war"])
    '["any war", "wider war"][datum.value]'
    """
    return f"{json.dumps(list(labels))}[datum.value]"


def names(written: str) -> list[str]:
    """Read them back; of any other expression there are none.

    Examples
    --------
    >>> names(expression(["any war", "a [b]"])), names("datum.label")
    (['any war', 'a [b]'], [])
    """
    found = _LISTED.match(written)
    return [str(name) for name in json.loads(found[0])] if found else []
