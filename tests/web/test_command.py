"""``foedus serve``: for this machine only unless told otherwise, and a check of every page."""

from __future__ import annotations

import importlib.util
import io
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foedus.cli.app import FAILED, WRONG_CALL, main
from foedus.core.errors import UsageError
from foedus.web import checked, command, live
from foedus.web.app import create_app
from foedus.web.live import running
from foedus.web.settings import is_local


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, cached: Path) -> list[str]:
    """Serve for a moment only: addresses that answered, then those that were opened."""
    found: list[str] = []

    def ask() -> None:
        found.append("waited")

    def open_(address: str) -> bool:
        with urllib.request.urlopen(address) as answer:
            found.append(f"{answer.status} {address}")
        return True

    monkeypatch.setattr(live, "wait", ask)
    monkeypatch.setattr("webbrowser.open", open_)
    monkeypatch.setattr(command, "quick", lambda: None)  # other tests want Altair's checks
    return found


def test_it_answers_where_it_says(started: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0", "--open"]) == 0
    told = capsys.readouterr().out
    assert started[1] == "waited"
    assert started[0].startswith("200 http://127.0.0.1:")
    assert started[0].removeprefix("200 ") in told


def test_others_are_let_in_only_when_told_twice(
    started: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--host", "0.0.0.0"]) == WRONG_CALL
    told = capsys.readouterr().err
    assert "password" in told
    assert "--to-network" in told
    assert started == []
    assert main(["serve", "--host", "0.0.0.0", "--port", "0", "--to-network"]) == 0
    assert not is_local("0.0.0.0")


def test_wrong_calls_are_told(
    started: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["serve", "--port", "70000"]) == WRONG_CALL
    with running(create_app()) as address:
        port = address.rstrip("/").rpartition(":")[2]
        assert main(["serve", "--port", port]) == WRONG_CALL
    assert "choose another --port" in capsys.readouterr().err
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *a: None if name == "fastapi" else find(name, *a)
    )
    assert main(["serve"]) == FAILED
    assert "pip install 'foedus[web]'" in capsys.readouterr().err


def test_a_name_that_is_no_address_of_ours() -> None:
    with (
        pytest.raises(UsageError, match="cannot listen"),
        running(create_app(), host="192.0.2.1"),
    ):
        pass


def test_the_check_asks_for_everything(
    monkeypatch: pytest.MonkeyPatch, started: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    everything = checked.pages()
    for part in ("/", "/crisis", "/ledger", "/network", "/record", "/sources"):
        assert part in everything
    assert sum("name=july-1914" in page for page in everything) == 1
    monkeypatch.setattr(checked, "pages", lambda: ["/", "/crisis", "/static/style.css"])
    assert main(["serve", "--check"]) == 0
    told = capsys.readouterr().out
    assert "3 of 3 pages answered" in told
    assert told.count("200") == 3


def test_the_check_says_what_failed(
    monkeypatch: pytest.MonkeyPatch, cached: Path, make: Callable[..., Any]
) -> None:
    monkeypatch.setattr(checked, "pages", lambda: ["/", "/nothing"])
    out = io.StringIO()
    assert checked.check(create_app(), out) == 1
    assert "/nothing  FAILED" in out.getvalue()


def test_drawings_are_not_checked_where_readers_wait() -> None:
    from altair.utils import schemapi

    before = schemapi.DEBUG_MODE
    try:
        command.quick()
        assert not schemapi.DEBUG_MODE
    finally:
        schemapi.DEBUG_MODE = before
