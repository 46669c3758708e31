"""The front page: the answer as the brief gives it, the picture, the crises, the rooms."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from foedus.brief.alliances.make import alliances
from foedus.brief.report.write import rendered
from foedus.core.errors import BundleError
from foedus.crisis.scenario import bundled
from foedus.web import question
from foedus.web.front import TOLD, html
from foedus.web.kept import Kept
from foedus.web.links import Live, Value
from foedus.web.rooms.crisis.answer import shelf
from foedus.web.rooms.ledger.held import held


@pytest.fixture
def without_a_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where none ships."""

    fresh(monkeypatch)
    monkeypatch.setattr(question, "is_ledger", lambda _: False)


def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of what ships."""
    for name in ("_materials", "_answers", "_briefs"):
        monkeypatch.setattr(question, name, Kept(1))


def page(explorer: TestClient) -> str:
    answer = explorer.get("/")
    assert answer.status_code == 200
    return unescape(answer.text)


def test_the_answer_is_the_briefs_own(explorer: TestClient) -> None:
    text = page(explorer)
    brief = rendered(alliances(), ".md").decode()
    told = question.answer()
    assert told is not None
    assert len(told.lead) == 2
    assert told.trust
    assert told.points
    plain = re.sub(r" \\\[[\d, ]+\\\]", "", brief)
    for sentence in (*told.lead, *told.trust, *told.points, *told.note):
        assert sentence in text
        assert sentence in plain


def test_the_brief_can_be_taken_along(explorer: TestClient) -> None:
    assert f'href="/{question.FILE}"' in page(explorer)
    answer = explorer.get(f"/{question.FILE}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content == rendered(alliances(), ".html")


def test_every_solved_dispute_is_a_mark_that_opens_it(explorer: TestClient) -> None:
    text = page(explorer)
    solved = held().rows.drop_nulls("any_war_difference")["dispnum"].to_list()
    found = [int(one) for one in re.findall(r'<a href="/ledger/dispute\?number=(\d+)"', text)]
    assert sorted(found) == sorted(solved)


def test_every_crisis_and_every_room_is_reached(explorer: TestClient) -> None:
    text = page(explorer)
    for name in bundled():
        assert f'href="/crisis?name={name}"' in text
    for room in TOLD:
        assert f'href="/{room}"' in text


@pytest.mark.usefixtures("without_a_ledger")
def test_without_a_ledger_it_says_what_there_is_and_counts_nothing(explorer: TestClient) -> None:
    text = page(explorer)
    assert "ledger-picture" not in text
    assert question.FILE not in text
    assert 'href="/crisis?name=july-1914"' in text
    answer = explorer.get(f"/{question.FILE}")
    assert answer.status_code == 404
    assert "foedus ledger build" in answer.text


def test_a_damaged_ledger_is_no_missing_one(
    explorer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged() -> None:
        raise BundleError("the ledger is damaged")

    fresh(monkeypatch)
    monkeypatch.setattr(question, "gathered", damaged)
    for page in ("/", f"/{question.FILE}"):
        answer = explorer.get(page)
        assert answer.status_code >= 400
        assert "the ledger is damaged" in answer.text


def test_a_verdict_that_does_not_warn_is_part_of_the_answer(
    explorer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = question.answer()
    assert told is not None
    assert told.warned
    assert 'class="warning"' in page(explorer)
    for other in (replace(told, warned=False), replace(told, lead=told.lead[:1])):
        monkeypatch.setattr(question, "answer", lambda other=other: other)
        text = page(explorer)
        assert 'class="warning"' not in text
        assert " ".join(other.lead) in text
    monkeypatch.setattr(question, "answer", lambda: replace(told, lead=()))
    assert "How likely war is" in page(explorer)


class Nowhere(Live):
    """No dispute has a page."""

    def to(self, room: str, /, **state: Value) -> str:
        """Address of any other page."""
        return "" if room == "ledger/dispute" else super().to(room, **state)


def test_marks_that_lead_nowhere_are_no_links() -> None:
    """A site with some of the disputes only."""

    class Some(Live):
        def to(self, room: str, /, **state: Value) -> str:
            there = room != "ledger/dispute" or state["number"] == 257
            return super().to(room, **state) if there else ""

    text = html(Some(), shelf(("july-1914",)), TOLD)
    assert re.findall(r'<a href="([^"]*)" tabindex="-1">', text) == ["/ledger/dispute?number=257"]
    assert "A mark opens its dispute" in text
    text = html(Nowhere(), shelf(("july-1914",)), TOLD)
    assert 'tabindex="-1">' not in text.split("ledger-picture")[1].split("</svg>")[0]
    assert "A mark opens its dispute" not in text
