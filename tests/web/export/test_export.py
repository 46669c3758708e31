"""A small site whole: every link resolves, the same bytes twice, the numbers of a study."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
import zipfile
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import polars as pl
import pytest

from foedus.brief.numbers import probability
from foedus.cli.app import WRONG_CALL, main
from foedus.core.errors import Cancelled, UsageError
from foedus.core.progress import Silent
from foedus.crisis.intervene import parse_with, parse_without
from foedus.crisis.scenario import load
from foedus.study.run import run
from foedus.web.export.changes import boxes, edits_of, possible, solved
from foedus.web.export.cost import cost
from foedus.web.export.crisis import Crisis
from foedus.web.export.finish import POLICY
from foedus.web.export.folder import Staging
from foedus.web.export.wanted import Wanted, chosen
from foedus.web.export.write import Made, export
from foedus.web.question import answer
from foedus.web.rooms.crisis.state import State

from .conftest import SMALL

NAME = SMALL.crises[0]
Content = Callable[[Path], dict[str, bytes]]


class Read(HTMLParser):
    """Links, and what a page would load or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.bad: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if (found := told.get("id")) is not None:
            self.ids.add(found)
        if tag in {"script", "form", "input", "button", "iframe", "base"}:
            self.bad.append(tag)
        self.bad += [name for name in told if name.startswith(("hx-", "on")) or name == "style"]
        for name in ("href", "src", "action"):
            if name in told:
                (self.links if tag == "a" else self.loads).append(told[name] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def pages(found: dict[str, bytes]) -> dict[str, Read]:
    """The pages of the explorer, without the briefs: those are documents of their own."""
    briefs = {"files/alliances.html"} | {one for one in found if one.endswith("brief.html")}
    return {
        name: Read(text.decode())
        for name, text in found.items()
        if name.endswith(".html") and name not in briefs
    }


@pytest.fixture(scope="module")
def found(cached_site: Made, content: Content) -> dict[str, bytes]:
    return content(cached_site.folder)


def test_every_link_of_every_page_leads_to_a_file(found: dict[str, bytes]) -> None:
    read = pages(found)
    lost: list[str] = []
    reached: set[str] = set()
    for name, page in read.items():
        assert page.bad == [], name
        for link in page.links + page.loads:
            parts = urlsplit(link)
            if parts.scheme in {"https", "http", "data"}:
                assert link in page.links, "a page loads nothing from elsewhere"
                continue
            assert not parts.scheme
            assert not parts.netloc
            assert not parts.query
            assert not parts.path.startswith("/")
            led = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            target = led if parts.path else name
            if not link or target not in found:
                lost.append(f"{name}: {link}")
            elif parts.fragment and parts.fragment not in read[target].ids:
                lost.append(f"{name}: {link} (no such place)")
            reached.add(target)
    assert lost == []
    alone = set(found) - reached - {"index.html", "site.json", "static/source-sans-3.woff2"}
    assert alone == set(), "every file is linked from somewhere"


def test_each_room_is_there(found: dict[str, bytes]) -> None:
    for room in ("crisis", "ledger", "network", "record", "sources", "files"):
        assert f"{room}/index.html" in found
    assert "network/year-1958.html" in found
    assert pl.read_parquet(BytesIO(found["ledger/rows.parquet"])).height > 2000
    assert found["ledger/rows.csv"].count(b"\n") > 2000
    assert all(POLICY in found[name].decode() for name in pages(found))
    assert not any(name.endswith(".js") for name in found)


def test_the_first_page_is_that_of_the_explorer(found: dict[str, bytes]) -> None:
    told = answer()
    assert told is not None
    text = unescape(found["index.html"].decode())
    assert all(sentence in text for sentence in told.lead)
    assert 'href="files/alliances.html"' in text
    marks = re.findall(r'<a href="(ledger/dispute/[^"]+)" tabindex="-1">', text)
    assert marks
    assert set(marks) <= set(found)


def test_the_manifest_tells_what_is_there(cached_site: Made, found: dict[str, bytes]) -> None:
    told = json.loads(found["site.json"])
    assert told["complete"] is True
    assert told["foedus"]
    assert told["theta"]["id"]
    hashes = {
        name: hashlib.sha256(text).hexdigest()
        for name, text in found.items()
        if name != "site.json"
    }
    assert told["files"] == hashes
    assert cached_site.files == len(hashes)
    assert cached_site.size == sum(len(found[name]) for name in hashes)
    assert cached_site.missing == ()


def test_the_numbers_are_those_of_the_study(found: dict[str, bytes]) -> None:
    scenario = load(NAME)
    states = [one for one in solved(scenario, boxes(scenario, 3), pairs=True) if one != one.plain]
    assert len(states) > 3, "there is a pair"
    state = states[-1]
    edits = [*map(parse_without, state.without), *map(parse_with, state.with_)]
    tables = run(scenario, edits).tables
    name = "crisis/{}/{}.html".format(
        NAME,
        ",".join(
            [*(f"without-{one}" for one in state.without)]
            + [f"with-{one.replace(':', '~')}" for one in state.with_]
        ),
    )
    text = unescape(found[name].decode())
    cases = {
        case: tables["outcomes"].filter(case=case, outcome="any_war")["point"].item()
        for case in ("base", "edited")
    }
    assert f"Any war: {probability(cases['edited'])} with the change" in text
    assert f"{probability(cases['base'])} as things stand" in text
    for row in tables["fights"].filter(case="edited").to_dicts():
        actor = scenario.actors[row["actor"]].name
        cells = text.partition(f'<th scope="row">{actor}</th>')[2].partition("</tr>")[0]
        assert probability(row["point"]) in cells
    assert f"foedus run {NAME}" in text


def test_the_bundle_that_is_offered_is_the_whole_study(found: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(found[f"crisis/{NAME}/bundle.zip"])) as archive:
        manifest = json.loads(archive.read(f"{NAME}/manifest.json"))
        outcomes = pl.read_parquet(archive.read(f"{NAME}/tables/outcomes.parquet"))
    assert manifest["complete"]
    assert "seconds" not in manifest, "it is never the same twice"
    mine = run(load(NAME))
    assert manifest["key"] == mine.manifest["key"]
    assert outcomes.equals(mine.tables["outcomes"])


class Stopping(Silent):
    """Stops after some files."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after
        self.started: dict[str, int] = {}

    def start(self, label: str, total: int | None = None) -> None:
        self.started[label] = total or 0

    def advance(self, n: int = 1) -> None:
        self.left -= n
        if self.left <= 0:
            self.cancel()


def test_stopped_and_gone_on_with_gives_the_same_bytes(
    cached: Path, found: dict[str, bytes], tmp_path: Path, content: Content
) -> None:
    assert cached
    site = tmp_path / "site"
    with pytest.raises(Cancelled, match="--resume"):
        export(site, SMALL, Stopping(12), workers=2)
    assert not site.exists()
    kept = content(tmp_path / ".site.export")
    assert json.loads(kept["site.json"])["complete"] is False
    assert len([name for name in kept if not name.startswith("static/")]) > 12
    with pytest.raises(UsageError, match="another one"):
        export(site, Wanted(SMALL.crises, singles=True), Silent(), resume=True)
    going = Stopping(10**6)
    export(site, SMALL, going, workers=1, resume=True)
    assert going.started["first page"] == 0, "what was there was not made again"
    assert content(site) == found, "the same bytes, however it was written"
    assert not (tmp_path / ".site.export").exists()
    with pytest.raises(UsageError, match="no interrupted export"):
        export(site, SMALL, Silent(), resume=True)


def test_an_old_site_is_replaced_and_files_of_ones_own_stay(
    cached: Path, cached_site: Made, tmp_path: Path, content: Content
) -> None:
    assert cached
    site = tmp_path / "site"
    site.mkdir()
    (site / "site.json").write_text('{"site": 1, "files": {"old.html": ""}}')
    (site / "old.html").write_text("foedus wrote this before")
    (site / "CNAME").write_text("crises.example")
    small = Wanted(("taiwan-strait-1958",), toggles=0, disputes=2, years=(1958,))
    made = export(site, small, Silent())
    assert made.folder == site
    assert made.files < cached_site.files
    there = content(site)
    assert there["CNAME"] == b"crises.example"
    assert "old.html" not in there
    assert "network/index.html" in there


@pytest.mark.parametrize("where", ["site", ".site.export"])
def test_a_folder_that_is_no_site_is_never_touched(tmp_path: Path, where: str) -> None:
    (tmp_path / where).mkdir()
    (tmp_path / where / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="not a site of foedus"):
        export(tmp_path / "site", SMALL, Silent())
    assert (tmp_path / where / "thesis.txt").read_text() == "years of work"
    assert [one.name for one in tmp_path.iterdir()] == [where]


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(UsageError, match="is not a folder"):
        export(tmp_path / "site", SMALL, Silent())


def test_where_nothing_can_be_written_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot be written \(Not a directory\)"):
        Staging(tmp_path / "file" / "site", {}, "", resume=False)
    staging = Staging(tmp_path / "site", {}, "", resume=False)
    shutil.rmtree(staging.folder)
    staging.folder.touch()
    with pytest.raises(UsageError, match="site: cannot be written"):
        staging.add("page.html", b"")


def test_changes_that_say_nothing_are_left_out() -> None:
    scenario = load(NAME)
    changes = boxes(scenario)
    out = next(one for one in changes if one.name == "without")
    finer = next(one for one in changes if one.value.endswith(f":{out.value}"))
    assert not possible(scenario, State(NAME, (out.value,), (finer.value,)))
    assert not possible(scenario, State(NAME, ("no-such-treaty",)))
    states = solved(scenario, changes, pairs=True)
    assert len(set(states)) == len(states)
    assert states[0] == State(NAME)
    assert {len(one.without) + len(one.with_) for one in states} == {0, 1, 2}
    alone = solved(scenario, changes, pairs=False)
    assert set(alone) == {one for one in states if len(edits_of(one)) < 2}


def test_what_it_costs_counts_what_is_solved() -> None:
    def told(**options: bool) -> tuple[int, int, float]:
        crisis = Crisis(NAME, Wanted((NAME,), **options), 1, lambda: False)
        found = cost([crisis], 100)
        assert found.studies + found.points == len(crisis.states)
        return found.studies, found.points, found.seconds

    pairs, singles, drawn = told(), told(singles=True), told(singles=True, draws=True)
    assert pairs[0] == singles[0] == 1
    assert drawn[1] == 0
    assert drawn[0] == singles[1] + 1
    assert pairs[2] > singles[2]
    assert drawn[2] > singles[2]


def test_single_changes_can_be_studied_whole(cached: Path) -> None:
    assert cached
    crisis = Crisis(NAME, Wanted((NAME,), singles=True, draws=True, toggles=1), 1, lambda: False)
    rooms = [one.room for one in crisis.items()]
    assert rooms.count("crisis/brief.html") == rooms.count("crisis") == 2


@pytest.mark.parametrize("only", ["julius-1914", " , "])
def test_only_names_bundled_crises(only: str) -> None:
    with pytest.raises(UsageError, match="--only"):
        chosen(only)
    assert len(chosen(None)) > 10


def test_the_command_writes_a_site_and_says_how_large(
    cached: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cached

    def small(crises: tuple[str, ...], **options: bool) -> Wanted:
        return Wanted(crises, toggles=0, disputes=1, years=(1914,), **options)

    monkeypatch.setattr("foedus.web.export.wanted.Wanted", small)
    monkeypatch.setattr("foedus.web.export.write.LARGEST", 1000)
    site = tmp_path / "site"
    assert main(["export", str(site), "--only", NAME, "--singles", "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert f"open {site / 'index.html'}" in said.out
    assert "1 studies, 0 changes at the centre of theta" in said.err
    assert "a large site" in said.err
    assert (site / "crisis" / NAME / "index.html").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--workers", "0"], "--workers must be at least 1"),
        (["--only", "july-1941"], "did you mean 'july-1914'"),
        (["--resume"], "no interrupted export"),
    ],
)
def test_wrong_calls_are_said(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "site"), *words]) == WRONG_CALL
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
