"""Whether the libraries that draw, set and serve are there: the `brief` and `web` extras."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from foedus.core.errors import BundleError

__all__ = ["require"]

_PICTURES = ("altair", "fontTools", "jinja2", "vl_convert")


def require(
    what: str = "the page of pictures", modules: Sequence[str] = _PICTURES, extra: str = "brief"
) -> None:
    """Refuse early, and say what to install; imports nothing, so it costs no time.

    Parameters
    ----------
    what
        What cannot be made without, in words.
    modules
        What it needs.
    extra
        The extra that brings them.

    Raises
    ------
    BundleError
        If a library is missing.
    """
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise BundleError(
            f"{what} needs {', '.join(missing)}, not installed here",
            fix=f"pip install 'foedus[{extra}]'",
        )
