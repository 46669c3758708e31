"""``foedus estimate fit``, ``report``, ``recover``, ``profile``: through the front door.

The sample is made up and tiny, so that no data are needed; the fit is the real one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from foedus.cli.app import main
from foedus.cli.estimate.fit import QUICK
from foedus.estimate.structural import artefact, fit, profile, recovery, told
from foedus.estimate.structural.climb import read_state

Call = Callable[..., tuple[int, str, str]]
MADE = Path(__file__).resolve().parent.parent / "estimate" / "structural"
FILES = {"state.json", "theta.json", "onset.json", "report.json"}


@pytest.fixture(scope="module")
def made() -> Iterator[ModuleType]:
    sys.path.insert(0, str(MADE))
    yield import_module("made")
    sys.path.remove(str(MADE))
    del sys.modules["made"]


@pytest.fixture
def foedus(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    made: ModuleType,
) -> Call:
    """``foedus("fit", "--quick")``: status, standard output, standard error."""
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "cache"))
    for module in (fit, recovery, profile):
        monkeypatch.setattr(module, "sample", lambda **_: made.heavy())

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["estimate", *words])
        told_ = capsys.readouterr()
        return status, told_.out, told_.err

    return call


def strict(text: str) -> dict:
    return json.loads(text, parse_constant=lambda name: pytest.fail(name))


def test_a_quick_fit_says_so_first_and_last(foedus: Call, tmp_path: Path) -> None:
    out = tmp_path / "q"
    status, text, err = foedus("fit", "--quick", "--workers", "1", "--out", str(out))
    assert status == 0, err
    rows = text.rstrip().splitlines()
    assert rows[0] == rows[-1] == QUICK
    assert max(len(row) for row in rows if str(out) not in row) <= 80
    assert "step 1: log likelihood" in err
    assert {path.name for path in out.iterdir()} == FILES
    content = strict((out / "report.json").read_text())
    assert content["quick"] is True
    # read again: the same without what is loud
    status, again, _ = foedus("report", str(out))
    assert status == 0
    assert again.rstrip() in text
    for words in ("posterior beside prior", "two kinds of error", "Mean loss", "Onset: log-odds",
                  "The record's own slope", "cannot tell", "Mostly prior", "could not be solved",
                  "data: mid 5.0"):  # fmt: skip
        assert words in text, words
    status, text, _ = foedus("report", str(out), "--json")
    assert status == 0
    assert strict(text) == content


def test_without_out_it_is_kept_in_the_cache(foedus: Call, tmp_path: Path) -> None:
    status, text, _ = foedus("fit", "--quick", "--workers", "1", "--json")
    assert status == 0
    content = strict(text)
    folder = Path(content["folder"])
    assert folder.is_relative_to(tmp_path / "cache" / "fits")
    before = read_state(folder / "state.json")
    status, text, _ = foedus("fit", "--quick", "--workers", "1", "--json", "--resume")
    assert status == 0
    assert read_state(folder / "state.json").history[: before.step] == before.history[:-1]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("fit", "--workers", "0"), "--workers: must be at least 1"),
        (("fit", "--k", "-1"), "--k: must not be negative"),
        (("fit", "--quick", "--publish"), "only a fit of the whole record ships"),
        (("fit", "--before", "1946", "--publish"), "leave out --quick, --before and --k"),
        (("fit", "--quick", "--resume"), "nothing to resume"),
        (("fit", "--quik"), "--quik"),
        (("recover", "--replications", "0"), "--replications: must be at least 1"),
        (("recover", "--seed", "-1"), "--seed: must not be negative"),
        (("profile", "--stride", "0"), "--stride: must be at least 1"),
        (("recover", "--publish", "--out", "x"), "leave out --out, or --publish"),
    ],
)
def test_wrong_calls_say_what_is_wrong(foedus: Call, words: tuple[str, ...], what: str) -> None:
    status, out, err = foedus(*words)
    assert status == 2
    assert out in ("", QUICK + "\n")
    assert what in err
    assert err.count("\n") == 1


def test_what_is_there_is_not_overwritten(foedus: Call, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    status, _, err = foedus("fit", "--quick", "--out", str(mine))
    assert status == 2
    assert "something else than a fit" in err
    (mine / "state.json").write_text("{}")
    status, _, err = foedus("fit", "--quick", "--out", str(mine))
    assert status == 2
    assert "holds a fit; not overwritten; go on with it with --resume" in err
    status, _, err = foedus("fit", "--quick", "--resume", "--out", str(mine))
    assert status == 1
    assert "no fit can be taken up" in err
    assert (mine / "letter.txt").read_text() == "dear"
    status, _, err = foedus("fit", "--quick", "--out", str(mine / "letter.txt" / "fit"))
    assert status == 2
    assert "cannot be written (Not a directory); choose another folder" in err


def test_another_fit_is_not_taken_up(foedus: Call, tmp_path: Path) -> None:
    out = str(tmp_path / "q")
    assert foedus("fit", "--quick", "--workers", "1", "--out", out)[0] == 0
    status, _, err = foedus("fit", "--quick", "--before", "1946", "--resume", "--out", out)
    assert status == 2
    assert "holds another fit" in err


def test_reports_that_are_not_there(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told.resources, "files", lambda _: tmp_path)
    status, out, err = foedus("report")
    assert (status, out) == (1, "")
    assert "foedus estimate fit --out DIR" in err
    status, _, err = foedus("report", str(tmp_path))
    assert status == 1
    assert "holds no fit" in err
    (tmp_path / "state.json").write_text("{}")
    status, _, err = foedus("report", str(tmp_path))
    assert status == 1
    assert "not finished; go on with it: foedus estimate fit --resume --out" in err
    for text in ('{"torn', "[]", "{}"):
        (tmp_path / "report.json").write_text(text)
        status, _, err = foedus("report", str(tmp_path))
        assert status == 1
        assert str(tmp_path / "report.json") in err
        assert err.count("\n") == 1


def test_intervals_end_where_the_parameter_does(capsys: pytest.CaptureFixture[str]) -> None:
    """The report that ships: the normal approximation of third_war goes on to 16,000."""
    assert main(["estimate", "report"]) == 0
    out = capsys.readouterr().out
    line = next(line for line in out.splitlines() if line.startswith("third_war"))
    assert "172 to 10,000" in line
    assert "as draws are: third_war (0 to 10,000)." in " ".join(out.split())


def test_slopes_are_named_for_what_they_are(foedus: Call, tmp_path: Path) -> None:
    out = tmp_path / "q"
    foedus("fit", "--quick", "--workers", "1", "--out", str(out))
    content = strict((out / "report.json").read_text())
    row = next(r for r in content["onset"]["coefficients"] if r["name"] == "slope")
    content["failed"] = {str(k): "did not converge" for k in range(7)}
    content["converged"] = False
    for slope, word in ((-3.0, "NEGATIVE"), (0.1, "NOT TOLD APART FROM ZERO"), (3.0, "POSITIVE")):
        row["free"], row["error"] = slope, 0.5
        (out / "report.json").write_text(json.dumps(content))
        status, text, _ = foedus("report", str(out))
        assert status == 0
        told_ = " ".join(text.split())
        assert f", {word}" in told_
        assert "NOT AT ITS TOP" in told_
        assert "7; they have no part" in told_
        assert "and 2 more: --json lists them" in told_


def test_publish_puts_it_into_the_package(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    (package / "crisis" / "theta").mkdir(parents=True)
    (package / "estimate" / "structural").mkdir(parents=True)
    monkeypatch.setattr(artefact.resources, "files", lambda _: package)
    out = tmp_path / "whole"
    status, text, _ = foedus("fit", "--workers", "1", "--out", str(out), "--publish")
    assert status == 0
    assert "published" in text
    assert QUICK not in text
    theta = (package / "crisis" / "theta" / "fitted.json").read_text()
    assert theta == (out / "theta.json").read_text()
    # a quick one is refused even where it is asked for behind the command's back
    content = strict((out / "report.json").read_text()) | {"quick": True}
    (out / "report.json").write_text(json.dumps(content))
    with pytest.raises(artefact.FoedusError, match="a quick fit never ships"):
        artefact.publish(out)
    for said, why in (
        ({"plan": content["plan"] | {"before": 1946}}, "a part of the record"),
        ({"plan": content["plan"] | {"fixed": {"X": 2.0}}}, "parameters held"),
        ({"converged": False, "decrement": 3.0}, "not at its top"),
    ):
        (out / "report.json").write_text(json.dumps(content | {"quick": False} | said))
        with pytest.raises(artefact.FoedusError, match=why):
            artefact.publish(out)


def test_checks_go_into_the_report(foedus: Call, tmp_path: Path) -> None:
    out = tmp_path / "q"
    foedus("fit", "--quick", "--workers", "1", "--out", str(out))
    one = ("--workers", "1", "--out", str(out))
    status, text, err = foedus("recover", "--replications", "2", *one)
    assert status == 0, err
    assert "Recovery: records drawn" in text
    status, text, err = foedus("profile", "phi", *one)
    assert status == 0, err
    assert "Profiles: one parameter held" in text
    assert max(map(len, text.partition("written:")[0].splitlines())) <= 80
    content = strict((out / "report.json").read_text())
    assert content["recovery"]["replications"] == 2
    assert [row["offset"] for row in content["profiles"]["parameters"]["phi"]] == [
        -2.0, -1.0, -0.5, 0.5, 1.0, 2.0,
    ]  # fmt: skip
    status, text, _ = foedus("report", str(out))
    assert status == 0
    assert "Recovery: records drawn" in text
    assert "Profiles: one parameter held" in text
    assert max(map(len, text.splitlines())) <= 80
    # again: taken from the folder
    status, text, _ = foedus("recover", "--replications", "2", "--json", *one)
    assert status == 0
    assert strict(text) == content["recovery"]
    status, _, err = foedus("profile", "ph", *one)
    assert status == 2
    assert "did you mean 'phi'?" in err
    # a fit with other parameters is no truth to draw from
    content["parameters"] = content["parameters"][1:]
    (out / "report.json").write_text(json.dumps(content))
    for word in ("recover", "profile"):
        status, _, err = foedus(word, *one)
        assert status == 1
        assert "fitted with other parameters" in err


@pytest.mark.parametrize("word", ["recover", "profile"])
def test_a_check_that_could_not_be_kept_is_refused_before_the_work(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    def full(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    def worked(*_: object, **__: object) -> None:
        pytest.fail("it began to work")

    shutil.copy(told.read_report().path, tmp_path)
    monkeypatch.setattr("foedus.core.writable.tempfile.TemporaryFile", full)
    monkeypatch.setattr(recovery, "recover", worked)
    monkeypatch.setattr(profile, "profile", worked)
    status, text, err = foedus(word, "--out", str(tmp_path))
    assert (status, text, len(err.splitlines())) == (2, "", 1)
    assert "report.json: cannot be written (Read-only file system)" in err


def test_a_check_of_the_shipped_fit_is_kept_only_when_published(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "q"
    foedus("fit", "--quick", "--workers", "1", "--out", str(out))
    real = told.read_report(out)
    monkeypatch.setattr(told, "read_report", lambda _: replace(real, shipped=True))
    ask = ("recover", "--replications", "2", "--workers", "1")
    status, text, err = foedus(*ask)
    assert status == 0, err
    assert "written:" not in text
    assert "recovery" not in strict(real.path.read_text())
    status, text, err = foedus(*ask, "--publish")
    assert status == 0, err
    assert f"written: {real.path}" in text
    assert strict(real.path.read_text())["recovery"]["replications"] == 2


SCRIPT = """\
import signal, sys, time
from functools import partial
sys.path.insert(0, {made!r})
import made
from foedus.cli.app import main
from foedus.estimate.structural import climb, fit
fit.climb = partial(climb.climb, enough=0.01)
real = fit.evaluate
def slowly(*words, **more):
    found = real(*words, **more)
    time.sleep(0.5)
    return found
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    fit.sample = lambda **_: made.heavy()
    fit.evaluate = slowly
    sys.exit(main(["estimate", "fit", *sys.argv[1:]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_fit_that_was_stopped_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    """A real process with two workers, Ctrl-C as from a terminal, or killed outright."""
    script, out = tmp_path / "script.py", tmp_path / "out"
    script.write_text(SCRIPT.format(made=str(MADE)))
    words = [sys.executable, str(script), "--quick", "--workers", "2", "--out", str(out)]
    with ExitStack() as stack:
        process = stack.enter_context(subprocess.Popen(
            words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        ))  # fmt: skip
        stack.callback(process.kill)
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("step 1: log likelihood"):
                break
        if how == signal.SIGINT:
            os.killpg(process.pid, how)
        else:
            process.kill()
        _, err = process.communicate(timeout=120.0)
    assert "Traceback" not in err
    kept = read_state(out / "state.json")
    assert kept.step >= 1
    assert {path.name for path in out.iterdir()} == {"state.json"}
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert f"step {kept.step} is kept" in err
        assert "foedus estimate fit --resume --quick --out" in err
    again = subprocess.run([*words, "--resume"], capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert {path.name for path in out.iterdir()} == FILES
    whole = read_state(out / "state.json")
    assert whole.history[: kept.step] == kept.history[: kept.step]
    assert whole.step > kept.step
