"""``foedus network FIRST:LAST``: measures of many years, with progress, kept when interrupted."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from foedus.core import countries
from foedus.core.errors import UsageError
from foedus.core.progress import Lines, Live, interruptible, reporter_for
from foedus.network.graph import Network, networks
from foedus.sources.load import load

from .asked import SPOILS, kinds_of
from .tables import clean, tables

if TYPE_CHECKING:
    from foedus.brief.network.years import Years
    from foedus.brief.picture import Picture
    from foedus.network.structure.history import History
    from foedus.sources.load import Source

__all__ = ["span", "years"]

INTERRUPTED = 130
"""Exit status, as in `foedus.cli.app`, which imports this module only by name."""

_AT_ONCE = 10  # years measured between two looks at Ctrl-C
_SHOWN = (1914, 1938, 1962)
_FIRST, _CUT, _LAST = 1820, 1950, 2000
"""Jackson and Nei's periods: the comparison needs all their years."""

Reporter = Lines | Live


def span(
    when: str,
    *,
    stability: bool,
    gamma: float,
    trade: bool,
    exposure: str,
    without: Sequence[str],
    kinds: str,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> int:
    """Measure every year, print a table, and write everything where a folder is named."""
    first, last = years(when)
    if without:
        raise UsageError("--without takes treaties out of one year or day, not of many years")
    if trade and not stability:
        raise UsageError("--trade over many years goes with --stability", fix="add --stability")
    chosen = kinds_of(kinds)
    state = countries.code(exposure, on=last) if exposure else None
    reporter = reporter_for(sys.stderr)
    with interruptible(reporter):
        found = _measured(
            first, last, chosen, gamma, seed, reporter,
            stability=stability, trade=trade, state=state,
        )  # fmt: skip
        if out is not None:
            _write(found, out, seed, reporter)
    if as_json:
        print(json.dumps(_document(found), ensure_ascii=False, allow_nan=False, indent=1))
    else:
        from .span_text import lines

        print("\n".join(lines(found)))
        if out is not None:
            print(f"written: {out}, pictures in {out / 'index.html'}")
    if not found.complete:
        begin, end = found.span
        short = ", without all that was asked of them" if end == last else ""
        print(f"foedus: interrupted; these are the years {begin} to {end}{short}", file=sys.stderr)
        return INTERRUPTED
    return 0


def years(text: str) -> tuple[int, int]:
    """First and last year; an end left out is that of the record."""
    record = load("atop/members").file
    first, _, last = text.partition(":")
    try:
        begin = int(first) if first else max(record.first, 1816)
        end = int(last) if last else record.last
    except ValueError:
        raise UsageError("not years", value=text, fix="write 1816:2018") from None
    next(networks(begin, end))  # refuses what is out of order, or not on record
    return begin, end


def _measured(
    first: int,
    last: int,
    kinds: tuple[str, ...],
    gamma: float,
    seed: int,
    reporter: Reporter,
    *,
    stability: bool,
    trade: bool,
    state: int | None,
) -> Years:
    from foedus.brief.network.years import Years
    from foedus.network.structure.jackson_nei import comparison, robustness

    history = _history(first, last, kinds, seed, reporter)
    if history is None:
        raise KeyboardInterrupt
    done = int(history.frame["year"][-1])
    # Asked to stop already: what costs little is still made for the years that are done.
    hurried = reporter.cancelled()
    judged: list[dict[str, Any]] = []
    exposed: list[dict[str, float]] = []
    used: list[Source] = []
    reporter.start("stability" + (" and exposure" if state is not None else ""), done - first + 1)
    for one in networks(first, done, kinds=kinds):
        if reporter.cancelled() and not hurried:
            break
        judged.append(_stability(one, gamma, stability=stability, trade=trade and not hurried))
        if state is not None and state in one.states and not hurried:
            from .exposure import yearly

            row, sources = yearly(one, state, seed)
            exposed.append(row)
            used += sources
        reporter.advance()
    reporter.done()
    reached = first + len(judged) - 1
    if reached < first:
        raise KeyboardInterrupt
    whole = first <= _FIRST and reached >= _LAST
    compare = whole and not reporter.cancelled()
    left_out = (hurried and (trade or state is not None)) or (whole and not compare)
    kept = history.frame.filter(pl.col("year") <= reached)
    return Years(
        history=type(history)(kept, history.kinds, history.sources),
        gamma=gamma,
        stability=pl.DataFrame(judged, infer_schema_length=None).with_columns(
            pl.col("year").cast(pl.Int16)
        ),
        comparison=comparison(kinds=kinds) if compare else None,
        robustness=robustness() if compare else None,
        state=state,
        exposure=None if state is None else _frame(exposed),
        complete=reached == last and not left_out,
        further=tuple({one.file.path: one for one in used}.values()),
    )


def _history(
    first: int, last: int, kinds: tuple[str, ...], seed: int, reporter: Reporter
) -> History | None:
    """The years in pieces, so that progress shows and Ctrl-C keeps what is done."""
    from foedus.network.structure.history import History, history

    reporter.start("structure", last - first + 1)
    parts: list[History] = []
    for begin in range(first, last + 1, _AT_ONCE):
        if reporter.cancelled():
            break
        end = min(begin + _AT_ONCE - 1, last)
        parts.append(history(begin, end, kinds=kinds, seed=seed))
        reporter.advance(end - begin + 1)
    reporter.done()
    if not parts:
        return None
    frame = pl.concat([one.frame for one in parts], how="vertical_relaxed")
    return History(frame, parts[0].kinds, parts[0].sources)


def _stability(one: Network, gamma: float, *, stability: bool, trade: bool) -> dict[str, Any]:
    from foedus.network.layers import layer
    from foedus.network.stability.trade import trade_stability
    from foedus.network.stability.verdict import war_stability
    from foedus.network.stability.vulnerable import vulnerability

    if not stability:
        seen = vulnerability(one, gamma)
        flags = int(seen.found.flags.sum())
        return {"year": one.year, "known": len(seen.known.names), "vulnerable": flags}
    found = war_stability(one, gamma)
    judged = found.verdict
    row: dict[str, Any] = {
        "year": one.year,
        "known": len(found.known.names),
        "vulnerable": int(judged.found.flags.sum()),
        "exposing": int(judged.adds.sum()) // 2,
        "needless": int(judged.drops.sum()) // 2,
        "stable": judged.stable,
    }
    if trade:
        row |= {"vulnerable_trade": None, "stable_trade": None}
        try:
            flows = layer("trade", one)
        except UsageError:  # years that the trade data do not cover
            return row
        with_trade = trade_stability(one, flows.values, SPOILS, gamma).verdict
        row["vulnerable_trade"] = int(with_trade.found.flags.sum())
        row["stable_trade"] = with_trade.stable
    return row


def _frame(rows: list[dict[str, float]]) -> pl.DataFrame:
    schema = {
        "year": pl.Int16,
        "chance": pl.Float64,
        "yearly": pl.Float64,
        "yearly_error": pl.Float64,
        "given_war": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema)


_KNOWN = {
    "year": ("Year", ""),
    "known": ("States with known strength", "states"),
    "vulnerable": ("Of them, those that a state and its allies could defeat", "states"),
    "exposing": ("Pairs whose alliance would make somebody vulnerable who is not", "pairs"),
    "needless": ("Alliances that one end could drop and not be vulnerable", "pairs"),
    "stable": ("Whether the network is war-stable", ""),
    "vulnerable_trade": ("States vulnerable despite trade", "states"),
    "stable_trade": ("Whether the network is war-and-trade stable", ""),
    "chance": ("Chance to be drawn into a war that starts elsewhere", "a year"),
    "yearly": ("Expected entries into such wars", "a year"),
    "yearly_error": ("Its standard error, from the drawing alone", "a year"),
    "given_war": ("Chance to be drawn in if one war starts between two others", ""),
    "measure": ("wars, alliances or loss", ""),
    "early": ("Early period", ""),
    "late": ("Late period", ""),
    "ratio": ("Late over early", ""),
    "direction": ("Whether the change has the published sign", ""),
    "holds": ("Whether it is at least half as strong as published", ""),
    "early_years": ("Years of the early period that the data cover", ""),
    "late_years": ("Years of the late period that the data cover", ""),
    "published_early": ("Published, early", ""),
    "published_late": ("Published, late", ""),
    "published_ratio": ("Published, late over early", ""),
    "where": ("Where the published figure was found", ""),
    "unit": ("Unit of the measure", ""),
    "cut": ("First year of the late period", ""),
    "war_list": ("List of wars", ""),
    "count": ("Whether wars or pairs of opponents are counted", ""),
    "per": ("What wars are divided by", ""),
    "kinds": ("Pledges that make allies", ""),
    "early_from": ("First year, early", ""),
    "early_to": ("Last year, early", ""),
    "late_from": ("First year, late", ""),
    "late_to": ("Last year, late", ""),
}


def _tables(found: Years) -> dict[str, pl.DataFrame]:
    made = {"years": found.history.frame, "stability": found.stability}
    if found.comparison is not None:
        made["comparison"] = found.comparison.frame
    if found.robustness is not None:
        made["robustness"] = found.robustness
    if found.exposure is not None:
        made["exposure"] = found.exposure
    return made


def _write(found: Years, out: Path, seed: int, reporter: Reporter) -> None:
    from foedus.brief.network.timeline import timeline
    from foedus.brief.network.years import page

    from .files import write

    drawn: list[Picture] = [timeline(found.history)]
    made = _tables(found)
    last = found.span[1]
    shown = sorted({year for year in (*_SHOWN, last) if found.span[0] <= year <= last})
    reporter.start("pictures", len(shown))
    for year in shown:
        drawn += _pictures(year, found.history.kinds, seed, made, matrix=year == last)
        reporter.advance()
    reporter.done()
    book = {
        row["column"]: (row["about"], row["unit"])
        for row in found.history.codebook().iter_rows(named=True)
    }
    first, last = found.span
    manifest = {
        "when": f"{first}:{last}",
        "complete": found.complete,
        "kinds": list(found.history.kinds),
        "gamma": found.gamma,
        "files": {one.file.path: one.file.sha256 for one in found.sources},
    }
    write(out, made, _KNOWN | book, drawn, page(found, tuple(drawn)), manifest)


def _pictures(
    year: int, kinds: tuple[str, ...], seed: int, made: dict[str, pl.DataFrame], *, matrix: bool
) -> list[Picture]:
    """Map of a year, and of the last its matrix and tables too."""
    from dataclasses import replace

    from foedus.brief.network.plots import pictures

    from .asked import asked

    found = asked(str(year), kinds=",".join(kinds), seed=seed, drawn=True)
    if matrix:
        made |= {f"{name}_{year}": frame for name, frame in tables(found).items()}
    return [
        replace(one, id=f"{one.id}-{year}") for one in pictures(found) if matrix or one.id == "map"
    ]


def _document(found: Years) -> dict[str, Any]:
    first, last = found.span
    told = {
        "first": first,
        "last": last,
        "complete": found.complete,
        "kinds": list(found.history.kinds),
        "gamma": found.gamma,
        "years": found.history.frame.to_dicts(),
        "stability": found.stability.to_dicts(),
        "comparison": None if found.comparison is None else found.comparison.frame.to_dicts(),
        "exposure": None if found.exposure is None else found.exposure.to_dicts(),
        "files": [one.file.path for one in found.sources],
    }
    cleaned: dict[str, Any] = clean(told)
    return cleaned
