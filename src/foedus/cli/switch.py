"""A yes-or-no option of a command: ``--cite``, with no ``--no-cite`` beside it."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

__all__ = ["Switch"]

Switch = Annotated[bool, Parameter(negative=())]
