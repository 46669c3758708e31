"""``foedus`` as a process: exit status, and one line for each error."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cyclopts
import pytest

from foedus.cli import app
from foedus.core import errors

FOEDUS = Path(sys.executable).parent / "foedus"


def call(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([FOEDUS, *words], capture_output=True, text=True, check=False)


def test_help_names_the_commands() -> None:
    done = call("--help")
    assert done.returncode == 0
    assert "run" in done.stdout
    assert "scenario" in done.stdout
    assert done.stderr == ""


def test_python_dash_m_is_the_same_door() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "foedus", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == call("--version").stdout == "0.1.0\n"


@pytest.mark.parametrize("words", [["rum", "july-1914"], ["--no-such-option"]])
def test_wrong_call_is_one_line_and_status_2(words: list[str]) -> None:
    done = call(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert words[0] in done.stderr


def act_out(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> int:
    """Run `main` with one command whose body is `action`."""
    stage = cyclopts.App(
        name="foedus", result_action="return_value", suppress_keyboard_interrupt=False
    )
    stage.command(action, name="act")
    monkeypatch.setattr(app, "_build", lambda: stage)
    return app.main(["act"])


def raising(error: BaseException) -> Callable[[], None]:
    def action() -> None:
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotConverged("residual 1e-3", fix="fewer rungs"), 1),
        (errors.BundleError("not a bundle"), 1),
        (errors.ThetaError("unknown parameter"), 1),
        (errors.FoedusError("something"), 1),
        (errors.UsageError("no such treaty"), 2),
        (errors.ScenarioError("unknown actor", file="a.yaml", line=3), 2),
        (errors.Cancelled("stopped after 12 of 64 draws"), 130),
    ],
)
def test_errors_become_one_line_and_a_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: errors.FoedusError,
    status: int,
) -> None:
    assert act_out(monkeypatch, raising(error)) == status
    said = capsys.readouterr()
    assert said.err == f"{error}\n"
    assert said.out == ""


def test_all_errors_of_a_file_are_told_one_line_each(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both = errors.ScenarioErrors([errors.ScenarioError("one"), errors.ScenarioError("two")])
    assert act_out(monkeypatch, raising(both)) == 2
    assert capsys.readouterr().err == "one\ntwo\n"


def test_interrupt_is_130_and_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert act_out(monkeypatch, raising(KeyboardInterrupt())) == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_mistake_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        act_out(monkeypatch, raising(ZeroDivisionError()))
    with pytest.raises(ModuleNotFoundError):
        act_out(monkeypatch, raising(ModuleNotFoundError("no foedus.x", name="foedus.x")))


@pytest.mark.parametrize(
    ("module", "extra"), [("scipy.special", "estimate"), ("rustworkx", "network")]
)
def test_a_library_that_is_not_there_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], module: str, extra: str
) -> None:
    def action() -> None:
        importlib.import_module(module)

    monkeypatch.setitem(sys.modules, module, None)
    assert act_out(monkeypatch, action) == 1
    said = capsys.readouterr()
    assert said.err == (
        f"foedus: {module.partition('.')[0]} is not installed; pip install 'foedus[{extra}]'\n"
    )


@pytest.mark.parametrize(("result", "status"), [(None, 0), (0, 0), (1, 1), (True, 0), ("text", 0)])
def test_a_command_may_return_its_status(
    monkeypatch: pytest.MonkeyPatch, result: object, status: int
) -> None:
    def action() -> object:
        return result

    assert act_out(monkeypatch, action) == status


def test_reader_that_leaves_early_gets_no_traceback() -> None:
    code = (
        "import sys; from foedus.cli import app; import cyclopts\n"
        "def act():\n    for i in range(100_000): print(i)\n"
        "stage = cyclopts.App(name='foedus', result_action='return_value'); stage.command(act)\n"
        "app._build = lambda: stage; sys.exit(app.main(['act']))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(timeout=30) == 0


def test_ctrl_c_ends_a_real_process_with_130() -> None:
    code = (
        "import signal, sys, time; from foedus.cli import app; import cyclopts\n"
        # A shell that runs the tests in the background makes its children deaf to Ctrl-C.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def act():\n    print('ready', flush=True); time.sleep(60)\n"
        "stage = cyclopts.App(name='foedus', result_action='return_value',"
        " suppress_keyboard_interrupt=False); stage.command(act)\n"
        "app._build = lambda: stage; sys.exit(app.main(['act']))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.1)
    os.kill(child.pid, signal.SIGINT)
    try:
        _, said = child.communicate(timeout=30)
    finally:
        child.kill()
    assert child.returncode == 130
    assert said == "foedus: interrupted\n"
