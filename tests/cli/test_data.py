"""``foedus data``: through the front door, on made data sets and on the real registry."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foedus.cli.app import main
from foedus.sources.citing import cite
from foedus.sources.getting import fetch, registry

from ..sources.getting import made  # noqa: TID252 - tests have no name to import them by
from ..sources.getting.site import Site, serving  # noqa: TID252 - as above

WIDTH = 80
TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    """Made data sets, served from this machine; no folder of the user's."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("FOEDUS_DATA", raising=False)
    monkeypatch.delenv("FOEDUS_MIRRORS", raising=False)
    with serving() as site:
        site.files = {"spells.csv": made.SPELLS, "new.csv": made.YEARS}
        made.install(monkeypatch, site.base)
        yield site


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def foedus(capsys: pytest.CaptureFixture[str]) -> Call:
    """``foedus("list")``: status, standard output, standard error of ``foedus data list``."""

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["data", *words])
        told = capsys.readouterr()
        if not {"--json", "--bibtex"} & set(words):
            wide = [line for line in told.out.splitlines() if len(line) > WIDTH]
            # a path is not broken
            assert [line for line in wide if not line.split()[-1].startswith("/")] == []
        return status, told.out, told.err

    return call


def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **files: bytes) -> Path:
    folder = tmp_path / "own"
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.setenv("FOEDUS_DATA", str(folder))
    return folder


RIGHT = {"a/spells.csv": made.SPELLS, "a/years 1.csv": made.YEARS, "derived/b.csv": made.EXPORT}


# -- list ------------------------------------------------------------------------------------------


def test_nothing_is_fetched_into_a_cache_that_would_not_last(
    foedus: Call, site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "file" / "cache"))
    status, out, err = foedus("get")
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert "set FOEDUS_CACHE to a folder" in err
    assert site.asked == []


def test_list_has_a_line_for_each_data_set(site: Site, foedus: Call) -> None:
    status, out, err = foedus("list")
    assert (status, err) == (0, "")
    head, first, *rest = out.splitlines()
    assert head.split() == ["name", "version", "years", "tables", "title"]
    assert first.split() == ["alpha", "1.0", "1816-2016", "2", "A", "set", "called", "alpha"]
    assert len(rest) == 3
    _, out, _ = foedus("list", "--json")
    rows = json.loads(out)
    assert rows[0]["tables"] == ["alpha/spells", "alpha/years"]
    assert rows[0]["landing"] == "https://publisher.example/data"


def test_list_of_tables(site: Site, foedus: Call) -> None:
    status, out, _ = foedus("list", "--tables")
    assert status == 0
    assert out.splitlines()[1].split() == ["alpha/spells", "spell", "Spells"]
    _, out, _ = foedus("list", "--tables", "--json")
    columns = {row["id"]: row["columns"] for row in json.loads(out)}
    assert columns["beta/years"][1] == {
        "name": "year", "type": "Int16", "about": "Calendar year", "unit": "",
    }  # fmt: skip


def test_the_real_list_fits_the_screen(foedus: Call) -> None:
    status, out, _ = foedus("list")
    assert status == 0
    assert len(out.splitlines()) == len(registry.datasets()) + 1
    assert {line.split()[0] for line in out.splitlines()[1:]} >= {"atop", "mid", "nmc", "icb"}


def test_no_data_set_is_of_cow_s_formal_alliances(foedus: Call) -> None:
    """Their maintainer asked that software not facilitate their use."""
    _, out, _ = foedus("list", "--json")
    for row in json.loads(out):
        assert "formal alliances" not in row["title"].lower()
        assert not any("alliance" in path.lower() and "atop" not in path.lower()
                       and "AllianceDataScoreJCR" not in path for path in row["files"])  # fmt: skip


# -- get -------------------------------------------------------------------------------------------


def test_get_takes_what_has_an_address_and_fails_where_one_fails(
    site: Site, foedus: Call, tmp_path: Path
) -> None:
    status, out, err = foedus("get")
    assert status == 1  # the archive is not there
    assert "5 tables: 2 fetched, 0 there before, 1 failed, 2 only by hand" in out
    assert "without an address: gamma/years, delta/years" in out
    (line,) = [line for line in err.splitlines() if line.startswith("alpha/years: ")]
    assert "HTTP 404" in line
    assert (tmp_path / "cache/data/a/spells.csv").read_bytes() == made.SPELLS
    before = len(site.asked)
    status, out, err = foedus("get", "also-alpha", "b/new.csv")
    assert status == 1
    assert "3 tables: 0 fetched, 2 there before, 1 failed" in out
    assert len(site.asked) == before + 1  # the archive again


def test_get_of_what_only_a_browser_gets_is_a_failure_if_it_was_named(
    site: Site, foedus: Call
) -> None:
    status, _, err = foedus("get", "gamma")
    assert status == 1
    assert err.startswith("gamma/years: by hand: get it from https://publisher.example/data")
    assert len(err.splitlines()) == 1


def test_get_for_programs(site: Site, foedus: Call, tmp_path: Path) -> None:
    status, out, err = foedus("get", "alpha/spells", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == [
        {
            "table": "alpha/spells",
            "file": "a/spells.csv",
            "state": "fetched",
            "path": str(tmp_path / "cache/data/a/spells.csv"),
            "why": f"from {site.base}/spells.csv; ok",
        }
    ]


@pytest.mark.parametrize("command", ["get", "status", "verify", "cite"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("alhpa", "did you mean 'alpha'"),
        ("alpha/spell", "did you mean 'alpha/spells'"),
        ("a/spells.cvs", "did you mean 'a/spells.csv'"),
        ("zzz", "data list"),
        ("zzz/yyy", "data list --tables"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    site: Site, foedus: Call, command: str, name: str, said: str
) -> None:
    status, out, err = foedus(command, name)
    assert (status, out) == (2, "")
    assert name in err
    assert said in err
    assert len(err.splitlines()) == 1
    assert site.asked == []


def test_a_mirror_that_is_no_address_is_refused(
    site: Site, foedus: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOEDUS_MIRRORS", "/srv/data")
    status, _, err = foedus("get", "alpha")
    assert status == 2
    assert "FOEDUS_MIRRORS" in err


# -- status ----------------------------------------------------------------------------------------


def test_status_tells_place_and_state_of_each_file(
    site: Site, foedus: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = own(monkeypatch, tmp_path, **{"a/spells.csv": made.SPELLS, "a/years 1.csv": b"other"})
    cached = tmp_path / "cache/data/b/new.csv"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(made.YEARS)
    status, out, err = foedus("status")
    assert (status, err) == (0, "")
    rows = {line.rsplit("  ", 1)[-1]: line.split("  ") for line in out.splitlines()}
    cells = {name: [cell.strip() for cell in row if cell.strip()] for name, row in rows.items()}
    assert cells["a/spells.csv"][:2] == ["FOEDUS_DATA", "ok"]
    assert cells["a/years 1.csv"][:2] == ["FOEDUS_DATA", "wrong"]
    assert cells["b/new.csv"][:2] == ["cache", "not checked"]
    assert cells["g/years.csv"][:2] == ["-", "missing"]
    assert "6 files: 3 missing, 1 ok, 1 wrong, 1 not checked" in out
    assert str(folder) in out.replace("\n", "")

    _, out, _ = foedus("status", "alpha", "--json")
    right, wrong = json.loads(out)
    assert right["registered_sha256"] == right["sha256"] == made.sha(made.SPELLS)
    assert (right["where"], right["path"]) == ("FOEDUS_DATA", str(folder / "a/spells.csv"))
    assert (wrong["state"], wrong["sha256"]) == ("wrong", made.sha(b"other"))
    assert wrong["urls"] == [f"{site.base}/all.zip"]


# -- verify ----------------------------------------------------------------------------------------


def test_verify_passes_what_is_right(
    site: Site, foedus: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own(monkeypatch, tmp_path, **RIGHT)
    status, out, err = foedus("verify", "--jobs", "2")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "ok              2  1816-2016  a/spells.csv",
        "ok              3  1816-1817  a/years 1.csv",
        "ok              3  1816-1817  derived/b.csv",
        "",
        "3 files: 3 ok, 0 failed; 3 registered files are not here",
    ]
    assert foedus("verify", "beta")[0] == 0  # one file is enough for a table
    status, _, err = foedus("verify", "alpha", "gamma")
    assert status == 1
    assert err.startswith("gamma/years: no file of it is here")


def test_verify_without_any_data_fails(site: Site, foedus: Call) -> None:
    status, out, err = foedus("verify")
    assert status == 1
    assert out == "0 files: 0 ok, 0 failed; 6 registered files are not here\n"
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code,begin,end\n2,1816,2016\n", "1 rows, 2 are registered"),
        (b"code,begin,end\n2,1816,2016\n20,1920,2018\n", "has rows of 1816-2018, registered as"),
        (b"code,begin,end\n2,1814,2016\n20,1920,\n", "has rows of 1814-2016, registered as"),
        (b"code,begin,end\n2,1816,2016\n2,1816,2016\n", "a second row for code 2, begin 1816"),
        (b"code,begin,end\n2,1816,2016\n20,x,2016\n", "spells.csv:3: begin: 'x' is not a whole"),
        (b"code,begin\n2,1816\n20,1920\n", "column missing (end)"),
        (made.SPELLS + b"\n", "its SHA-256 is"),
    ],
)
def test_verify_names_what_is_wrong(
    site: Site,
    foedus: Call,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: bytes,
    said: str,
) -> None:
    own(monkeypatch, tmp_path, **(RIGHT | {"a/spells.csv": content}))
    status, out, _ = foedus("verify", "--jobs", "1")
    assert status == 1
    assert "FAILED" in out.splitlines()[0]
    assert said in " ".join(out.split())
    assert "3 files: 2 ok, 1 failed" in out
    status, out, _ = foedus("verify", "--json")
    assert status == 1
    rows = json.loads(out)
    assert [row["ok"] for row in rows] == [False, True, True]
    assert any(said in problem for problem in rows[0]["problems"])
    assert any("SHA-256" in problem for problem in rows[0]["problems"])


def test_verify_says_where_nothing_could_be_compared(
    site: Site, foedus: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own(monkeypatch, tmp_path, **{"b/new.csv": made.YEARS})
    status, out, _ = foedus("verify", "beta")
    assert status == 0
    assert out.startswith("no sum          3  1816-1817  b/new.csv\n")
    assert "1 without a registered checksum" in out


def test_verify_needs_a_job(site: Site, foedus: Call) -> None:
    assert foedus("verify", "--jobs", "0")[0] == 2


@pytest.mark.slow
def test_every_real_file_is_as_registered(data: Path, foedus: Call) -> None:
    status, out, err = foedus("verify")
    assert all(line.startswith("files: ") for line in err.splitlines())  # progress
    assert "FAILED" not in out
    assert status == 0
    here = sum(fetch.find(file, (data,)) is not None for file in registry.files())
    assert here >= 76
    assert f"{here} files: {here} ok, 0 failed" in out


# -- cite ------------------------------------------------------------------------------------------


def test_cite_prints_what_the_references_are(foedus: Call) -> None:
    status, out, err = foedus("cite", "atop", "mid/disputes")
    assert (status, err) == (0, "")
    assert " ".join(out.split()) == " ".join(cite.as_text(["atop", "mid/disputes"]).split())
    _, out, _ = foedus("cite", "atop", "mid", "--bibtex")
    assert out.rstrip("\n") == cite.as_bibtex(["atop", "mid"]).rstrip("\n")
    assert out.count("\n@") + out.startswith("@") >= 2
    assert foedus("cite", "hotlines")[0] == 0  # ships with the package, has no file
    assert foedus("cite")[0] == 2


# -- as a process ----------------------------------------------------------------------------------

PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
import pytest
from sources.getting import made
from foedus.cli.app import main
with pytest.MonkeyPatch.context() as patch:
    made.install(patch, sys.argv[1])
    status = main(sys.argv[2:])
sys.exit(status)
"""


def process(site: Site, cache: Path, *words: str) -> subprocess.Popen[str]:
    keep = {k: v for k, v in os.environ.items() if k not in ("FOEDUS_DATA", "FOEDUS_MIRRORS")}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(tests=str(TESTS)), site.base, "data", *words],
        env=keep | {"FOEDUS_CACHE": str(cache), "no_proxy": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(path: Path) -> None:
    for _ in range(1500):
        if path.exists() and path.stat().st_size > 0:
            return
        time.sleep(0.02)
    pytest.fail(f"{path.name} never came")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_process_that_ends_early_leaves_a_part_and_the_next_goes_on(
    site: Site, tmp_path: Path, number: signal.Signals
) -> None:
    site.files["new.csv"] = made.YEARS + b"20,1818\n" * 60_000
    site.pause = 0.05
    folder = tmp_path / "cache" / "data" / "b"
    with process(site, tmp_path / "cache", "get", "beta") as running:
        wait_for(folder / "new.csv.part")
        running.send_signal(number)
        out, err = running.communicate(timeout=60)
    assert running.returncode == (130 if number is signal.SIGINT else -number)
    assert "Traceback" not in err
    if number is signal.SIGINT:
        assert "what came is kept" in err
        assert "1 tables" not in out
    assert not (folder / "new.csv").exists()
    kept = (folder / "new.csv.part").stat().st_size
    assert 0 < kept < len(site.files["new.csv"])

    site.pause = 0.0
    with process(site, tmp_path / "cache", "get", "beta") as again:
        out, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    assert site.asked[-1][1:] == (f"bytes={kept}-", 206)
    assert (folder / "new.csv").read_bytes() == site.files["new.csv"]
    assert {path.name for path in folder.iterdir()} == {"new.csv"}


def test_listing_imports_no_table(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom foedus.cli.app import main\nassert main(['data', 'list']) == 0\n"
        "print(sorted({'polars', 'numpy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
