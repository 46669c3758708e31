"""Published beside ours: the file of figures, verdicts, and what the documentation says."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.estimate.reduced.pledges import pledge_years
from foedus.estimate.reduced.replications import __main__ as script
from foedus.estimate.reduced.replications import reliability
from foedus.estimate.reduced.replications.beside import figures, sign_verdict, table
from foedus.estimate.reduced.replications.initiation import LEEDS, beside, make
from foedus.estimate.reduced.samples import PLEDGES, initiations


def test_every_figure_says_where_it_was_read() -> None:
    for figure in figures().values():
        assert figure.where
        assert figure.reference
        known = figure.value in ("", "+", "-", "0")
        assert known or figure.value.isdigit() or 0.0 < float(figure.value) < 1.0


def test_figures_used_are_there() -> None:
    known = figures()
    assert {one.figure for one in reliability.COMPARED} <= set(known)
    assert set(LEEDS.published.values()) <= set(known)
    assert set(LEEDS.published) <= set(PLEDGES)


def test_verdicts() -> None:
    assert sign_verdict("", 1.0, 2.0) == "not confirmed"
    assert sign_verdict("-", -2.0, -1.0) == "agrees"
    assert sign_verdict("0", 0.5, 1.0) == "does not agree"
    with pytest.raises(UsageError):
        sign_verdict("up", 0.0, 1.0)


def test_leeds(data: Path, root: Path) -> None:
    """Offence and neutrality as published; the target's defence is not told apart from nothing."""
    made = make(LEEDS)
    lines = {line.figure.id: line for line in beside(LEEDS, [made])}
    assert lines["leeds-challenger-offense"].verdict == "agrees"
    assert lines["leeds-challenger-neutral"].verdict == "agrees"
    assert lines["leeds-target-defense"].verdict == "not told apart"
    assert lines["leeds-target-defense"].ours == pytest.approx(0.049, abs=0.005)
    assert lines["leeds-challenger-offense"].ours == pytest.approx(0.816, abs=0.005)
    assert lines["leeds-challenger-neutral"].ours == pytest.approx(0.582, abs=0.005)
    assert (made.model.rows, made.model.events) == (71_896, 734)
    page = (root / "docs/explanation/replications.md").read_text(encoding="utf-8")
    for line in table(list(lines.values())).splitlines()[2:]:
        assert line in page
    assert f"Of {made.sample.left_out:,} in 1816-1944" in page
    assert made.forward[0] > made.forward[1]  # forward in time it is worse than the base rate


def test_shares_kept(data: Path) -> None:
    met = {line.figure.id: line for line in reversed(reliability.beside())}
    assert all("conditions met" in line.how for line in met.values())
    assert met["llm-all"].ours == pytest.approx(61 / 81)
    assert met["llm-all"].verdict == "agrees"
    assert met["bf-after"].ours < 0.5 < met["bf-before"].ours
    assert met["bf-nonagg"].verdict == "does not agree"
    assert table([met["llm-all"]]).count("\n") == 2


def test_sample_counts_what_the_record_says(data: Path) -> None:
    sample = initiations(1900, 1914)
    rows = sample.frame
    key = ["ccode1", "ccode2", "year"]
    assert rows.select(key).is_duplicated().sum() == 0
    assert rows.select(key).equals(rows.select(key).sort(key))
    first = rows.filter(pl.col("ccode1") == 300, pl.col("ccode2") == 345, pl.col("year") == 1914)
    assert first["initiated"].item() == 1  # Austria-Hungary against Serbia
    back = rows.filter(pl.col("ccode1") == 345, pl.col("ccode2") == 300, pl.col("year") == 1914)
    assert back.is_empty()  # in a dispute that it did not begin
    shares = rows["capability_share"].drop_nulls()
    assert shares.is_between(0, 1).all()
    more = initiations(1900, 1914, originators=False)
    assert more.frame["initiated"].sum() > rows["initiated"].sum()


def test_older_pledges_are_those_of_the_year_before(data: Path) -> None:
    now, lagged = initiations(1912, 1913), initiations(1913, 1914, lag=1)
    key = ["ccode1", "ccode2"]
    both = now.frame.filter(pl.col("year") == 1912).join(
        lagged.frame.filter(pl.col("year") == 1913), on=key, suffix="_later"
    )
    assert both.height > 100
    for name in PLEDGES:
        assert both[name].equals(both[f"{name}_later"], check_names=False)
    assert pledge_years("defense").height > 0


def test_script(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(["kept"]) == 0
    assert "Leeds, Long & Mitchell 2000" in capsys.readouterr().out
    assert script.main(["nothing"]) == 2
    assert "no such replication" in capsys.readouterr().err


def test_the_page_says_what_is_found(data: Path, root: Path) -> None:
    """Every line of the table of shares stands in the documentation as printed."""
    page = (root / "docs/explanation/replications.md").read_text(encoding="utf-8")
    for line in table(reliability.beside()).splitlines()[2:]:
        assert line in page
