"""``foedus data``: list, fetch, find, verify and cite the public data sets."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from foedus.cli.switch import Switch
from foedus.core import paths
from foedus.core.errors import Cancelled, UsageError, did_you_mean
from foedus.core.progress import interruptible, reporter_for

from . import data_text

if TYPE_CHECKING:
    from foedus.sources.getting.fetch import Got
    from foedus.sources.getting.registry import File
    from foedus.sources.getting.verify import Verified

app = App(
    name="data", help="List, fetch, find, verify and cite data sets.", help_format="plaintext"
)

Json = Annotated[bool, Parameter(name="--json", negative=())]


@app.command(name="list")
def list_(*, tables: Switch = False, as_json: Json = False) -> None:
    """List the data sets: version, years, how many tables, title.

    Parameters
    ----------
    tables
        List their tables instead: what one row is, how many columns, title.
    as_json
        Print a list for programs; with --tables it has every column.
    """
    if tables:
        from foedus.sources import catalogue

        declared = list(catalogue.tables().values())
        if as_json:
            _dump([data_text.plain_table(one) for one in declared])
        else:
            print(data_text.table_list(declared))
        return
    from foedus.sources.getting import registry

    if as_json:
        _dump([data_text.plain_dataset(one) for one in registry.datasets()])
    else:
        print(data_text.dataset_list(registry.datasets()))


@app.command
def get(*names: str, as_json: Json = False) -> int:
    """Fetch data sets into the cache; what is there already is left alone.

    Each file is sought on the mirrors in FOEDUS_MIRRORS, at its public copy, and at its publisher,
    and compared with its checksum. A broken download goes on with the same command.

    Parameters
    ----------
    names
        Data sets, tables or files; default: everything that has an address.
    as_json
        Print a list for programs.
    """
    from foedus.sources.getting import fetch

    wanted = _named(names)
    reporter = reporter_for()
    results: list[Got] = []
    stopped: Cancelled | None = None
    try:
        with interruptible(reporter):
            results.extend(fetch.get(wanted, reporter))
    except Cancelled as error:
        stopped = error
    if as_json:
        _dump([data_text.plain_got(one) for one in results])
    else:
        print(data_text.got_list(results, asked=bool(names)))
    if stopped is not None:
        raise stopped
    failed = [one for one in results if one.path is None or one.state == "failed"]
    if not names:  # nobody asked for what only a browser can get
        failed = [one for one in failed if one.state == "failed"]
    for one in failed:
        print(f"{one.table}: {one.why}", file=sys.stderr)
    return 1 if failed else 0


@app.command
def status(*names: str, as_json: Json = False) -> None:
    """Say where each file was found, and whether it is the registered one.

    Parameters
    ----------
    names
        Data sets, tables or files; default: all.
    as_json
        Print a list for programs.
    """
    from foedus.sources.getting import fetch

    where = fetch.folders()
    found: list[data_text.Found] = []
    for file in _named(names):
        place, path = next(
            ((name, at) for name, folder in where.items() if (at := fetch.find(file, (folder,)))),
            (None, None),
        )
        state, sha256 = ("missing", None) if path is None else _state(file, path)
        found.append(data_text.Found(file, place, path, state, sha256))
    if as_json:
        urls = [[place.url for place in fetch.places(one.file)] for one in found]
        _dump([data_text.plain_found(f, u) for f, u in zip(found, urls, strict=True)])
    else:
        print(data_text.found_list(found, where))


def _state(file: File, path: Any) -> tuple[str, str | None]:
    from foedus.sources.getting import fetch

    try:
        checked = fetch.check(file, path)
    except fetch.ChecksumError as error:
        return "wrong", error.found
    except fetch.DataError:
        return "unreadable", None
    return ("ok" if checked.compared else "not checked"), checked.sha256


@app.command
def verify(*names: str, jobs: int | None = None, as_json: Json = False) -> int:
    """Verify each file that is here: checksum, form, rows, years, key.

    Parameters
    ----------
    names
        Data sets, tables or files; default: all.
    jobs
        Files at a time; default: as many as there are processors.
    as_json
        Print a list for programs.
    """
    if jobs is not None and jobs < 1:
        raise UsageError("--jobs must be at least 1", value=jobs)
    from foedus.sources.getting import fetch

    where = tuple(fetch.folders().values())
    wanted = _named(names)
    here = [(file, path) for file in wanted if (path := fetch.find(file, where)) is not None]
    served = {file.table for file, _ in here}
    absent = [file for file in wanted if file.path not in {one.path for one, _ in here}]
    # A table needs one file. Only a table that was asked for and has none is a failure.
    lacking = sorted({file.table for file in absent} - served) if names or not here else []
    results = _verified(here, jobs or paths.threads())
    if as_json:
        _dump([data_text.plain_verified(one) for one in results])
    else:
        print(data_text.verified_list(results, len(absent)))
    for table in lacking:
        try:
            fetch.locate(table)
        except fetch.DataMissing as error:
            print(error, file=sys.stderr)
            if not names:
                break  # no data at all: one example is enough
    return 1 if lacking or not all(one.ok for one in results) else 0


def _verified(here: Sequence[tuple[File, Any]], jobs: int) -> list[Verified]:
    from concurrent.futures import ThreadPoolExecutor

    from foedus.sources import catalogue
    from foedus.sources.getting.verify import verify as verify_one

    for file, _ in here:  # imports the publishers' modules here rather than in the threads
        with contextlib.suppress(UsageError):  # no such table: told as a problem of the file
            catalogue.table(file.table)
    reporter = reporter_for()
    pool = ThreadPoolExecutor(jobs)
    reporter.start("files", len(here))
    try:
        results: list[Verified] = []
        files, places = [file for file, _ in here], [path for _, path in here]
        for one in pool.map(verify_one, files, places):
            results.append(one)
            reporter.advance()
        return results
    finally:
        reporter.done()
        pool.shutdown(cancel_futures=True)


@app.command
def cite(*names: str, bibtex: Switch = False) -> None:
    """Print the references of data sets.

    Parameters
    ----------
    names
        Data sets, tables or files; a table or a file narrows it down to what belongs to it.
    bibtex
        As BibTeX entries.
    """
    if not names:
        raise UsageError("no data set to cite", fix="write 'foedus data cite NAME'")
    from foedus.sources.citing import cite as references

    for name in names:
        _files_named(name)  # refuses what is unknown, as the other commands do
    if bibtex:
        print(references.as_bibtex(names).rstrip("\n"))
    else:
        print(data_text.reference_list(references.as_text(names)))


def _named(names: Sequence[str]) -> tuple[File, ...]:
    """Files of the data sets, tables and files named; every file where nothing is.

    Raises
    ------
    UsageError
        If a name is unknown.
    """
    from foedus.sources.getting import registry

    if not names:
        return registry.files()
    found: dict[str, File] = {}
    for name in names:
        found |= {file.path: file for file in _files_named(name)}
    return tuple(found.values())


def _files_named(name: str) -> tuple[File, ...]:
    """Files of a data set or a table, or the one file of a path."""
    from foedus.sources.getting import registry

    if "/" not in name:
        return registry.dataset(name).files
    some = tuple(file for file in registry.files() if name in (file.table, file.path))
    if not some:
        known = {word for file in registry.files() for word in (file.table, file.path)}
        fix = did_you_mean(name, sorted(known)) or "'foedus data list --tables' names them"
        raise UsageError(f"no table or file is called {name!r}", fix=fix)
    return some


def _dump(rows: list[dict[str, Any]]) -> None:
    print(json.dumps(rows, indent=2, ensure_ascii=False))
