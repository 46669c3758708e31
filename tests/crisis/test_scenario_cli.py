"""`foedus scenario`, through its real process."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from foedus.cli.app import main
from foedus.crisis.scenario import Scenario, bundled, load

from .conftest import GOOD


def foedus(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "foedus", "scenario", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_new_then_check(tmp_path: Path) -> None:
    made = foedus("new", "my-crisis", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "foedus scenario check my-crisis.yaml" in made.stdout
    checked = foedus("check", "my-crisis.yaml", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "my-crisis.yaml: ok\n"
    again = foedus("new", "my-crisis", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr == "my-crisis.yaml: the file exists; name another with -o FILE\n"


def test_new_elsewhere_and_on_the_terminal(tmp_path: Path) -> None:
    assert foedus("new", "a-crisis", "-o", "b.yaml", cwd=tmp_path).returncode == 0
    shown = foedus("new", "a-crisis", "-o", "-", cwd=tmp_path)
    assert shown.stdout == (tmp_path / "b.yaml").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["b.yaml"]


def test_new_refuses_what_is_not_a_name(tmp_path: Path) -> None:
    refused = foedus("new", "My Crisis", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "'My Crisis' is not a valid name; write 'my-crisis'\n"


def test_check_reports_each_defect_on_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        GOOD.replace("owes: {GMY: [AUH]}", "owes: {GMY: [AUHH]}").replace("5, j", "-5, j")
    )
    done = foedus("check", "bad.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0] == (
        "bad.yaml:37: treaties.pact.owes.GMY.0: unknown actor 'AUHH'; did you mean 'AUH'?"
    )
    assert lines[1].startswith("bad.yaml:48: theta.lambda.value: must lie between")


def test_check_says_warnings_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(GOOD.replace("[AUH, SER], [GMY, RUS]", "[GMY, SER]"))
    (tmp_path / "good.yaml").write_text(GOOD)
    done = foedus("check", "odd.yaml", "good.yaml", "july-1914", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("warning: odd.yaml:8: actors.AUH: ")
    assert done.stdout.splitlines()[:2] == ["odd.yaml: ok, 1 warning", "good.yaml: ok"]
    assert done.stdout.splitlines()[2].endswith("july-1914.yaml: ok")


def test_check_for_programs(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(GOOD.replace("capability: 4.4", "capability: .nan"))
    done = foedus("check", "bad.yaml", "july-1914", "--json", cwd=tmp_path)
    assert done.returncode == 2
    bad, july = json.loads(done.stdout)
    assert bad["file"] == "bad.yaml"
    assert (bad["ok"], july["ok"]) == (False, True)
    error = bad["errors"][0]
    assert (error["line"], error["field"], error["value"]) == (12, "actors.AUH.capability", "nan")
    assert error["fix"]


def test_check_upgrades_in_place(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_text("# mine\n" + GOOD.replace("foedus-scenario: 1\n", ""))
    assert foedus("check", "old.yaml", cwd=tmp_path).returncode == 2
    done = foedus("check", "old.yaml", "--upgrade", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "old.yaml: upgraded, ok\n")
    assert "# mine" in path.read_text()
    assert foedus("check", "old.yaml", "--upgrade", cwd=tmp_path).stdout == "old.yaml: ok\n"
    assert [p.name for p in tmp_path.iterdir()] == ["old.yaml"]


def test_an_upgrade_keeps_permissions_and_links(tmp_path: Path) -> None:
    path, link = tmp_path / "real" / "old.yaml", tmp_path / "link.yaml"
    path.parent.mkdir()
    path.write_text(GOOD.replace("foedus-scenario: 1\n", ""))
    path.chmod(0o640)
    link.symlink_to(Path("real") / "old.yaml")
    assert foedus("check", "link.yaml", "--upgrade", cwd=tmp_path).returncode == 0
    assert link.readlink() == Path("real") / "old.yaml"
    assert path.read_text().startswith("foedus-scenario: 1\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_upgrade_that_cannot_be_written_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "old.yaml"
    path.write_text(old := GOOD.replace("foedus-scenario: 1\n", ""))
    monkeypatch.setattr(Path, "replace", full)
    assert main(["scenario", "check", str(path), "--upgrade"]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert "cannot be upgraded (no space left on device)" in told.err
    assert path.read_text() == old
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("words", [("check",), ("check", "none.yaml"), ("show", "jully-1914")])
def test_wrong_calls(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = foedus(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "; " in done.stderr


def test_list(tmp_path: Path) -> None:
    done = foedus("list", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert max(map(len, lines)) <= 80
    assert [line.split()[0] for line in lines[1:-1]] == bundled()
    starred = [line.split()[0] for line in lines[1:-1] if " *" in line]
    rows = json.loads(foedus("list", "--json", cwd=tmp_path).stdout)
    assert starred == [row["name"] for row in rows if row["hypothetical"]]
    assert len(starred) == 4


def test_show(tmp_path: Path) -> None:
    done = foedus("show", "july-1914", cwd=tmp_path)
    july = load("july-1914")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    for name in july.treaties:
        assert name in done.stdout
    for actor in july.actors.values():
        assert actor.name in done.stdout
    assert "art. I" in done.stdout


def test_show_for_programs_and_as_a_start(tmp_path: Path) -> None:
    data = json.loads(foedus("show", "july-1914", "--json", cwd=tmp_path).stdout)
    assert Scenario.model_validate(data) == load("july-1914")
    (tmp_path / "mine.yaml").write_text(foedus("show", "july-1914", "--yaml", cwd=tmp_path).stdout)
    assert load(tmp_path / "mine.yaml") == load("july-1914")


def test_schema(tmp_path: Path) -> None:
    schema = json.loads(foedus("schema", cwd=tmp_path).stdout)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["additionalProperties"] is False
    assert "foedus-scenario" in schema["required"]
    kinds = schema["$defs"]["Treaty"]["properties"]
    short = {option.get("type") for option in kinds["binding"]["anyOf"]}
    assert short == {"number", "object"}
    assert {option.get("type") for option in schema["properties"]["ladder"]["anyOf"]} == {
        "string",
        "array",
    }
