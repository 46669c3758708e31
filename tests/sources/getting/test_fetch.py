"""Where files are found, what is refused, and what one is told to do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.core.errors import Cancelled, UsageError
from foedus.core.progress import Silent
from foedus.sources.getting import checksum, fetch, registry
from foedus.sources.getting.download import Limits
from foedus.sources.getting.fetch import ChecksumError, DataError, DataMissing, Got
from foedus.sources.getting.places import Place

from . import made
from .site import Site, serving

QUICK = Limits(tries=2, timeout=5.0, backoff=0.0)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("FOEDUS_DATA", raising=False)
    monkeypatch.delenv("FOEDUS_MIRRORS", raising=False)
    with serving() as site:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("v2/years 1.csv", made.YEARS)
        site.files = {"spells.csv": made.SPELLS, "all.zip": out.getvalue(), "new.csv": made.YEARS}
        made.install(monkeypatch, site.base)
        yield site


@pytest.fixture
def own(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's folder, empty."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("FOEDUS_DATA", str(folder))
    return folder


def put(folder: Path, file: str, content: bytes) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "data"


def got(*names: str, **more: object) -> list[Got]:
    files = [f for f in registry.files() if not names or {f.table, f.path} & set(names)]
    return list(fetch.get(files, **{"limits": QUICK, "sleep": lambda _: None} | more))


# -- looking ---------------------------------------------------------------------------------------


def test_the_user_s_folder_comes_before_the_cache(own: Path, tmp_path: Path) -> None:
    file = registry.file("a/spells.csv")
    assert fetch.find(file) is None
    cached = put(cache(tmp_path), file.path, made.SPELLS)
    assert fetch.find(file) == cached
    mine = put(own, file.path, made.SPELLS)
    assert fetch.find(file) == mine
    assert fetch.find(file, [cache(tmp_path)]) == cached
    assert fetch.locate("alpha/spells") == (file, mine)


def test_a_folder_of_that_name_is_no_file(own: Path) -> None:
    (own / "a" / "spells.csv").mkdir(parents=True)
    assert fetch.find(registry.file("a/spells.csv")) is None


def test_a_cached_file_never_stands_in_for_one_of_the_user_s(own: Path, tmp_path: Path) -> None:
    """Preference among files counts within a folder: what is in mine is what is read."""
    put(cache(tmp_path), "b/new.csv", made.YEARS)
    assert fetch.locate("beta/years")[0].path == "b/new.csv"
    put(own, "derived/b.csv", made.EXPORT)
    assert fetch.locate("beta/years")[0].path == "derived/b.csv"
    put(own, "b/new.csv", made.YEARS)
    assert fetch.locate("beta/years")[0].path == "b/new.csv"


def test_what_is_missing_is_told_with_places_addresses_and_the_command(
    own: Path, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOEDUS_MIRRORS", "https://m.example/d/")
    with pytest.raises(DataMissing) as caught:
        fetch.locate("alpha/years")
    error = caught.value
    assert error.looked == (own / "a/years 1.csv", cache(tmp_path) / "a/years 1.csv")
    assert error.urls == ("https://m.example/d/a/years%201.csv", f"{site.base}/all.zip")
    text = str(error)
    for words in (*map(str, error.looked), *error.urls, "'foedus data get alpha'", "alpha/years: "):
        assert words in text
    assert len(text.splitlines()) == 1
    assert site.asked == []  # and nothing was fetched


def test_what_has_no_address_is_told_with_its_page(site: Site, tmp_path: Path) -> None:
    with pytest.raises(DataMissing) as caught:
        fetch.locate("gamma/years")
    assert "https://publisher.example/data" in str(caught.value)
    assert f"save it as {cache(tmp_path) / 'g/years.csv'}" in str(caught.value)
    with pytest.raises(DataMissing, match=r"no address serves derived/d\.csv: point FOEDUS_DATA"):
        fetch.locate("delta/years")


def test_an_unknown_table_is_refused_with_the_nearest(site: Site) -> None:
    with pytest.raises(UsageError, match="did you mean 'alpha/spells'"):
        fetch.locate("alpha/spell")


# -- checking --------------------------------------------------------------------------------------


def test_a_right_file_passes_and_one_without_reference_is_told_apart(
    own: Path, tmp_path: Path
) -> None:
    file = registry.file("a/spells.csv")
    checked = fetch.check(file, put(own, file.path, made.SPELLS))
    assert (str(checked), checked.sha256) == ("ok", made.sha(made.SPELLS))
    unknown = registry.file("b/new.csv")
    checked = fetch.check(unknown, put(own, unknown.path, b"anything"))
    assert str(checked) == "not checked: no reference"
    assert checked.sha256 == made.sha(b"anything")


def test_a_wrong_file_is_refused_with_both_hashes_place_and_remedy(
    own: Path, tmp_path: Path
) -> None:
    file = registry.file("a/spells.csv")
    mine = put(own, file.path, b"other")
    with pytest.raises(ChecksumError) as caught:
        fetch.check(file, mine)
    error = caught.value
    assert (error.expected, error.found) == (made.sha(made.SPELLS), made.sha(b"other"))
    for words in (error.expected, error.found, str(mine), "take this file away",
                  "'foedus data get alpha'", "A set called alpha 1.0"):  # fmt: skip
        assert words in str(error)
    with pytest.raises(ChecksumError) as caught:
        fetch.check(file, put(cache(tmp_path), file.path, b"other"))
    assert "take this file away" not in str(caught.value)
    export = registry.file("derived/d.csv")
    with pytest.raises(ChecksumError, match="put the registered file there"):
        fetch.check(export, put(own, export.path, b"other"))


def test_a_file_is_hashed_once_until_it_changes(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Path] = []
    real = checksum.sha256_file
    monkeypatch.setattr(checksum, "sha256_file", lambda path: hashed.append(path) or real(path))
    file = registry.file("a/spells.csv")
    path = put(own, file.path, made.SPELLS)
    for _ in range(3):
        fetch.check(file, path)
    assert hashed == [path]
    path.write_bytes(made.SPELLS[::-1])  # as long as before
    os.utime(path, ns=(1, 1))
    with pytest.raises(ChecksumError):
        fetch.check(file, path)
    assert len(hashed) == 2


def test_a_file_that_cannot_be_read_is_told(own: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        fetch.check(registry.file("a/spells.csv"), own / "gone.csv")


# -- addresses -------------------------------------------------------------------------------------


def test_addresses_in_their_order(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_MIRRORS", "https://one.example http://two.example/x/")
    file = replace(
        registry.file("a/years 1.csv"), mirror="owner/repo@0123456789ab:in a/folder–x/y z.csv"
    )
    assert fetch.places(file) == (
        Place("https://one.example/a/years%201.csv"),
        Place("http://two.example/x/a/years%201.csv"),
        Place("https://github.com/owner/repo/raw/0123456789ab/in%20a/folder%E2%80%93x/y%20z.csv"),
        Place(f"{site.base}/all.zip", "v1/years 1.csv"),
    )


def test_every_registered_address_is_of_the_web() -> None:
    found = [place for file in registry.files() for place in fetch.places(file)]
    assert len(found) > 50
    assert all(place.url.startswith(("https://", "http://")) for place in found)
    assert all(place.url.isascii() and " " not in place.url for place in found)


# -- fetching --------------------------------------------------------------------------------------


def test_get_fetches_what_it_can_and_says_what_it_cannot(site: Site, tmp_path: Path) -> None:
    results = {one.table: one for one in got()}
    assert {name: one.state for name, one in results.items()} == {
        "alpha/spells": "fetched",
        "alpha/years": "fetched",
        "beta/years": "fetched",
        "gamma/years": "by hand",
        "delta/years": "by hand",
    }
    folder = cache(tmp_path)
    assert (folder / "a/spells.csv").read_bytes() == made.SPELLS
    assert (folder / "a/years 1.csv").read_bytes() == made.YEARS
    assert results["beta/years"].why == f"from {site.base}/new.csv; not checked: no reference"
    left = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert left == {"a/spells.csv", "a/years 1.csv", "b/new.csv"}

    before = len(site.asked)
    assert {one.state for one in got("alpha/spells", "alpha/years")} == {"there"}
    assert len(site.asked) == before


def test_get_leaves_a_table_alone_that_can_be_read(own: Path, site: Site) -> None:
    """A newer file that was never seen must not slip in beside a registered one."""
    put(own, "derived/b.csv", made.EXPORT)
    (only,) = got("beta/years")
    assert (only.state, only.file.path) == ("there", "derived/b.csv")
    assert site.asked == []


def test_a_mirror_serves_what_no_publisher_does(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.files |= {"m/derived/d.csv": made.EXPORT, "m/a/spells.csv": b"stale"}
    monkeypatch.setenv("FOEDUS_MIRRORS", f"{site.base}/none {site.base}/m")
    delta, spells = got("delta/years", "alpha/spells")[::-1]
    assert (delta.state, delta.why) == ("fetched", f"from {site.base}/m/derived/d.csv; ok")
    assert spells.why == f"from {site.base}/spells.csv; ok"  # two mirrors failed before
    assert (cache(tmp_path) / "a/spells.csv").read_bytes() == made.SPELLS


def test_where_the_first_file_fails_the_next_one_serves(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    del site.files["new.csv"]
    site.files["derived/b.csv"] = made.EXPORT
    monkeypatch.setenv("FOEDUS_MIRRORS", site.base)
    (only,) = got("beta/years")
    assert (only.state, only.file.path) == ("fetched", "derived/b.csv")


def test_a_failure_names_every_address_and_the_way_by_hand(site: Site, tmp_path: Path) -> None:
    site.files = {"spells.csv": b"another edition"}
    spells, years = got("alpha/spells", "alpha/years")
    assert {spells.state, years.state} == {"failed"}
    for words in (
        made.sha(b"another edition"),
        made.sha(made.SPELLS),
        f"{site.base}/spells.csv",
        "https://publisher.example/data",
        str(cache(tmp_path) / "a/spells.csv"),
    ):
        assert words in spells.why
    assert f"{site.base}/all.zip: HTTP 404" in years.why
    assert len(spells.why.splitlines()) == 1
    assert not [path for path in cache(tmp_path).rglob("*") if path.is_file()]


def test_a_wrong_file_in_the_cache_gives_way_only_to_the_right_one(
    site: Site, tmp_path: Path
) -> None:
    path = put(cache(tmp_path), "a/spells.csv", b"wrong")
    site.faults["spells.csv"] = [("status", 404)]
    (first,) = got("alpha/spells")
    assert first.state == "failed"
    assert made.sha(b"wrong") in first.why
    assert path.read_bytes() == b"wrong"
    (second,) = got("alpha/spells")
    assert second.state == "fetched"
    assert path.read_bytes() == made.SPELLS


def test_a_wrong_file_in_the_cache_is_not_covered_up_by_another(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(cache(tmp_path), "derived/b.csv", b"wrong")
    monkeypatch.setenv("FOEDUS_MIRRORS", f"{site.base}/none")
    (only,) = got("beta/years")
    assert only.state == "failed"
    assert [path for path, *_ in site.asked] == ["none/derived/b.csv"]


def test_a_wrong_file_of_the_user_s_is_never_touched(own: Path, site: Site) -> None:
    path = put(own, "a/spells.csv", b"mine")
    (only,) = got("alpha/spells")
    assert only.state == "failed"
    assert "take this file away" in only.why
    assert path.read_bytes() == b"mine"
    assert site.asked == []


def test_stopping_keeps_what_is_done(site: Site, tmp_path: Path) -> None:
    site.files["new.csv"] = bytes(300_000)
    site.pause = 0.002
    seen: list[Got] = []

    class Stop(Silent):
        def start(self, label: str, total: int | None = None) -> None:  # noqa: ARG002 - the protocol's
            if label.startswith("new.csv"):
                self.cancel()

    reporter = Stop()
    files = [file for file in registry.files() if file.dataset != "gamma"]
    with pytest.raises(Cancelled):
        seen.extend(fetch.get(files, reporter, limits=QUICK))
    assert [one.state for one in seen] == ["fetched", "fetched"]
    left = {path.name for path in cache(tmp_path).rglob("*") if path.is_file()}
    assert left == {"spells.csv", "years 1.csv", "new.csv.part", "new.csv.part.from"}


def test_looking_brings_no_network_along() -> None:
    code = "import sys, foedus.sources.getting.fetch; print('http.client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
