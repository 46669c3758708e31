"""The only place that reads the environment.

===================  ==========================================================================
``FOEDUS_DATA``      folder with the public data sets
``FOEDUS_MIRRORS``   base URLs, parted by spaces, that hold the data files under the same names
``FOEDUS_STRICT``    ``1``: a check that lacks its data or its browser fails instead of skipping
``FOEDUS_CACHE``     folder for solved equilibria and compiled kernels
``FOEDUS_THREADS``   threads of the kernels; default: the processors this process may use
``NO_COLOR``         any non-empty value: no colour (https://no-color.org)
===================  ==========================================================================
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from foedus.core.errors import UsageError

__all__ = [
    "cache_dir",
    "cache_dir_that_lasts",
    "data_dir",
    "mirrors",
    "no_color",
    "strict",
    "threads",
]


def data_dir() -> Path | None:
    """Folder of public data sets (``FOEDUS_DATA``), or None where the variable is not set.

    Raises
    ------
    UsageError
        If the variable names something that is not a folder.
    """
    raw = os.environ.get("FOEDUS_DATA")
    if not raw:
        return None
    path = Path(raw).expanduser()
    if not path.is_dir():
        raise UsageError("FOEDUS_DATA is not a folder", value=raw, fix="unset it, or correct it")
    return path


def mirrors() -> tuple[str, ...]:
    """Base URLs of mirrors (``FOEDUS_MIRRORS``), without a slash at the end, in the order given.

    Raises
    ------
    UsageError
        If one is not an http or https address.
    """
    found = tuple(word.rstrip("/") for word in os.environ.get("FOEDUS_MIRRORS", "").split())
    for base in found:
        scheme, _, rest = base.partition("://")
        web = scheme.lower() in ("http", "https")
        wrong = rest.startswith("/") or rest.endswith((",", ";"))
        if not web or not rest or wrong or not _has_host(base):
            raise UsageError(
                "FOEDUS_MIRRORS names something that is not a web address",
                value=base,
                fix="write addresses that begin with https://, parted by spaces",
            )
        if "?" in rest or "#" in rest:
            raise UsageError(
                "FOEDUS_MIRRORS names an address that no file name can be added to",
                value=base,
                fix="leave out what follows ? or #",
            )
    return found


def _has_host(address: str) -> bool:
    """Whether host and port of an address can be told."""
    try:
        found = urlsplit(address)
        return bool(found.hostname) and found.port != 0
    except ValueError:
        return False


def strict() -> bool:
    """True where ``FOEDUS_STRICT=1``: what is missing is a failure, not a skip."""
    return os.environ.get("FOEDUS_STRICT") == "1"


def no_color() -> bool:
    """True where ``NO_COLOR`` is set to anything but the empty string."""
    return bool(os.environ.get("NO_COLOR"))


def threads() -> int:
    """Threads the kernels may use, at least 1.

    Raises
    ------
    UsageError
        If ``FOEDUS_THREADS`` is not a positive whole number.
    """
    raw = os.environ.get("FOEDUS_THREADS")
    if not raw:
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    if not (raw.isascii() and raw.isdigit() and int(raw) > 0):
        raise UsageError(
            "FOEDUS_THREADS is not a positive whole number", value=raw, fix="unset it, or set 1"
        )
    return int(raw)


def cache_dir() -> Path:
    """Writable folder for what can be computed again; created if it is not there.

    ``FOEDUS_CACHE``, else ``$XDG_CACHE_HOME/foedus``, else ``~/.cache/foedus``. Where that cannot
    be written, a temporary folder that lasts as long as the process.
    """
    return cache_dir_that_lasts() or _temporary()


def cache_dir_that_lasts() -> Path | None:
    """`cache_dir` for what must outlive the process; None where only a temporary one could be."""
    chosen = _chosen_cache()
    return chosen if chosen is not None and _writable(chosen) else None


def _chosen_cache() -> Path | None:
    if own := os.environ.get("FOEDUS_CACHE"):
        return Path(own).expanduser().absolute()
    if xdg := os.environ.get("XDG_CACHE_HOME"):
        return Path(xdg).expanduser().absolute() / "foedus"
    try:
        return Path.home() / ".cache" / "foedus"
    except RuntimeError:  # no home folder is known
        return None


def _writable(path: Path) -> bool:
    """Whether a file can be made in `path`. Asked by doing it: permission bits lie to root."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return True
    except OSError:
        return False


@functools.cache
def _temporary() -> Path:
    path = Path(tempfile.mkdtemp(prefix="foedus-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path
