"""The catalogue of direct lines: its entries, its lookups, and what its reader refuses."""

from __future__ import annotations

import dataclasses
import datetime as dt
import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from foedus.core import countries
from foedus.core.errors import FoedusError, UsageError
from foedus.sources.hotlines import catalogue as hotlines
from foedus.sources.hotlines.catalogue import (
    Hotline,
    PartialDate,
    catalogue,
    channels_between,
    read,
)

LINES = catalogue()
days = st.dates(min_value=dt.date(1945, 1, 1), max_value=dt.date(2035, 12, 31))
lines = st.sampled_from(LINES)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    parts = (day.year, day.month, day.day)[: draw(st.integers(1, 3))]
    return PartialDate(*parts)


# --- dates --------------------------------------------------------------------------------------


@given(partial_dates())
def test_a_partial_date_survives_its_text(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date
    assert date.first <= date.last
    assert (date.first == date.last) == (date.precision == "day")
    assert (date.last + dt.timedelta(days=1)).day == 1 or date.precision == "day"


@pytest.mark.parametrize(
    "text",
    ["", "98", "1998-", "1998-5", "1998-13", "1998-00", "1999-02-29", "May 1998", None, 1998],
)
def test_what_is_no_partial_date_is_refused(text: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message will do here
        PartialDate.parse(text)


# --- the catalogue ------------------------------------------------------------------------------


def test_there_are_enough() -> None:
    assert len(LINES) >= 30
    assert len({line.id for line in LINES}) == len(LINES)
    assert sum(line.operational is not None for line in LINES) >= 25
    assert {line.kind for line in LINES} >= {
        "head-of-government",
        "foreign-ministry",
        "defence-ministry",
        "military-command",
        "coast-guard-or-navy",
        "risk-reduction-centre",
        "deconfliction",
    }


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_entry(line: Hotline) -> None:
    start = line.operational or line.agreed
    assert start is not None
    assert dt.date(1943, 1, 1) <= start.first <= line.as_of.last
    if line.agreed and line.operational:
        assert line.agreed.first <= line.operational.last
    assert (line.ended is not None) == (line.status == "lapsed")
    assert any(gap.until is None for gap in line.interruptions) == (line.status == "suspended")
    assert line.sources
    assert all(len(source.text) > 15 for source in line.sources)
    assert len(line.judgement) > 10
    assert len(line.note) > 10
    codes = {countries.code(party, system="abb") for party in line.parties}
    assert len(codes) == len(line.parties)
    if start.year >= 1950:  # every party is called so on the day it began
        for party in line.parties:
            code = countries.code(party, system="abb")
            assert countries.code(code, start.first, system="cow") == code, party
    # the words of the identifier are the parties, but for groups
    if len(line.parties) == 2:
        assert tuple(line.id.upper().split("-")[:2]) == line.parties


def test_the_header_explains_every_key_and_word() -> None:
    text = hotlines.FILE.read_text(encoding="utf-8")
    header = text[: text.index("\n- id:")]
    words = {line.kind for line in LINES} | {line.status for line in LINES}
    words |= {line.confidence for line in LINES}
    words |= {"agreed", "operational", "ended", "interruptions", "as_of", "parties", "hub"}
    assert {word for word in words if word not in header} == set()


def test_the_reader_agrees_with_a_plain_yaml_reader() -> None:
    plain = yaml.load(hotlines.FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert [entry["id"] for entry in plain] == [line.id for line in LINES]
    for entry, line in zip(plain, LINES, strict=True):
        assert entry["as_of"] == str(line.as_of)
        assert entry["agreed"] == str(line.agreed or "null")
        assert entry["operational"] == str(line.operational or "null")
        assert [u["date"] for u in entry["upgrades"]] == [str(u.date) for u in line.upgrades]
        assert [g["from"] for g in entry["interruptions"]] == [
            str(g.since) for g in line.interruptions
        ]


# --- lookups ------------------------------------------------------------------------------------


def exists(code: int, on: dt.date) -> bool:
    try:
        return countries.code(code, on, system="cow") == code
    except UsageError:
        return False


def ids(a: str | int, b: str | int, on: dt.date, *, cut: bool = False) -> set[str]:
    return {line.id for line in channels_between(a, b, on, cut=cut)}


def test_known_days() -> None:
    assert ids("USA", "RUS", dt.date(1962, 10, 22)) == set()
    assert ids("USA", "RUS", dt.date(1963, 8, 29)) == set()
    assert ids("USA", "RUS", dt.date(1963, 8, 30)) == {"usa-rus-head-1963"}
    assert ids("USA", "RUS", dt.date(1988, 4, 1)) == {"usa-rus-head-1963", "usa-rus-nrrc-1987"}
    assert "ind-pak-dgmo-1971" in ids("IND", "PAK", dt.date(2025, 5, 10))
    assert ids("CHN", "TAW", dt.date(2016, 1, 16)) == {"chn-taw-2015"}
    assert ids("CHN", "TAW", dt.date(2017, 1, 1)) == set()
    # agreed at Davos, never known to have worked
    assert ids("GRC", "TUR", dt.date(1990, 1, 1)) == set()


def test_a_hub_links_the_others_with_itself_only() -> None:
    on = dt.date(2016, 12, 1)
    assert "asean-chn-2016" in ids("CHN", "BRU", on)
    assert "asean-chn-2016" not in ids("PHI", "BRU", on)
    hub = next(line for line in LINES if line.id == "asean-chn-2016")
    whole = next(line for line in LINES if line.id == "asean-defence-2017")
    assert len(hub.pairs) == 10
    assert len(whole.pairs) == 45


def test_a_line_of_unknown_fate_ends_with_its_last_source() -> None:
    line = next(line for line in LINES if line.id == "arm-aze-2018")
    assert line.status == "unknown"
    assert line.in_place(dt.date(2018, 11, 7))
    assert not line.in_place(dt.date(2018, 11, 8))


def test_a_cut_line_is_there_on_request() -> None:
    on = dt.date(2017, 8, 1)
    assert ids("PRK", "ROK", on) == set()
    assert "rok-prk-liaison-1971" in ids("PRK", "ROK", on, cut=True)
    assert ids("ROK", "PRK", dt.date(2018, 1, 3)) == {"rok-prk-liaison-1971"}


def test_any_name_of_a_state_will_do() -> None:
    on = dt.date(1990, 1, 1)
    assert ids("United States", 365, on) == ids("USA", "RUS", on) != set()
    with pytest.raises(UsageError):
        channels_between("USA", "Atlantis", on)


def test_a_state_that_is_gone_is_refused() -> None:
    with pytest.raises(UsageError, match="1990-10-02"):
        channels_between(260, "RUS", dt.date(2000, 1, 1))


def test_a_state_has_no_line_with_itself() -> None:
    assert channels_between("USA", "USA", dt.date(2020, 1, 1), cut=True) == ()


@given(lines, days)
def test_lookup_is_symmetric_and_agrees_with_the_line(line: Hotline, on: dt.date) -> None:
    a, b = (countries.code(party, system="abb") for party in line.pairs[0])
    assume(exists(a, on) and exists(b, on))
    there = channels_between(a, b, on, cut=True)
    assert there == channels_between(b, a, on, cut=True)
    assert (line in there) == line.in_place(on)
    answered = channels_between(a, b, on)
    assert set(answered) <= set(there)
    assert (line in answered) == (line.in_place(on) and not line.silent(on))


@given(lines, st.tuples(days, days, days))
def test_a_spell_has_no_holes(line: Hotline, three: tuple[dt.date, dt.date, dt.date]) -> None:
    first, middle, last = sorted(three)
    if line.in_place(first) and line.in_place(last):
        assert line.in_place(middle)


@given(partial_dates(), partial_dates(), days)
def test_interruption_counts_both_ends_whole(a: PartialDate, b: PartialDate, on: dt.date) -> None:
    since, until = sorted((a, b), key=lambda date: (date.first, date.last))
    for to, silent in ((str(until), since.first <= on <= until.last), (None, since.first <= on)):
        gap = hotlines.Interruption(**{"from": str(since), "to": to, "why": "made up"})
        made = dataclasses.replace(LINES[0], interruptions=(gap,))
        assert made.silent(on) == silent


# --- bad files ----------------------------------------------------------------------------------

GOOD = textwrap.dedent(
    """\
    - id: usa-rus-1
      parties: [USA, RUS]
      kind: deconfliction
      agreed: 2001
      operational: 2002-03
      upgrades:
        - {date: 2003, what: A fax}
      status: suspended
      ended: null
      as_of: 2010-01-01
      interruptions:
        - {from: 2004, to: 2005, why: A quarrel}
        - {from: 2006, to: null, why: Another}
      note: Made up
      sources:
        - {text: 'Nobody, Nothing (2001)', url: 'https://example.org/a'}
      confidence: reported
      judgement: None
    """
)


def written(folder: Path, text: str) -> Path:
    file = folder / "made-up.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_good_file_is_good(tmp_path: Path) -> None:
    (line,) = read(written(tmp_path, GOOD))
    assert line.interruptions[1].until is None
    assert line.sources[0].url == "https://example.org/a"


@pytest.mark.parametrize(
    ("old", "new", "row", "field", "said"),
    [
        ("kind: deconfliction", "kind: red-phone", 3, "kind", "'deconfliction'"),
        ("agreed: 2001", "agreed: 2001-13", 4, "agreed", "month"),
        ("agreed: 2001", "agreed: May 2001", 4, "agreed", "YYYY-MM-DD"),
        ("agreed: 2001", "agreed: 2003", 5, "operational", "before agreed"),
        ("agreed: 2001", "agreed: 2001\n  agreed: 2002", 5, "agreed", "twice"),
        ("operational: 2002-03", "operational: null", 8, "status", "operational null"),
        ("[USA, RUS]", "[USA, RUZ]", 2, "parties.1", "Correlates of War"),
        ("[USA, RUS]", "[USA, Russia]", 2, "parties.1", "match"),
        ("[USA, RUS]", "[USA]", 2, "parties", "at least 2"),
        ("[USA, RUS]", "[USA, USA]", 2, "parties", "twice"),
        ("[USA, RUS]", "[USA, RUS]\n  hub: CHN", 3, "hub", "none of the parties"),
        ("date: 2003", "date: 1999", 6, "upgrades", "follow"),
        ("what: A fax", "wat: A fax", 7, "upgrades.0.wat", "unknown key"),
        ("note: Made up", "notes: Made up", 14, "notes", "did you mean 'note'"),
        ("note: Made up", "note: ' '", 14, "note", "at least 1"),
        ("  note: Made up\n", "", 1, "note", "required"),
        (", what: A fax", "", 7, "upgrades.0.what", "required"),
        ("status: suspended", "status: in-use", 11, "interruptions", "suspended"),
        ("status: suspended", "status: lapsed", 9, "ended", "lapsed"),
        ("ended: null", "ended: 2008", 9, "ended", "lapsed"),
        ("from: 2006", "from: 2005", 11, "interruptions", "follow"),
        ("from: 2004", "from: 2001", 11, "interruptions", "follow"),
        ("to: 2005", "to: null", 11, "interruptions", "follow"),
        ("as_of: 2010-01-01", "as_of: 2005", 10, "as_of", "before something"),
        ("Nothing (2001)", "Nothing", 16, "sources.0.text", "year"),
        ("https://example.org/a", "example.org", 16, "sources.0.url", "match"),
        ("confidence: reported", "confidence: sure", 17, "confidence", "'documented'"),
        ("id: usa-rus-1", "id: USA RUS", 1, "id", "match"),
    ],
)
def test_bad_entry_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, row: int, field: str, said: str
) -> None:
    assert old in GOOD
    file = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(FoedusError) as caught:
        read(file)
    error = caught.value
    assert error.file == str(file)
    assert error.line == row, str(error)
    assert error.field is not None
    assert error.field.removeprefix("usa-rus-1.").removeprefix("USA RUS.") == field, str(error)
    assert said in str(error)


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("", 1, "list of entries"),
        ("id: usa-rus-1\n", 1, "list of entries"),
        ("- just words\n", 1, "dictionary"),
        ("- id: [usa\n", 2, "not YAML"),
        (GOOD + GOOD, 19, "is there twice"),
    ],
)
def test_bad_file_is_refused(tmp_path: Path, text: str, row: int, said: str) -> None:
    with pytest.raises(FoedusError) as caught:
        read(written(tmp_path, text))
    assert caught.value.line == row, str(caught.value)
    assert said in str(caught.value)
