"""The ledger's nine outputs as sections of a page: words and tables, nothing left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.sheet import Section, Table

from .checks import calibration, confounding, historians, placebos
from .numbers import moved, number, signed
from .tables import COUNTED, EFFECT, counted, effect, expected
from .words import NAMES, quiet_note, unbegun

__all__ = ["outputs"]

Told = Mapping[str, Any]
_SURE = "Sure: so in nine draws of ten. None: no obligation among the states in the game."
_MOST = 3


def outputs(told: Told) -> tuple[Section, ...]:
    """Return the nine outputs, in their order.

    Parameters
    ----------
    told
        A summary, as `foedus.ledger.summary.report.summarise` makes it.
    """
    return (
        _counts(told),
        _onset(told),
        _range(told),
        _removed(told),
        _subsets(told),
        placebos(told),
        confounding(told),
        calibration(told),
        historians(told),
    )


def _staged(part: Told) -> tuple[Table, Table]:
    counts = [
        counted(f"{name}, > {one['level']:g}", one)
        for outcome, name in NAMES.items()
        for one in part[outcome]["counts"]
    ]
    sums = [expected(name, part[outcome]["expected"]) for outcome, name in NAMES.items()]
    right = (1, 2, 3)
    return (
        Table("Disputes whose chance of war changed", COUNTED, tuple(counts), COUNTS_RIGHT, _SURE),
        Table(
            "Expected number of wars",
            ("", "added [90 %]", "taken away [90 %]", "net [90 %]"),
            tuple(sums),
            right,
            "The sums of the positive and of the negative differences over all disputes.",
        ),
    )


COUNTS_RIGHT = (1, 2, 3, 4, 5, 6)


def _counts(told: Told) -> Section:
    part = told["stages"]["escalation"]
    were = "dispute was" if part["rows"] == 1 else "disputes were"
    text = f"Given that the dispute began. {part['rows']:,} {were} solved."
    return Section("1. How many disputes: escalation alone", (text,), (), _staged(part))


def _onset(told: Told) -> Section:
    part, quiet = told["stages"]["onset"], told["quiet"]
    texts: list[str] = []
    tables: list[Table] = []
    if part is None:
        texts.append("Not computed: no model of onset was there when the ledger was built.")
    else:
        texts.append("A dispute that began might not have begun without the obligations.")
        tables += _staged(part)
    missing = unbegun(told)
    if missing is not None:
        texts.append(f"Crises that never began: {missing}.")
    else:
        rows = tuple(
            (
                name,
                number(quiet[key]["caused"]),
                number(quiet[key]["prevented"]),
                signed(quiet[key]["mean"]),
                f"{signed(quiet[key]['low'])} to {signed(quiet[key]['high'])}",
            )
            for key, name in (("onsets", "disputes"), *NAMES.items())
        )
        note = (
            f"{quiet['sampled']:,} sampled dyad-years without a dispute stand for "
            f"{number(quiet['stands_for'])}. Expected over the record, net of obligations. "
            f"{quiet_note(quiet)} The shakiest part: what would have been at issue is not known."
        )
        heads = ("", "caused", "prevented", "net", "90 % interval")
        tables.append(Table("Crises that never began", heads, rows, (1, 2, 3, 4), note))
    return Section("2. Escalation with onset", tuple(texts), (), tuple(tables))


def _range(told: Told) -> Section:
    table = told["range"]
    rows = tuple(effect(name, one) for name, one in table.items())
    about = "; ".join(f"{name}: {one['about']}" for name, one in table.items() if one.get("about"))
    text = (
        "Not computed (ledger build --variants)."
        if len(table) == 1
        else "The same ledger with one assumption changed at a time."
    )
    made = Table("Under other assumptions, at the mean", EFFECT, rows, EFFECT_RIGHT, about)
    return Section("3. Under other assumptions", (text,), (), (made,))


EFFECT_RIGHT = tuple(range(1, 9))
_PARTS = {
    "treaty": "each treaty alone",
    "camp:challenger": "owed to the challenger",
    "camp:target": "owed to the target",
    "all": "all",
}


def _removed(told: Told) -> Section:
    table = told["removed"]
    heading = "4. Taken out: one treaty, one camp's, all"
    if table is None:
        return Section(heading, ("Not computed.",))
    rows = [effect(said, table[key]) for key, said in _PARTS.items()]
    rows.append(effect("all, where the opponents were bound", told["opponents"]["between"]))
    rows.append(effect("all, where third parties only were", told["opponents"]["third"]))
    largest = [
        (
            name,
            str(one["dispnum"]),
            str(one["instrument"]),
            moved(one["difference"]),
        )
        for outcome, name in NAMES.items()
        for one in table["largest"][outcome][:_MOST]
    ]
    tables = [Table("What each removal changes, at the mean", EFFECT, tuple(rows), EFFECT_RIGHT)]
    if largest:
        heads = ("outcome", "dispute", "treaty", "change")
        tables.append(Table("The weightiest treaties", heads, tuple(largest), (3,)))
    return Section(heading, (), (), tuple(tables))


_SCHEMES = {
    "dispute": "each dispute one",
    "block": "each block one",
    "peace": "no world wars",
}


def _subsets(told: Told) -> Section:
    level = told["headline"]["level"]
    rows: list[tuple[str, ...]] = []
    spans: list[str] = []
    for outcome, name in NAMES.items():
        for key, said in _SCHEMES.items():
            rows.append(counted(f"{name}, {said}", told["schemes"][key][outcome]["counts"]))
        for key, one in told["periods"].items():
            if key not in ("all", "without the world wars"):
                rows.append(counted(f"{name}, {key}", one[outcome]["counts"]))
        nets = {
            decade: net
            for decade, one in told["decades"].items()
            if (net := one[outcome]["expected"]["net"]["median"]) is not None
        }
        if nets:
            low, high = min(nets, key=lambda d: nets[d]), max(nets, key=lambda d: nets[d])
            spans.append(
                f"Without one decade, net expected {name}: {signed(nets[low])} (without the "
                f"{low}s) to {signed(nets[high])} (without the {high}s)."
            )
    made = Table(f"Changed by more than {level:g}", COUNTED, tuple(rows), COUNTS_RIGHT, _SURE)
    return Section("5. By weighting, period and decade", tuple(spans), (), (made,))
