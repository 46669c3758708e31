"""Correlates of War: changes of territory between states and other entities."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table

__all__ = ["CHANGES", "TABLES"]

# A point is "not known" and -9 "does not apply". No column has both, so a null means the one or the
# other by column, and `about` says which.
_NOT_APPLICABLE = (-9,)
_CODE = "a COW state code, or the code of another entity; 0 and 1 are no single state"


def _flag(name: str, about: str) -> Column:
    return Column(name, pl.Int8, about, missing=_NOT_APPLICABLE, among=(0, 1))


CHANGES = Table(
    id="territory/changes",
    dataset="territory",
    title="Territorial changes",
    unit="territorial transfer",
    key=("number",),
    columns=(
        Column("year", pl.Int16, "year of the change", required=True, low=1816),
        Column("month", pl.Int8, "month of the change; null: not known", low=1, high=12),
        Column("gainer", pl.Int16, f"who gained: {_CODE}", missing=_NOT_APPLICABLE),
        _flag("gaintype", "for the gainer it is 1 homeland, 0 a dependency; null: no state gained"),
        Column(
            "procedur",
            pl.Int8,
            "1 conquest, 2 annexation, 3 cession, 4 secession, 5 unification, 6 mandated territory;"
            " null: none of these",
            missing=_NOT_APPLICABLE,
            among=(1, 2, 3, 4, 5, 6),
        ),
        Column("entity", pl.Int32, "code of the entity that changed hands; null: not known"),
        _flag("contgain", "1: contiguous to the gainer's homeland; null: not applicable"),
        Column("area", pl.Float64, "area; null: not known", "square kilometres", low=0),
        Column("pop", pl.Int64, "population; null: not known", "persons", low=0),
        _flag("portion", "1 the whole entity, 0 a part of it"),
        Column("loser", pl.Int16, f"who lost, null: nobody; {_CODE}", missing=_NOT_APPLICABLE),
        _flag("losetype", "for the loser it was 1 homeland, 0 a dependency; null: no state lost"),
        _flag("contlose", "1: contiguous to the loser's homeland; null: not applicable"),
        _flag("entry", "1: the gainer thereby entered the system of states"),
        _flag("exit", "1: the loser thereby left the system of states"),
        Column("number", pl.Int16, "number of the change", required=True),
        _flag("indep", "1: the change made an entity independent"),
        _flag("conflict", "1: military conflict went with the change"),
        Column("version", pl.Int8, "version of the data set in which the row came"),
    ),
    layouts={"publisher": Layout(na=(".",))},
    year="year",
)

TABLES = (CHANGES,)
