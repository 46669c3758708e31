"""A crisis that is sent: checked as on the command line, limited, kept in memory only."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from markupsafe import escape

from foedus.core.errors import UsageError
from foedus.crisis.game import compile_game
from foedus.crisis.scenario import bundled, load
from foedus.crisis.size import most_positions
from foedus.crisis.text.checks import check_text
from foedus.web.crises import FILE, OWN, Crises
from foedus.web.limits import seconds
from foedus.web.settings import Settings


def send(explorer: TestClient, text: str | bytes, how: str = "text") -> tuple[int, str]:
    file = ("mine.yaml", text, "text/yaml") if how == "file" else (None, text)
    answer = explorer.post("/crisis/own", files={how: file})
    return answer.status_code, answer.headers.get("location", "") + answer.text


@pytest.mark.parametrize("how", ["text", "file"])
def test_a_good_one_is_played(explorer: TestClient, tiny: str, how: str) -> None:
    status, told = send(explorer, tiny, how)
    assert status == 303
    assert told.startswith(f"/crisis?name={OWN}")
    assert explorer.get(told.strip()).status_code == 200
    text = explorer.get("/crisis/own?" + told.partition("?")[2]).text
    assert str(escape(tiny)) in text


def test_both_ways_of_sending_lead_to_the_same_crisis(explorer: TestClient, tiny: str) -> None:
    assert send(explorer, tiny, "text") == send(explorer, tiny, "file")
    windows = tiny.replace("\n", "\r\n")
    assert send(explorer, windows, "text") == send(explorer, tiny, "text")


def test_a_bad_one_is_told_what_the_command_line_tells(explorer: TestClient, tiny: str) -> None:
    bad = tiny.replace("camp: challenger", "camp: chalenger").replace("- TWO\n", "- TOW\n", 1)
    status, page = send(explorer, bad)
    assert status == 422
    _, errors, _ = check_text(bad, FILE)
    assert len(errors) >= 2
    for error in errors:
        assert f'href="#line-{error.line}"' in page
        assert f'id="line-{error.line}" class="wrong"' in page
        assert (error.fix or "").replace("'", "&#39;") in page
    assert "chalenger" in page.partition("<textarea")[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "a: &a [x, x]\nb: [*a, *a]",
        "a: &a {b: *a}",
        "!!python/object/apply:os.system ['true']",
        "a: " + "[" * 500 + "]" * 500,
        "\x00\x01binary",
        "a: \ud83d\ude00".encode("utf-16", "surrogatepass").decode("latin-1"),
        "name: x\n\tb: c",
        "<script>alert(1)</script>",
        "foedus-scenario: 99",
    ],
)
def test_nonsense_and_bombs_are_refused_in_words(explorer: TestClient, text: str) -> None:
    status, page = send(explorer, text.encode("utf-8", "replace"), "file")
    assert status == 422
    assert "to mend" in page
    assert "<script>alert" not in page


def test_too_long_a_text_is_refused_unread(explorer: TestClient, settings: Settings) -> None:
    status, told = send(explorer, "# " + "x" * settings.upload_bytes)
    assert status == 422
    assert "too large" in told
    status, told = send(explorer, "x" * (settings.upload_bytes + 10_000))
    assert status == 413
    assert "That is too large" in told

    def drops() -> object:  # a body that does not say how long it is
        yield b"x" * 10_000 * 10

    answer = explorer.post(
        "/crisis/own", content=drops(), headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 413
    assert "That is too large" in answer.text


def test_too_large_a_crisis_is_refused_with_its_estimate(explorer: TestClient) -> None:
    text = Path(str(load.__code__.co_filename)).parent / "scenarios" / "july-1914.yaml"
    status, page = send(explorer, text.read_text(encoding="utf-8"), "file")
    assert status == 422
    assert "positions" in page
    assert "minutes" in page
    assert "foedus run" in page


def test_more_actors_than_it_takes_are_refused(tiny: str) -> None:
    with pytest.raises(UsageError, match="3 actors"):
        Crises(Settings(upload_actors=2)).keep(tiny.encode())


def test_nothing_sent_is_said(explorer: TestClient) -> None:
    assert explorer.post("/crisis/own").status_code == 422


def test_the_oldest_is_forgotten(tiny: str) -> None:
    crises = Crises(Settings(uploads_kept=2))
    names = [crises.keep(f"{tiny}# {i}\n".encode()) for i in range(3)]
    assert len(set(names)) == 3
    with pytest.raises(UsageError, match="not remembered"):
        crises.text(names[0])
    assert crises.text(names[2]).endswith("# 2\n")


def test_positions_are_bounded_before_they_are_laid_out() -> None:
    for name in bundled():
        scenario = load(name)
        if len(scenario.actors) > 5:
            continue
        size = compile_game(scenario).size
        assert size <= most_positions(scenario) <= 4 * size
    july = load("july-1914")
    assert most_positions(july) >= 97_034
    from foedus.study.options import Options

    assert seconds(july, 97_034, Options(), 2) > seconds(july, 97_034, Options()) > 10
