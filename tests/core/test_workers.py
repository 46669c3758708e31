"""Worker processes: what they were given, and that none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from foedus.core.errors import UsageError
from foedus.core.workers import process_pool

SCRIPT = """
import os, sys, time
from foedus.core.workers import process_pool
if __name__ == "__main__":
    pool = process_pool(1)
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 600)
    time.sleep(600)
"""


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # a process that ended and was not waited for still has a number
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_a_pool_works_after_what_it_begins_with() -> None:
    with process_pool(1, os.putenv, "FOEDUS_TRIED", "1") as pool:
        assert pool.submit(abs, -3).result() == 3


def test_no_workers_are_refused() -> None:
    with pytest.raises(UsageError, match="at least 1"):
        process_pool(0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_worker_ends_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert _running(worker)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        for _ in range(200):
            if not _running(worker):
                break
            time.sleep(0.05)
        assert not _running(worker)
