"""``foedus serve --check``: every page answered once, with its status and its time."""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from foedus.crisis.library import bundled

from .links import Live
from .live import running
from .question import FILE
from .render import ROOMS

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["check", "pages"]

SMALL = "kargil-1999"
"""The crisis whose changes are asked for: it is solved in a moment."""


def pages() -> list[str]:
    """Addresses of every page, and of the files they need."""
    links = Live()
    found = [links.to(""), links.to(FILE), *(links.to(room) for room in ROOMS)]
    found += [links.to("crisis", name=name) for name in bundled()]
    change = {"name": SMALL, "with": ["fewer-exercises"]}
    found += [
        links.to(f"crisis/{part}", **change)
        for part in ("answer", "progress", "more", "scenario.yaml")
    ]
    found += [links.to("crisis/own"), "/api/crises", "/api/openapi.json"]
    found += [links.asset(name) for name in ("style.css", "explorer.js", "htmx.min.js")]
    return found


def check(app: FastAPI, out: TextIO) -> int:
    """Start the explorer on a free port, ask for every page, print how each went, stop.

    Returns
    -------
    int
        1 if a page failed, else 0.
    """
    failed = 0
    with running(app) as address:
        place = urlsplit(address)
        for page in pages():
            connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
            began = time.monotonic()
            connection.request("GET", page)
            answer = connection.getresponse()
            size = len(answer.read())
            connection.close()
            took = time.monotonic() - began
            good = answer.status == 200
            failed += not good
            mark = "" if good else "  FAILED"
            out.write(f"{answer.status}  {took:6.2f} s  {size / 1000:7.1f} kB  {page}{mark}\n")
            out.flush()
    count = len(pages())
    out.write(f"{count - failed} of {count} pages answered\n")
    return 1 if failed else 0
