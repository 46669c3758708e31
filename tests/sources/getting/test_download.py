"""Downloads against a server that breaks: a file is there whole and right, or not at all."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.core.errors import Cancelled
from foedus.core.progress import Silent
from foedus.sources.getting import download as download_module
from foedus.sources.getting import only_one as lock_module
from foedus.sources.getting import transfer, web
from foedus.sources.getting.checksum import ChecksumError, DataError
from foedus.sources.getting.download import DownloadError, Limits, download
from foedus.sources.getting.only_one import only_one
from foedus.sources.getting.places import Place
from foedus.sources.getting.unpack import unpack

from .site import OLD, Site, serving

BODY = bytes(range(256)) * 1200
NAME = "set/table.csv"
QUICK = Limits(tries=3, timeout=5.0, backoff=1.0)


@pytest.fixture(scope="module")
def one_site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(one_site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return fresh(one_site)


def fresh(site: Site) -> Site:
    base = site.base
    site.__init__()
    site.base = base
    site.files[NAME] = BODY
    return site


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Slept(list[float]):
    """Stands in for `time.sleep`."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def fetch(site: Site, target: Path, *names: str, sha256: str | None = sha(BODY), **more: object):
    places = [Place(f"{site.base}/{name}") for name in names or (NAME,)]
    return download(places, target, sha256=sha256, **{"limits": QUICK, "sleep": Slept()} | more)


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


# -- what goes well --------------------------------------------------------------------------------


@pytest.mark.parametrize("length", ["length", "chunked", "none"])
def test_a_file_comes_whole(site: Site, tmp_path: Path, length: str) -> None:
    site.length = length
    target = tmp_path / "deep" / "er" / "table.csv"
    assert fetch(site, target).url == f"{site.base}/{NAME}"
    assert target.read_bytes() == BODY
    assert left(tmp_path) == {"table.csv"}


def test_an_empty_file_is_a_file(site: Site, tmp_path: Path) -> None:
    site.files[NAME] = b""
    fetch(site, tmp_path / "t", sha256=sha(b""))
    assert (tmp_path / "t").read_bytes() == b""


@pytest.mark.parametrize("length", ["length", "chunked"])
def test_a_cut_connection_goes_on_where_it_broke(site: Site, tmp_path: Path, length: str) -> None:
    site.length = length
    site.faults[NAME] = [("cut", 1000), ("cut", 70_000), ("reset",)]
    fetch(site, tmp_path / "t")
    assert (tmp_path / "t").read_bytes() == BODY
    assert [r for _, r, _ in site.asked] == [None, "bytes=1000-", "bytes=71000-", "bytes=71000-"]
    assert site.sent == len(BODY)  # no byte came twice
    assert left(tmp_path) == {"t"}


def test_a_later_process_goes_on(site: Site, tmp_path: Path) -> None:
    site.faults[NAME] = [("cut", 5000), *[("status", 503)] * 3]
    with pytest.raises(DownloadError, match="HTTP 503"):
        fetch(site, tmp_path / "t")
    assert left(tmp_path) == {"t.part", "t.part.from"}
    fetch(site, tmp_path / "t")
    assert site.asked[-1][1:] == ("bytes=5000-", 206)
    assert left(tmp_path) == {"t"}


def test_all_came_before_the_process_ended(site: Site, tmp_path: Path) -> None:
    site.faults[NAME] = [("cut", 5000), *[("status", 503)] * 3]
    with pytest.raises(DownloadError):
        fetch(site, tmp_path / "t")
    (tmp_path / "t.part").write_bytes(BODY)
    before = len(site.asked)
    fetch(site, tmp_path / "t")
    assert (tmp_path / "t").read_bytes() == BODY
    assert len(site.asked) == before


def test_a_server_without_ranges_begins_anew(site: Site, tmp_path: Path) -> None:
    site.ranges = False
    site.faults[NAME] = [("cut", 1000), ("cut", 2000)]
    fetch(site, tmp_path / "t")
    assert (tmp_path / "t").read_bytes() == BODY
    assert [status for *_, status in site.asked] == [200, 200, 200]


@pytest.mark.parametrize(
    ("etag", "modified", "continues"),
    [
        ("strong", None, True),
        ("none", OLD, True),
        ("weak", OLD, True),
        ("weak", None, False),
        ("none", None, False),
        ("none", "Mon, 05 Jan 2099 10:00:00 GMT", False),
        ("none", "yesterday", False),
    ],
)
def test_only_a_strong_validator_lets_a_download_go_on(
    site: Site, tmp_path: Path, etag: str, modified: str | None, continues: bool
) -> None:
    site.etag, site.modified = etag, modified
    site.faults[NAME] = [("cut", 1000)]
    fetch(site, tmp_path / "t", sha256=None)
    assert (tmp_path / "t").read_bytes() == BODY
    assert site.asked[1][1] == ("bytes=1000-" if continues else None)


OTHER = BODY[::-1]


@pytest.mark.parametrize("heeds", [True, False])
def test_a_file_that_changes_under_way_is_never_pieced_together(
    site: Site, tmp_path: Path, heeds: bool
) -> None:
    site.heeds_if_range = heeds
    site.faults[NAME] = [("cut", 1000), ("become", OTHER)]
    fetch(site, tmp_path / "t", sha256=None)
    assert (tmp_path / "t").read_bytes() == OTHER


def test_a_rest_that_proves_nothing_is_used_only_where_a_checksum_decides(
    site: Site, tmp_path: Path
) -> None:
    site.heeds_if_range = site.repeats_validator = False
    site.faults[NAME] = [("cut", 1000), ("become", OTHER)]
    fetch(site, tmp_path / "unsure", sha256=None)
    assert (tmp_path / "unsure").read_bytes() == OTHER
    site.files[NAME] = BODY
    site.faults[NAME] = [("cut", 1000), ("become", OTHER)]
    fetch(site, tmp_path / "sure", sha256=sha(OTHER))
    assert (tmp_path / "sure").read_bytes() == OTHER


def test_a_rest_that_begins_elsewhere_is_not_appended(site: Site, tmp_path: Path) -> None:
    site.shift = 1
    site.faults[NAME] = [("cut", 1000)]
    fetch(site, tmp_path / "t", sha256=None)
    assert (tmp_path / "t").read_bytes() == BODY
    assert [r for _, r, _ in site.asked] == [None, "bytes=1000-", None]


def test_a_new_beginning_never_passes_for_the_old(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the answer and its first byte: the old bytes must not bear the new name."""
    site.faults[NAME] = [("cut", 1000), ("become", OTHER)]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    def second(url: str, part: Path, **more: object) -> bool:
        if part.exists():
            monkeypatch.setattr(transfer, "_stream", killed)
        return transfer.receive(url, part, **more)

    monkeypatch.setattr(download_module, "receive", second)
    with pytest.raises(KeyboardInterrupt):
        fetch(site, tmp_path / "t", sha256=None)
    assert (tmp_path / "t.part").stat().st_size == 0


def test_a_partial_file_of_another_address_is_not_gone_on_with(site: Site, tmp_path: Path) -> None:
    site.files["elsewhere"] = OTHER
    site.faults[NAME] = [("cut", 1000), *[("status", 500)] * 3]
    with pytest.raises(DownloadError):
        fetch(site, tmp_path / "t", sha256=None)
    fetch(site, tmp_path / "t", "elsewhere", sha256=None)
    assert (tmp_path / "t").read_bytes() == OTHER
    assert site.asked[-1] == ("elsewhere", None, 200)


@pytest.mark.parametrize("about", ["", "{}", "[]", '{"url": 1, "validator": 2, "total": "x"}'])
def test_a_partial_file_nobody_knows_about_is_begun_anew(
    site: Site, tmp_path: Path, about: str
) -> None:
    (tmp_path / "t.part").write_bytes(b"left by somebody")
    (tmp_path / "t.part.from").write_text(about)
    fetch(site, tmp_path / "t")
    assert (tmp_path / "t").read_bytes() == BODY
    assert site.asked == [(NAME, None, 200)]


def test_a_partial_file_longer_than_the_file_is_begun_anew(site: Site, tmp_path: Path) -> None:
    site.length = "chunked"  # so that the length is not known when the file grows shorter
    site.faults[NAME] = [("cut", 5000), *[("status", 503)] * 3]
    with pytest.raises(DownloadError):
        fetch(site, tmp_path / "t")
    site.files[NAME] = b"short"
    site.heeds_if_range = False
    fetch(site, tmp_path / "t", sha256=sha(b"short"))
    assert [status for *_, status in site.asked[-2:]] == [416, 200]


# -- trying again ----------------------------------------------------------------------------------


def test_waits_double_and_heed_what_the_server_asks(site: Site, tmp_path: Path) -> None:
    slept = Slept()
    site.faults[NAME] = [("status", 500), ("status", 503, {"Retry-After": "7"})]
    fetch(site, tmp_path / "t", sleep=slept)
    assert sum(slept) == pytest.approx(1.0 + 7.0)
    assert max(slept) <= 0.5  # so that Ctrl-C is heard

    site.faults[NAME] = [("status", 429, {"Retry-After": "86400"})]
    slept.clear()
    fetch(site, tmp_path / "t", sleep=slept)
    assert sum(slept) == pytest.approx(30.0)


def test_gives_up_after_so_many_tries_that_bring_nothing(site: Site, tmp_path: Path) -> None:
    slept = Slept()
    site.faults[NAME] = [("status", 500)] * 9
    with pytest.raises(DownloadError) as caught:
        fetch(site, tmp_path / "t", sleep=slept)
    assert len(site.asked) == QUICK.tries
    assert sum(slept) == pytest.approx(1.0 + 2.0)
    assert "HTTP 500" in str(caught.value)
    assert left(tmp_path) == set()


def test_a_slow_trickle_ends_somewhere(site: Site, tmp_path: Path) -> None:
    site.faults[NAME] = [("cut", 1)] * 500
    with pytest.raises(DownloadError, match=r"broke after 100 of 307,200 bytes"):
        fetch(site, tmp_path / "t")
    assert len(site.asked) == 100


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 204])
def test_what_will_not_pass_is_not_asked_again(site: Site, tmp_path: Path, code: int) -> None:
    site.faults[NAME] = [("status", code)]
    with pytest.raises(DownloadError, match=f"HTTP {code}"):
        fetch(site, tmp_path / "t")
    assert len(site.asked) == 1


def test_a_server_that_falls_silent(site: Site, tmp_path: Path) -> None:
    site.faults[NAME] = [("stall", 1000)]
    fetch(site, tmp_path / "t", limits=Limits(timeout=0.2))
    assert (tmp_path / "t").read_bytes() == BODY
    assert site.asked[1][1] == "bytes=1000-"


def test_nobody_listens(site: Site, tmp_path: Path) -> None:
    places = [Place(f"http://{host}/x") for host in ("127.0.0.1:9", "name.invalid", "")]
    with pytest.raises(DownloadError) as caught:
        download(places, tmp_path / "t", limits=QUICK, sleep=Slept())
    assert [one.url for one in caught.value.attempts] == [place.url for place in places]
    assert "refused" in caught.value.attempts[0].reason


def test_the_next_place_is_tried_and_every_failure_told(site: Site, tmp_path: Path) -> None:
    site.files |= {"wrong": b"wrong", "right": BODY}
    site.faults["hidden"] = [("status", 403)]
    assert fetch(site, tmp_path / "t", "none", "wrong", "right").url.endswith("/right")
    with pytest.raises(DownloadError) as caught:
        fetch(site, tmp_path / "u", "none", "wrong", "hidden")
    text = str(caught.value)
    for url, reason in (("none", "HTTP 404"), ("wrong", sha(b"wrong")), ("hidden", "HTTP 403")):
        assert f"{site.base}/{url}: " in text
        assert reason in text
    assert len(text.splitlines()) == 1
    assert left(tmp_path) == {"t"}
    with pytest.raises(DownloadError, match="no address"):
        download([], tmp_path / "v")


# -- what is refused -------------------------------------------------------------------------------


def test_wrong_bytes_leave_nothing_and_are_told_with_both_hashes(
    site: Site, tmp_path: Path
) -> None:
    site.files[NAME] = OTHER
    with pytest.raises(DownloadError) as caught:
        fetch(site, tmp_path / "t")
    assert sha(BODY) in str(caught.value)
    assert sha(OTHER) in str(caught.value)
    assert left(tmp_path) == set()
    assert len(site.asked) == 1


def test_wrong_bytes_do_not_touch_what_is_there(site: Site, tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(b"mine")
    site.files[NAME] = OTHER
    with pytest.raises(DownloadError):
        fetch(site, tmp_path / "t")
    assert (tmp_path / "t").read_bytes() == b"mine"
    assert left(tmp_path) == {"t"}


def test_wrong_bytes_after_going_on_are_asked_for_from_the_beginning(
    site: Site, tmp_path: Path
) -> None:
    site.faults[NAME] = [("cut", 1000), *[("status", 500)] * 3]
    with pytest.raises(DownloadError):
        fetch(site, tmp_path / "t")
    (tmp_path / "t.part").write_bytes(b"x" * 1000)  # a disk that forgets
    fetch(site, tmp_path / "t")
    assert (tmp_path / "t").read_bytes() == BODY
    assert [r for _, r, _ in site.asked[-2:]] == ["bytes=1000-", None]


@pytest.mark.parametrize(
    "url",
    ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x", "/etc/hostname", "", "http://[::1/x"],
)
def test_only_the_web_is_fetched(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="web address"):
        download([Place(url)], tmp_path / "t", limits=QUICK, sleep=Slept())
    assert left(tmp_path) == set()


@pytest.mark.parametrize("goal", ["file:///etc/hostname", "ftp://127.0.0.1/x", "gopher://x/"])
def test_a_redirect_out_of_the_web_is_refused(site: Site, tmp_path: Path, goal: str) -> None:
    site.faults[NAME] = [("redirect", goal)]
    with pytest.raises(DownloadError, match=goal.partition(":")[0]):
        fetch(site, tmp_path / "t")
    assert len(site.asked) == 1
    assert left(tmp_path) == set()


def test_a_redirect_from_https_to_http_is_refused() -> None:
    request = web.urllib.request.Request("https://a.example/x")
    answer = io.BytesIO()
    with pytest.raises(DataError, match="which is not followed"):
        web._WebOnly().redirect_request(request, answer, 302, "", {}, "http://a.example/x")
    assert answer.closed


def test_a_redirect_within_the_web_is_followed(site: Site, tmp_path: Path) -> None:
    site.faults["old"] = [("redirect", f"{site.base}/{NAME}")] * 2
    site.faults[NAME] = [("cut", 1000)]
    fetch(site, tmp_path / "t", "old")
    assert (tmp_path / "t").read_bytes() == BODY
    assert [r for _, r, _ in site.asked] == [None, None, "bytes=1000-", "bytes=1000-"]
    site.faults["round"] = [("redirect", f"{site.base}/round")] * 50
    with pytest.raises(DownloadError, match="infinite loop"):
        fetch(site, tmp_path / "u", "round")


def test_a_web_page_is_not_a_data_set(site: Site, tmp_path: Path) -> None:
    site.faults[NAME] = [("page",)]
    with pytest.raises(DownloadError, match="a web page came"):
        fetch(site, tmp_path / "t", sha256=None)
    assert left(tmp_path) == set()


def test_what_is_packed_on_the_way_is_refused(site: Site, tmp_path: Path) -> None:
    site.headers = {"Content-Encoding": "gzip"}
    with pytest.raises(DownloadError, match="packed with gzip"):
        fetch(site, tmp_path / "t.csv")
    fetch(site, tmp_path / "t.csv.gz")  # some servers say so of a file that is a gzip file


def test_a_length_nobody_says_needs_a_checksum(site: Site, tmp_path: Path) -> None:
    site.length = "none"
    with pytest.raises(DownloadError, match="does not say how long"):
        fetch(site, tmp_path / "t", sha256=None)
    site.faults[NAME] = [
        ("cut", 1000)
    ]  # looks whole; the checksum knows better, and it comes again
    fetch(site, tmp_path / "t")
    assert (tmp_path / "t").read_bytes() == BODY
    site.files[NAME] = OTHER
    with pytest.raises(DownloadError, match=sha(OTHER)):
        fetch(site, tmp_path / "u")
    assert left(tmp_path) == {"t"}


@pytest.mark.parametrize("length", ["length", "chunked"])
def test_an_absurd_size_is_refused(site: Site, tmp_path: Path, length: str) -> None:
    site.length = length
    with pytest.raises(DownloadError, match="which no data set has"):
        fetch(site, tmp_path / "t", limits=Limits(largest=70_000))
    assert not (tmp_path / "t").exists()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2 * 70_000


def test_a_place_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match=r"file/t: cannot be written"):
        fetch(site, tmp_path / "file" / "t")
    (tmp_path / "t").mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        fetch(site, tmp_path / "t")


# -- stopping --------------------------------------------------------------------------------------


class Stops(Silent):
    """Asks to stop, or is interrupted, after so many calls of `advance`."""

    def __init__(self, after: int, interrupt: bool) -> None:
        super().__init__()
        self.after, self.interrupt = after, interrupt

    def advance(self, n: int = 1) -> None:  # noqa: ARG002 - the protocol's
        self.after -= 1
        if self.after == 0:
            if self.interrupt:
                raise KeyboardInterrupt
            self.cancel()


@pytest.mark.parametrize("interrupt", [True, False])
def test_ctrl_c_keeps_what_came(site: Site, tmp_path: Path, interrupt: bool) -> None:
    site.pause = 0.002
    with pytest.raises(KeyboardInterrupt if interrupt else Cancelled):
        fetch(site, tmp_path / "t", reporter=Stops(4, interrupt))
    assert left(tmp_path) == {"t.part", "t.part.from"}
    kept = (tmp_path / "t.part").stat().st_size
    assert 0 < kept < len(BODY)
    fetch(site, tmp_path / "t")
    assert site.asked[-1][1] == f"bytes={kept}-"
    assert (tmp_path / "t").read_bytes() == BODY


def test_ctrl_c_is_heard_while_waiting(site: Site, tmp_path: Path) -> None:
    site.faults[NAME] = [("status", 500)] * 3
    reporter = Silent()
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        reporter.cancel()

    with pytest.raises(Cancelled):
        fetch(site, tmp_path / "t", reporter=reporter, sleep=sleep)
    assert len(waits) == 1


def test_progress_counts_every_byte_once(site: Site, tmp_path: Path) -> None:
    class Counts(Silent):
        def __init__(self) -> None:
            super().__init__()
            self.jobs: list[list[int]] = []

        def start(self, label: str, total: int | None = None) -> None:
            assert label == "t, kB"
            self.jobs.append([total or 0, 0])

        def advance(self, n: int = 1) -> None:
            self.jobs[-1][1] += n

    site.faults[NAME] = [("cut", 100_500)]
    fetch(site, tmp_path / "t", reporter=(counts := Counts()))
    assert counts.jobs == [[307, 100], [307, 307]]


def test_two_at_once_do_not_mix(site: Site, tmp_path: Path) -> None:
    """One of two gets it, the other is told; what lies there is whole."""
    site.pause = 0.01
    said: list[object] = []

    def run() -> None:
        try:
            said.append(fetch(site, tmp_path / "t", sha256=None))
        except DataError as error:
            said.append(str(error))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "t").read_bytes() == BODY
    assert sum("another process is fetching it" in str(word) for word in said) >= 1
    assert left(tmp_path) == {"t"}


def test_a_lock_left_behind_stops_nobody(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("left by a process that was killed")
    with only_one(lock), pytest.raises(DataError, match="another process"), only_one(lock):
        pass
    with only_one(lock):
        assert lock.exists()
    assert not lock.exists()


def test_a_lock_whose_file_was_removed_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last holder removed it while we waited; a third may hold a new one of that name."""
    lock, take = tmp_path / "lock", lock_module._take

    def late(stream: BinaryIO) -> bool:
        lock.unlink()
        return take(stream)

    monkeypatch.setattr(lock_module, "_take", late)
    with pytest.raises(DataError, match="another process"), only_one(lock):
        pass


# -- archives --------------------------------------------------------------------------------------


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def from_archive(site: Site, target: Path, member: str, sha256: str | None = sha(BODY), **more):
    place = Place(f"{site.base}/all.zip", member)
    return download([place], target, sha256=sha256, **{"limits": QUICK, "sleep": Slept()} | more)


def test_a_member_is_unpacked_beside_and_renamed(site: Site, tmp_path: Path) -> None:
    site.files["all.zip"] = packed(**{"in/a.csv": BODY, "in/b.csv": OTHER})
    site.faults["all.zip"] = [("cut", 300)]
    from_archive(site, tmp_path / "a", "in/a.csv")
    assert (tmp_path / "a").read_bytes() == BODY
    assert [r for _, r, _ in site.asked] == [None, "bytes=300-"]
    assert left(tmp_path) == {"a"}


def test_one_transfer_serves_two_members(site: Site, tmp_path: Path) -> None:
    site.files["all.zip"] = packed(**{"a.csv": BODY, "b.csv": OTHER})
    archives: dict[str, Path] = {}
    from_archive(site, tmp_path / "one" / "a", "a.csv", archives=archives)
    from_archive(site, tmp_path / "two" / "b", "b.csv", sha(OTHER), archives=archives)
    assert len(site.asked) == 1
    assert [path.exists() for path in archives.values()] == [True]


def test_an_archive_in_an_archive(site: Site, tmp_path: Path) -> None:
    site.files["all.zip"] = packed(**{"docs/in.zip": packed(**{"a.csv": BODY})})
    from_archive(site, tmp_path / "a", "docs/in.zip!a.csv", None)
    assert (tmp_path / "a").read_bytes() == BODY


def test_another_folder_will_do_where_a_checksum_decides(site: Site, tmp_path: Path) -> None:
    site.files["all.zip"] = packed(**{"v2/a.csv": BODY, "v2/b.csv": b""})
    from_archive(site, tmp_path / "a", "v1/a.csv")
    with pytest.raises(DownloadError, match=r"no 'v1/a.csv' in the archive, .*v2/a.csv, v2/b.csv"):
        from_archive(site, tmp_path / "b", "v1/a.csv", None)
    assert left(tmp_path) == {"a"}


@pytest.mark.parametrize(
    "member", ["../a", "/a", "a/../../b", "C:/a", "..\\a", "", "x.zip!../a", "a!b!c"]
)
def test_a_name_that_leads_outside_is_refused(site: Site, tmp_path: Path, member: str) -> None:
    site.files["all.zip"] = packed(**{member or "x": BODY})
    with pytest.raises(DownloadError, match="not a name inside an archive"):
        from_archive(site, tmp_path / "in" / "a", member)
    assert left(tmp_path) == set()


def test_an_archive_s_own_names_are_never_paths(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(packed(**{"../../evil": b"evil", "a": BODY}))
    unpack(tmp_path / "x.zip", "a", tmp_path / "a", largest=1 << 20, sure=True)
    assert left(tmp_path) == {"x.zip", "a"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no archive", "not a sound zip archive"),
        (packed(**{"a.csv": BODY})[:-30], "not a sound zip archive"),
        (packed(**{"a.csv": bytes(1 << 21)}), "would unpack from"),
        (packed(**{"a.csv": BODY * 4}), "would unpack from"),
        (packed(**{"a.csv/x": BODY}), "no 'a.csv' in the archive"),
    ],
)
def test_a_bad_archive_is_refused(site: Site, tmp_path: Path, content: bytes, said: str) -> None:
    site.files["all.zip"] = content
    with pytest.raises(DownloadError, match=said):
        from_archive(site, tmp_path / "a", "a.csv", limits=Limits(largest=1 << 20))
    assert left(tmp_path) == set()


def test_a_damaged_member_is_refused(site: Site, tmp_path: Path) -> None:
    body = bytearray(packed(**{"a.csv": BODY}))
    body[200] ^= 0xFF
    site.files["all.zip"] = bytes(body)
    with pytest.raises(DownloadError, match="not a sound zip archive"):
        from_archive(site, tmp_path / "a", "a.csv", None)
    assert left(tmp_path) == set()


def test_an_encrypted_member_is_refused(site: Site, tmp_path: Path) -> None:
    body = bytearray(packed(**{"a.csv": BODY}))
    body[6] |= 1  # the flag in the local header, and in the directory
    body[body.rindex(b"PK\x01\x02") + 8] |= 1
    site.files["all.zip"] = bytes(body)
    with pytest.raises(DownloadError, match="is encrypted"):
        from_archive(site, tmp_path / "a", "a.csv")


def test_a_wrong_member_leaves_nothing(site: Site, tmp_path: Path) -> None:
    site.files["all.zip"] = packed(**{"a.csv": OTHER})
    with pytest.raises(DownloadError) as caught:
        from_archive(site, tmp_path / "a", "a.csv")
    assert sha(OTHER) in str(caught.value)
    assert sha(BODY) in str(caught.value)
    assert left(tmp_path) == set()


# -- whatever happens ------------------------------------------------------------------------------

faults = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 3000)),
    st.tuples(st.just("status"), st.sampled_from([404, 416, 500, 503])),
    st.tuples(st.just("bytes"), st.binary(max_size=3000)),
    st.tuples(st.just("become"), st.binary(max_size=3000)),
    st.just(("reset",)),
    st.just(("page",)),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    content=st.binary(max_size=3000),
    happens=st.lists(faults, max_size=8),
    ranges=st.booleans(),
    heeds=st.booleans(),
    repeats=st.booleans(),
    length=st.sampled_from(["length", "chunked", "none"]),
    etag=st.sampled_from(["strong", "weak", "none"]),
    modified=st.sampled_from([None, OLD]),
    known=st.booleans(),
    member=st.booleans(),
    runs=st.integers(1, 3),
)
def test_whatever_breaks_the_file_is_absent_or_right(
    site: Site, tmp_path_factory: pytest.TempPathFactory, content: bytes,
    happens: list[tuple], ranges: bool, heeds: bool, repeats: bool, length: str, etag: str,
    modified: str | None, known: bool, member: bool, runs: int,
) -> None:  # fmt: skip
    fresh(site)
    folder = tmp_path_factory.mktemp("any")
    wrap = (lambda body: packed(a=body)) if member else (lambda body: body)
    site.files[NAME] = wrap(content)
    site.faults[NAME] = [(f[0], wrap(f[1])) if f[0] in ("bytes", "become") else f for f in happens]
    whole = {content} | {f[1] for f in happens if f[0] in ("bytes", "become")}
    site.ranges, site.heeds_if_range, site.repeats_validator = ranges, heeds, repeats
    # A server that says two versions are one, and sends half of each, can be caught by a checksum
    # alone: an old Last-Modified on changing bytes is such a lie.
    site.etag, site.modified = etag, modified if known else None
    site.length = length
    place = Place(f"{site.base}/{NAME}", "a" if member else None)
    expected = sha(content) if known else None
    for _ in range(runs):
        try:
            download([place, place], folder / "t", sha256=expected, limits=QUICK, sleep=Slept())
        except DownloadError:
            assert not (folder / "t").exists()
        else:
            got = (folder / "t").read_bytes()
            assert got == content if known else got in whole
            assert left(folder) == {"t"}
            break
    assert left(folder) <= {"t", "t.part", "t.part.from"} or member


def test_the_error_names_both_hashes() -> None:
    error = ChecksumError("a" * 64, "b" * 64, place="x.csv", fix="get it again")
    assert str(error) == (
        f"x.csv: is not the registered file: its SHA-256 is {'b' * 64}, registered is {'a' * 64}; "
        "get it again"
    )
