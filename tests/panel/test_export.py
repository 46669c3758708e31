"""Panels on their way out: what is written is read back, and nobody sees half of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from pandas.io.stata import StataReader

from foedus.core.errors import FoedusError, UsageError
from foedus.panel.alliances import alliance_years
from foedus.panel.crises import crisis_actors
from foedus.panel.disputes import dispute_dyads, dispute_participants
from foedus.panel.dyads import dyad_years
from foedus.panel.panel import Column, Panel
from foedus.panel.states import state_years

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(scope="module")
def panel() -> Panel:
    """Whole numbers, measures, nulls, flags."""
    return state_years(2010, 2018, carry_forward=True).add("capabilities", "majors", "disputes")


@pytest.fixture(scope="module")
def dated() -> Panel:
    """Days, some of them unknown."""
    made = dispute_participants(1914, 1920)
    hidden = pl.when(pl.col("ccode") == 2).then(None).otherwise(pl.col("last_day"))
    frame = made.frame.with_columns(hidden.alias("last_day"), name=pl.lit('Österreich, "k. u. k."'))
    frame = frame.with_columns(name=pl.when(pl.col("ccode") != 2).then("name"))
    return Panel(
        frame, made.unit, made.key, (*made.columns, Column("name", "Ein Name")), made.index
    )


def test_parquet_holds_the_frame_and_says_what_it_is(panel: Panel, tmp_path: Path) -> None:
    path = panel.to_parquet(tmp_path / "p.parquet")
    assert pl.read_parquet(path).equals(panel.frame)
    assert pl.read_parquet_schema(path) == panel.schema
    about = json.loads(pl.read_parquet_metadata(path)["foedus"])
    assert about["unit"] == "state-year"
    assert about["key"] == ["ccode", "year"]
    assert about["references"] == panel.cite()
    assert pl.DataFrame(about["codebook"], schema=panel.codebook().schema).equals(panel.codebook())


def test_csv_and_its_codebook(panel: Panel, tmp_path: Path) -> None:
    path = panel.to_csv(tmp_path / "p.csv")
    back = pl.read_csv(path, schema=dict(panel.schema))
    assert back.equals(panel.frame)
    book = pl.read_csv(tmp_path / "p.codebook.csv", schema=dict(panel.codebook().schema))
    assert book.with_columns(pl.col(pl.String).fill_null("")).equals(panel.codebook())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p.codebook.csv", "p.csv"]


def read_stata(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    with StataReader(path) as reader:
        return reader.read(), reader.variable_labels()


def test_stata_has_labels_and_nulls(panel: Panel, tmp_path: Path) -> None:
    frame, labels = read_stata(panel.to_stata(tmp_path / "p.dta"))
    assert list(frame.columns) == panel.frame.columns
    assert labels == {c.name: c.about[:80] for c in panel.columns}
    for name in panel.frame.columns:
        theirs = [None if pd.isna(v) else v for v in frame[name]]
        assert theirs == panel.frame[name].to_list(), name
    assert frame["cowmid_disputes"].isna().sum() == 4 * 195


def test_stata_has_days_and_text(dated: Panel, tmp_path: Path) -> None:
    frame, _ = read_stata(dated.to_stata(tmp_path / "d.dta"))
    ours = dated.frame
    for name in ("first_day", "last_day"):
        days = [None if pd.isna(v) else v.date() for v in frame[name]]
        assert days == ours[name].to_list()
    assert None in ours["last_day"].to_list()
    assert [v or None for v in frame["name"]] == ours["name"].to_list()


@pytest.mark.parametrize(
    "build",
    [
        lambda: state_years(1914, 1914).add("alliances", "disputes", "peace-years"),
        lambda: dyad_years(1914, 1914, states=[2]).add("alliances", "disputes", "contiguity"),
        lambda: state_years(1914, 1914, states=[]).add("capabilities"),
        lambda: dispute_dyads(1914, 1915),
        lambda: dispute_participants(1914, 1915, source="gml"),
        lambda: alliance_years(1914, 1915),
        lambda: crisis_actors(1936, 1939),
        lambda: state_years(1990, 1991, system="gw"),
    ],
    ids=["states", "pairs", "nobody", "dispute-dyads", "participants", "alliances", "crises", "gw"],
)
def test_every_kind_of_panel_goes_everywhere(build: Callable[[], Panel], tmp_path: Path) -> None:
    """To Stata with an underscore where a name is a word of its language (ICB has `short`)."""
    panel = build()
    for name in ("p.parquet", "p.csv"):
        assert panel.write(tmp_path / name).is_file()
    assert len(panel.to_pandas()) == panel.frame.height
    frame, labels = read_stata(panel.write(tmp_path / "p.dta"))
    assert [n if n in panel.frame.columns else n.removesuffix("_") for n in frame.columns] == (
        panel.frame.columns
    )
    assert len(frame) == panel.frame.height
    assert all(labels.values())
    for changed in set(frame.columns) - set(panel.frame.columns):
        assert labels[changed].startswith(f"{changed.removesuffix('_')}: ")


def test_pandas_keeps_whole_numbers_whole(panel: Panel, dated: Panel) -> None:
    frame = panel.to_pandas()
    assert list(frame.columns) == panel.frame.columns
    types = {name: str(dtype) for name, dtype in frame.dtypes.items()}
    assert types["ccode"] == "Int16"
    assert types["milex"] == "Int32"
    assert types["cowmaj"] == "Int8"
    assert types["cinc"] == "float64"
    assert types["carried"] == "bool"
    assert frame["milex"].isna().sum() == panel.frame["milex"].null_count()
    assert frame["milex"].dropna().tolist() == panel.frame["milex"].drop_nulls().to_list()
    days = dated.to_pandas()["first_day"]
    assert pd.to_datetime(days).dt.date.tolist() == dated.frame["first_day"].to_list()


@pytest.mark.parametrize("name", ["p", "p.xlsx", "p.parquet.gz", ".parquet", "p.PQ"])
def test_an_unknown_suffix_is_refused(panel: Panel, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"no way to write .*end it in .parquet, .csv, .dta"):
        panel.write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


WRITERS = {"p.parquet": "write_parquet", "p.csv": "write_csv"}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), RuntimeError("boom"), KeyboardInterrupt()]
)
def test_a_writer_that_fails_leaves_the_old_file_and_no_litter(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    path = panel.write(tmp_path / name)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    whole = getattr(pl.DataFrame, WRITERS[name])

    def half(frame: pl.DataFrame, target: Path, **options: object) -> None:
        whole(frame.head(1), target, **options)
        raise error

    monkeypatch.setattr(pl.DataFrame, WRITERS[name], half)
    other = panel.where(pl.col("year") > 2012)
    with pytest.raises((FoedusError, RuntimeError, KeyboardInterrupt)) as caught:
        other.write(path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    if isinstance(error, OSError):
        assert isinstance(caught.value, UsageError)
        assert "cannot be written (No space left on device)" in str(caught.value)


def test_stata_that_fails_leaves_the_old_file(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = panel.write(tmp_path / "p.dta")
    before = path.read_bytes()

    def half(frame: pd.DataFrame, target: Path, **_: object) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(pd.DataFrame, "to_stata", half)
    with pytest.raises(UsageError, match="cannot be written"):
        panel.write(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_rows_that_cannot_be_written_leave_no_codebook_behind(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A codebook beside rows of another panel would be worse than none."""
    whole = pl.DataFrame.write_csv

    def no_rows(frame: pl.DataFrame, *args: object, **options: object) -> None:
        if "ccode" in frame.columns:
            raise OSError(28, "No space left on device")
        whole(frame, *args, **options)

    monkeypatch.setattr(pl.DataFrame, "write_csv", no_rows)
    with pytest.raises(UsageError, match="cannot be written"):
        panel.to_csv(tmp_path / "new.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["p.parquet", "p.csv", "p.dta"])
def test_a_place_where_no_file_can_be(panel: Panel, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        panel.write(tmp_path / "file" / name)
    (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        panel.write(tmp_path / name)
    left = [p.name for p in tmp_path.iterdir() if p.suffix != ".csv" or p.is_dir()]
    assert sorted(left) == sorted(["file", name])


def test_folders_above_the_file_are_made(panel: Panel, tmp_path: Path) -> None:
    panel.write(tmp_path / "deep" / "er" / "p.parquet")
    assert (tmp_path / "deep" / "er" / "p.parquet").is_file()


def test_names_too_long_for_stata_are_named(panel: Panel, tmp_path: Path) -> None:
    long = "a" * 33
    frame = panel.frame.with_columns(pl.lit(1).alias(long))
    wide = Panel(frame, panel.unit, panel.key, (*panel.columns, Column(long, "")), panel.index)
    with pytest.raises(FoedusError, match=f"{long}: Stata takes names of at most 32"):
        wide.write(tmp_path / "p.dta")


def test_without_pandas_it_says_what_to_install(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    for act in (panel.to_pandas, lambda: panel.to_stata(tmp_path / "p.dta")):
        with pytest.raises(UsageError, match=r"pip install 'foedus\[data\]'"):
            act()
    assert list(tmp_path.iterdir()) == []


def test_lists_are_joined(panel: Panel, tmp_path: Path) -> None:
    lists = pl.Series("names", [["a", "b"], [], None] + [["c"]] * (panel.frame.height - 3))
    columns = (*panel.columns, Column("names", "Names"))
    listed = Panel(panel.frame.with_columns(lists), panel.unit, panel.key, columns, panel.index)
    back = pl.read_csv(listed.to_csv(tmp_path / "p.csv"), columns=["names"])["names"]
    assert back[:2].to_list() in (["a;b", None], ["a;b", ""])
    stata, _ = read_stata(listed.to_stata(tmp_path / "p.dta"))
    assert stata["names"].tolist()[:4] == ["a;b", "", "", "c"]
    kept = pl.read_parquet(listed.to_parquet(tmp_path / "p.parquet"))["names"]
    assert kept.equals(lists, null_equal=True)


@pytest.mark.parametrize("dtype", [pl.String, pl.Date, pl.Int8, pl.Float64, pl.Boolean])
def test_a_column_of_which_nothing_is_known(
    panel: Panel, tmp_path: Path, dtype: pl.DataType
) -> None:
    frame = panel.frame.with_columns(pl.lit(None, dtype=dtype).alias("void"))
    columns = (*panel.columns, Column("void", "Nothing"))
    void = Panel(frame, panel.unit, panel.key, columns, panel.index)
    stata, _ = read_stata(void.to_stata(tmp_path / "p.dta"))
    assert all(value == "" or pd.isna(value) for value in stata["void"])
    assert pl.read_csv(void.to_csv(tmp_path / "p.csv"), columns=["void"]).to_series().count() == 0
    assert pl.read_parquet(void.to_parquet(tmp_path / "p.parquet"))["void"].null_count() == len(
        frame
    )
    assert void.to_pandas()["void"].isna().all()


def test_days_are_days(dated: Panel, tmp_path: Path) -> None:
    back = pl.read_parquet(dated.to_parquet(tmp_path / "p.parquet"))
    assert back["first_day"].dtype == pl.Date
    assert isinstance(back["first_day"][0], dt.date)
