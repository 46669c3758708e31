"""What ``foedus estimate recover`` and ``profile`` print, 80 characters wide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.numbers import MINUS, MISSING
from foedus.cli.layout import Line, fit, section, wrapped

__all__ = ["profiles", "recovery"]

_NAME, _LONG = 12, 17


def recovery(told: Mapping[str, Any]) -> list[Line]:
    """Whether records drawn from the game gave theta back.

    Parameters
    ----------
    told
        `foedus.estimate.structural.recovery.Recovery.document`.
    """
    out = section("Recovery: records drawn from the fitted game, fitted again")
    failed = f", {len(told['failed'])} could not be fitted" if told["failed"] else ""
    out += wrapped(
        f"Records drawn: {told['replications']}, of {told['disputes']:,} disputes each (every "
        f"{told['stride']}. on record); fitted to their top: {told['converged']}{failed}. Of all "
        f"90 % intervals, {100 * told['covered']:.0f} % held the truth (posterior), "
        f"{100 * told['covered_sandwich']:.0f} % (sandwich).",
        indent="",
    )
    head = ("truth", "bias", "its err.", "z", "its sd", "z post.", "held")
    out.append((" " * _LONG + "".join(f"{word:>9}" for word in head), ""))
    for row in told["parameters"]:
        cells = [_signed(row["truth"]), _signed(row["bias"]), _plain(row["bias_error"])]
        cells += [_signed(row["z_mean"]), _plain(row["z_sd"]), _post(row)]
        cells.append(f"{100 * row['covered']:.0f} %")
        out.append((fit(row["name"], _LONG) + "".join(f"{cell:>9}" for cell in cells), ""))
    return out + wrapped(
        "On the scale of estimation, mostly logarithms. z: estimate less truth in standard errors "
        "of the sandwich; its sd should be near 1. Where the prior holds a parameter the sandwich "
        "is narrow around a pulled estimate: z says nothing there, z post., by the posterior's "
        "spread, does.",
        "dim",
        "",
    )


def _post(row: Mapping[str, Any]) -> str:
    """Reports written before it was kept lack it."""
    return _signed(row["z_posterior"]) if "z_posterior" in row else MISSING


def profiles(told: Mapping[str, Any]) -> list[Line]:
    """What the objective loses with one parameter held.

    Parameters
    ----------
    told
        `foedus.estimate.structural.profile.Profiles.document`.
    """
    out = section("Profiles: one parameter held, the others fitted")
    out += wrapped(
        f"{told['disputes']:,} disputes (every {told['stride']}. on record). Below each value, "
        "what the log likelihood loses, without and with the prior.",
        indent="",
    )
    for name, rows in told["parameters"].items():
        held = "".join(f"{row['value']:>10.3g}" for row in rows)
        out.append((f"{fit(name, _NAME)}{held}", ""))
        for label, key in (("likelihood", "log_likelihood"), ("with prior", "objective")):
            out.append((f"{'':<2}{label:<{_NAME - 2}}{_drops(rows, key)}", ""))
    short = [
        f"{name} at {row['value']:.3g}"
        for name, rows in told["parameters"].items()
        for row in rows
        if not row["converged"]
    ]
    if short:
        out += wrapped(f"not at their top: {', '.join(short)}", "dim", "")
    return out


def _drops(rows: list[Mapping[str, Any]], key: str) -> str:
    return "".join(f"{MISSING if row[key] is None else _signed(row[key]):>10}" for row in rows)


def _signed(value: float) -> str:
    text = f"{abs(value):.2f}"
    return f"{MINUS}{text}" if value < 0 and float(text) else text


def _plain(value: float | None) -> str:
    return MISSING if value is None else f"{value:.2f}"
