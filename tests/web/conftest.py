"""An explorer of a test's own: its cache, its small crisis, a client that asks as a browser."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

with warnings.catch_warnings():
    # The test client says that it would rather have another library; it works with this one.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from foedus.web.app import create_app
from foedus.web.settings import Settings

TINY: dict[str, Any] = {
    "foedus-scenario": 1,
    "name": "tiny",
    "title": "Tiny: a quarrel of two <b>and</b> a friend",
    "date": "1950-01-01",
    "start": {"ONE": "display"},
    "actors": {
        "ONE": {"name": "Challenger", "camp": "challenger", "principal": True, "capability": 3,
                "judgement": "made up"},
        "TWO": {"name": "Target", "camp": "target", "principal": True, "capability": 1,
                "judgement": "made up"},
        "FRD": {"name": "Friend", "camp": "target", "capability": 3, "judgement": "made up"},
    },
    "issue": {"kind": "policy", "salience": {"ONE": 1, "TWO": 1, "FRD": 0.2},
              "judgement": "made up"},
    "treaties": {
        "pact": {"title": "The Pact", "kind": "defence", "owes": {"FRD": ["TWO"]}, "binding": 0.8,
                 "in_force": ["1949-01-01", None], "judgement": "made up"},
    },
    "channels": {"ONE-TWO": {"quality": 0.4, "kind": "wire", "judgement": "made up"}},
    "contact": [["ONE", "TWO"], ["ONE", "FRD"]],
}  # fmt: skip


@pytest.fixture(scope="session")
def tiny() -> str:
    """A crisis that is solved in a moment, as text."""
    return yaml.safe_dump(TINY, sort_keys=False)


@pytest.fixture(scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def cached(_folder: Path) -> Iterator[Path]:
    """A cache of these tests' own; kernels are compiled where they always are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_CACHE", str(_folder))
        yield _folder


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Small limits, so that they can be met."""
    return Settings(upload_bytes=40_000, upload_actors=8, upload_positions=25_000)


@pytest.fixture(scope="module")
def explorer(cached: Path, settings: Settings) -> Iterator[TestClient]:
    """Asks the explorer as a browser on this machine would; errors are pages, not exceptions."""
    app = create_app(settings)
    with TestClient(
        app, base_url="http://localhost", raise_server_exceptions=False, follow_redirects=False
    ) as found:
        yield found


@pytest.fixture(scope="module")
def sent(explorer: TestClient, tiny: str) -> str:
    """Name of the tiny crisis, sent once."""
    answer = explorer.post("/crisis/own", files={"text": (None, tiny)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("name=")[2]


@pytest.fixture(scope="module")
def solved(explorer: TestClient) -> Callable[..., dict[str, Any]]:
    """``solved(name, without=..., with_=...)``: the whole answer as JSON, once it is there."""

    def ask(name: str, **changes: list[str]) -> dict[str, Any]:
        query = {"name": name} | {key.rstrip("_"): value for key, value in changes.items()}
        for _ in range(6000):
            answer: httpx.Response = explorer.get("/api/crisis", params=query)
            assert answer.status_code in {200, 202}, answer.text
            if answer.status_code == 200 and answer.json()["complete"]:
                return answer.json()
            time.sleep(0.1)
        pytest.fail(f"{query} was never solved")

    return ask
