"""``foedus panel``: make a panel, add to it, write it, cite it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

from foedus.cli.switch import Switch
from foedus.core.errors import UsageError, did_you_mean
from foedus.core.writable import refuse_file
from foedus.panel.feature import features
from foedus.panel.panel import Panel
from foedus.panel.units import UNITS

__all__ = ["panel"]

_ROWS = 10


def panel(
    unit: str = "",
    /,
    *,
    directed: Switch = False,
    relevant: Switch = False,
    years: str = "",
    add: str = "",
    system: str = "cow",
    states: str = "",
    source: str = "cow",
    carry_forward: Switch = False,
    cite: Switch = False,
    bibtex: Switch = False,
    codebook: Switch = False,
    features_: Annotated[Switch, Parameter(name="--features")] = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
) -> None:
    """Make a panel: its rows, what is known of each, and the references for it.

    Parameters
    ----------
    unit
        state-year, dyad-year, dispute-participant, dispute-dyad, crisis-actor or alliance-year.
    directed
        Each pair twice, once from either side.
    relevant
        Politically relevant pairs only: neighbours, or with a major power.
    years
        FIRST:LAST, both included; or one year. Default: all on record.
    add
        What to add, separated by commas: alliances,disputes:rule=first. See --features.
    system
        Whose states: cow or gw.
    states
        Only these states, separated by commas: GMY,USA or Germany,2.
    source
        Whose disputes, for the dispute units: cow or gml.
    carry_forward
        Let years follow the end of the list of states, its last members carried forward and marked.
    cite
        Print the references for exactly the columns in use.
    bibtex
        Print them as BibTeX.
    codebook
        Print one line a column: type, coverage, nulls, origin.
    features_
        List what can be added, and stop.
    as_json
        Print what the panel is, and what else is asked for, for programs.
    output
        File to write: .parquet, .csv or .dta.
    """
    if features_:
        _list_features(as_json)
        return
    if unit not in UNITS:
        fix = did_you_mean(unit, UNITS) or f"choose {', '.join(UNITS)}"
        raise UsageError(f"no unit is called {unit!r}" if unit else "no unit is named", fix=fix)
    options = {
        "directed": directed,
        "relevant": relevant,
        "system": "" if system == "cow" else system,
        "states": _listed(states),
        "source": "" if source == "cow" else source,
        "carry_forward": carry_forward,
    }
    if output is not None:
        refuse_file(output, "choose another place")
    made = _make(unit, years, {k: v for k, v in options.items() if v})
    made = made.add(*_listed(add))
    path = None if output is None else made.write(output)
    asked = (["codebook"] if codebook else []) + (["references"] if cite or bibtex else [])
    if as_json:
        print(json.dumps(_for_programs(made, asked, path, bibtex=bibtex), ensure_ascii=False))
    else:
        _for_people(made, asked, path, bibtex=bibtex)


def _make(unit: str, years: str, options: dict[str, Any]) -> Panel:
    known = UNITS[unit]
    for name in options:
        if name not in known.options:
            raise UsageError(f"a {unit} panel has no option --{name.replace('_', '-')}")
    first, last = _span(years)
    return known.build(first, last, **options)


def _span(text: str) -> tuple[int | None, int | None]:
    """First and last year from ``1816:2014``, ``1914``, ``1900:`` or ``:1914``."""
    if not text:
        return None, None
    first, mark, last = text.partition(":")
    try:
        begin = int(first) if first else None
        end = int(last) if last else (None if mark else begin)
    except ValueError:
        raise UsageError("not years", field="--years", value=text, fix="write 1816:2014") from None
    return begin, end


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _list_features(as_json: bool) -> None:
    rows = [
        {
            "name": one.name,
            "about": one.about,
            "for": "pairs" if one.state is None else "states and pairs",
            "options": {name: list(values) for name, values in one.options.items()},
        }
        for one in features().values()
    ]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    wide = max(len(row["name"]) for row in rows)
    for row in rows:
        only = "  [pairs only]" if row["for"] == "pairs" else ""
        print(f"{row['name']:<{wide}}  {row['about']}{only}")
        for name, values in row["options"].items():
            print(f"{'':<{wide}}    {name}={'|'.join(values)}")


def _for_programs(
    made: Panel, asked: list[str], path: Path | None, *, bibtex: bool
) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "unit": made.unit,
        "key": list(made.key),
        "rows": made.frame.height,
        "years": list(made.index.span) if made.frame.height else None,
        "columns": made.frame.columns,
        "datasets": list(made.datasets),
    }
    if path is not None:
        answer["file"] = str(path)
    if "codebook" in asked:
        answer["codebook"] = made.codebook().to_dicts()
    if "references" in asked:
        answer["references"] = made.cite(bibtex=bibtex)
    if not asked and path is None:
        answer["head"] = json.loads(made.head(_ROWS).write_json())
    return answer


def _for_people(made: Panel, asked: list[str], path: Path | None, *, bibtex: bool) -> None:
    if path is not None:
        print(f"{path}: {made.line}")
    if "codebook" in asked:
        print(_lines(made.codebook()))
    if "references" in asked:
        print(made.cite(bibtex=bibtex))
    if not asked and path is None:
        print(repr(made))


def _lines(book: pl.DataFrame) -> str:
    wide = max(len(name) for name in book["column"])
    lines = []
    for row in book.iter_rows(named=True):
        span = "" if row["first"] is None else f"{row['first']}-{row['last']}"
        unit = f" [{row['unit']}]" if row["unit"] else ""
        lines.append(f"{row['column']:<{wide}}  {row['type']:<8} {span:<9}  {row['about']}{unit}")
        lines.append(f"{'':<{wide}}    {row['datasets']}; {row['nulls']:,} nulls")
    return "\n".join(lines)
