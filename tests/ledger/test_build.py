"""Building: the same tables from any executor, after any interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from foedus.core.errors import BundleError, UsageError
from foedus.core.progress import Silent
from foedus.ledger.build import Built, build
from foedus.ledger.columns import TABLES, schema
from foedus.ledger.options import Options
from foedus.ledger.parts import disputes
from foedus.ledger.record import Record
from foedus.ledger.store import read_manifest
from foedus.ledger.work import processes

from .made import some

WORKER = Path(__file__).parent / "worker.py"
WAIT = 180.0
FEW = Options(draws=2, search=0)
MAIN = ("rows", "effects", "treaties", "accounting")


def tables(folder: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in MAIN}


def same(one: Path, other: Path) -> None:
    for name, table in tables(one).items():
        assert_frame_equal(table, tables(other)[name])
    assert read_manifest(one)["files"] == read_manifest(other)["files"]


def built(out: Path, executor: Executor | None = None, **named: object) -> Built:
    return build(disputes(Record(some(6)), FEW, "provisional"), out, executor=executor, **named)


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("serial") / "out"
    assert built(out).complete
    return out


def test_tables_have_the_columns_of_the_codebook(serial: Path) -> None:
    for name, table in tables(serial).items():
        assert dict(table.schema) == schema(name)
    book = pl.read_csv(serial / "codebook.csv")
    assert book.columns == ["table", "attribute", "type", "unit", "description", "source"]
    told = book.group_by("table", maintain_order=True).agg("attribute").iter_rows()
    assert {name: list(columns) for name, columns in told} == {
        name: [column.name for column in TABLES[name]] for name in MAIN
    }


def test_threads_give_the_same_tables(serial: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert built(tmp_path / "out", threads, in_hand=4).complete
    same(serial, tmp_path / "out")


def test_processes_give_the_same_tables(serial: Path, tmp_path: Path) -> None:
    assert built(tmp_path / "out", workers=2).complete
    same(serial, tmp_path / "out")


def test_a_cluster_gives_the_same_tables(serial: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=str(tmp_path),
    )
    with cluster, distributed.Client(cluster) as client:
        executor = client.get_executor()
        done = built(tmp_path / "out", executor, in_hand=4)
        where = set(client.run(os.getpid).values())
    assert done.complete
    assert len(where) == 2
    assert os.getpid() not in where
    same(serial, tmp_path / "out")


def worker(out: Path, delay: float, resume: str = "") -> subprocess.Popen[str]:
    words = [sys.executable, str(WORKER), str(out), str(delay), *([resume] if resume else [])]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(path: Path, lines: int) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if path.exists() and path.read_bytes().count(b"\n") >= lines:
            return
        time.sleep(0.02)
    pytest.fail(f"{path} did not reach {lines} lines")


def test_a_kill_loses_what_was_in_hand_and_nothing_else(serial: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    journal = out / "journal" / "disputes.jsonl"
    child = worker(out, 0.5)
    wait_for(journal, 3)  # the question and two disputes
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=WAIT)
    assert child.returncode == -signal.SIGKILL
    assert not (out / "manifest.json").exists()
    before = journal.read_bytes()
    kept = before[: before.rfind(b"\n") + 1]
    assert kept.count(b"\n") >= 3
    again = worker(out, 0.0, "resume")
    said, err = again.communicate(timeout=WAIT)
    assert (again.returncode, err) == (0, "")
    assert "complete" in said
    assert journal.read_bytes().startswith(kept)  # nothing was solved twice
    same(serial, out)


def test_ctrl_c_keeps_what_is_done(serial: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = worker(out, 0.5)
    wait_for(out / "journal" / "disputes.jsonl", 3)
    child.send_signal(signal.SIGINT)
    said, _ = child.communicate(timeout=WAIT)
    assert child.returncode == 130, said
    assert "stopped" in said
    assert not (out / "rows.parquet").exists()
    done = built(out, resume=True)
    assert done.complete
    same(serial, out)


class Hasty(Silent):
    """Asks to stop after so many pieces."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def advance(self, n: int = 1) -> None:
        self.left -= n
        if self.left <= 0:
            self.cancel()


@pytest.mark.parametrize("in_hand", [1, 3])
def test_stopping_an_executor_keeps_what_it_had_begun(
    serial: Path, tmp_path: Path, in_hand: int
) -> None:
    with ThreadPoolExecutor(2) as threads:
        done = built(tmp_path / "out", threads, in_hand=in_hand, reporter=Hasty(2))
        assert not done.complete
        assert 2 <= done.done <= 2 + in_hand
        assert built(tmp_path / "out", threads, resume=True).complete
    same(serial, tmp_path / "out")


class Breaks(Executor):
    """An executor whose worker dies."""

    def submit(self, _fn, /, *_args, **_kwargs):
        future: Future = Future()
        future.set_exception(BrokenProcessPool("killed"))
        return future


def test_a_worker_that_dies_is_said_and_can_be_resumed(serial: Path, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="--resume"):
        built(tmp_path / "out", Breaks())
    assert built(tmp_path / "out", resume=True).complete
    same(serial, tmp_path / "out")


def test_a_finished_ledger_is_not_written_over_unasked(serial: Path) -> None:
    with pytest.raises(UsageError, match="a ledger was begun here"):
        built(serial)
    assert built(serial, resume=True).complete  # the tables anew, nothing solved


def test_a_kill_while_tables_are_written_leaves_nothing_behind(
    serial: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert built(out).complete
    whole = (out / "rows.parquet").read_bytes()
    (out / "rows.parquet").write_bytes(whole[:-10])
    (out / ".effects.parquet.abc.part").write_bytes(b"half")
    assert built(out, resume=True).complete
    same(serial, out)
    assert list(out.glob(".*")) == []


def test_another_question_is_refused(serial: Path) -> None:
    with pytest.raises(UsageError, match=r"options\.draws: 2 there, 3 here"):
        build(
            disputes(Record(some(6)), Options(draws=3, search=0), "provisional"),
            serial,
            resume=True,
        )
    with pytest.raises(UsageError, match="cases: "):
        build(disputes(Record(some(5)), FEW, "provisional"), serial, resume=True)


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError, match=r"thesis\.tex"):
        built(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_what_did_not_converge_stays_in_the_rows(tmp_path: Path) -> None:
    part = disputes(Record(some(3)), Options(draws=1, search=0, tol=1e-300), "provisional")
    done = build(part, tmp_path / "out")
    assert (done.complete, done.failed) == (True, 3)
    rows = pl.read_parquet(tmp_path / "out" / "rows.parquet")
    assert rows["status"].to_list() == ["failed"] * 3
    assert all("no equilibrium" in reason for reason in rows["reason"])
    assert rows["label_any_war_010"].null_count() == 3


def test_one_worker_is_this_process() -> None:
    with processes(1) as pool:
        assert pool is None


def test_workers_do_not_outlive_a_killed_build() -> None:
    code = (
        "import os, time; from foedus.ledger.work import processes\n"
        "if __name__ == '__main__':\n"
        "    with processes(2) as pool:\n"
        "        print({pool.submit(os.getpid).result() for _ in range(2)}.pop(), flush=True)\n"
        "        time.sleep(120)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    pid = int(child.stdout.readline())
    child.kill()
    child.wait(timeout=WAIT)
    child.stdout.close()
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text():
            return  # ended; whoever adopted it has not asked yet
        time.sleep(0.1)
    pytest.fail(f"process {pid} is still there")


def test_the_manifest_says_what_was_asked(serial: Path) -> None:
    told = read_manifest(serial)["parts"]["disputes"]
    assert told["question"]["options"]["draws"] == 2
    assert told["question"]["theta"]["values"]["X"] > 0
    assert told["tasks"] == 6
    assert told["onset"] is None
    json.dumps(told, allow_nan=False)
