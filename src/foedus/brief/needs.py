"""Whether the libraries that draw are there: the `brief` extra."""

from __future__ import annotations

from importlib.util import find_spec

from foedus.core.errors import BundleError

__all__ = ["require"]

_MODULES = ("altair", "jinja2", "vl_convert")


def require() -> None:
    """Refuse early, and say what to install; imports nothing, so it costs no time.

    Raises
    ------
    BundleError
        If a library is missing.
    """
    missing = [name for name in _MODULES if find_spec(name) is None]
    if missing:
        raise BundleError(
            f"the page of pictures needs {', '.join(missing)}, not installed here",
            fix="pip install 'foedus[brief]'",
        )
