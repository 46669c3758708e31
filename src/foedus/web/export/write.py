"""Write the site: lay out every page, then make each, several side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.core.errors import Cancelled
from foedus.core.paths import threads as processors
from foedus.web.shelf import static

from .cost import Cost, cost
from .crisis import crises, listed
from .finish import finished
from .folder import Staging
from .front import fronts
from .rooms import rooms, years
from .site import STATIC, Site, Static

if TYPE_CHECKING:
    from foedus.core.progress import Reporter

    from .wanted import Item, Wanted

__all__ = ["LARGEST", "Made", "export"]

LARGEST = 150_000_000
"""Bytes above which a site is said to be large."""
_LIVE_ONLY = (".js", ".txt")
"""Files of a running explorer alone: scripts, and their licence."""


@dataclass(frozen=True)
class Made:
    """What was written: the folder, files, bytes, and what could not be had."""

    folder: Path
    files: int
    size: int
    missing: tuple[str, ...]


def export(
    target: Path,
    wanted: Wanted,
    reporter: Reporter,
    *,
    workers: int | None = None,
    resume: bool = False,
    told: Callable[[Cost], None] = lambda _: None,
) -> Made:
    """Write the explorer as a folder of files.

    Parameters
    ----------
    target
        Where: a new folder, an empty one, or a site that is then replaced.
    wanted
        What it holds.
    reporter
        Progress, and whether to stop.
    workers
        Pages made side by side; as many as there are processors by default.
    resume
        Whether to go on with an export that was interrupted.
    told
        Called with what it will take, before anything is solved.

    Raises
    ------
    UsageError
        Something else lies there, there is nothing to resume, or it cannot be written.
    Cancelled
        The user stopped it; what is done is kept.
    """
    side = workers or processors()
    staging = Staging(target, wanted.made, wanted.key, resume=resume)
    found = crises(wanted, max(1, processors() // side), reporter.cancelled)
    groups = [fronts(found, years(wanted)), *listed(found), *rooms(wanted)]
    site = Site()
    names = {id(item): _laid(site, item) for group in groups for item in group}
    told(cost(found, len(site)))
    lost: list[str] = []
    for name, content in static().items():
        if not name.endswith(_LIVE_ONLY):
            staging.add(f"{STATIC}/{name}", content)
    for group in groups:
        todo = [(item, names[id(item)]) for item in group if not staging.has(names[id(item)])]
        reporter.start(group.label, len(todo))
        lost.extend(_written(todo, site, staging, side, reporter))
        reporter.done()
        group.done()
    kept = set(names.values()) | {f"{STATIC}/{name}" for name in static()}
    manifest = staging.finish(kept)
    sizes = [(staging.target / name).stat().st_size for name in manifest["files"]]
    return Made(staging.target, len(sizes), sum(sizes), tuple(lost))


def _laid(site: Site, item: Item) -> str:
    name = site.add(item.room, item.state)
    for state in item.others:
        site.alias(item.room, state, name)
    return name


def _written(
    todo: Sequence[tuple[Item, str]], site: Site, staging: Staging, side: int, reporter: Reporter
) -> Iterator[str]:
    """Make files and write them; yield the names of those that cannot be had."""

    def make(item: Item, name: str) -> bool:
        content = item.make(Static(site, name))
        if content is None:
            return False
        if isinstance(content, str):
            content = (finished(content) if item.page else content).encode()
        staging.add(name, content)
        return True

    def look() -> None:
        if reporter.cancelled():
            raise Cancelled(
                f"interrupted; what is done is kept: go on with foedus export --resume "
                f"{staging.target}"
            )

    for item, name in (one for one in todo if one[0].alone):
        look()
        if not make(item, name):
            yield name
        reporter.advance()
    with ThreadPoolExecutor(side) as pool:
        rest = iter([one for one in todo if not one[0].alone])
        running: dict[Future[bool], str] = {}
        while True:
            look()
            for item, name in rest:
                running[pool.submit(make, item, name)] = name
                if len(running) >= 2 * side:
                    break
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                name = running.pop(future)
                if not future.result():
                    yield name
                reporter.advance()
