"""The run: journal, resuming, a process killed in the middle, workers, cancelling."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from foedus.core.errors import FoedusError
from foedus.core.progress import Silent
from foedus.estimate.reduced.curve import run as running
from foedus.estimate.reduced.curve.choices import Grid, Model, Sampling, Unit
from foedus.estimate.reduced.curve.curve import SCHEMA
from foedus.estimate.reduced.curve.journal import Journal
from foedus.estimate.reduced.curve.run import READ, TABLES, run
from foedus.estimate.reduced.curve.unit import sample
from foedus.sources import load as loading

WAIT = 600.0
MODELS = (Model(("target_defense", "challenger_defense"), ()), Model(("target_defense",), ()))


def small(units: int = 6) -> Grid:
    """Units of made-up work."""
    samplings = [Sampling("onset", 1900 + k, 1901 + k) for k in range(units)]
    return Grid(tuple(Unit(one, MODELS) for one in samplings))


def made_up(unit: Unit) -> dict[str, dict[str, Any]]:
    numbers = {"se_cluster": 0.1, "se_state": None, "low": -0.1, "high": 0.3, "rows": 10,
               "events": 5, "missing": 0, "clusters": 3, "states": 4, "loss": 0.5,
               "base_loss": 0.6}  # fmt: skip
    return {
        name: {"coef": unit.sampling.first / 7.0 + k, **numbers}
        for k, (name, _, _) in enumerate(unit.specifications())
    }


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> list[Unit]:
    """Work without data; returns the units that were worked on."""
    done: list[Unit] = []

    def work(unit: Unit) -> dict[str, dict[str, Any]]:
        done.append(unit)
        return made_up(unit)

    monkeypatch.setattr(running, "work", work)
    return done


class Watcher(Silent):
    """Counts, and stops after so many pieces."""

    def __init__(self, stop_after: int | None = None) -> None:
        super().__init__()
        self.label = ""
        self.total: int | None = None
        self.advanced = self.ended = 0
        self._stop_after = stop_after

    def start(self, label: str, total: int | None = None) -> None:
        self.label, self.total = label, total

    def advance(self, n: int = 1) -> None:
        self.advanced += n
        if self._stop_after is not None and self.advanced >= self._stop_after:
            self.cancel()

    def done(self) -> None:
        self.ended += 1


# -- the journal -----------------------------------------------------------------------------------


def test_a_line_cut_off_is_dropped_and_the_next_starts_anew(tmp_path: Path) -> None:
    path = tmp_path / "a" / "j.jsonl"
    journal = Journal(path)
    journal.add({"one": {"coef": 0.1}, "two": {"coef": 1 / 3}})
    whole = path.read_bytes()
    for cut in range(1, len(whole)):
        path.write_bytes(whole[:-cut])
        again = Journal(path)
        lines = whole[:-cut].decode().split("\n")
        # A line is whole without its line break already.
        expected = sum(line.endswith("}}") for line in lines)
        assert len(again) == expected
        again.add({"three": {"coef": 2.0}, "one": {"coef": 9.0}, "two": {"coef": 1 / 3}})
        last = Journal(path)
        assert (len(last), last["two"], last["three"]) == (3, {"coef": 1 / 3}, {"coef": 2.0})
        assert last["one"]["coef"] == (0.1 if expected else 9.0)  # what is kept stays


def test_what_is_not_a_specification_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_bytes(b'\n[1]\n{"name": 1}\n\xff\xfe\n{"name": "a", "found": {"coef": 1}}\n{"na')
    journal = Journal(path)
    assert len(journal) == 1
    assert "a" in journal
    assert "b" not in journal
    assert len(Journal(path, fresh=True)) == 0
    assert not path.exists()


def test_a_journal_that_cannot_be_written_stops_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FoedusError, match="FOEDUS_CACHE"):
        Journal(tmp_path / "file" / "j.jsonl").add({"a": {"coef": 1.0}})


# -- the run, on made-up work ----------------------------------------------------------------------


@pytest.mark.usefixtures("data")
def test_rows_come_in_the_order_of_the_grid(light: list[Unit], tmp_path: Path) -> None:
    grid = small()
    watcher = Watcher()
    curve = run(grid, None, watcher, folder=tmp_path)
    assert curve.complete
    assert curve.frame.schema == pl.Schema(SCHEMA)
    assert (curve.frame.height, curve.models) == (len(grid), grid.models) == (18, 12)
    assert curve.frame["model"].to_list() == [
        m for k in range(6) for m in (2 * k, 2 * k, 2 * k + 1)
    ]
    assert (watcher.total, watcher.advanced, watcher.ended) == (18, 18, 1)
    assert curve.of("onset", "target_defense").height == 12
    lines = (tmp_path / f"{curve.key}.jsonl").read_text().splitlines()
    assert len(lines) == 18
    assert all(json.loads(line)["found"] for line in lines)


@pytest.mark.usefixtures("data")
def test_resuming_works_on_what_is_missing_only(light: list[Unit], tmp_path: Path) -> None:
    grid = small()
    stopped = run(grid, None, Watcher(stop_after=7), folder=tmp_path)
    assert not stopped.complete
    assert stopped.frame.height == 9  # the unit in hand is finished
    assert len(light) == 3
    again = Watcher()
    curve = run(grid, None, again, resume=True, folder=tmp_path)
    assert len(light) == 6
    assert again.advanced == 18  # what was there counts as done
    assert_frame_equal(curve.frame, run(grid, folder=tmp_path).frame, check_exact=True)
    assert len(light) == 12  # without resume everything is made anew
    assert_frame_equal(curve.frame.head(9), stopped.frame, check_exact=True)


@pytest.mark.usefixtures("data")
def test_half_a_unit_in_the_journal_is_worked_on_again(light: list[Unit], tmp_path: Path) -> None:
    grid = small(2)
    whole = run(grid, folder=tmp_path)
    path = tmp_path / f"{whole.key}.jsonl"
    path.write_bytes(path.read_bytes()[:-300])
    light.clear()
    assert_frame_equal(run(grid, resume=True, folder=tmp_path).frame, whole.frame, check_exact=True)
    assert [unit.sampling.first for unit in light] == [1901]


@pytest.mark.usefixtures("data")
def test_another_grid_has_another_journal(light: list[Unit], tmp_path: Path) -> None:
    first, second = run(small(2), folder=tmp_path), run(small(3), resume=True, folder=tmp_path)
    assert first.key != second.key
    assert len(light) == 5


@pytest.mark.usefixtures("data")
def test_any_executor_and_cancelling_it(light: list[Unit], tmp_path: Path) -> None:
    grid = small()
    alone = run(grid, folder=tmp_path / "a")
    with ThreadPoolExecutor(3) as executor:
        spread = run(grid, executor, folder=tmp_path / "b")
    assert_frame_equal(alone.frame, spread.frame, check_exact=True)

    class OneByOne(Executor):
        """Runs the first two; the others wait, and can be called off."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            if args[0].sampling.first < 1902:
                future.set_result(fn(*args, **kwargs))
            return future

    stopped = run(grid, OneByOne(), Watcher(stop_after=6), folder=tmp_path / "c")
    assert not stopped.complete
    assert stopped.frame.height == 6


@pytest.mark.usefixtures("data")
def test_an_error_keeps_what_was_done(
    light: list[Unit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(unit: Unit) -> dict[str, dict[str, Any]]:
        if unit.sampling.first == 1903:
            raise FoedusError("no more memory")
        return made_up(unit)

    monkeypatch.setattr(running, "work", fails)
    with pytest.raises(FoedusError, match="no more memory"):
        run(small(), folder=tmp_path)
    (path,) = tmp_path.glob("*.jsonl")
    assert len(Journal(path)) == 9


# -- on the record ---------------------------------------------------------------------------------


def test_every_table_that_is_read_is_in_the_key(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a corrected file would be taken for the one before."""
    seen: set[str] = set()
    read = loading._load

    def spy(name: str, *rest: Any) -> Any:
        seen.add(name)
        return read(name, *rest)

    monkeypatch.setattr(loading, "_load", spy)
    for stage, first in (("onset", 1948), ("escalation", 1816)):
        for source in ("cow", "gml"):
            for originators in (True, False):
                sample(Sampling(stage, first, 1950, source=source, originators=originators))
    assert seen <= {*TABLES, *READ}  # what other tests have read is kept, and not read again
    assert seen


SCRIPT = """
import sys
from pathlib import Path
from foedus.core.progress import Lines
from foedus.core.workers import process_pool
from foedus.estimate.reduced.curve.choices import Grid, Model, Sampling, Unit, control_sets
from foedus.estimate.reduced.curve.run import run
from foedus.estimate.reduced.samples import PLEDGES

def grid():
    units = []
    for stage, first in (("onset", 1890), ("escalation", 1816)):
        models = tuple(Model((n,), b) for n in PLEDGES[:2] for b in control_sets(stage))
        for last in (1910, 1914, 1920):
            for lag in (0, 1):
                units.append(Unit(Sampling(stage, first, last, lag=lag), models))
    return Grid(tuple(units))

if __name__ == "__main__":
    folder, out, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with process_pool(workers) as executor:
        curve = run(grid(), executor, Lines(every=0.0), resume=True, folder=folder)
    assert curve.complete
    curve.frame.write_parquet(out)
"""


@pytest.mark.slow
def test_killed_in_the_middle_and_resumed_it_is_the_same_to_the_bit(
    data: Path, tmp_path: Path
) -> None:
    """A real process and its workers, killed where no handler can help."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)

    def words(folder: str, out: str, workers: int) -> list[str]:
        return [sys.executable, str(script), str(tmp_path / folder), str(tmp_path / out),
                str(workers)]  # fmt: skip

    with (tmp_path / "told").open("w") as told:
        process = subprocess.Popen(
            words("killed", "never.parquet", 2), stderr=told, start_new_session=True
        )
        deadline = time.monotonic() + WAIT
        while not (found := list((tmp_path / "killed").glob("*.jsonl"))) or not len(
            Journal(found[0])
        ):
            assert process.poll() is None, (tmp_path / "told").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(WAIT) == -signal.SIGKILL
    (journal,) = found
    kept = len(Journal(journal))
    assert not (tmp_path / "never.parquet").exists()
    _gone(process.pid)

    for call in (words("killed", "resumed.parquet", 2), words("whole", "whole.parquet", 1)):
        done = subprocess.run(call, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    resumed, whole = (pl.read_parquet(tmp_path / f"{n}.parquet") for n in ("resumed", "whole"))
    assert_frame_equal(resumed, whole, check_exact=True)
    assert kept < whole.height
    assert whole["coef"].is_not_null().sum() > 100
    for name in ("coef", "se_cluster", "se_state", "loss"):
        bits = [one[name].fill_null(7.0).to_numpy().tobytes() for one in (resumed, whole)]
        assert bits[0] == bits[1]


def _gone(session: int) -> None:
    """Wait until no process of the killed one's session is left: workers end with it."""
    deadline = time.monotonic() + 30.0
    while left := _living(session):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def _living(session: int) -> list[str]:
    """Processes of a session that are not dead yet; none where there is no ``/proc``."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = path.read_text()
            state, _, _, own = text.rpartition(")")[2].split()[:4]
            if int(own) == session and state not in "ZX":
                found.append(text)
    return found
