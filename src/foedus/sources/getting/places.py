"""The web addresses of a data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from foedus.core import paths

from .registry import File

__all__ = ["Place", "places"]

_GITHUB = re.compile(r"(?P<repository>[^@]+)@(?P<commit>[0-9a-f]+):(?P<path>.+)")


@dataclass(frozen=True)
class Place:
    """Where a file can be had.

    Parameters
    ----------
    url
        Web address of the file, or of a zip archive that holds it.
    member
        Its name in the archive; None where the address is that of the file itself.
    """

    url: str
    member: str | None = None


def places(file: File) -> tuple[Place, ...]:
    """Addresses the file can be fetched from, in the order they are tried.

    Raises
    ------
    UsageError
        If ``FOEDUS_MIRRORS`` names something that is not a web address.
    """
    found = [Place(f"{base}/{quote(file.path)}") for base in paths.mirrors()]
    if file.mirror is not None and (parts := _GITHUB.fullmatch(file.mirror)) is not None:
        own = f"https://github.com/{parts['repository']}/raw/{parts['commit']}"
        found.append(Place(f"{own}/{quote(parts['path'])}"))
    if file.url is not None:
        found.append(Place(file.url, file.member))
    return tuple(found)
