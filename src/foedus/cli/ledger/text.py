"""The ledger's summary on the screen: 80 columns, the headline an interval of counts, then nine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.ledger.numbers import many, moved, number, signed, spanned
from foedus.brief.ledger.words import (
    NAMES,
    SHEET_LEVEL,
    headline,
    interval_note,
    quiet_note,
    unbegun,
)
from foedus.brief.numbers import MINUS
from foedus.cli.layout import Line, fit, section, wrapped

__all__ = ["counted", "expectation", "lines", "sheet"]

Told = Mapping[str, Any]
_NAME = 24


def lines(told: Told) -> list[Line]:
    """Lay the summary out as lines of at most 80 characters."""
    from .checks_text import checks

    return [
        *_head(told),
        *_headline(told),
        *_counts(told),
        *_onset(told),
        *_range(told),
        *_removed(told),
        *_subsets(told),
        *checks(told),
    ]


def _head(told: Told) -> list[Line]:
    ledger, chosen = told["ledger"], told["selection"]
    options, theta = ledger["options"], ledger["theta"]
    out: list[Line] = [("Every dispute on record, with and without its alliances", "bold")]
    out += wrapped(
        f"{ledger['disputes']:,} disputes (COW MID) · theta {theta['status']} ({theta['id']}) · at "
        f"most {options['k']} third parties in a game · {options['treaties']} pledges · "
        f"{options['draws']} draws, seed {options['seed']}",
        "dim",
        "",
    )
    if ledger["partial"]:
        out += wrapped(
            f"Partial: {ledger['rows']:,} of {ledger['disputes']:,} disputes, spread evenly over "
            "the record. No count below is a count of all.",
            "bold",
            "",
        )
    filters = {k: v for k, v in chosen.items() if k not in ("rows", "scheme")}
    if filters:
        said = ", ".join(
            name.replace("_", " ") if value is True else f"{name} {value}"
            for name, value in filters.items()
        )
        out += wrapped(f"Only: {said}; {many(chosen['rows'], 'dispute', 'disputes')}.", "bold", "")
    for key, text in (("other_theta", "another theta"), ("other_disputes", "other disputes")):
        if ledger[key]:
            names = ", ".join(ledger[key])
            out += wrapped(f"Built for {text} than the ledger: {names}.", "bold", "")
    return out


def _headline(told: Told) -> list[Line]:
    out: list[Line] = [("", "")]
    for sentence in headline(told):
        out += wrapped(sentence, "bold", "")
    return out + wrapped(interval_note(told), "dim", "")


def counted(name: str, one: Told) -> str:
    """One line of counts: intervals, rows that are so beyond doubt, unclear and without pledge."""
    up, down = one["raised"], one["lowered"]
    return (
        f"  {fit(name, _NAME)}{spanned(up):>14}{number(up['labelled']):>6}"
        f"{spanned(down):>14}{number(down['labelled']):>6}"
        f"{number(one['unclear']):>8}{number(one['none']):>6}"
    )


_COUNTED = (
    f"  {'':<{_NAME}}{'raised, 90 %':>14}{'sure':>6}{'lowered':>14}{'sure':>6}{'unclear':>8}"
    f"{'none':>6}"
)


def expectation(name: str, one: Told) -> list[Line]:
    """Expected wars added, taken away, and net, with 90 % intervals."""
    up, down, net = one["raised"], one["lowered"], one["net"]
    return wrapped(
        f"{name}: expected wars added {number(up['median'])} [{spanned(up)}], taken away "
        f"{number(down['median'])} [{spanned(down)}], net {signed(net['median'])} "
        f"[{signed(net['low'])} to {signed(net['high'])}]"
    )


def _counts(told: Told) -> list[Line]:
    part = told["stages"]["escalation"]
    out = section("1  How many disputes: escalation alone", f"{part['rows']:,} solved")
    out.append((_COUNTED, "dim"))
    for outcome, name in NAMES.items():
        for one in part[outcome]["counts"]:
            out.append((counted(f"{name} > {one['level']:g}", one), ""))
    for outcome, name in NAMES.items():
        out += expectation(name, part[outcome]["expected"])
    text = "sure: so in nine draws of ten. none: no obligation among the states in the game."
    return out + wrapped(text, "dim")


def _onset(told: Told) -> list[Line]:
    out = section("2  Escalation with onset")
    part = told["stages"]["onset"]
    if part is None:
        out += wrapped("not computed: no model of onset was there when the ledger was built")
    else:
        for outcome, name in NAMES.items():
            for one in part[outcome]["counts"]:
                out.append((counted(f"{name} > {one['level']:g}", one), ""))
        for outcome, name in NAMES.items():
            out += expectation(name, part[outcome]["expected"])
        out += wrapped(
            "With onset: a dispute that began might not have begun without the obligations.", "dim"
        )
    quiet, missing = told["quiet"], unbegun(told)
    if missing is not None:
        return out + wrapped(f"Crises that never began: {missing}.", "dim")
    out += wrapped(
        f"Crises that never began: {quiet['sampled']:,} sampled dyad-years stand for "
        f"{number(quiet['stands_for'])}. Expected over the record, net of obligations:"
    )
    for key, name in (("onsets", "disputes"), *NAMES.items()):
        one = quiet[key]
        text = (
            f"  {fit(name, 18)}caused {number(one['caused'])}, prevented "
            f"{number(one['prevented'])}, net {signed(one['mean'])} "
            f"[{signed(one['low'])} to {signed(one['high'])}]"
        )
        out.append((text, ""))
    return out + wrapped(quiet_note(quiet), "dim")


_WIDE = 24
_SHEET = f"{'wars':>6}{'+':>6}{MINUS:>6}{'net':>8}"
_SHEETS: Line = (f"  {'':<{_WIDE}}{_SHEET}  {_SHEET}", "dim")
_BOTH = "any war         great-power war"


def _range(told: Told) -> list[Line]:
    table = told["range"]
    out = [*section("3  Under other assumptions, at the mean", _BOTH), _SHEETS]
    for name, one in table.items():
        out += sheet(name, one)
    if len(table) == 1:
        return out + wrapped("variants: not computed (build --variants)", "dim")
    level = told["headline"]["level"]
    return out + wrapped(
        f"wars: expected, as things were. + and {MINUS}: disputes whose chance moved by more than "
        f"{level:g}. What each is: --json.",
        "dim",
    )


def sheet(name: str, one: Told) -> list[Line]:
    """Expected wars, counts at the headline's threshold, net, by outcome; and what failed."""
    text = f"  {fit(name, _WIDE)}"
    for gap, outcome in enumerate(NAMES):
        part = one[outcome]
        at = next(c for c in part["counts"] if c["level"] == SHEET_LEVEL)
        text += " " * 2 * gap + f"{number(part['with']):>6}{number(at['raised']):>6}"
        text += f"{number(at['lowered']):>6}{signed(part['net']):>8}"
    out: list[Line] = [(text, "")]
    if one["failed"]:
        out.append((f"    {one['failed']:,} of {one['rows']:,} did not converge", "dim"))
    return out


def _removed(told: Told) -> list[Line]:
    table = told["removed"]
    out = section("4  Taken out: one treaty, one camp's, all", _BOTH)
    if table is None:
        return [*out, ("  not computed", "")]
    out.append(_SHEETS)
    names = {
        "treaty": "each treaty alone",
        "camp:challenger": "owed to the challenger",
        "camp:target": "owed to the target",
        "all": "all",
    }
    for key, said in names.items():
        out += sheet(said, table[key])
    out += sheet("all: opponents bound", told["opponents"]["between"])
    out += sheet("all: third parties only", told["opponents"]["third"])
    for outcome, name in NAMES.items():
        most = [
            f"{one['dispnum']} {one['instrument']} {moved(one['difference'])}"
            for one in table["largest"][outcome][:3]
        ]
        if most:
            out += wrapped(f"weightiest for {name}: {'; '.join(most)}", "dim")
    return out


def _subsets(told: Told) -> list[Line]:
    level = told["headline"]["level"]
    out = section(f"5  By weighting, period and decade: more than {level:g}", "disputes")
    out.append((_COUNTED, "dim"))
    for outcome, name in NAMES.items():
        out.append((f"  {name}", "dim"))
        for key, said in (("dispute", "each dispute one"), ("block", "each block one"),
                          ("peace", "no world wars")):  # fmt: skip
            out.append((counted(f"  {said}", told["schemes"][key][outcome]["counts"]), ""))
        for key, one in told["periods"].items():
            if key not in ("all", "without the world wars"):
                out.append((counted(f"  {key}", one[outcome]["counts"]), ""))
    for outcome, name in NAMES.items():
        nets = {
            decade: net
            for decade, one in told["decades"].items()
            if (net := one[outcome]["expected"]["net"]["median"]) is not None
        }
        if not nets:
            continue
        low, high = min(nets, key=lambda d: nets[d]), max(nets, key=lambda d: nets[d])
        out += wrapped(
            f"without one decade, net expected {name}: {signed(nets[low])} (without the {low}s) to "
            f"{signed(nets[high])} (without the {high}s)"
        )
    return out
