"""Where a data file is: the user's folder, the cache; and how it gets there when that is asked for.

Files are looked for in ``FOEDUS_DATA``, then in the cache. They are fetched, on request alone, from
the mirrors in ``FOEDUS_MIRRORS``, then from the public copy in the registry, then from the
publisher. A file with a registered checksum is never used without comparing it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from foedus.core import paths
from foedus.core.progress import Reporter, Silent

from .checksum import ChecksumError, DataError, sha256_of
from .places import places
from .registry import File, dataset, files_of

if TYPE_CHECKING:
    from .download import Limits

__all__ = [
    "Checked",
    "ChecksumError",
    "DataError",
    "DataMissing",
    "Got",
    "check",
    "find",
    "folders",
    "get",
    "locate",
    "places",
    "target",
]


class DataMissing(DataError):  # noqa: N818 - reads better without a suffix
    """No file of a table is here.

    Parameters
    ----------
    name
        The table or file.
    looked
        Files that were looked for, in that order. Kept as `looked`.
    urls
        Addresses it can be fetched from, in that order. Kept as `urls`.
    fix
        How to get it.
    """

    def __init__(self, name: str, looked: Sequence[Path], urls: Sequence[str], *, fix: str) -> None:
        super().__init__(
            f"no file of it is here; looked for {', '.join(map(str, looked)) or 'nothing'}",
            field=name,
            fix=fix,
        )
        self.looked = tuple(looked)
        self.urls = tuple(urls)


@dataclass(frozen=True)
class Checked:
    """A file's hash, and whether there was anything to compare it with.

    Parameters
    ----------
    sha256
        Of the file, in hexadecimal.
    compared
        Whether the registry has one; it is the same then.
    """

    sha256: str
    compared: bool

    def __str__(self) -> str:
        return "ok" if self.compared else "not checked: no reference"


def folders() -> dict[str, Path]:
    """Folders that are looked through, by name and in order.

    Raises
    ------
    UsageError
        If ``FOEDUS_DATA`` is set and not a folder.
    """
    own = paths.data_dir()
    cache = {"cache": paths.cache_dir() / "data"}
    return cache if own is None else {"FOEDUS_DATA": own} | cache


def find(file: File, within: Iterable[Path] | None = None) -> Path | None:
    """Where the file is; None where it is in no folder. Nothing is fetched, nothing read.

    Parameters
    ----------
    file
        A registered file.
    within
        Folders to look through, in order; default: those of `folders`.
    """
    for folder in folders().values() if within is None else within:
        path = folder / file.path
        if path.is_file():
            return path
    return None


def locate(table_id: str) -> tuple[File, Path]:
    """File that a table is read from, and where it is. Nothing is fetched.

    Folders come first, then the registry's preference: a cached file never stands in for one in the
    user's own folder.

    Raises
    ------
    UsageError
        If the registry has no such table.
    DataMissing
        If no file of it is in any folder.
    """
    candidates = files_of(table_id)
    looked = folders()
    found = _first(candidates, looked.values())
    if found is None:
        raise _missing(table_id, candidates, looked)
    return found


def check(file: File, path: Path) -> Checked:
    """Compare a file with its registered checksum.

    Raises
    ------
    ChecksumError
        If it is another file; the error has both hashes, the place, and what to do.
    DataError
        If it cannot be read.
    """
    found = sha256_of(path)
    if file.sha256 is not None and found != file.sha256:
        raise ChecksumError(file.sha256, found, place=str(path), fix=_mend(file, path))
    return Checked(found, file.sha256 is not None)


def target(file: File) -> Path:
    """Where a fetched file goes: its place in the cache."""
    return paths.cache_dir() / "data" / file.path


State: TypeAlias = Literal["there", "fetched", "failed", "by hand"]


@dataclass(frozen=True)
class Got:
    """What became of one table in `get`.

    Parameters
    ----------
    table
        The table.
    file
        The file it can be read from now; otherwise the one that was wanted most.
    path
        Where it is; None where it is not.
    state
        ``there`` before, ``fetched`` now, ``failed``, or ``by hand``: there is no address.
    why
        For people: what went wrong and what to do, or where it came from.
    """

    table: str
    file: File
    path: Path | None
    state: State
    why: str = ""


def get(
    files: Iterable[File],
    reporter: Reporter | None = None,
    *,
    limits: Limits | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Got]:
    """Fetch files into the cache, table by table; each result comes as soon as it is known.

    Of the files given, one for each table is enough: a table that can be read already is left
    alone. An archive that holds several files is transferred once.

    Parameters
    ----------
    files
        Registered files, in the order of preference.
    reporter
        Told of progress, asked whether to stop.
    limits
        Patience and size.
    sleep
        Waits the given seconds.

    Raises
    ------
    Cancelled
        If the reporter says so; what was fetched stays, a broken transfer can go on.
    DataError
        If the cache cannot be written.
    """
    reporter = Silent() if reporter is None else reporter
    tables: dict[str, list[File]] = {}
    for file in files:
        tables.setdefault(file.table, []).append(file)
    archives: dict[str, Path] = {}
    reporter.start("data", len(tables))
    try:
        for table, candidates in tables.items():
            yield _got(table, candidates, archives, reporter, limits, sleep)
            reporter.advance()
    finally:
        reporter.done()
        for archive in archives.values():
            archive.unlink(missing_ok=True)


def _got(
    table: str,
    candidates: list[File],
    archives: dict[str, Path],
    reporter: Reporter,
    limits: Limits | None,
    sleep: Callable[[float], None],
) -> Got:
    # Imported here: it brings the whole of HTTP along, which reading a file does not need.
    from .download import DownloadError, download

    wrong = ""
    found = _first(candidates, folders().values())
    if found is not None:
        file, path = found
        try:
            return Got(table, file, path, "there", str(check(file, path)))
        except DataError as error:
            wrong = str(error)
        if path != target(file) or not places(file):
            return Got(table, file, path, "failed", wrong)
        candidates = [file]  # a wrong file in the cache gives way to the right one, and to no other
    reachable = [file for file in candidates if places(file)]
    if not reachable:
        return Got(table, candidates[0], None, "by hand", _by_hand(candidates))
    if paths.cache_dir_that_lasts() is None:
        raise DataError(
            "the cache cannot be written, so nothing that is fetched would last",
            field=table,
            fix="set FOEDUS_CACHE to a folder that can be",
        )
    failures: list[str] = [wrong] if wrong else []
    for file in reachable:
        goal = target(file)
        try:
            place = download(
                places(file), goal, sha256=file.sha256, limits=limits, reporter=reporter,
                archives=archives, sleep=sleep,
            )  # fmt: skip
        except DownloadError as error:
            failures.append(str(error))
        else:
            return Got(table, file, goal, "fetched", f"from {place.url}; {check(file, goal)}")
    failures.append(_by_hand(reachable))
    return Got(table, reachable[0], None, "failed", "; ".join(failures))


def _first(candidates: Iterable[File], where: Iterable[Path]) -> tuple[File, Path] | None:
    candidates = tuple(candidates)
    for folder in where:
        for file in candidates:
            if (path := find(file, (folder,))) is not None:
                return file, path
    return None


def _missing(name: str, candidates: Sequence[File], looked: dict[str, Path]) -> DataMissing:
    urls = [place.url for file in candidates for place in places(file)]
    where = [folder / file.path for folder in looked.values() for file in candidates]
    if urls:
        fix = f"'foedus data get {candidates[0].dataset}' fetches it, from {' or '.join(urls)}"
    else:
        fix = _by_hand(candidates)
    return DataMissing(name, where, urls, fix=fix)


def _by_hand(candidates: Sequence[File]) -> str:
    """How to get by hand what has no address, or whose addresses fail."""
    own = [file for file in candidates if file.layout == "publisher"] or list(candidates)
    page = dataset(own[0].dataset).landing
    if own[0].layout == "publisher" and page:
        return f"by hand: get it from {page} and save it as {target(own[0])}"
    about = f" (about it: {page})" if page else ""
    return (
        f"no address serves {own[0].path}{about}: point FOEDUS_DATA to a folder or FOEDUS_MIRRORS "
        "to a server that has it"
    )


def _mend(file: File, path: Path) -> str:
    """What to do about a file that is not the registered one."""
    name = dataset(file.dataset)
    version = f"{name.title} {name.version} is what this foedus reads"
    again = f"'foedus data get {file.dataset}' fetches it"
    if path == target(file):
        return f"{version}; {again if places(file) else _by_hand([file])}"
    if places(file):
        return f"{version}; take this file away, then {again}"
    return f"{version}; put the registered file there. Otherwise {_by_hand([file])}"
