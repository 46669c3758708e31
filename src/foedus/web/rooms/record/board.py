"""Tables of scores: all at a glance, one in full, where it gains or loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.numbers import MINUS, MISSING
from foedus.brief.sheet import Table

from .words import GROUPS, KIN, TASKS, model

__all__ = ["glance", "grouped", "in_full"]

Report = Mapping[str, Any]
_BASE = "base"


def _score(value: float) -> str:
    return f"{value:.4f}"


def _signed(value: float, digits: int = 4) -> str:
    text = f"{abs(value):.{digits}f}"
    return text if not float(text) else ("+" if value > 0 else MINUS) + text


def _auc(value: float | None) -> str:
    return MISSING if value is None else f"{value:.2f}"


def _gain(one: Mapping[str, Any]) -> str:
    log = one["log_score"]
    return f"{_signed(log['mean'])} [{_signed(log['low'])} to {_signed(log['high'])}]"


def glance(reports: list[Report]) -> Table:
    """Each task and split: the judged model beside the base rate, and beside its best rival."""
    rows: list[tuple[str, ...]] = []
    for one in reports:
        mine = one["scores"][one["model"]]
        base = one["scores"].get(_BASE)
        against = next((c for c in one["contrasts"] if c["against"] == _BASE), None)
        rivals = {
            name: told["log_score"]
            for name, told in one["scores"].items()
            if not name.startswith(one["model"])
        }
        best = min(rivals, key=lambda name: rivals[name]) if rivals else ""
        rows.append(
            (
                f"{TASKS.get(one['task'], one['task'])}, {one['split']}",
                f"{mine['events']:,} in {mine['rows']:,}",
                _score(mine["log_score"]),
                MISSING if base is None else _score(base["log_score"]),
                MISSING if against is None else _gain(against),
                _auc(mine["auc"]),
                f"{model(best)} {_score(rivals[best])}" if best else MISSING,
            )
        )
    return Table(
        "Out of sample: learnt before, scored after",
        (
            "",
            "events in rows",
            "log score",
            "base rate's",
            "gain on it [95 %]",
            "AUC",
            "best rival",
        ),
        tuple(rows),
        (1, 2, 3, 4, 5),
        "Log score: mean negative log likelihood in nats, smaller is better; a gain above zero "
        "speaks for the game. AUC: order only, one half is a coin. Intervals by whole blocks.",
    )


def in_full(one: Report) -> Table:
    """Every model of a report, the best log score first."""
    gains = {told["against"]: told for told in one["contrasts"]}
    ordered = sorted(one["scores"].items(), key=lambda item: item[1]["log_score"])
    rows = tuple(
        (
            model(name),
            _score(told["log_score"]),
            _gain(gains[name]) if name in gains else MISSING,
            _verdict(gains.get(name)),
            f"{told['brier']:.4f}",
            f"{told['reliability']:.5f}",
            f"{told['resolution']:.5f}",
            f"{told['mean']:.4f}",
            _auc(told["auc"]),
        )
        for name, told in ordered
    )
    first = one["scores"][one["model"]]
    share = first["events"] / first["rows"]
    heads = (
        "", "log score", f"{model(one['model'])} gains [95 %]", "so", "Brier", "reliability",
        "resolution", "mean forecast", "AUC",
    )  # fmt: skip
    note = (
        f"{first['events']:,} events in {first['rows']:,} rows ({one['unit']}), a share of "
        f"{share:.4f}. {_sentence(one['note'])}"
    )
    caption = f"{TASKS.get(one['task'], one['task']).capitalize()}: {one['split_about']}"
    return Table(caption, heads, rows, (1, 2, 4, 5, 6, 7, 8), note)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _verdict(one: Mapping[str, Any] | None) -> str:
    words = {"better": "better", "worse": "worse", "unclear": "not told apart"}
    return MISSING if one is None else words.get(one["verdict"], one["verdict"])


def grouped(one: Report) -> Table | None:
    """Log scores by group of rows, of the game's kin the best; None where none were made."""
    if not one["groups"]:
        return None
    names = [name for name in one["scores"] if name in one["groups"][0]]
    kin = sorted(KIN.intersection(names), key=lambda name: (one["scores"][name]["log_score"], name))
    names = [name for name in names if name not in kin[1:]]
    rows = tuple(
        (
            f"{GROUPS.get(row['by'], row['by'])}: {row['group']}",
            f"{row['rows']:,}",
            f"{row['events']:,}",
            *(_score(row[name]) for name in names),
        )
        for row in one["groups"]
    )
    heads = ("", "rows", "events", *(model(name) for name in names))
    right = tuple(range(1, len(heads)))
    note = "Smaller is better."
    if kin[1:]:
        note += " Of the game in other forms the best is shown."
    return Table("Log score by group", heads, rows, right, note)
