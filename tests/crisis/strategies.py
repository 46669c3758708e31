"""Random valid scenarios for hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from foedus.crisis.scenario import Scenario
from foedus.crisis.text.checks import defects

CODES = ("AAA", "BBB", "CCC", "DDD", "EEE")
KINDS = ("defence", "offence", "neutrality", "nonaggression", "consultation")
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=30
)
SAID = WORDS.filter(lambda text: text.strip())


def shares(low: float = 0.0, high: float = 1.0) -> st.SearchStrategy[float]:
    """Numbers with at most four decimals, as people write them."""
    return st.floats(low, high).map(lambda value: min(max(round(value, 4), low), high))


@st.composite
def ladders(draw: st.DrawFn, *, transit: bool = True) -> list[dict[str, Any]]:
    """Ladders of three to five rungs, rising, war last."""
    size = draw(st.integers(3, 5))

    def rising(strategy: st.SearchStrategy[Any]) -> list[Any]:
        return sorted(draw(st.lists(strategy, min_size=size, max_size=size)))

    hostility, readiness = rising(st.integers(1, 5)), rising(shares())
    audience, height = rising(shares()), rising(shares())
    rungs = [
        {
            "name": f"rung-{index}",
            "hostility": hostility[index],
            "readiness": readiness[index],
            "contact": draw(shares()),
            "upkeep": draw(shares(0.0, 0.01)),
            "audience": audience[index],
            "height": height[index],
            "lapse": draw(shares()),
            "risk": draw(st.sampled_from([0.0, 0.0001, 0.01])),
            "revocable": draw(st.booleans()),
            "judgement": "random",
        }
        for index in range(size)
    ]
    rungs[-1]["war"] = True
    if transit and size > 3 and draw(st.booleans()):
        rungs[size - 3]["transit_days"] = draw(shares(1.0, 30.0))
    return rungs


@st.composite
def treaty_blocks(draw: st.DrawFn, codes: list[str]) -> dict[str, Any]:
    """A treaty among these actors."""
    obligors = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True))
    owes = {}
    for obligor in obligors:
        others = [code for code in codes if code != obligor]
        owes[obligor] = draw(st.lists(st.sampled_from(others), min_size=1, unique=True))
    block: dict[str, Any] = {
        "title": draw(WORDS),
        "kind": draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True)),
        "owes": owes,
        "at_least": draw(st.integers(1, 2)),
        "conditional": draw(st.booleans()),
        "secret": draw(st.booleans()),
        "binding": {obligor: draw(shares()) for obligor in obligors},
        "in_force": draw(st.sampled_from([["1890-01-01", None], ["1914-07-01", "1918-01-01"]])),
        "judgement": draw(SAID),
    }
    if draw(st.booleans()):
        block["against"] = {}
        for obligor in draw(st.lists(st.sampled_from(obligors), min_size=1, unique=True)):
            foes = [code for code in codes if code != obligor]
            block["against"][obligor] = draw(st.lists(st.sampled_from(foes), unique=True))
    if draw(st.booleans()):
        block["theatres"] = draw(st.sampled_from([["here"], ["elsewhere"], ["elsewhere", "here"]]))
    return block


@st.composite
def scenarios(
    draw: st.DrawFn,
    *,
    min_actors: int = 2,
    max_actors: int = 5,
    max_treaties: int = 4,
    either: bool = True,
    transit: bool = True,
) -> Scenario:
    """Valid scenarios: 2-5 actors, 0-4 treaties, ladders of 3-5 rungs.

    Parameters
    ----------
    min_actors, max_actors, max_treaties
        Bounds, for tests that solve the game.
    either
        Whether a third party may be able to enter on either side.
    transit
        Whether nature may carry actors up the ladder.
    """
    codes = list(CODES[: draw(st.integers(min_actors, max_actors))])
    ladder = draw(st.one_of(st.just("default"), ladders(transit=transit)))
    if transit and draw(st.integers(0, 3)) == 0:
        ladder = "mobilisation"
    rungs = {
        "default": ["calm", "threat", "display", "force", "war"],
        "mobilisation": ["calm", "threat", "mobilising", "mobilised", "war"],
    }
    names = rungs[ladder] if isinstance(ladder, str) else [rung["name"] for rung in ladder]
    camps = ["challenger", "target"]
    third = ["challenger", "target", "either"] if either else camps
    camps += [draw(st.sampled_from(third)) for _ in codes[2:]]
    opponents = [
        [one, other]
        for i, one in enumerate(codes)
        for j, other in enumerate(codes)
        if i < j and (camps[i] != camps[j] or camps[i] == "either")
    ]
    actors: dict[str, Any] = {}
    for code, camp in zip(codes, camps, strict=True):
        actor: dict[str, Any] = {
            "name": draw(WORDS),
            "camp": camp,
            "principal": code in codes[:2],
            "capability": draw(shares(0.01, 30.0)),
            "polyarchy": draw(st.none() | shares()),
            "major": draw(st.booleans()),
            "nuclear": draw(st.booleans()),
            "distance_km": draw(st.sampled_from([0.0, 300.0, 8000.0])),
            "source": draw(st.one_of(SAID, st.just({"capability": "NMC 6.0"}))),
        }
        rivals = sorted({c for pair in opponents if code in pair for c in pair} - {code})
        actor["strikes"] = {
            rival: {"always": draw(st.booleans()), "judgement": "random"}
            for rival in draw(st.lists(st.sampled_from(rivals), unique=True))
        }
        actor["trade"] = {rival: draw(shares(0.0, 0.2)) for rival in rivals}
        if draw(st.booleans()):
            actor["capability_at"] = {draw(st.sampled_from(names)): draw(shares(0.01, 30.0))}
        if transit and draw(st.booleans()):
            actor["mobilisation"] = {
                "days": draw(st.none() | shares(1.0, 30.0)),
                "stages": draw(st.integers(1, 2)),
                "revocable": draw(st.booleans()),
                "lock_in_days": None if camp == "either" else draw(st.none() | shares(1.0, 30.0)),
                "judgement": "random",
            }
        actors[code] = actor
    blocks = draw(st.lists(treaty_blocks(codes), max_size=max_treaties))
    channels = draw(st.lists(st.sampled_from(opponents), max_size=2, unique_by=tuple))
    data = {
        "foedus-scenario": 1,
        "name": "random",
        "title": draw(WORDS),
        "date": "1914-07-23",
        "theatre": "here",
        "ladder": ladder,
        "start": {code: draw(st.sampled_from(names[:-1])) for code in codes[:2]},
        "actors": actors,
        "issue": {
            "kind": draw(st.sampled_from(["territory", "policy", "regime", "other"])),
            "salience": {code: draw(shares(0.1, 3.0)) for code in codes},
            "judgement": "random",
        },
        "treaties": {f"treaty-{number}": block for number, block in enumerate(blocks)},
        "channels": {
            "-".join(pair): {"quality": draw(shares()), "judgement": "random"} for pair in channels
        },
        "contact": draw(st.lists(st.sampled_from(opponents), unique_by=tuple)),
    }
    scenario = Scenario.model_validate(data)
    assert defects(scenario) == []
    return scenario
