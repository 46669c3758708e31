"""The registry: strict to read, true to the files, complete."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import FoedusError, UsageError
from foedus.sources.getting import registry
from foedus.sources.getting.registry import Dataset, File

_ODD = ("peace-data",)  # no header
SHA = "0" * 64
SMALL = f"""
[[dataset]]
id = "made-up"
title = "Made-up"
producer = "Nobody"
version = "1"
unit = "row"
licence = "none"
landing = "https://example.org/"
references = ["nobody-2000"]
aliases = ["invented"]
first = 1900
last = 1901
notes = ""

  [[dataset.file]]
  path = "made/up.csv"
  table = "made-up/rows"
  layout = "publisher"
  unit = "row"
  rows = 2
  bytes = 10
  sha256 = "{SHA}"
  first = 1900
  last = 1901
  url = "https://example.org/up.zip"
  member = "inner.zip!up.csv"
  mirror = "nobody/made-up@0123456789ab:some folder/up.csv"
  accessed = 2026-11-23
"""


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


class TestReading:
    def test_a_small_registry(self) -> None:
        (one,), (held,) = registry.parse(SMALL)
        assert isinstance(one, Dataset)
        assert one.aliases == ("invented",)
        assert isinstance(held, File)
        assert held.dataset == "made-up"
        assert held.member == "inner.zip!up.csv"
        assert held.accessed == dt.date(2026, 11, 23)

    def test_a_file_that_was_never_seen(self) -> None:
        lines = ("rows = 2", "bytes = 10", f'sha256 = "{SHA}"', "accessed = 2026-11-23")
        text = "".join(
            line for line in SMALL.splitlines(keepends=True) if line.strip() not in lines
        )
        (held,) = registry.parse(text)[1]
        assert (held.rows, held.bytes, held.sha256, held.accessed) == (None, None, None, None)

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ('title = "Made-up"', "", "made-up.title: is missing"),
            ('title = "Made-up"', 'title = " "', "made-up.title: is empty"),
            ('title = "Made-up"', "title = 3", "made-up.title: must be a text (got 3)"),
            ('title = "Made-up"', 'titel = "x"', "made-up.title: is missing"),
            ('notes = ""', 'notes = ""\nnote = ""', "made-up.note: unknown key"),
            ('["invented"]', '"invented"', "made-up.aliases: must be a list"),
            ('["invented"]', "[1]", "made-up.aliases: must be a list of texts"),
            ('["nobody-2000"]', "[]", "made-up.references: is empty"),
            ('["invented"]', '["made-up"]', "two data sets are called 'made-up'"),
            ('["invented"]', '["Made Up"]', "made-up.id: is not words"),
            ("first = 1900", "first = 190", "made-up.first: is no year"),
            ("first = 1900", "first = true", "made-up.first: must be a whole number"),
            ("last = 1901", "last = 1899", "made-up.last: is before first"),
            ('"https://example.org/"', '"example.org"', "made-up.landing: is no web address"),
            ("rows = 2", "rows = 2.0", "made-up: made/up.csv.rows: must be a whole number"),
            ("rows = 2", "rows = -2", "made/up.csv.rows: is below 0"),
            ("rows = 2", "", "made/up.csv.sha256: goes with rows"),
            ("rows = 2", "rows = 2\ncolour = 1", "made/up.csv.colour: unknown key"),
            (SHA, "abc", "made/up.csv.sha256: is not 64"),
            (SHA, "A" * 64, "made/up.csv.sha256: is not 64"),
            ('"publisher"', '"mine"', "made/up.csv.layout: is no layout"),
            ('"publisher"', '"export"', "made/up.csv.layout: cannot be downloaded"),
            ("made/up.csv", "../up.csv", "path: leads outside"),
            ("made/up.csv", "/up.csv", "path: leads outside"),
            ("made-up/rows", "other/rows", "table: is no table of 'made-up'"),
            ("https://example.org/up.zip", "ftp://example.org", "url: is no web address"),
            ('url = "https://example.org/up.zip"', "", "member: needs a url"),
            ("@0123456789ab:", ":", "mirror: is not owner/repository@commit:path"),
            ("accessed = 2026-11-23", 'accessed = "2026-11-23"', "accessed: must be a date"),
            ("accessed = 2026-11-23", "accessed = 2026-11-23T00:00:00Z", "must be a date"),
            ("[[dataset]]", "colour = 1\n[[dataset]]", "registry.toml: colour: unknown key"),
            ("rows = 2", "rows = 2\nreferences = 1", "references: must be a list"),
            ("[[dataset]]", "[dataset", "is not TOML"),
        ],
    )
    def test_what_is_refused(self, old: str, new: str, says: str) -> None:
        with pytest.raises(FoedusError, match=re.escape(says)) as caught:
            registry.parse(changed(old, new))
        assert caught.value.file == "registry.toml"

    def test_no_list_of_data_sets(self) -> None:
        with pytest.raises(FoedusError, match="dataset: must be a list"):
            registry.parse("dataset = 1")
        with pytest.raises(FoedusError, match="must be a table"):
            registry.parse("dataset = [1]")

    def test_two_files_of_one_path(self) -> None:
        with pytest.raises(FoedusError, match=r"two files are called 'made/up\.csv'"):
            registry.parse(SMALL + SMALL[SMALL.index("  [[dataset.file]]") :])

    def test_two_data_sets_of_one_name(self) -> None:
        with pytest.raises(FoedusError, match="two data sets are called 'made-up'"):
            registry.parse(SMALL + SMALL[: SMALL.index("  [[dataset.file]]")])

    def test_it_imports_nothing_heavy(self) -> None:
        code = (
            "import sys; from foedus.sources.getting import registry; registry.datasets();"
            "print([m for m in ('numpy', 'polars', 'pydantic', 'numba') if m in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"


class TestFinding:
    @pytest.mark.parametrize(
        ("name", "found"),
        [("mid", "mid"), ("cow-mid", "mid"), ("MID", "mid"), ("atop", "atop"), ("cinc", "nmc")],
    )
    def test_by_identifier_or_alias(self, name: str, found: str) -> None:
        assert registry.dataset(name).id == found

    def test_an_unknown_data_set(self) -> None:
        with pytest.raises(UsageError, match="no data set is called 'atopp'; did you mean 'atop'"):
            registry.dataset("atopp")
        with pytest.raises(UsageError, match="foedus data list"):
            registry.dataset("qqqqqq")

    def test_files_of_a_table_in_order_of_preference(self) -> None:
        found = [one.path for one in registry.files_of("cow-states/spells")]
        assert found == ["cow/states2016.csv", "derived/cw_system.csv.gz"]
        with pytest.raises(UsageError, match="did you mean 'mid/disputes'"):
            registry.files_of("mid/dispute")

    def test_by_path(self) -> None:
        assert registry.file("cow/MIDA 5.0.csv").table == "mid/disputes"
        with pytest.raises(UsageError, match=r"did you mean 'cow/MIDA 5\.0\.csv'"):
            registry.file("cow/MIDA_5.0.csv")

    def test_files_of_a_data_set(self) -> None:
        assert [one.table for one in registry.dataset("dyadic-war").files] == [
            "dyadic-wars/dyad-years"
        ]
        assert registry.dataset("hotlines").files == ()


class TestContent:
    def test_numbers(self) -> None:
        seen = [one for one in registry.files() if one.sha256 is not None]
        assert len(seen) == 76
        assert sum(one.layout == "export" for one in seen) == 28

    def test_no_loader_for_cow_formal_alliances(self) -> None:
        assert registry.dataset("alliances").id == "atop"
        addresses = " ".join(f"{one.path} {one.url} {one.mirror}" for one in registry.files())
        assert "alliance_v4" not in addresses
        assert "version4.1" not in addresses

    def test_publishers_layout_is_known_wherever_an_export_is_read(self) -> None:
        """Else the loader of the publisher's own layout would have no file to read."""
        by_table: dict[str, set[str]] = {}
        for one in registry.files():
            by_table.setdefault(one.table, set()).add(one.layout)
        both = {name for name, layouts in by_table.items() if len(layouts) == 2}
        assert both >= {
            "atop/dyad-years",
            "cow-states/spells",
            "distance/minimum",
            "gml/dyads",
            "icbe/events",
            "igo/dyads",
            "leaders/spells",
            "nmc/7",
            "trade/dyads",
        }
        assert {"vdem/years", "uds/years"} <= set(by_table)

    def test_years_of_a_data_set_enclose_those_of_its_files(self) -> None:
        for one in registry.datasets():
            years = [file for file in one.files if file.first]
            if years:
                assert one.first == min(file.first for file in years), one.id
                assert one.last == max(file.last for file in years), one.id

    def test_every_file_that_was_seen_can_be_had_or_says_so(self) -> None:
        for one in registry.files():
            if one.layout != "export" and one.sha256 is not None:
                assert one.mirror is not None, one.path


class TestPage:
    """docs/reference/data-sources.md says what the registry says."""

    def test_every_data_set_with_version_years_and_tables(self, root: Path) -> None:
        page = (root / "docs" / "reference" / "data-sources.md").read_text(encoding="utf-8")
        lines = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
        for one in registry.datasets():
            cells = [cell.strip() for cell in lines[one.id].strip("|").split("|")]
            years = "" if not one.first else f"{one.first}–{one.last}"
            tables = dict.fromkeys(f"`{file.table}`" for file in one.files)
            assert cells == [
                f"`{one.id}`",
                f"{one.title}; {one.producer}",
                one.version,
                years if one.first != one.last else str(one.first or ""),
                ", ".join(tables) or "ships with the package",
            ]
            assert one.licence in page, one.id

    def test_why_there_is_no_loader_for_cow_formal_alliances(self, root: Path) -> None:
        page = (root / "docs" / "reference" / "data-sources.md").read_text(encoding="utf-8")
        assert "maintainer has asked that software not facilitate their use" in page
        assert "https://www.atopdata.org" in page


class TestFolder:
    """The registry against the files themselves."""

    def test_size_and_hash_of_every_file(self, data: Path) -> None:
        for one in registry.files():
            if one.sha256 is None:
                assert not (data / one.path).exists(), f"{one.path} is here: register its hash"
                continue
            content = (data / one.path).read_bytes()
            assert len(content) == one.bytes, one.path
            assert hashlib.sha256(content).hexdigest() == one.sha256, one.path

    def test_every_file_of_the_folder_is_registered_once(self, data: Path) -> None:
        here = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
        counted = Counter(one.path for one in registry.files() if one.sha256 is not None)
        assert here - {"SOURCES.md"} == set(counted)
        assert set(counted.values()) == {1}

    def test_years_found_lie_in_the_coverage(self, data: Path) -> None:
        """Equal, but for the sets whose publishers say that they cover more."""
        wider = {
            "cow/directed_dyadic_war.csv": (1823, 2003),
            "cow/tc2018.csv": (1816, 2015),
            "derived/cow_war_inter_ddy_4.0.csv.gz": (1823, 2003),
        }
        beyond = {"icb/icbdy_v15.csv": (1918, 2020)}  # crises of 2019 that went on
        compared = 0
        for one in registry.files():
            if one.sha256 is None or ".csv" not in one.path or one.dataset in _ODD:
                continue
            names = pl.read_csv(data / one.path, n_rows=0, encoding="utf8-lossy").columns
            if "year" not in names:
                continue
            years = pl.read_csv(
                data / one.path, columns=["year"], infer_schema=False, encoding="utf8-lossy"
            )["year"].cast(pl.Int32)
            found = (years.min(), years.max())
            expected = {**wider, **beyond}.get(one.path, (one.first, one.last))
            assert found == expected, one.path
            inside = one.first <= expected[0] and expected[1] <= one.last
            assert inside is (one.path not in beyond), one.path
            compared += 1
        assert compared > 30

    def test_as_the_notes_of_the_folder_have_it(self, data: Path) -> None:
        """Bytes, rows and hashes of the tables in SOURCES.md."""
        row = re.compile(
            r"^\| `(?P<path>[^`]+)` \| .*?\| (?P<rows>[\d,]+) \| .*"
            r"\| (?P<bytes>[\d,]+) \| `(?P<sha>[0-9a-f]{64})` \|$"
        )
        text = (data / "SOURCES.md").read_text(encoding="utf-8")
        found = [match for line in text.splitlines() if (match := row.match(line))]
        assert len(found) == 76
        for match in found:
            one = registry.file(match["path"])
            assert one.sha256 == match["sha"], one.path
            assert one.bytes == int(match["bytes"].replace(",", "")), one.path
            rows = int(match["rows"].replace(",", ""))
            if one.path == "events/plover/CAMEO2PLOVER-2021.txt":
                rows -= 1  # the notes count the end mark, ~~~~~
            assert one.rows == rows, one.path
