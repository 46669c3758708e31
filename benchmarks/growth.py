"""How exact solving grows with the number of actors: July 1914 cut down to three, or with Italy.

Each size is solved cold in a fresh process, so that its memory is its own. The last lines
extrapolate to where two cores and 24 GB end.
"""

from __future__ import annotations

import json
from math import log

from _machine import child, machine

from foedus.crisis.scenario import Scenario, load

ORDER = ("AUH", "SER", "RUS", "GMY", "FRN", "UKG", "BEL")
MEMORY = 24_000.0
HOUR = 3600.0
ITALY = {
    "name": "Italy", "camp": "challenger", "capability": 3.0, "polyarchy": 0.3, "major": True,
    "mobilisation": {"days": 15}, "strikes": {"FRN": {}}, "judgement": "an eighth actor, to count",
}  # fmt: skip
CODE = """
import json, sys
sys.path.insert(0, {here!r})
from _machine import peak_megabytes, timed
from growth import crisis, solved
began = peak_megabytes()
print(json.dumps(solved(crisis({actors}), {threads}) | {{"before": began}}))
"""


def crisis(actors: int) -> Scenario:
    """July 1914 with its first `actors` states as they were drawn in; eight with Italy."""
    data = load("july-1914").model_dump(mode="json", by_alias=True, exclude_none=True)
    keep = set(ORDER[:actors]) | ({"ITA"} if actors > len(ORDER) else set())
    data["actors"]["ITA"] = ITALY
    data["actors"] = {name: data["actors"][name] for name in (*ORDER, "ITA") if name in keep}
    for actor in data["actors"].values():
        for field in ("strikes", "trade"):
            actor[field] = {k: v for k, v in actor.get(field, {}).items() if k in keep}
    data["start"] = {k: v for k, v in data["start"].items() if k in keep}
    data["issue"]["salience"] = {k: v for k, v in data["issue"]["salience"].items() if k in keep}
    data["contact"] = [p for p in data["contact"]["pairs"] if keep.issuperset(p)]
    data["channels"] = {k: v for k, v in data["channels"].items() if keep.issuperset(k.split("-"))}
    data["overrides"] = {k: v for k, v in data.get("overrides", {}).items() if k in keep}
    treaties = {}
    for name, treaty in data["treaties"].items():
        owes = {
            k: [b for b in owed if b in keep] for k, owed in treaty["owes"].items() if k in keep
        }
        against = treaty.get("against")
        if against is not None:
            against = {k: [b for b in foes if b in keep] for k, foes in against.items()}
            owes = {k: owed for k, owed in owes.items() if against.get(k, True)}
            against = {k: foes for k, foes in against.items() if foes and k in owes}
        owes = {k: owed for k, owed in owes.items() if owed}
        if owes:
            binding = {k: b for k, b in treaty["binding"].items() if k in owes}
            in_force = [*treaty["in_force"], None][:2]
            treaties[name] = {
                **treaty, "owes": owes, "against": against, "binding": binding,
                "in_force": in_force,
            }  # fmt: skip
    data["treaties"] = treaties
    for field in ("facts", "outcome"):
        data.pop(field, None)
    return Scenario.model_validate(data)


def solved(scenario: Scenario, threads: int = 2) -> dict[str, float]:
    """Solve cold, compiled before; positions, passes, seconds, megabytes."""
    from _machine import peak_megabytes, timed

    from foedus.crisis.equilibrium import solve
    from foedus.crisis.game import compile_game

    solve(compile_game(crisis(3)), threads=threads)
    took = timed(lambda: solve(compile_game(scenario), threads=threads))
    found = took.result
    return {
        "actors": len(found.game.names),
        "positions": found.game.size,
        "passes": found.work / found.game.size,
        "wall": took.wall,
        "cpu": took.cpu,
        "residual": found.residual,
        "method": found.method,
        "megabytes": peak_megabytes(),
    }


def ends(rows: list[dict[str, float]]) -> dict[str, float]:
    """Where it ends: growth over the last two sizes, and the actors at which a limit is met.

    Memory grows as positions do (bytes a position settle once the process itself is small beside
    them); CPU seconds as they did between the last two sizes.
    """
    before, last = rows[-2:]
    positions = last["positions"] / before["positions"]
    slower = last["cpu"] / before["cpu"]
    return {
        "positions": positions,
        "slower": slower,
        "full": last["actors"] + log(MEMORY / last["own"]) / log(positions),
        "late": last["actors"] + log(2 * HOUR / last["cpu"]) / log(slower),
    }


def main(most: int = 8, threads: int = 2) -> None:
    from pathlib import Path

    print(machine())
    here = str(Path(__file__).resolve().parent)
    print("actors  positions  passes  s wall   s CPU      MB  bytes/position  residual  method")
    rows = []
    for actors in range(3, most + 1):
        code = CODE.format(here=here, actors=actors, threads=threads)
        took, _ = child(["-c", code])
        row = json.loads(took.result)
        row["own"] = max(row["megabytes"] - row["before"], 1e-3)
        rows.append(row)
        each = f"{1e6 * row['own'] / row['positions']:.0f}" if row["own"] > 50 else "-"
        print(
            f"{actors:6d} {row['positions']:10d} {row['passes']:7.0f} {row['wall']:7.2f} "
            f"{row['cpu']:7.2f} {row['megabytes']:7.0f} {each:>15s}  {row['residual']:.1e}  "
            f"{row['method']}"
        )
    e = ends(rows)
    print(
        f"last step: positions x {e['positions']:.2f}, CPU seconds x {e['slower']:.2f}. 24 GB are "
        f"full at {e['full']:.1f} actors; two cores, both always busy, take an hour at "
        f"{e['late']:.1f}. Exact solving of a five-rung crisis ends with "
        f"{int(min(e['full'], e['late']))} actors (extrapolated, not measured)"
    )


if __name__ == "__main__":
    main()
