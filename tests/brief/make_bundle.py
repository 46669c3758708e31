"""Bundles as a study writes them, with made-up but coherent numbers.

No engine is needed to test the pictures. The numbers are of the size of the July 1914 reference
inputs. Outcomes sum to one in every draw, quantiles are those of the draws, differences equal with
minus without, and the shares of an accounting sum to its total.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import yaml

from foedus.core.bundle import Bundle

CLASSES = (
    "challenger_yields",
    "target_yields",
    "settled",
    "lapsed",
    "war_principals",
    "wider_war",
    "great_power_war",
    "nuclear_use",
)
WARS = CLASSES[4:]
GROUPS = ("deterrence", "emboldenment", "entrapment", "others", "mechanics")
RUNGS = ("calm", "threat", "mobilising", "mobilised", "war")
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
ACTORS: dict[str, tuple[str, str, float]] = {
    "AUH": ("Austria-Hungary", "challenger", 0.37),
    "GMY": ("Germany", "challenger", 0.36),
    "SER": ("Serbia", "target", 0.37),
    "RUS": ("Russia", "target", 0.36),
    "FRN": ("France", "target", 0.34),
    "UKG": ("United Kingdom", "target", 0.24),
    "ITA": ("Italy", "either", 0.05),
}
TREATIES: dict[str, tuple[str, str, str, float, float, float]] = {
    # id: title, obligor, beneficiary; with minus without: any war, great-power war, patron fights
    "dual-alliance": ("Dual Alliance, 7 October 1879", "GMY", "AUH", -0.05, 0.21, 0.30),
    "triple-alliance": (
        "Triple Alliance, 20 May 1882, renewed 5 December 1912",
        "ITA",
        "GMY",
        0.004,
        0.003,
        0.02,
    ),
    "franco-russian-alliance": (
        "Franco-Russian Alliance, 1892-94",
        "FRN",
        "RUS",
        -0.03,
        0.18,
        0.27,
    ),
    "russia-serbia": ("Russian support of Serbia", "RUS", "SER", 0.06, 0.12, 0.33),
    "entente-cordiale": ("Entente Cordiale, 8 April 1904", "UKG", "FRN", -0.02, -0.01, 0.09),
    "anglo-russian": (
        "Anglo-Russian Convention, 31 August 1907",
        "UKG",
        "RUS",
        -0.004,
        0.002,
        0.05,
    ),
    "belgium-1839": ("Treaty of London, 19 April 1839", "UKG", "BEL", -0.002, 0.012, 0.11),
    "naval-1912": ("Grey-Cambon letters, November 1912", "UKG", "FRN", 0.0, 0.0, 0.0),
}
POINTS = {
    "challenger_yields": 0.04,
    "target_yields": 0.17,
    "settled": 0.082,
    "lapsed": 0.335,
    "war_principals": 0.004,
    "wider_war": 0.003,
    "great_power_war": 0.366,
    "nuclear_use": 0.0,
}
EDITED = {
    "challenger_yields": 0.06,
    "target_yields": 0.10,
    "settled": 0.09,
    "lapsed": 0.33,
    "war_principals": 0.24,
    "wider_war": 0.03,
    "great_power_war": 0.15,
    "nuclear_use": 0.0,
}


def make_bundle(
    *,
    edits: tuple[str, ...] = (),
    draws: int = 64,
    partial: bool = False,
    title: str | None = None,
    seed: int = 1,
) -> Bundle:
    """A bundle about July 1914.

    Parameters
    ----------
    edits
        Labels of requested interventions; empty for none, and then no edited case.
    draws
        Draws of theta.
    partial
        Only what the first screen has: outcomes and who fights.
    title
        Replaces the scenario's, for tests of escaping.
    """
    rng = np.random.default_rng(seed)
    cases = {"base": POINTS} | ({"edited": EDITED} if edits else {})
    sampled = {case: _sample(rng, points, draws) for case, points in cases.items()}
    tables = {
        "outcomes": _outcomes(cases, sampled),
        "draws": _draws(sampled),
        "fights": _fights(rng, cases, draws),
    }
    if not partial:
        tables |= {
            "steps": _steps(rng, cases, draws),
            "rungs": _rungs(cases),
            "duration": _duration(rng, cases, draws),
            "effects": _effects(rng, draws, edits, sampled),
            "contrasts": _contrasts(),
            "lens": _lens(),
            "ribbons": _ribbons(rng, cases),
            "paths": _paths(cases),
        }
        tables["accounting"] = _accounting(tables["effects"])
    return Bundle(_manifest(edits, draws, partial), _scenario(title), tables)


def _sample(
    rng: np.random.Generator, points: dict[str, float], draws: int
) -> dict[str, np.ndarray]:
    """Shares of every draw, shape (draws,), by outcome; each draw sums to one."""
    shape = np.array([points[name] for name in CLASSES]) * 14
    shares = rng.dirichlet(np.where(shape > 0, shape, 1e-9), size=draws)
    shares[:, shape == 0] = 0.0
    shares /= shares.sum(axis=1, keepdims=True)
    found = {name: shares[:, i] for i, name in enumerate(CLASSES)}
    return found | {"any_war": sum(found[name] for name in WARS)}


def _spread(values: np.ndarray) -> dict[str, float]:
    return {name: float(np.quantile(values, at)) for name, at in QUANTILES.items()}


def _around(
    rng: np.random.Generator, point: float, draws: int, sd: float = 0.25
) -> dict[str, float]:
    if point <= 0:
        return dict.fromkeys(QUANTILES, 0.0)
    logit = np.log(point / (1 - point)) + sd * 3 * rng.standard_normal(draws)
    return _spread(1 / (1 + np.exp(-logit)))


def _outcomes(
    cases: dict[str, dict[str, float]], sampled: dict[str, dict[str, np.ndarray]]
) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for case, points in cases.items():
        whole = points | {"any_war": sum(points[name] for name in WARS)}
        for name, point in whole.items():
            values = sampled[case][name]
            rows.append(
                {"case": case, "outcome": name, "point": point}
                | _spread(values)
                | {"draws": len(values)}
            )
    return pl.DataFrame(rows)


def _draws(sampled: dict[str, dict[str, np.ndarray]]) -> pl.DataFrame:
    rows = [
        {"case": case, "draw": i, "outcome": name, "value": float(value)}
        for case, found in sampled.items()
        for name, values in found.items()
        for i, value in enumerate(values)
    ]
    return pl.DataFrame(rows)


def _fights(
    rng: np.random.Generator, cases: dict[str, dict[str, float]], draws: int
) -> pl.DataFrame:
    rows = [
        {"case": case, "actor": code, "name": name, "camp": camp, "point": point * scale}
        | _around(rng, point * scale, draws)
        for case, scale in zip(cases, (1.0, 0.6), strict=False)
        for code, (name, camp, point) in ACTORS.items()
    ]
    return pl.DataFrame(rows)


def _steps(
    rng: np.random.Generator, cases: dict[str, dict[str, float]], draws: int
) -> pl.DataFrame:
    labels = {
        "nature": 0.09,
        "error": 0.021,
        "deliberate": 0.262,
        "incidents_off_held": 0.33,
        "incidents_off_solved": 0.35,
    }
    rows = [
        {"case": case, "label": label, "point": point} | _around(rng, point, draws)
        for case in cases
        for label, point in labels.items()
    ]
    return pl.DataFrame(rows)


def _rungs(cases: dict[str, dict[str, float]]) -> pl.DataFrame:
    reached = (1.0, 1.0, 0.71, 0.58, 0.373)
    rows = [
        {"case": case, "rung": name, "index": i, "point": reached[i]}
        for case in cases
        for i, name in enumerate(RUNGS)
    ]
    return pl.DataFrame(rows)


def _duration(
    rng: np.random.Generator, cases: dict[str, dict[str, float]], draws: int
) -> pl.DataFrame:
    rows = [
        {"case": case, "point": 96.0} | _spread(96 * np.exp(0.3 * rng.standard_normal(draws)))
        for case in cases
    ]
    return pl.DataFrame(rows)


def _effects(
    rng: np.random.Generator,
    draws: int,
    edits: tuple[str, ...],
    sampled: dict[str, dict[str, np.ndarray]],
) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    few = max(8, draws // 4)
    base = POINTS | {"any_war": sum(POINTS[name] for name in WARS)}
    told = {key: (value[0], "treaty", *value[3:]) for key, value in TREATIES.items()}
    told["GMY-RUS"] = ("Willy-Nicky telegrams", "channel", -0.012, -0.008, -0.006)
    for key, (title, kind, war, great, patron) in told.items():
        differences = dict.fromkeys(CLASSES, 0.0) | {
            "any_war": war,
            "great_power_war": great,
            "patron_fights": patron,
            "war_principals": war - great,
            "target_yields": -war,
        }
        for outcome, difference in differences.items():
            with_ = base.get(outcome, 0.36)
            values = difference + (0.02 + abs(difference) * 0.4) * rng.standard_normal(few) * (
                difference != 0
            )
            rows.append(
                {
                    "instrument": key,
                    "kind": kind,
                    "title": title,
                    "outcome": outcome,
                    "with_": with_,
                    "without": with_ - difference,
                    "difference": difference,
                }
                | _spread(values)
                | {"draws": few}
            )
    if edits:
        edited = EDITED | {"any_war": sum(EDITED[name] for name in WARS)}
        label = " + ".join(edits)
        for outcome in (*CLASSES, "any_war"):
            values = sampled["edited"][outcome] - sampled["base"][outcome]
            rows.append(
                {
                    "instrument": label,
                    "kind": "requested",
                    "title": label,
                    "outcome": outcome,
                    "with_": edited[outcome],
                    "without": base[outcome],
                    "difference": edited[outcome] - base[outcome],
                }
                | _spread(values)
                | {"draws": draws}
            )
    return pl.DataFrame(rows)


def _accounting(effects: pl.DataFrame) -> pl.DataFrame:
    weights = np.array([-0.3, 0.25, 0.8, 0.05, 0.2])
    rows: list[dict[str, Any]] = []
    wanted = effects.filter(
        pl.col("outcome").is_in(["any_war", "great_power_war", "patron_fights"])
        & (pl.col("kind") != "requested")
    )
    for row in wanted.iter_rows(named=True):
        total = row["difference"]
        for i, group in enumerate(GROUPS):
            share = float(weights[i] * total)
            spread = abs(total) * (0.5 if group in ("emboldenment", "others") else 0.1)
            low, high = share - spread, share + spread
            rows.append(
                {
                    "instrument": row["instrument"],
                    "outcome": row["outcome"],
                    "group": group,
                    "share": share,
                    "low": low,
                    "high": high,
                    "separable": not low < 0 < high,
                    "best_response": 0.7 * share,
                    "total": total,
                    "feedback": 0.3 * total,
                }
            )
    return pl.DataFrame(rows)


def _contrasts() -> pl.DataFrame:
    rows = [
        {
            "instrument": key,
            "outcome": outcome,
            "none": 0.37 - value,
            "conditional": 0.37 - value / 2,
            "unconditional": 0.37,
        }
        for key, row in TREATIES.items()
        for outcome, value in zip(
            ("any_war", "great_power_war", "patron_fights"), row[3:], strict=True
        )
    ]
    return pl.DataFrame(rows)


def _lens() -> pl.DataFrame:
    told = {
        "zeta=0": (0.373, 0.366),
        "zeta=1": (0.21, 0.20),
        "lambda=1": (0.11, 0.09),
        "lambda=2": (0.19, 0.17),
        "lambda=4": (0.33, 0.32),
        "lambda=8": (0.46, 0.45),
    }
    return pl.DataFrame(
        [
            {"lens": name, "any_war": war, "great_power_war": great}
            for name, (war, great) in told.items()
        ]
    )


def _ribbons(rng: np.random.Generator, cases: dict[str, dict[str, float]]) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for case in cases:
        for code, (_, _, fights) in ACTORS.items():
            pace = float(rng.uniform(0.6, 1.2)) * (0.3 + fights)
            for day in range(0, 121, 2):
                centre = 4.0 * (1 - np.exp(-day / 30 * pace))
                spread = np.array([-2.2, -0.9, 0.0, 0.8, 1.7]) * (1 - np.exp(-day / 6))
                values = np.clip(np.round(centre + spread), 0, len(RUNGS) - 1)
                rows.append(
                    {"case": case, "actor": code, "day": float(day)}
                    | dict(zip(QUANTILES, values, strict=True))
                )
    return pl.DataFrame(rows)


def _paths(cases: dict[str, dict[str, float]], count: int = 5) -> pl.DataFrame:
    rng = np.random.default_rng(7)
    rows: list[dict[str, Any]] = []
    for case in cases:
        for path in range(count):
            at, rungs = 0.0, dict.fromkeys(ACTORS, 0) | {"AUH": 1}
            rows += [
                {
                    "case": case,
                    "path": path,
                    "day": 0.0,
                    "actor": code,
                    "rung": RUNGS[rung],
                    "event": "start",
                }
                for code, rung in rungs.items()
            ]
            for _ in range(14):
                at += float(rng.exponential(6.0))
                code = str(rng.choice(list(ACTORS)))
                rungs[code] = int(np.clip(rungs[code] + rng.choice([1, 1, -1]), 0, len(RUNGS) - 1))
                rows.append(
                    {
                        "case": case,
                        "path": path,
                        "day": at,
                        "actor": code,
                        "rung": RUNGS[rungs[code]],
                        "event": "climb",
                    }
                )
    return pl.DataFrame(rows)


def _manifest(edits: tuple[str, ...], draws: int, partial: bool) -> dict[str, Any]:
    return {
        "format": 1,
        "foedus": "0.1.0",
        "solver": 1,
        "key": "ab" * 32,
        "name": "july-1914",
        "title": "July 1914: from Sarajevo to general war",
        "date": "1914-07-23",
        "hypothetical": False,
        "theta": {"id": "provisional-1", "status": "provisional: not yet fitted"},
        "seed": 0,
        "draws": draws,
        "edits": list(edits),
        "residual": 6.3e-8,
        "converged": True,
        "positions": 78_125,
        "seconds": 21.4,
        "equilibria": {"searched": 20, "found": 1},
        "warnings": ["treaties.naval-1912: binds nobody to fight"],
        "base_rate": {
            "any_war": 0.025,
            "source": "COW MID 5.0, disputes 1816-2014 that became wars",
        },
        "complete": not partial,
    }


def _scenario(title: str | None) -> str:
    ladder = [
        {"name": name, "hostility": i + 1, "war": name == "war"} for i, name in enumerate(RUNGS)
    ]
    albertini = "Albertini, The Origins of the War of 1914, vol. II, Oxford 1953, p. 286"
    content = {
        "foedus-scenario": 1,
        "name": "july-1914",
        "title": title or "July 1914: from Sarajevo to general war",
        "date": "1914-07-23",
        "question": "Austria-Hungary wants Serbia to accept its ultimatum in full.",
        "summary": "The heir to the Austrian throne is shot. Vienna sends Belgrade an ultimatum.",
        "ladder": ladder,
        "start": {"AUH": "threat"},
        "actors": {
            code: {
                "name": name,
                "camp": camp,
                "principal": code in ("AUH", "SER"),
                "capability": 4.4,
                "major": code != "SER",
                "source": "NMC 6.0, 1914",
            }
            for code, (name, camp, _) in ACTORS.items()
        },
        "treaties": {
            key: {
                "title": row[0],
                "kind": "defence",
                "owes": {row[1]: [row[2]]},
                "binding": 0.9,
                "in_force": ["1879-10-15", None],
                "articles": "art. I",
                "source": "ATOP 5.1",
                "judgement": "binding .9: the General Staff planned for it",
            }
            for key, row in TREATIES.items()
        },
        "channels": {
            "GMY-RUS": {"quality": 0.3, "kind": "Willy-Nicky telegrams", "source": albertini}
        },
        "facts": [
            {
                "date": f"1914-07-{day}",
                "text": text,
                "source": albertini if day != "28" else "kautsky, no. 257",
            }
            for day, text in (
                ("23", "Austria-Hungary hands over the ultimatum in Belgrade."),
                ("25", "Serbia answers, and mobilises."),
                ("28", "Austria-Hungary declares war on Serbia."),
                ("30", "Russia orders general mobilisation."),
            )
        ],
        "sources": {
            "kautsky": "Kautsky (ed.), Die deutschen Dokumente zum Kriegsausbruch 1914, Berlin 1919"
        },
        "outcome": {
            "class": "great_power_war",
            "fought": ["AUH", "SER", "RUS", "GMY", "FRN", "UKG"],
            "text": "General war from 4 August 1914.",
            "source": albertini,
        },
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
