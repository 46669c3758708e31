"""Terms that differ by partner: the file, and that each of its entries is needed."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from foedus.core import countries
from foedus.core.errors import FoedusError
from foedus.panel import pair_terms
from foedus.panel.pair_terms import exceptions
from foedus.sources.atop import PLEDGES
from foedus.sources.load import load

GOOD = """
[[term]]
atopid = 1
obligors = [2, 20]
not_to = [20, 200]
pledges = ["defense", "nonagg"]
reason = "why"
reference = "what says so"
"""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Folder that stands for the package's."""
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    monkeypatch.setattr(pair_terms, "exceptions", exceptions.__wrapped__)
    return tmp_path / "pair_terms.toml"


def test_one_row_for_each_pair_and_none_with_itself(written: Path) -> None:
    written.write_text(GOOD)
    frame = pair_terms.exceptions()
    rows = set(frame.select("atopid", "obligor", "beneficiary").rows())
    assert rows == {(1, 2, 20), (1, 2, 200), (1, 20, 200)}
    assert frame.select(PLEDGES).unique().rows() == [(True, False, False, True, False)]


def test_terms_of_one_pair_add_up(written: Path) -> None:
    written.write_text(GOOD + GOOD.replace('"defense", "nonagg"', '"consul"'))
    frame = pair_terms.exceptions()
    assert frame.height == 3
    assert frame.select(PLEDGES).unique().rows() == [(True, False, False, True, True)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('reason = "why"', "", r"term\[0\].reason: is missing"),
        ('reference = "what says so"', 'reference = ""', r"term\[0\].reference: is missing"),
        ('"defense", "nonagg"', '"defence"', "unknown pledge .got 'defence'"),
        ("atopid = 1", "atopid = 1\nphase = 2", r"term\[0\].phase: unknown field"),
        ("not_to", "nto_to", r"term\[0\].nto_to: unknown field"),
    ],
)
def test_a_wrong_entry_is_refused(written: Path, old: str, new: str, says: str) -> None:
    written.write_text(GOOD.replace(old, new))
    with pytest.raises(FoedusError, match=says):
        pair_terms.exceptions()


def test_every_entry_concerns_members_who_pledge_it(data: Path) -> None:
    """An entry that takes away nothing would be an entry nobody misses."""
    members = load("atop/members").frame
    for row in exceptions().iter_rows(named=True):
        there = members.filter(pl.col("atopid") == row["atopid"])
        own = there.filter(pl.col("member") == row["obligor"])
        assert row["beneficiary"] in there["member"].to_list(), row
        for name in PLEDGES:
            if row[name]:
                assert own[name].max() == 1, (row, name)
        assert {row["obligor"], row["beneficiary"]} <= countries.known()
