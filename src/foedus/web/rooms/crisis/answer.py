"""The room's pages as text: pure functions of a state, a crisis and what is known of it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.brief.numbers import day
from foedus.brief.words import SCALE, SCALE_SOURCE
from foedus.crisis.scenario import Scenario, load
from foedus.web.problems import problems_of
from foedus.web.render import fragment, page

from . import show
from .state import State
from .toggles import toggles, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.web.answers import Answer
    from foedus.web.links import Links

__all__ = [
    "Row",
    "answer_part",
    "context",
    "crisis_page",
    "more_page",
    "progress_part",
    "shelf",
    "shelf_page",
]


@dataclass(frozen=True)
class Row:
    """A crisis on the shelf."""

    name: str
    title: str
    date: str
    actors: int
    treaties: int
    hypothetical: bool
    question: str


@functools.cache
def shelf(names: tuple[str, ...]) -> tuple[Row, ...]:
    """The bundled crises, as the list shows them."""
    crises = [load(name) for name in names]
    return tuple(
        Row(
            one.name,
            one.title or one.name,
            day(one.date),
            len(one.actors),
            len(one.treaties),
            one.hypothetical,
            one.question,
        )
        for one in crises
    )


def shelf_page(rows: Sequence[Row], links: Links) -> str:
    """The list of crises, and where to send one of one's own."""
    return page("crisis/shelf.html", room="crisis", title="Crises", links=links, rows=rows)


def crisis_page(
    state: State, scenario: Scenario, answer: Answer, links: Links, *, whole: bool = False
) -> str:
    """A crisis: what can be changed, and the answer so far.

    Parameters
    ----------
    whole
        Whether everything stands on the page, rather than the second part being fetched.
    """
    return page(
        "crisis/page.html",
        room="crisis",
        title=scenario.title or scenario.name,
        links=links,
        scenario=scenario,
        date=day(scenario.date),
        groups=toggles(scenario, state),
        record=show.facts(scenario),
        **context(state, scenario, answer, whole=whole),
    )


def answer_part(
    state: State, scenario: Scenario, answer: Answer, links: Links, *, whole: bool, said: str
) -> str:
    """The answer alone, put in the place of an older one.

    Parameters
    ----------
    said
        What a screen reader is told; nothing where it is empty.
    """
    told = context(state, scenario, answer, whole=whole)
    return fragment("crisis/answer.html", links=links, **(told | {"said": said}))


def more_page(state: State, scenario: Scenario, answer: Answer, links: Links) -> str:
    """The second part as a page of its own, for readers without a script."""
    told = context(state, scenario, answer, whole=True)
    return page(
        "crisis/more_page.html",
        room="crisis",
        title=scenario.title or scenario.name,
        links=links,
        scenario=scenario,
        **told,
    )


def more_part(state: State, scenario: Scenario, answer: Answer, links: Links) -> str:
    """The second part alone, put under the first."""
    told = context(state, scenario, answer, whole=True)
    return fragment("crisis/more.html", links=links, **told)


def progress_part(state: State, answer: Answer, links: Links) -> str:
    """How far the study is, alone."""
    return fragment("crisis/progress.html", links=links, query=state.query(), answer=answer)


def context(state: State, scenario: Scenario, answer: Answer, *, whole: bool) -> dict[str, object]:
    """What the templates of an answer show."""
    bundle = answer.bundle
    return {
        "state": state,
        "query": state.query(),
        "answer": answer,
        "changes": words(scenario, state.playable),
        "head": show.head(bundle) if bundle is not None else None,
        "more": show.more(bundle, scenario) if bundle is not None and whole else None,
        "problems": problems_of(answer.error) if answer.error is not None else [],
        "said": "",
        "scale": scale(),
        "scale_source": SCALE_SOURCE,
    }


def scale() -> list[tuple[str, str]]:
    """The words for probabilities, each with its range."""
    lows = (0.0, *(high for high, _ in SCALE[:-1]))
    return [
        (word, f"{low:.2f} to {high:.2f}") for low, (high, word) in zip(lows, SCALE, strict=True)
    ]
