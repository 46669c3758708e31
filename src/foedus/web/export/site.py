"""Where each page lies in the folder, and the links between pages as relative names of files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote

from foedus.core.errors import FoedusError
from foedus.web.links import Value, pairs

__all__ = ["Key", "Site", "Static", "key", "path"]

Key = tuple[str, tuple[tuple[str, str], ...]]
"""A page: its room, and its state as it stands in an address."""

STATIC = "static"
"""Folder of style and type."""
_LONGEST = 200
_PLAIN = re.compile(r"[^A-Za-z0-9._-]")


def key(room: str, state: Mapping[str, Value]) -> Key:
    """A page, named by what its live address says.

    >>> key("ledger", {"sort": "-war", "page": 2, "major": False})
    ('ledger', (('sort', '-war'), ('page', '2')))
    """
    return room, tuple(pairs(dict(state)))


def path(page: Key) -> str:
    """Name of the file of a page; different pages have different files.

    A colon is written ``~``, other signs ``+`` and their number, because not every file system
    and not every web server takes them as they are.

    >>> path(("crisis", (("name", "cuba-1962"), ("with", "hotline:RUS-USA"))))
    'crisis/cuba-1962/with-hotline~RUS-USA.html'
    >>> path(("ledger/dispute", (("number", "257"),)))
    'ledger/dispute/number-257.html'
    >>> path(("network/states.csv", (("year", "1914"),)))
    'network/year-1914.states.csv'
    """
    room, state = page
    head, _, part = room.partition("/")
    folders = [head] if head else []
    if head == "crisis" and state:
        folders.append(_safe(state[0][1]))
        state = state[1:]
    slug = ",".join(f"{name}-{_safe(value)}" for name, value in state)
    if "." in part:
        file = f"{slug}.{part}" if slug else part
    else:
        folders += [part] if part else []
        file = f"{slug or 'index'}.html"
    return "/".join((*folders, file))


def _safe(value: str) -> str:
    return _PLAIN.sub(_written, value)


def _written(found: re.Match[str]) -> str:
    sign = found.group()
    return "~" if sign == ":" else "".join(f"+{byte:02x}" for byte in sign.encode())


class Site:
    """Every page that is written, and its file."""

    def __init__(self) -> None:
        self._paths: dict[Key, str] = {}
        self._taken: dict[str, Key] = {}

    def add(self, room: str, state: Mapping[str, Value]) -> str:
        """A page, with a file of its own.

        Returns
        -------
        str
            Its path in the site.

        Raises
        ------
        FoedusError
            Its file would be another one's, where letters have no case, or its name is too long.
        """
        page = key(room, state)
        name = path(page)
        if name.casefold() in self._taken or len(posixpath.basename(name)) > _LONGEST:
            raise FoedusError("two pages want this file, or its name is too long", file=name)
        self._taken[name.casefold()] = page
        self._paths[page] = name
        return name

    def alias(self, room: str, state: Mapping[str, Value], name: str) -> None:
        """Another address of a page that is there."""
        self._paths[key(room, state)] = name

    def find(self, room: str, state: Mapping[str, Value]) -> str:
        """Path of a page; empty where it is not written."""
        return self._paths.get(key(room, state), "")

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._taken)


class Static:
    """Addresses as a file of the site needs them: relative to it, and none that leads nowhere.

    Parameters
    ----------
    site
        What is written.
    here
        Path of the file in which the links stand.

    Examples
    --------
    >>> site = Site()
    >>> ledger, front = site.add("ledger", {}), site.add("", {})
    >>> links = Static(site, ledger)
    >>> links.to(""), links.to("ledger"), links.to("ledger", page=2), links.asset("style.css")
    ('../index.html', 'index.html', '', '../static/style.css')
    """

    live = False

    def __init__(self, site: Site, here: str) -> None:
        self._site = site
        self._here = posixpath.dirname(here)

    def to(self, room: str, /, **state: Value) -> str:
        """Address of a page; empty where it is not written."""
        return self._relative(self._site.find(room, state))

    def asset(self, name: str, /) -> str:
        """Address of a file of `static`."""
        return self._relative(f"{STATIC}/{name}")

    def _relative(self, target: str) -> str:
        if not target:
            return ""
        return quote(posixpath.relpath(target, self._here or "."), safe="/~,")
