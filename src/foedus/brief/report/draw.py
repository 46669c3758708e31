"""Pictures as SVG: drawn with the vendored typeface alone, the same bytes every time."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from foedus.brief.look import FONT
from foedus.brief.narrow import narrowed
from foedus.brief.picture import Picture
from foedus.brief.trim import trimmed

__all__ = [
    "FAMILY",
    "either",
    "fonts",
    "numbered",
    "svg",
    "thin_svg",
    "traced",
    "unmixed",
    "with_our_font",
]

FAMILY: Final = "Source Sans 3"
_NAMED: Final = re.compile(r'\bid="([^"]+)"')


def svg(one: Picture) -> str:
    """The drawing of a picture, without its title and caption, which a page sets as text."""
    return _drawn(one.spec, one.id)


def thin_svg(one: Picture) -> str:
    """The same for a narrow screen; empty where the picture fits one, or has no other form."""
    spec = narrowed(one.spec)
    return "" if spec is None else _drawn(spec, f"{one.id}-narrow")


def either(wide: str, thin: str) -> str:
    """Both drawings, of which a page's style sheet shows the one that fits, or the one there is."""
    if not thin:
        return wide
    return f'<div class="wide">{wide}</div><div class="narrow">{thin}</div>'


def _drawn(spec: dict[str, Any], name: str) -> str:
    return unmixed(traced(spec | {"background": "transparent"}), name)


def traced(spec: dict[str, Any]) -> str:
    """A specification drawn in our typeface and cut to what it holds; names as Vega counts them."""
    import vl_convert  # takes a tenth of a second

    with_our_font()
    return trimmed(vl_convert.vegalite_to_svg(spec))


def unmixed(text: str, name: str) -> str:
    """An SVG whose inner names begin with `name`, so that several can stand on one page."""
    return (
        numbered(text, name)
        .replace(FONT, f"'{FAMILY}', sans-serif")
        .replace(FONT.replace("'", "&#39;"), f"'{FAMILY}', sans-serif")
    )


def fonts() -> Path:
    """Folder of the typeface's files."""
    return Path(str(files("foedus.brief").joinpath("fonts")))


def numbered(text: str, name: str) -> str:
    """The same, its type as it is. Vega counts through all drawings of a process; this does not.

    Examples
    --------
    >>> numbered('<clipPath id="clip19"/><g clip-path="url(#clip19)"/>', "ladder")
    '<clipPath id="ladder-clip1"/><g clip-path="url(#ladder-clip1)"/>'
    """
    for at, inner in enumerate(dict.fromkeys(_NAMED.findall(text)), 1):
        ours = f"{name}-{inner.rstrip('0123456789')}{at}"
        for form in ('id="{}"', "url(#{})", 'href="#{}"'):
            text = text.replace(form.format(inner), form.format(ours))
    return text


@functools.cache
def with_our_font() -> None:
    """Let drawings know our typeface, whatever this machine has installed.

    It is not measured: vl-convert 1.9 takes every letter for four fifths of its height.
    """
    import vl_convert

    vl_convert.register_font_directory(str(fonts()))
