"""Print lines with their styles: weight and colour on a terminal only, and nothing that moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from .layout import Line

__all__ = ["show"]


def show(told: Sequence[Line], stream: TextIO) -> None:
    """Print lines.

    Parameters
    ----------
    told
        Text and style of each.
    stream
        Where; styles only if it is a terminal, and colours only if ``NO_COLOR`` is not set.
    """
    if not stream.isatty():
        stream.write("\n".join(text.rstrip() for text, _ in told) + "\n")
        return
    from rich.console import Console  # not needed where output is piped
    from rich.text import Text

    from foedus.core.paths import no_color

    console = Console(file=stream, no_color=no_color(), highlight=False, soft_wrap=True)
    for text, style in told:
        console.print(Text(text.rstrip(), style=style))
