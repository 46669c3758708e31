"""From a table's name to its rows: found, compared, read; nothing fetched."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
from pathlib import Path

import pytest

from foedus.core.errors import UsageError
from foedus.sources.getting import registry
from foedus.sources.getting.fetch import ChecksumError, DataMissing
from foedus.sources.load import load


@pytest.fixture
def own(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, with one file in it."""
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cow").mkdir()
    shutil.copy(data / "cow/majors2016.csv", tmp_path / "cow")
    return tmp_path


def test_a_table_and_where_it_came_from(own: Path) -> None:
    source = load("cow-states/majors")
    assert source.path == own / "cow/majors2016.csv"
    assert source.file.path == "cow/majors2016.csv"
    assert source.table.id == "cow-states/majors"
    assert source.frame.height == source.file.rows == 14
    assert source.corrected == 0


def test_a_second_time_costs_nothing(own: Path) -> None:
    assert load("cow-states/majors") is load("cow-states/majors")


def test_another_file_is_refused_with_both_hashes(own: Path) -> None:
    path = own / "cow/majors2016.csv"
    load("cow-states/majors")
    path.write_bytes(path.read_bytes().replace(b"USA", b"USB"))
    os.utime(path, ns=(1, 1))  # a reader must not trust an earlier look
    with pytest.raises(ChecksumError) as caught:
        load("cow-states/majors")
    registered = registry.file("cow/majors2016.csv").sha256
    assert caught.value.expected == registered
    assert caught.value.found not in (registered, "")
    assert {registered, caught.value.found} <= set(
        str(caught.value).replace(",", " ").replace(";", " ").split()
    )


def test_a_packed_copy_under_the_name_of_the_plain_one_is_another_file(own: Path) -> None:
    path = own / "cow/majors2016.csv"
    path.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(ChecksumError):
        load("cow-states/majors")


def test_what_is_not_there_is_said_and_not_fetched(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("fetched"))
    with pytest.raises(DataMissing, match="foedus data get cow-states") as caught:
        load("cow-states/spells")
    assert caught.value.looked[0] == own / "cow/states2016.csv"
    assert all(str(path).startswith(str(own)) for path in caught.value.looked)


def test_the_publishers_file_comes_before_the_export(data: Path, own: Path) -> None:
    (own / "derived").mkdir()
    shutil.copy(data / "derived/cw_system.csv.gz", own / "derived")
    assert load("cow-states/spells").file.layout == "export"
    shutil.copy(data / "cow/states2016.csv", own / "cow")
    assert load("cow-states/spells").file.layout == "publisher"


def test_an_unknown_table() -> None:
    with pytest.raises(UsageError, match="did you mean 'mid/disputes'"):
        load("mid/disputs")
