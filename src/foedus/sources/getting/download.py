"""Bring a file from the first of several web addresses that has it.

What comes lies in ``NAME.part`` beside its place, is compared with its checksum there, and is
renamed only then. So a file is there whole and right, or not at all. A broken transfer goes on
where it stopped, in this process or in a later one; a file with a wrong checksum is removed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from foedus.core.errors import Cancelled
from foedus.core.progress import Reporter, Silent
from foedus.core.provenance import sha256_file

from .checksum import ChecksumError, DataError
from .only_one import only_one
from .places import Place
from .transfer import Limits, discard, receive
from .unpack import unpack
from .web import Broken

__all__ = ["Attempt", "DownloadError", "Limits", "download"]

_LONGEST_WAIT = 30.0
_SLICE = 0.5
_MOST_REQUESTS = 100
"""Even where every request brings a little, somewhere it is enough."""


@dataclass(frozen=True)
class Attempt:
    """A place that did not give the file, and why not."""

    url: str
    reason: str


class DownloadError(DataError):
    """No place gave the file; each one is named with its reason.

    Parameters
    ----------
    name
        What was wanted.
    attempts
        The places, in the order they were tried. Kept as `attempts`.
    """

    def __init__(self, name: str, attempts: Iterable[Attempt], *, fix: str | None = None) -> None:
        self.attempts = tuple(attempts)
        tried = "; ".join(f"{one.url}: {one.reason}" for one in self.attempts)
        super().__init__(
            f"could not be fetched ({tried})" if tried else "there is no address to fetch it from",
            file=name,
            fix=fix,
        )


def download(
    places: Iterable[Place],
    target: Path,
    *,
    sha256: str | None = None,
    limits: Limits | None = None,
    reporter: Reporter | None = None,
    archives: dict[str, Path] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Place:
    """Fetch a file to `target`; a file already there is replaced only by one that is right.

    Parameters
    ----------
    places
        Tried in this order.
    target
        Where it goes; folders are made.
    sha256
        What it must be, in hexadecimal; None where nothing is registered.
    limits
        Patience and size.
    reporter
        Told of progress, asked whether to stop.
    archives
        Archives fetched so far, by address, so that a second member needs no second transfer. The
        caller removes them. None: an archive is removed when its member is out.
    sleep
        Waits the given seconds; a test passes its own.

    Returns
    -------
    Place
        The one that gave it.

    Raises
    ------
    DownloadError
        If no place gave it, with the reason of each.
    Cancelled
        If the reporter says so; what came is kept and goes on next time.
    DataError
        If the folder cannot be written, or another process is fetching the same file.
    """
    reporter = Silent() if reporter is None else reporter
    job = _Job(limits or Limits(), reporter, sleep)
    attempts: list[Attempt] = []
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with only_one(target.with_name(f".{target.name}.lock")):
            for place in places:
                if attempts:  # what failed last is told at the end, with all before it
                    last = attempts[-1]
                    reporter.note(f"{target.name}: {last.url}: {last.reason}; going on elsewhere")
                try:
                    job.bring(place, target, sha256, archives)
                except DataError as error:
                    attempts.append(Attempt(place.url, _reason(error)))
                else:
                    return place
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise DataError(f"cannot be written ({why})", file=target) from None
    raise DownloadError(target.name, attempts)


def _reason(error: DataError) -> str:
    return error.message if error.fix is None else f"{error.message}; {error.fix}"


@dataclass(frozen=True)
class _Job:
    """Patience, an ear, and a clock, for all requests of one download."""

    limits: Limits
    reporter: Reporter
    sleep: Callable[[float], None]

    def bring(
        self, place: Place, target: Path, sha256: str | None, archives: dict[str, Path] | None
    ) -> None:
        """Put the file of one place at `target`, or raise and leave `target` as it was."""
        if place.member is None:
            part = self._whole(place.url, _part(target), sha256)
            _put(part, target)
            discard(part)
            return
        known = {} if archives is None else archives
        try:
            archive = known.get(place.url) or self._archive(place.url, target.parent)
            known[place.url] = archive
            fresh = target.with_name(f".{target.name}.unpacked")
            try:
                unpack(
                    archive, place.member, fresh,
                    largest=self.limits.largest, sure=sha256 is not None,
                )  # fmt: skip
                _compare(fresh, sha256, place.url)
                _put(fresh, target)
            finally:
                fresh.unlink(missing_ok=True)
        finally:
            if archives is None:
                for one in known.values():
                    one.unlink(missing_ok=True)

    def _archive(self, url: str, folder: Path) -> Path:
        """Fetch an archive beside its members; its name tells archives of one name apart."""
        archive = folder / f".{hashlib.sha256(url.encode()).hexdigest()[:16]}.zip"
        with only_one(archive.with_name(f"{archive.name}.lock")):
            part = self._whole(url, _part(archive), None)
            _put(part, archive)
            discard(part)
        return archive

    def _whole(self, url: str, part: Path, sha256: str | None) -> Path:
        """Ask until all has come and is right, or until asking again brings nothing new."""
        furthest, idle = _size(part), 0
        failed: DataError | None = None
        for _ in range(_MOST_REQUESTS):
            continued, certain = _size(part) > 0, True
            try:
                certain = receive(
                    url, part, sure=sha256 is not None, limits=self.limits, reporter=self.reporter
                )
                _compare(part, sha256, url)
            except Broken as error:
                failed, wait = DataError(error.reason), error.wait
            except ChecksumError as error:
                discard(part)
                if certain and not continued:
                    raise
                failed, wait = error, 0.0  # cut unnoticed, or pieced together from two versions
            else:
                return part
            idle = 0 if (came := _size(part)) > furthest else idle + 1
            furthest = max(furthest, came)
            if idle >= self.limits.tries:
                break
            self._wait(max(wait, self.limits.backoff * 2.0 ** max(idle - 1, 0)))
        raise failed or DataError("nothing came")

    def _wait(self, seconds: float) -> None:
        """Wait in slices, so that Ctrl-C is heard."""
        left = min(seconds, _LONGEST_WAIT)
        while left > 0 and not self.reporter.cancelled():
            self.sleep(min(left, _SLICE))
            left -= _SLICE
        if self.reporter.cancelled():
            raise Cancelled("stopped; what came is kept", fix="the same command goes on")


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _compare(path: Path, sha256: str | None, url: str) -> None:
    if sha256 is not None and (found := sha256_file(path)) != sha256:
        raise ChecksumError(sha256, found, place=url)


def _put(part: Path, target: Path) -> None:
    """Rename, once the bytes are on the disk: a name must not outlive a crash without them."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
