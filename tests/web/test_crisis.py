"""The Crisis room tells the numbers of the study, and nothing of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from foedus.brief.numbers import probability
from foedus.cli.crisis.run import edits_of
from foedus.core.bundle import read
from foedus.core.errors import NotConverged
from foedus.crisis.intervene import apply, parse_with, parse_without
from foedus.crisis.scenario import load, loads
from foedus.study.run import run
from foedus.web.answers import Answer
from foedus.web.ask import Ask
from foedus.web.export.changes import edits_of as exported
from foedus.web.export.changes import possible
from foedus.web.links import Live
from foedus.web.rooms.crisis import show
from foedus.web.rooms.crisis.answer import answer_part, context, more_page
from foedus.web.rooms.crisis.state import State
from foedus.web.rooms.crisis.toggles import toggles, words
from foedus.web.watch import Progress

Solved = Callable[..., dict[str, Any]]


def points(answer: dict[str, Any], case: str) -> dict[str, float]:
    return {row["outcome"]: row["point"] for row in answer["outcomes"] if row["case"] == case}


@pytest.mark.parametrize(
    ("without", "with_"),
    [(["pact"], []), ([], ["softer:pact"]), (["ONE-TWO"], ["conditional:pact", "slower:ONE=2"])],
)
def test_a_toggle_gives_the_numbers_of_the_study(
    sent: str, solved: Solved, tiny: str, without: list[str], with_: list[str]
) -> None:
    if "slower:ONE=2" in with_:
        with_ = [*with_[:-1], "fewer-exercises=0.5"]
    answer = solved(sent, without=without, with_=with_)
    edits = [*map(parse_without, without), *map(parse_with, with_)]
    bundle = run(loads(tiny), edits)
    for case in ("base", "edited"):
        expected = bundle.tables["outcomes"].filter(bundle.tables["outcomes"]["case"] == case)
        assert points(answer, case) == dict(
            zip(expected["outcome"], expected["point"], strict=True)
        )
    direct = apply(loads(tiny), edits).solve().classes
    assert points(answer, "edited") == pytest.approx(direct, abs=1e-6)
    assert answer["key"] == bundle.manifest["key"]


def test_more_trade_between_two_whose_line_is_cut_is_made_by_every_way_in(
    explorer: TestClient,
) -> None:
    name, without, with_ = "cuba-1962", ["RUS-USA"], ["trade:RUS-USA", "hotline:RUS-USA"]
    query = {"name": name, "without": without, "with": with_}
    edits = edits_of(without, with_, None)
    expected = apply(load(name), edits)
    assert expected.actors["RUS"].trade != load(name).actors["RUS"].trade
    assert loads(explorer.get("/crisis/scenario.yaml", params=query).text) == expected
    answer = explorer.get("/api/crisis", params=query).json()
    assert answer["key"] == Ask(load(name), edits).key
    state = State(name, tuple(without), tuple(with_))
    assert apply(load(name), exported(state)) == expected
    assert possible(load(name), State(name, state.without, state.with_[:1]))
    assert not possible(load(name), State(name, state.without, state.with_[1:]))
    page = explorer.get("/crisis", params=query).text
    assert "no line between" in page
    assert "more trade between" in page


def test_a_change_to_a_treaty_that_is_gone_is_not_said_to_be_made() -> None:
    state = State("kargil-1999", ("simla-1972",), ("softer:simla-1972", "trade:IND-PAK"))
    told = context(state, load("kargil-1999"), Answer(), whole=False)["changes"]
    assert told == words(load("kargil-1999"), State(state.name, state.without, state.with_[1:]))
    assert len(told) == 2


def test_the_page_shows_them(explorer: TestClient, sent: str, solved: Solved) -> None:
    answer = solved(sent, without=["pact"])
    page = explorer.get("/crisis", params={"name": sent, "without": "pact"}).text
    assert probability(points(answer, "base")["any_war"]) in page
    assert probability(points(answer, "edited")["any_war"]) in page
    assert "without the Pact" in page or "without the The Pact" in page
    assert 'value="pact" checked' in page
    assert "&lt;b&gt;and&lt;/b&gt;" in page
    assert "<b>and</b>" not in page
    more = explorer.get("/crisis/more", params={"name": sent, "without": "pact"}).text
    for heading in ("Who is drawn in", "How far each climbs", "How it works", "How sure this is"):
        assert heading in more
    assert "<html" in more
    part = explorer.get(
        "/crisis/more", params={"name": sent, "without": "pact"}, headers={"hx-request": "true"}
    ).text
    assert "<html" not in part
    assert part.count("<figure") == more.count("<figure") >= 5


def test_what_a_script_is_sent_says_it_aloud_and_moves_the_address(
    explorer: TestClient, sent: str, solved: Solved
) -> None:
    solved(sent, with_=["softer:pact"])
    answer = explorer.get("/crisis/answer", params={"name": sent, "with": "softer:pact"})
    assert answer.headers["hx-push-url"] == f"/crisis?name={sent}&with=softer:pact"
    assert 'id="said" hx-swap-oob="innerHTML"' in answer.text
    assert "As things stand" in answer.text
    query = {"name": sent, "with": "softer:pact", "have": "0"}
    fuller = explorer.get("/crisis/progress", params=query)
    assert fuller.headers["hx-retarget"] == "#answer"


def test_a_page_that_comes_before_its_answer_asks_again(
    explorer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foedus.web.rooms.crisis.views.SOON", 0.0)
    begun = Answer(progress=Progress("draws of theta", 3, 8, 4.2))
    monkeypatch.setattr("foedus.web.service.Service.ask", lambda *_, **__: begun)
    page = explorer.get("/crisis", params={"name": "berlin-1961", "with": "fewer-exercises=0.7"})
    assert page.status_code == 200
    assert "being solved for the first time" in page.text
    assert "<noscript><meta http-equiv=" in page.text
    again = explorer.get(
        "/crisis/progress",
        params={"name": "berlin-1961", "with": "fewer-exercises=0.7", "have": "0"},
    )
    assert "Draws of theta: 3 of 8, about 5 s left in this step" in again.text
    assert 'hx-get="/crisis/progress?have=0' in again.text
    assert "<html" not in again.text


def test_files_to_take_along(
    explorer: TestClient, sent: str, solved: Solved, tiny: str, tmp_path: Path
) -> None:
    solved(sent, without=["pact"])
    query = {"name": sent, "without": "pact"}
    packed = explorer.get("/crisis/bundle.zip", params=query)
    assert packed.headers["content-disposition"] == 'attachment; filename="tiny.zip"'
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        archive.extractall(tmp_path)
    bundle = read(tmp_path / "tiny")
    assert bundle.manifest["complete"]
    assert bundle.manifest["specs"] == ["--without pact"]
    assert explorer.get("/crisis/bundle.zip", params=query).content == packed.content
    edited = loads(explorer.get("/crisis/scenario.yaml", params=query).text)
    assert edited == apply(loads(tiny), [parse_without("pact")])
    assert explorer.get("/crisis/scenario.yaml", params={"name": sent}).text == tiny
    for ending, begins in (("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("md", b"# ")):
        brief = explorer.get(f"/crisis/brief.{ending}", params=query)
        assert brief.status_code == 200, brief.text
        assert begins in brief.content[:400].lower() or begins in brief.content[:400]
    assert explorer.get("/crisis/brief.docx", params=query).status_code == 422


@pytest.mark.parametrize("name", ["july-1914", "korean-peninsula", "kargil-1999", "cuba-1962"])
def test_every_box_is_a_change_that_can_be_made(name: str) -> None:
    scenario = load(name)
    groups = toggles(scenario, State(name))
    boxes = [b for g in groups for item in g.items for b in (*item.toggles, *item.more)]
    assert len(boxes) > 8
    assert len({box.id for box in boxes}) == len(boxes)
    assert not any(box.on for box in boxes)
    for box in boxes:
        read = parse_without if box.name == "without" else parse_with
        assert apply(scenario, [read(box.value)]) is not None
        state = State.of([("name", name), (box.name, box.value)])
        assert words(scenario, state) == [box.said]
    offered = {box.value for box in boxes if box.name == "without"}
    assert offered == {*scenario.treaties, *scenario.channels}


def test_what_an_address_says_and_no_box_does_is_a_box_too() -> None:
    state = State("kargil-1999", ("all",), ("fewer-exercises=0.7",))
    last = toggles(load("kargil-1999"), state)[-1]
    assert [(box.value, box.on) for box in last.items[0].toggles] == [
        ("all", True),
        ("fewer-exercises=0.7", True),
    ]
    assert last.on == 2
    edits = (parse_without("all"), parse_with("fewer-exercises=0.7"))
    assert words(load("kargil-1999"), state) == [edit.label for edit in edits]
    assert words(load("kargil-1999"), state)[0] == "without any treaty"


def test_a_change_is_never_said_with_two_prepositions() -> None:
    state, scenario = State("kargil-1999", ("simla-1972",)), load("kargil-1999")
    answer = Answer(progress=Progress("solving", 0, 1))
    first = answer_part(state, scenario, answer, Live(), whole=False, said="")
    assert "for the first time under this change: without the Simla Agreement" in first
    assert "With 1 change: without the" in more_page(state, scenario, answer, Live())


@pytest.mark.parametrize(
    ("name", "treaty", "drawn", "by"),
    [
        ("korean-peninsula", "armistice-1953", [], "ROK"),
        ("korean-peninsula", "us-rok-1953", ["USA"], "ROK"),
        ("july-1914", "belgium-1839", ["RUS", "FRN", "UKG"], "BEL"),
        ("july-1914", "dual-alliance", ["GMY"], "AUH"),
        ("kargil-1999", "lahore-1999", [], "PAK"),
    ],
)
def test_only_those_who_must_fight_are_drawn_in(
    name: str, treaty: str, drawn: list[str], by: str
) -> None:
    assert show._bound(load(name), treaty) == (drawn, by)


def test_a_pact_of_nonaggression_draws_nobody_in() -> None:
    scenario = load("july-1914")
    assert show._bound(scenario, "belgium-1839-neutrality")[0] == []


@pytest.mark.parametrize("word", ["perceived:GMY:RUS=0.9", "signal:GMY", "ambiguous:dual-alliance"])
def test_a_change_of_beliefs_is_refused_with_the_line_that_plays_it(
    explorer: TestClient, word: str
) -> None:
    query = {"name": "july-1914", "without": "triple-alliance", "with": word}
    answer = explorer.get("/crisis", params=query)
    assert answer.status_code == 422
    assert "Run `foedus run july-1914 --without triple-alliance --with " in answer.text
    assert " --types`" in answer.text
    problem = explorer.get("/api/crisis", params=query).json()["problems"][0]
    assert problem["fix"].startswith("run `foedus run july-1914")


def test_a_crisis_by_its_name_alone(explorer: TestClient) -> None:
    answer = explorer.get("/crisis/cuba-1962")
    assert (answer.status_code, answer.headers["location"]) == (303, "/crisis?name=cuba-1962")


def test_what_is_not_there_yet_or_never_will_be(
    explorer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"name": "berlin-1961", "with": "fewer-exercises=0.7"}
    answer = Answer(progress=Progress("solving", 0, 1))
    monkeypatch.setattr("foedus.web.service.Service.ask", lambda *_, **__: answer)
    monkeypatch.setattr("foedus.web.jobs.Job.seen", property(lambda _: answer))
    assert explorer.get("/crisis/bundle.zip", params=query).status_code == 503
    waiting = explorer.get("/api/crisis", params=query)
    assert (waiting.status_code, waiting.json()["doing"]) == (202, "solving")
    answer = Answer(error=NotConverged("no equilibrium found", fix="try a smaller lambda"))
    assert explorer.get("/crisis/bundle.zip", params=query).status_code == 500
    assert explorer.get("/api/crisis", params=query).json()["problems"][0]["fix"]
    page = explorer.get("/crisis", params=query)
    assert page.status_code == 200
    assert "no equilibrium found" in page.text
    assert "Try a smaller lambda" in page.text
