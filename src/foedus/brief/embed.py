"""What every page carries with it to open offline: type, drawing library, data, script."""

from __future__ import annotations

import base64
import functools
import json
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .narrow import narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from .picture import Picture

__all__ = ["drawn_with", "font", "json_text", "library", "shown", "specs", "template", "text"]

_FONT_FILE = "fonts/source-sans-3-latin-wght-normal.woff2"


def shown(one: Picture) -> dict[str, str]:
    """A picture's words and data, as a template places them."""
    data = "data:text/csv;charset=utf-8," + quote(one.csv, safe="")
    return {
        "id": one.id,
        "title": one.title,
        "caption": one.caption,
        "corner": one.corner,
        "alt": one.alt,
        "data": data,
    }


def drawn_with() -> str:
    """Versions of the drawing libraries."""
    return f"Altair {_version('altair')}, vl-convert {_version('vl-convert-python')}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a copy without metadata
        return "of unknown version"


@functools.cache
def template(name: str) -> jinja2.Template:
    """A template of the page, by its file name."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.FunctionLoader(lambda file: text(f"templates/{file}")),
    )
    return environment.get_template(name)


@functools.cache
def library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script (0.9 MB)."""
    import altair as alt
    import vl_convert

    return vl_convert.javascript_bundle(
        "window.vegaEmbed = vegaEmbed;",
        vl_version=".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2]),
    )


def json_text(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    told = json.dumps(
        value, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def specs(pictures: Sequence[Picture]) -> dict[str, str]:
    """Vega-Lite by picture, as the page's script takes it: ``specs``, and ``narrow`` for phones."""
    thin = {one.id: made for one in pictures if (made := narrowed(one.spec)) is not None}
    return {
        "specs": json_text({one.id: one.spec for one in pictures}),
        "narrow": json_text(thin),
    }


@functools.cache
def font() -> str:
    """The typeface, base64."""
    return base64.b64encode(files("foedus.brief").joinpath(_FONT_FILE).read_bytes()).decode()


def text(name: str) -> str:
    """A file of this room."""
    return files("foedus.brief").joinpath(name).read_text(encoding="utf-8")
