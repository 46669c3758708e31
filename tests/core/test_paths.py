"""The environment, read in one place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from foedus.core import paths
from foedus.core.errors import UsageError


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATA", "MIRRORS", "STRICT", "CACHE", "THREADS"):
        monkeypatch.delenv(f"FOEDUS_{name}", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def test_data_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert paths.data_dir() is None
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    assert paths.data_dir() == tmp_path
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match=r"FOEDUS_DATA is not a folder.*nowhere.*unset it"):
        paths.data_dir()


def test_mirrors_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.mirrors() == ()
    monkeypatch.setenv("FOEDUS_MIRRORS", "  https://b.example/data/  HTTP://a.example:8000\t")
    assert paths.mirrors() == ("https://b.example/data", "HTTP://a.example:8000")
    monkeypatch.setenv("FOEDUS_MIRRORS", " ")
    assert paths.mirrors() == ()


@pytest.mark.parametrize(
    "value",
    [
        "/srv/data",
        "file:///srv/data",
        "ftp://a.example",
        "a.example",
        "https://",
        "https:///data",
        "https://a.example, https://b.example",
        "https://a.example https://b.example?x=1",
        "https://a.example/#data",
        "http://[::1",
        "http://a.example:port",
        "http://:80/data",
    ],
)
def test_mirrors_refuse_what_is_no_web_address(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("FOEDUS_MIRRORS", value)
    with pytest.raises(UsageError, match="FOEDUS_MIRRORS"):
        paths.mirrors()


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False), ("", False)])
def test_strict(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("FOEDUS_STRICT", value)
    assert paths.strict() is expected


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", True), ("", False)])
def test_no_color_is_any_value_but_the_empty_one(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", value)
    assert paths.no_color() is expected


def test_cache_goes_home_then_xdg_then_where_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert paths.cache_dir() == tmp_path / "home" / ".cache" / "foedus"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert paths.cache_dir() == tmp_path / "xdg" / "foedus"
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "own"))
    assert paths.cache_dir() == tmp_path / "own"
    assert (tmp_path / "own").is_dir()
    assert list((tmp_path / "own").iterdir()) == []


def test_cache_that_cannot_be_written_gives_way_to_a_temporary_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "file" / "cache"))
    fallback = paths.cache_dir()
    assert fallback.is_dir()
    assert tmp_path not in fallback.parents
    assert paths.cache_dir() == fallback


def test_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= paths.threads() <= (os.cpu_count() or 1)
    monkeypatch.setenv("FOEDUS_THREADS", "3")
    assert paths.threads() == 3


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5", " 2", "²"])
def test_threads_refuses_what_is_no_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("FOEDUS_THREADS", value)
    with pytest.raises(UsageError, match="FOEDUS_THREADS"):
        paths.threads()
