"""Bundles: whole or not at all, and nobody else's files."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import threading
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from foedus.core import swap
from foedus.core.bundle import FORMAT, Bundle, is_bundle, read, write
from foedus.core.errors import BundleError, UsageError


def make(mark: int = 1) -> Bundle:
    outcomes = pl.DataFrame(
        {"case": ["base", "base"], "outcome": ["settled", "any_war"], "point": [0.1 + 0.2, None]}
    )
    days = pl.DataFrame({"day": [dt.date(1914, 7, 23)], "count": [mark]})
    manifest = {"format": FORMAT, "name": "july-1914", "mark": mark, "theta": {"X": 3.5}, "w": [1]}
    scenario = "foedus-scenario: 1\ntitle: Österreich\n"
    return Bundle(manifest, scenario, {"outcomes": outcomes, "days": days})


def assert_same(one: Bundle, other: Bundle) -> None:
    assert one.manifest == other.manifest
    assert one.scenario == other.scenario
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name])


def strays(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_round_trip(tmp_path: Path) -> None:
    folder = write(make(), tmp_path / "deep" / "out")
    assert_same(read(folder), make())
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    assert names == [
        "manifest.json",
        "scenario.yaml",
        "tables/days.parquet",
        "tables/outcomes.parquet",
    ]
    assert strays(folder.parent) == []


def test_same_bundle_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = write(make(), tmp_path / "one"), write(make(), tmp_path / "other")
    for path in one.rglob("*.*"):
        assert path.read_bytes() == (other / path.relative_to(one)).read_bytes()


def test_folder_is_as_readable_as_any_other(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    folder = write(make(), tmp_path / "out")
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert_same(read(write(make(), tmp_path / "out")), make())


@pytest.mark.parametrize("exchange", [True, False], ids=["one step", "two steps"])
def test_bundle_is_replaced_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    first = make(1)
    first.tables["old"] = pl.DataFrame({"x": [1]})
    write(first, tmp_path / "out", extra={"index.html": b"old", "page/data.csv": b"old"})
    write(make(2), tmp_path / "out", extra={"index.html": b"new"})
    assert_same(read(tmp_path / "out"), make(2))
    assert (tmp_path / "out" / "index.html").read_bytes() == b"new"
    assert not (tmp_path / "out" / "page").exists()
    assert strays(tmp_path) == []


def test_files_of_the_users_own_survive(tmp_path: Path) -> None:
    folder = write(make(1), tmp_path / "out")
    (folder / "notes.txt").write_text("mine")
    (folder / "sub").mkdir()
    (folder / "sub" / "more.txt").write_text("also mine")
    (folder / "tables" / "own.csv").write_text("mine, among its own")
    write(make(2), folder)
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "sub" / "more.txt").read_text() == "also mine"
    assert (folder / "tables" / "own.csv").read_text() == "mine, among its own"
    assert_same(read(folder), make(2))


@pytest.mark.parametrize("name", ["file", "folder", "link", "half"])
def test_what_is_not_a_bundle_is_never_overwritten(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    if name == "file":
        target.write_text("precious")
    elif name == "folder":
        target.mkdir()
        (target / "thesis.tex").write_text("precious")
    elif name == "half":
        target.mkdir()
        (target / "manifest.json").write_text('{"name": "some other program"}')
    else:
        write(make(), tmp_path / "elsewhere")
        target.symlink_to(tmp_path / "elsewhere")
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=f"{name}: .*not overwritten; choose another folder"):
        write(make(), target)
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


class Crash(BaseException):
    """Stands for whatever ends a process's work half way."""


@pytest.mark.parametrize("at", [1, 2], ids=["first table", "second table"])
def test_crash_in_the_middle_leaves_the_old_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    write(make(1), tmp_path / "out", extra={"index.html": b"old"})
    genuine, calls = pl.DataFrame.write_parquet, []

    def crash(self: pl.DataFrame, file: Path) -> None:
        calls.append(file)
        if len(calls) == at:
            file.write_bytes(b"half a table")
            raise Crash
        genuine(self, file)

    monkeypatch.setattr(pl.DataFrame, "write_parquet", crash)
    with pytest.raises(Crash):
        write(make(2), tmp_path / "out", extra={"index.html": b"new"})
    assert_same(read(tmp_path / "out"), make(1))
    assert (tmp_path / "out" / "index.html").read_bytes() == b"old"
    assert strays(tmp_path) == []


def test_crash_before_there_was_anything_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(new: Path, target: Path) -> None:
        raise Crash

    monkeypatch.setattr(swap, "put_in_place", crash)
    with pytest.raises(Crash):
        write(make(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_failed_second_rename_brings_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(make(1), tmp_path / "out")
    genuine = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "out":
            raise OSError("no")
        return genuine(self, target)

    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UsageError, match=r"cannot be written \(no\)"):
        write(make(2), tmp_path / "out")
    assert_same(read(tmp_path / "out"), make(1))
    assert strays(tmp_path) == []


def test_a_reader_sees_one_or_the_other_while_writing(tmp_path: Path) -> None:
    """The exchange is one step on Linux; elsewhere a reader may find a gap, never half a bundle."""
    write(make(0), tmp_path / "out")
    seen: list[int] = []
    stop = threading.Event()

    def look() -> None:
        manifest = tmp_path / "out" / "manifest.json"
        while not stop.is_set():
            try:
                seen.append(json.loads(manifest.read_text())["mark"])
            except FileNotFoundError:
                seen.append(-1)

    reader = threading.Thread(target=look)
    reader.start()
    for mark in range(1, 20):
        write(make(mark), tmp_path / "out")
    stop.set()
    reader.join()
    assert seen == sorted(seen)
    if os.uname().sysname == "Linux":
        assert -1 not in seen


def stored(folder: Path) -> dict[str, object]:
    manifest: dict[str, object] = json.loads((folder / "manifest.json").read_text())
    return manifest


def test_previous_format_is_read(tmp_path: Path) -> None:
    folder = write(make(), tmp_path / "out")
    old = stored(folder) | {"format": FORMAT - 1}
    del old["files"]
    (folder / "manifest.json").write_text(json.dumps(old))
    found = read(folder)
    assert found.manifest == make().manifest | {"complete": True}
    assert_frame_equal(found.tables["outcomes"], make().tables["outcomes"])
    write(make(2), folder)  # and an old bundle may be replaced
    assert read(folder).manifest["mark"] == 2


@pytest.mark.parametrize(
    ("number", "fix"), [(FORMAT + 1, "upgrade foedus"), (FORMAT - 2, "run the study again")]
)
def test_other_formats_are_refused_naming_file_and_fix(
    tmp_path: Path, number: int, fix: str
) -> None:
    folder = write(make(), tmp_path / "out")
    (folder / "manifest.json").write_text(json.dumps(stored(folder) | {"format": number}))
    with pytest.raises(BundleError) as caught:
        read(folder)
    assert caught.value.file == str(folder / "manifest.json")
    assert f"format {number} cannot be read" in str(caught.value)
    assert fix in str(caught.value)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"format": "1"}', '{"format": true}', "\xff"]
)
def test_what_is_no_manifest_is_no_bundle(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_bytes(content.encode("latin-1"))
    assert not is_bundle(tmp_path)
    with pytest.raises(BundleError, match=r"manifest\.json"):
        read(tmp_path)


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"nowhere: not a result bundle.*--out"):
        read(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["scenario.yaml", "tables/outcomes.parquet"])
def test_changed_or_missing_file_is_told(tmp_path: Path, name: str) -> None:
    folder = write(make(), tmp_path / "out")
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BundleError, match=f"{name}: changed since .*; run the study again"):
        read(folder)
    path.unlink()
    with pytest.raises(BundleError, match=f"{name}: the bundle lacks this file"):
        read(folder)


def test_broken_table_of_an_old_bundle_is_told(tmp_path: Path) -> None:
    folder = write(make(), tmp_path / "out")
    old = stored(folder) | {"format": FORMAT - 1}
    del old["files"]
    (folder / "manifest.json").write_text(json.dumps(old))
    (folder / "tables" / "outcomes.parquet").write_bytes(b"no parquet")
    with pytest.raises(BundleError, match="cannot be read"):
        read(folder)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object()])
def test_manifest_that_is_not_json_is_refused_and_nothing_is_left(
    tmp_path: Path, value: object
) -> None:
    bad = Bundle({"residual": value}, "x: 1\n", {})
    with pytest.raises(BundleError, match="manifest: cannot be stored as JSON"):
        write(bad, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["", "../x", "/etc/x", "manifest.json", "scenario.yaml", "tables/x.parquet", "a/../../b"],
)
def test_extra_names_stay_inside_and_off_our_files(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleError, match="not a name for an extra file"):
        write(make(), tmp_path / "out", extra={name: b""})


@pytest.mark.parametrize("name", ["", "../x", "a.b", "a b"])
def test_table_names_are_plain(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleError, match="table name"):
        write(Bundle({}, "", {name: pl.DataFrame()}), tmp_path / "out")


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot be written.*choose another folder"):
        write(make(), tmp_path / "file" / "out")
