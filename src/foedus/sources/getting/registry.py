"""What data sets there are: version, terms, files, checksums, where each file comes from.

The facts are in ``registry.toml``, a ``[[dataset]]`` block for each data set with a
``[[dataset.file]]`` block for each of its files. This module reads them strictly and imports
nothing heavy.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import PurePosixPath
from typing import Final, Literal, TypeAlias, cast, get_args

from foedus.core.errors import FoedusError, UsageError, did_you_mean
from foedus.sources.strict import Block

__all__ = ["Dataset", "File", "dataset", "datasets", "file", "files", "files_of", "parse"]

_NAME: Final = "registry.toml"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MIRROR: Final = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{12,40}:\S.*")
_WORD: Final = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")

FileLayout: TypeAlias = Literal["publisher", "export", "sample"]


@dataclass(frozen=True)
class File:
    """One file of a data set.

    Parameters
    ----------
    path
        Place in the data folder, in a mirror and in the cache; parts joined by ``/``.
    dataset
        Identifier of its data set.
    table
        Identifier of the table it holds, ``dataset/table``.
    layout
        ``publisher``: as its publisher writes it. ``export``: from an R package, in our own csv.
        No public address serves the bytes of an export. ``sample``: put together from several of
        the publisher's files.
    unit
        What one row is.
    rows
        Data rows, without the header; None where the file has not been seen.
    bytes
        Size; None where the file has not been seen.
    sha256
        Hash of the bytes; None where the file has not been seen, so nothing can be compared.
    first, last
        First and last year it covers; 0 where it has no years. Within them no row means that
        nothing happened, outside them that nothing is known. As its publisher says; where nothing
        is said, the first and last year found in it.
    url
        The publisher's direct download, where one is known for certain.
    member
        Where `url` is a zip archive, the file's name inside it, folders included; where that
        archive holds another one, ``inner.zip!name``. Archives are repacked now and then: an
        entry of the same base name in another folder is the same file if its hash is.
    mirror
        A public repository that holds the same bytes: ``owner/repository@commit:path`` on GitHub.
        The commit may be abbreviated to twelve digits.
    accessed
        Day its hash was last compared; None where the file has not been seen.
    references
        Keys of works to cite for this file beside those of the data set: its version, or the R
        package an export comes through.
    """

    path: str
    dataset: str
    table: str
    layout: FileLayout
    unit: str
    rows: int | None
    bytes: int | None
    sha256: str | None
    first: int
    last: int
    url: str | None
    member: str | None
    mirror: str | None
    accessed: dt.date | None
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """One data set.

    Parameters
    ----------
    id
        Identifier; the first part of the identifiers of its tables.
    title, producer, version
        What it is called, who makes it, which version is read.
    unit
        Units of its tables, parted by semicolons.
    licence
        Licence or terms of use.
    landing
        Page about it; empty where it ships with the package.
    references
        Keys of the works to cite for every one of its files, see `foedus.sources.citing.cite`.
    aliases
        Other identifiers under which it is found.
    first, last
        First and last year that any of its files covers; 0 where it has no years.
    notes
        What a user must know.
    """

    id: str
    title: str
    producer: str
    version: str
    unit: str
    licence: str
    landing: str
    references: tuple[str, ...]
    aliases: tuple[str, ...]
    first: int
    last: int
    notes: str

    @property
    def files(self) -> tuple[File, ...]:
        """Its files; for one table, in the order of preference."""
        return tuple(one for one in files() if one.dataset == self.id)


@functools.cache
def datasets() -> tuple[Dataset, ...]:
    """Every data set, in the order of the registry."""
    return _registry()[0]


@functools.cache
def files() -> tuple[File, ...]:
    """Every file, in the order of the registry."""
    return _registry()[1]


def dataset(name: str) -> Dataset:
    """Data set of that identifier or alias; capitals do not matter.

    Raises
    ------
    UsageError
        If there is none; the nearest name is offered.

    Examples
    --------
    >>> dataset("cow-mid").id
    'mid'
    """
    known = _by_name()
    found = known.get(name.casefold())
    if found is None:
        raise UsageError(
            f"no data set is called {name!r}",
            fix=did_you_mean(name, known) or "'foedus data list' names them all",
        )
    return found


def file(path: str) -> File:
    """File of that path.

    Raises
    ------
    UsageError
        If no file of the registry has it.
    """
    known = {one.path: one for one in files()}
    if path not in known:
        raise UsageError(f"no registered file is called {path!r}", fix=did_you_mean(path, known))
    return known[path]


def files_of(table_id: str) -> tuple[File, ...]:
    """Files that hold a table, the preferred one first.

    Raises
    ------
    UsageError
        If no registered file holds such a table.

    Examples
    --------
    >>> [one.layout for one in files_of("nmc/7")]
    ['publisher', 'export']
    """
    found = _by_table().get(table_id)
    if found is None:
        raise UsageError(
            f"no registered file holds the table {table_id!r}",
            fix=did_you_mean(table_id, _by_table()),
        )
    return found


@functools.cache
def _registry() -> tuple[tuple[Dataset, ...], tuple[File, ...]]:
    return parse(resources.files(__package__ or "").joinpath(_NAME).read_text(encoding="utf-8"))


@functools.cache
def _by_name() -> dict[str, Dataset]:
    return {name: one for one in datasets() for name in (one.id, *one.aliases)}


@functools.cache
def _by_table() -> dict[str, tuple[File, ...]]:
    found: dict[str, tuple[File, ...]] = {}
    for one in files():
        found[one.table] = (*found.get(one.table, ()), one)
    return found


def parse(text: str) -> tuple[tuple[Dataset, ...], tuple[File, ...]]:
    """Data sets and files of a registry.

    Parameters
    ----------
    text
        TOML, as in ``registry.toml``.

    Raises
    ------
    FoedusError
        If it is not TOML, if a key is unknown, missing or of the wrong type, if a value makes no
        sense, or if two data sets or files have one name.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FoedusError(f"is not TOML: {error}", file=_NAME) from error
    top = Block(raw, _NAME)
    found: list[Dataset] = []
    held: list[File] = []
    for block in top.blocks("dataset"):
        inner = block.blocks("file")
        one = _dataset(block)
        found.append(one)
        held.extend(_file(each, one.id) for each in inner)
    top.done()
    _once([(name, one.id) for one in found for name in (one.id, *one.aliases)], "data set")
    _once([(one.path, one.path) for one in held], "file")
    return tuple(found), tuple(held)


def _dataset(block: Block) -> Dataset:
    made = Dataset(
        id=block.text("id"),
        title=block.text("title"),
        producer=block.text("producer"),
        version=block.text("version"),
        unit=block.text("unit"),
        licence=block.text("licence"),
        landing=block.text("landing", empty=True),
        references=block.texts("references"),
        aliases=block.texts("aliases"),
        first=block.year("first"),
        last=block.year("last"),
        notes=block.text("notes", empty=True),
    )
    block.done()
    for name in (made.id, *made.aliases):
        block.check(_WORD.fullmatch(name), "id", name, "is not words joined by '-' or '.'")
    block.check(bool(made.references), "references", (), "is empty")
    block.check(made.first <= made.last, "last", made.last, "is before first")
    block.check(_web(made.landing or None), "landing", made.landing, "is no web address")
    return made


def _file(block: Block, owner: str) -> File:
    made = File(
        path=block.text("path"),
        dataset=owner,
        table=block.text("table"),
        layout=cast("FileLayout", block.text("layout")),
        unit=block.text("unit"),
        rows=block.number("rows"),
        bytes=block.number("bytes"),
        sha256=block.maybe("sha256", str),
        first=block.year("first"),
        last=block.year("last"),
        url=block.maybe("url", str),
        member=block.maybe("member", str),
        mirror=block.maybe("mirror", str),
        accessed=block.maybe("accessed", dt.date),
        references=block.texts("references") if "references" in block.raw else (),
    )
    block.done()
    check = block.check
    place = PurePosixPath(made.path)
    check(not place.is_absolute() and ".." not in place.parts, "path", made.path, "leads outside")
    check(made.table.startswith(f"{owner}/"), "table", made.table, f"is no table of {owner!r}")
    check(made.layout in get_args(FileLayout), "layout", made.layout, "is no layout")
    check(made.first <= made.last, "last", made.last, "is before first")
    sha = made.sha256
    check(sha is None or _SHA256.fullmatch(sha), "sha256", sha, "is not 64 hexadecimal digits")
    check(_web(made.url), "url", made.url, "is no web address")
    check(made.member is None or made.url, "member", made.member, "needs a url")
    fits = made.mirror is None or _MIRROR.fullmatch(made.mirror)
    check(fits, "mirror", made.mirror, "is not owner/repository@commit:path")
    away = made.layout != "export" or not (made.url or made.mirror)
    check(away, "layout", made.layout, "cannot be downloaded, and has a url or mirror")
    seen = [value is not None for value in (made.rows, made.bytes, sha, made.accessed)]
    check(len(set(seen)) == 1, "sha256", sha, "goes with rows, bytes and accessed")
    return made


def _web(address: str | None) -> bool:
    return address is None or re.fullmatch(r"https?://[^\s/]+\S*", address) is not None


def _once(names: list[tuple[str, str]], kind: str) -> None:
    owners: dict[str, str] = {}
    for name, owner in names:
        if name in owners:
            raise FoedusError(f"two {kind}s are called {name!r}", file=_NAME, field=owner)
        owners[name] = owner
