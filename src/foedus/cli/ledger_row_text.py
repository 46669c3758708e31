"""One dispute of the ledger on the screen, in the order of the other screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.ledger_numbers import chance, ends, moved
from foedus.brief.numbers import day

from .layout import NAME, Line, decimal, fit, section, wrapped

__all__ = ["lines"]

Told = Mapping[str, Any]
_OUTCOMES = {"any_war": "any war", "great_power_war": "great-power war"}
_GROUPS = {
    "entrapment": "entrapment (patron)",
    "emboldenment": "emboldenment (protégé)",
    "deterrence": "deterrence (adversary)",
    "others": "everyone else",
    "mechanics": "mechanics",
}


def lines(told: Told) -> list[Line]:
    """Lay one dispute out as lines of at most 80 characters."""
    out = _head(told) + _obligations(told)
    if told["status"] == "solved":
        out += _chances(told) + _fights(told) + _treaties(told) + _accounting(told)
    else:
        words = "makes no game" if told["status"] == "unmade" else "did not converge"
        out += [("", ""), *wrapped(f"Not solved: it {words}. {told['reason'] or ''}", "bold", "")]
    return out + _happened(told) + _status(told)


def _head(told: Told) -> list[Line]:
    sides = " against ".join(", ".join(told[camp] or ["?"]) for camp in ("challenger", "target"))
    out = wrapped(f"Dispute {told['dispnum']}: {sides}", "bold", "")
    parts = [f"began {day(told['start'])}"]
    if told["issue"]:
        parts.append(f"about {told['issue']}")
    if told["icb"]:
        parts.append(f"ICB crisis {', '.join(str(n) for n in told['icb'])}")
    if told["world_war"]:
        parts.append("one of a world war's disputes")
    parts += [word for key, word in (("major", "great powers in it"), ("nuclear", "nuclear"))
              if told[key]]  # fmt: skip
    return out + wrapped(" · ".join(parts), "dim", "")


def _obligations(told: Told) -> list[Line]:
    owed = told["obligations"]
    if not owed:
        return [*section("Obligations"), ("  none among the states in the game", "")]
    out = section("Obligations in force the day before", f"{told['n_treaties']} treaties (ATOP)")
    by_treaty: dict[str, list[str]] = {}
    for one in owed:
        how = "conditional " if one["conditional"] else ""
        by_treaty.setdefault(one["treaty"], []).append(
            f"{one['obligor']} to {one['beneficiary']}: {how}{one['kind']} ({one['weight']:.2g})"
        )
    for treaty, pledges in by_treaty.items():
        out += wrapped(f"{treaty}  {'; '.join(pledges)}")
    return out


def _line(name: str, one: Told, style: str = "") -> Line:
    """With, without, difference and its interval."""
    text = f"  {fit(name, NAME)} {decimal(chance(one['with']), 9)}"
    text += f"{decimal(chance(one['without']), 9)}{decimal(moved(one['difference']), 10)}"
    return f"{text}{ends(one['low'], one['high'])}", style


_HEADS = f"  {'':<{NAME}}  {'with':<9}{'without':<9}{'change':<9}90 % interval"


def _chances(told: Told) -> list[Line]:
    out = [*section("With its obligations and without"), (_HEADS, "dim")]
    if told["onset"] is not None:
        out.append(_line("begins", told["onset"]))
    out += [_line(name, told["effects"][key], "bold") for key, name in _OUTCOMES.items()]
    for key, name in (
        ("challenger_yields", f"{told['challenger_code']} yields"),
        ("target_yields", f"{told['target_code']} yields"),
        ("settled", "settled"),
        ("lapsed", "lapsed"),
        ("nuclear_use", "nuclear use"),
    ):
        one = told["outcomes"][key]
        if one["with"] or one["without"]:
            apart = one["with"] - one["without"]
            text = f"  {fit(name, NAME)} {decimal(chance(one['with']), 9)}"
            text += f"{decimal(chance(one['without']), 9)}{decimal(moved(apart), 10)}"
            out.append((text, ""))
    if told["with_onset"] is not None and told["begun"] is not None:
        parts = [
            f"{name} {moved(one['difference'])} [{ends(one['low'], one['high'])}]"
            for key, name in _OUTCOMES.items()
            if (one := told["with_onset"][key])
        ]
        out += wrapped(
            f"With onset: it would have begun without them with chance "
            f"{chance(told['begun'])}; then {'; '.join(parts)}."
        )
    labels = told["labels"]["escalation"]
    said = [
        f"{name} {', '.join(f'{label} at {level}' for level, label in labels[key].items())}"
        for key, name in _OUTCOMES.items()
    ]
    return out + wrapped(f"Labels: {'; '.join(said)}.", "dim")


def _fights(told: Told) -> list[Line]:
    thirds = told["candidates"]
    if not thirds:
        return [*section("Third parties"), ("  none in the game", "")]
    out = [*section("Third parties: chance that each fights"), (_HEADS, "dim")]
    for one in thirds:
        name = f"{fit(one['name'], NAME - 4).rstrip()} ({one['camp'][0]})"
        shown = {**one, "with": one["fights"], "without": one["fights_without"]}
        out.append(_line(name, shown))
    if told["left_out"]:
        out.append((f"  {told['left_out']} further candidates are not in the game", "dim"))
    return out


def _treaties(told: Told) -> list[Line]:
    if not told["treaties"]:
        return []
    out = section(f"{'Taken out, at the mean: what it changes':<54}any war  great-power war")
    names = {
        "all": "all",
        "camp:challenger": "owed to the challenger",
        "camp:target": "owed to the target",
    }
    for one in told["treaties"]:
        name = names.get(one["instrument"], one["instrument"])
        text = f"  {fit(name, 51)}{decimal(moved(one['any_war_difference']), 9)}"
        out.append((text + decimal(moved(one["great_power_war_difference"]), 9), ""))
    return out


def _accounting(told: Told) -> list[Line]:
    split = told["accounting"]
    if not split["treaty"]:
        return []
    out = section(f"How {split['treaty']} worked, the weightiest", "share [first to last in]")
    for key, name in _OUTCOMES.items():
        shares = [one for one in split["shares"] if one["outcome"] == key]
        if not any(abs(one["share"]) > 1e-6 for one in shares):
            continue
        out.append((f"  {name}", "dim"))
        for one in shares:
            group = _GROUPS[one["group"]]
            if one["group"] == "emboldenment" and one["share"] < 0:
                group = "restraint (protégé)"
            span = sorted((one["first"], one["last"]))
            text = f"    {fit(group, 30)}{decimal(moved(one['share']), 9)}[{ends(*span)}]"
            out.append((text + ("" if one["separable"] else "  not separable"), ""))
    return out


def _happened(told: Told) -> list[Line]:
    seen = told["happened"]
    parts = [f"highest level {seen['level'] or 'not known'}"]
    if seen["end"]:
        parts.append(seen["end"].replace("_", " "))
    if seen["days"] is not None:
        parts.append(f"{seen['days']:,.0f} days")
    joined = [c["name"] for c in told["candidates"] or () if c["joined"]]
    fought = [c["name"] for c in told["candidates"] or () if c["fought"]]
    parts.append(f"joined: {', '.join(joined)}" if joined else "none of these third parties joined")
    if fought:
        parts.append(f"fought: {', '.join(fought)}")
    if seen["elsewhere"]:
        parts.append(f"came in on the other side: {', '.join(seen['elsewhere'])}")
    if seen["joined_outside"]:
        parts.append(f"{seen['joined_outside']} joined who are not in the game")
    out = section("What happened") + wrapped("; ".join(parts))
    if told["notes"]:
        out += wrapped(f"Notes: {'; '.join(told['notes'])}.", "dim")
    return out


def _status(told: Told) -> list[Line]:
    solved, theta = told["solved"], told["theta"]
    parts = [f"theta {theta['id']}: {theta['status']}"]
    if told["status"] == "solved":
        parts += [
            f"{solved['draws']} draws converged",
            f"residual {solved['residual']:.0e}",
            f"{solved['positions']:,} positions",
            f"equilibria: {solved['equilibria']} found in {solved['starts']} random starts",
        ]
    out: list[Line] = [("", ""), *wrapped(" · ".join(parts), "dim", "")]
    if solved["others"]:
        found = "; ".join(
            f"any war {chance(one['any_war'])}, great-power war {chance(one['great_power_war'])}"
            for one in solved["others"]
        )
        text = f"Other equilibria: {found}. The numbers are those of the principal branch."
        out += wrapped(text, "bold", "")
    return out
