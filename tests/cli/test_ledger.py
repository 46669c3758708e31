"""``foedus ledger``: through the front door."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.ledger.made import case, some

from foedus.brief.ledger.outputs import outputs
from foedus.cli.app import main
from foedus.cli.ledger import build as door
from foedus.cli.ledger import row_text, text
from foedus.cli.ledger.rows import flat
from foedus.cli.lines import show
from foedus.ledger import ledger as face
from foedus.ledger.build import build
from foedus.ledger.options import Options
from foedus.ledger.parts import disputes
from foedus.ledger.placebos import placebos
from foedus.ledger.record import Record
from foedus.ledger.sheets import prior
from foedus.web.rooms.ledger import index
from foedus.web.rooms.ledger.state import State

Call = Callable[..., tuple[int, str, str]]
FEW = Options(draws=4, search=1)


@pytest.fixture
def foedus(capsys: pytest.CaptureFixture[str]) -> Call:
    """``foedus("summary")``: status, standard output, standard error of ``foedus ledger``."""

    def call(*words: str | Path) -> tuple[int, str, str]:
        status = main(["ledger", *map(str, words)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of seven disputes, with the prior and a placebo beside it."""
    out = tmp_path_factory.mktemp("made") / "out"
    record = Record((*some(6), case(90, pacts=2, friends=2)), icb={90: [5]}, disputes=20)
    for part in (
        disputes(record, FEW, "provisional"),
        prior(record, FEW),
        placebos({"future": lambda: record.cases}, record, FEW, "provisional"),
    ):
        assert build(part, out).complete
    return out


def narrow(out: str) -> bool:
    return max(map(len, out.splitlines())) <= 80


def test_the_summary_prints_the_nine(foedus: Call, made: Path) -> None:
    status, out, err = foedus("summary", "--ledger", made)
    assert (status, err) == (0, "")
    assert narrow(out)
    assert "\x1b" not in out
    for number in range(1, 10):
        assert any(line.startswith(f"{number}  ") for line in out.splitlines())
    plain = " ".join(out.split())
    assert "Partial: 7 of 20 disputes" in plain
    assert "theta provisional: not yet fitted" in plain
    assert "disputes likelier for their alliances" in plain
    assert "variants: not computed (build --variants)" in plain
    assert "Solved: 7 of 7; failed 0, no game 0" in plain
    assert "nan" not in plain.lower().split()


def test_a_ledger_without_draws_can_be_summed_up(foedus: Call, tmp_path: Path) -> None:
    bare = Options(draws=0, search=0)
    assert build(disputes(Record(tuple(some(4))), bare, "provisional"), tmp_path / "out").complete
    status, out, err = foedus("summary", "--ledger", tmp_path / "out")
    assert (status, err) == (0, "")
    assert "Built without a draw of theta: no interval" in " ".join(out.split())
    told = face.read_ledger(tmp_path / "out").summary().data
    assert len(outputs(told)) == 9


def test_the_headline_is_an_interval_of_counts(foedus: Call, made: Path) -> None:
    _, out, _ = foedus("summary", "--ledger", made)
    head = out.split("\n1  ")[0]
    assert "%" in head  # of the interval
    assert head.count("%") == 1


def test_json_is_everything(foedus: Call, made: Path) -> None:
    status, out, err = foedus("summary", "--ledger", made, "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert told == face.read_ledger(made).summary().data
    assert told["ledger"]["parts"] == ["disputes", "placebos", "prior"]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_without_colour_on_a_terminal(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    told = face.read_ledger(made)
    show(text.lines(told.summary().data), stream)
    show(row_text.lines(told.show(90).data), stream)
    assert re.search(r"\x1b\[[0-9;]*\b3[0-8]", stream.getvalue()) is None
    assert "Any war: " in stream.getvalue()


def test_filters_are_said_and_reach_the_numbers(foedus: Call, made: Path) -> None:
    words = ("--from", "1915", "--to", "1999", "--pledged", "--without-world-wars")
    status, out, _ = foedus("summary", "--ledger", made, *words, "--scheme", "block")
    assert status == 0
    assert "Only: first 1915, last 1999, pledged, without world wars; 3 disputes." in " ".join(
        out.split()
    )
    status, out, _ = foedus("summary", "--ledger", made, *words, "--json")
    assert json.loads(out)["stages"]["escalation"]["rows"] == 3


def test_what_a_filter_cannot_tell_is_said(foedus: Call) -> None:
    _, out, _ = foedus("summary", "--nuclear", "--scheme", "block")
    assert narrow(out)
    assert "left out, for the sample cannot be filtered by nuclear" in " ".join(out.split())


def test_one_dispute_whole(foedus: Call, made: Path) -> None:
    status, out, err = foedus("show", "90", "--ledger", made)
    assert (status, err) == (0, "")
    assert narrow(out)
    order = [
        "Dispute 90: United States against Mexico",
        "began 1 March 1950 · about policy · ICB crisis 5",
        "Obligations in force the day before",
        "With its obligations and without",
        "Third parties",
        "Taken out",
        "How atop-",
        "What happened",
        "theta provisional-1",
    ]
    at = [out.index(words) for words in order]
    assert at == sorted(at)
    status, out, _ = foedus("show", "90", "--ledger", made, "--json")
    assert json.loads(out) == face.read_ledger(made).show(90).data
    status, out, _ = foedus("show", "10", "--ledger", made)
    assert "none among the states in the game" in out


def test_what_happened_is_told_as_the_record_has_it(foedus: Call) -> None:
    """Whether a third party came in, on which side and how far, is never said to be nothing."""
    korea = " ".join(foedus("show", "51")[1].split())
    assert "day before 1 treaty (ATOP)" in korea
    assert (
        "none of these third parties joined its side with a show of force or more; "
        "came in on the other side: China; 14 states outside the game came in, at whatever level"
    ) in korea
    # The Soviet Union threatened, and is in COW's list of who took part.
    vietnam = " ".join(foedus("show", "611")[1].split())
    assert "joined its side with a show of force or more" in vietnam
    july = " ".join(foedus("show", "257")[1].split())
    assert "1,573 days; joined with a show of force or more: Germany, Russia; fought: Ger" in july
    assert "war; 1 day; " in " ".join(foedus("show", "2725")[1].split())


def test_one_dispute_is_singular(foedus: Call) -> None:
    words = ("--from", "1816", "--to", "1816")
    assert "last 1816; 1 dispute.\n" in foedus("summary", *words)[1]
    assert foedus("rows", *words)[1].endswith("\n1 dispute\n")


def test_a_pledge_against_one_state_alone_says_so(foedus: Call) -> None:
    """Germany owed Italy help against France in 1911, not against the Ottoman Empire."""
    told = " ".join(foedus("show", "114")[1].split())
    assert "atop-1350-2 GMY to ITA: offence against FRN alone (0.8)" in told
    assert "ITA to GMY: consultation (0.8)" in told


def test_the_shares_of_a_pledge_not_to_fight_name_no_patron(foedus: Call) -> None:
    """Dispute 23 of the ledger that ships: a pact of non-aggression between the opponents."""
    _, out, _ = foedus("show", "23")
    told = out[out.index("How atop-2240") : out.index("What happened")]
    assert "the adversary" in told
    assert "the state that is owed" in told
    assert not any(word in told for word in ("patron", "protégé", "deterrence", "pledged side"))
    _, out, _ = foedus("show", "257")  # Germany's alliance with Austria-Hungary
    assert "entrapment (patron)" in out


def test_rows_on_the_screen(foedus: Call, made: Path) -> None:
    status, out, err = foedus("rows", "--ledger", made, "--pledged")
    assert (status, err) == (0, "")
    assert narrow(out)
    assert out.rstrip().endswith("5 disputes")
    status, out, _ = foedus("rows", "--ledger", made, "--state", "FRN", "--json")
    assert [row["dispnum"] for row in json.loads(out)] == [11, 13, 15, 90]


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "offence"), ("region", "Asia and Oceania"), ("level", "war")],
)
def test_rows_are_filtered_as_the_explorers_are(foedus: Call, name: str, value: str) -> None:
    room = index.view(State(**{name: value}))
    status, out, err = foedus("rows", f"--{name}", value, "--json")
    assert (status, err) == (0, "")
    rows = json.loads(out)
    numbers = [row["dispnum"] for row in rows]
    assert 0 < len(numbers) == room.pages.total < face.read_ledger().rows.height
    assert {row.number for row in room.rows} <= set(numbers)
    status, out, err = foedus("summary", f"--{name}", value, "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    solved = sum(row["status"] == "solved" for row in rows)
    assert told["stages"]["escalation"]["rows"] == solved
    both = ("--kind", "defence", "--level", "war", "--from", "1914", "--to", "1914")
    _, out, _ = foedus("rows", *both, "--json")
    assert all(
        row["level"] == "war" and any(one["kind"] == "defence" for one in row["obligations"])
        for row in json.loads(out)
    )


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_rows_as_a_file_with_their_codebook(
    foedus: Call, made: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / "new" / f"x{suffix}"
    status, out, err = foedus("rows", "--ledger", made, "--label", "any_war=unclear", "-o", path)
    assert (status, err) == (0, "")
    assert "5 disputes" in out
    found = pl.read_parquet(path) if suffix == ".parquet" else pl.read_csv(path)
    assert found["dispnum"].to_list() == [11, 12, 14, 15, 90]
    book = pl.read_csv(path.with_suffix(".codebook.csv"))
    assert book["attribute"].to_list() == found.columns
    assert book.columns == ["attribute", "type", "unit", "description", "source"]
    if suffix == ".csv":
        one = found.row(-1, named=True)
        assert one["challenger_ccodes"] == 2
        assert one["obligations"].startswith("atop-1000 1000 defence UKG MEX 0.8 false -; ")
        assert "220 FRN France challenger major" in one["candidates"]


def test_lists_become_text_one_entry_after_the_other(made: Path) -> None:
    rows = flat(face.read_ledger(made).rows)
    assert not any(isinstance(dtype, pl.List) for dtype in rows.schema.values())
    assert rows.height == 7


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("summary", "--from", "1950", "--to", "1940"), "wrong way round"),
        (("summary", "--scheme", "guess"), "dispute, block, peace"),
        (("summary", "--state", "Atlantis"), "Atlantis"),
        (("show", "4711"), "no dispute of this ledger"),
        (("rows", "--label", "war=raised"), "cannot read the label"),
        (("rows", "-o", "x.xlsx"), ".parquet or .csv"),
        (("rows", "--status", "sovled"), "did you mean 'solved'"),
        (("rows", "--kind", "defense"), "no such kind (got 'defense'); did you mean 'defence'?"),
        (("rows", "--region", "europe"), "did you mean 'Europe'"),
        (("rows", "--region", "Asia"), "Middle East, Asia and Oceania"),
        (("rows", "--level", "peace"), "write display, force, war"),
    ],
)
def test_wrong_calls_say_what_to_do(
    foedus: Call, made: Path, words: tuple[str, ...], told: str
) -> None:
    status, out, err = foedus(*words, "--ledger", made)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--treaties", "secret"), "any, defence, binding"),
        (("--limit", "0"), "at least 1"),
        (("--draws", "0"), "at least 1"),
        (("--draws", "-1"), "at least 1"),
        (("--workers", "0"), "at least 1"),
        (("--in-hand", "0"), "at least 1"),
        (("--quiet-sample", "0"), "at least 1"),
        (("--tol", "0"), "--tol"),
        (("--theta", "secret"), "provisional"),
    ],
)
def test_builds_that_cannot_be(
    foedus: Call, words: tuple[str, ...], told: str, data: Path, tmp_path: Path
) -> None:
    limit = () if "--limit" in words else ("--limit", "2")
    status, out, err = foedus("build", "--out", tmp_path / "out", *limit, *words)
    assert status in (1, 2)
    assert out == ""
    assert told in err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_used_is_refused_before_the_work(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worked(*_: object, **__: object) -> None:
        pytest.fail("it began to work")

    monkeypatch.setattr("foedus.cli.ledger.build.record", worked)
    (tmp_path / "letter.txt").write_text("mine")
    for place, said in (
        (tmp_path, "something else than a ledger (letter.txt)"),
        (tmp_path / "letter.txt", "is not a folder"),
        (tmp_path / "letter.txt" / "deep", "cannot be written (Not a directory)"),
    ):
        status, out, err = foedus("build", "--out", place)
        assert (status, out, len(err.splitlines())) == (2, "", 1)
        assert said in err
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_without_a_ledger_it_says_what_to_do(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face, "shipped_folder", lambda: tmp_path)
    status, out, err = foedus("summary")
    assert (status, out) == (1, "")
    assert "foedus ledger build" in err
    status, _, err = foedus("summary", "--ledger", tmp_path)
    assert status == 1
    assert "holds no ledger" in err


def test_a_build_from_the_record(foedus: Call, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("build", "--limit", "3", "--draws", "2", "--search", "0", "--workers", "1")
    words = (*words, "--theta", "provisional")
    status, said, err = foedus(*words, "--out", out)
    assert status == 0, err
    assert "3 games solved" in said
    found = face.read_ledger(out)
    assert found.rows.height == 3
    assert found.manifest["parts"]["disputes"]["partial"] is True
    status, said, err = foedus(*words, "--out", out)
    assert (status, said) == (2, "")
    assert "--resume" in err
    status, said, _ = foedus(*words, "--out", out, "--resume", "--json")
    assert status == 0
    assert json.loads(said)[0]["complete"] is True
    status, said, err = foedus(*words, "--out", out, "--quiet-sample", "2")
    assert status == 0, err
    assert face.read_ledger(out).tables["quiet"].height == 2 * (1 + 2)
    status, said, err = foedus(
        *("build", "--limit", "3", "--draws", "4", "--out", out, "--workers", "1", "--resume"),
        *("--theta", "provisional"),
    )
    assert status == 2
    assert "options.draws: 2 there, 4 here" in err


def test_ctrl_c_says_how_to_go_on(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["ledger", "build", "--limit", "40", "--workers", "1", "--out", str(out)]
    words += ["--theta", "provisional"]
    child = subprocess.Popen(
        [sys.executable, "-m", "foedus", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    journal = out / "journal" / "disputes.jsonl"
    end = time.monotonic() + 180
    while time.monotonic() < end and not (
        journal.exists() and journal.read_bytes().count(b"\n") > 2
    ):
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=180)
    assert child.returncode == 130, said
    assert f"foedus ledger build --resume --out {out} --limit 40 --workers 1" in said
    assert not (out / "rows.parquet").exists()


def test_the_command_to_go_on_is_the_one_asked() -> None:
    asked = door.Asked(
        limit=50, workers=2, draws=24, seed=3, k=1, treaties="defence", theta="provisional",
        search=0, tol=1e-6, parts=("variants", "quiet"), sample=9, in_hand=None, resume=False,
        out=Path("out/x"),
    )  # fmt: skip
    assert asked.again() == (
        "foedus ledger build --resume --out out/x --limit 50 --workers 2 --draws 24 --seed 3 "
        "--k 1 --treaties defence --theta provisional --search 0 --tol 1e-06 --quiet-sample 9 "
        "--variants"
    )
