"""The explorer: 200 readers at once, and how soon a toggle is answered, cold and warm.

    python benchmarks/explorer.py [--readers N] [--crises NAME ...]

A server of its own is started in another process, with an empty cache. A toggle is *cold* where
nothing of it is known, *on disk* where another process has solved it, *warm* where this one has.
Readers: each asks for a page of its own choice at the same moment as all others.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from _machine import machine

from foedus.core.paths import cache_dir
from foedus.crisis.kernel import is_compiled

PAGES = (
    "/",
    "/crisis",
    "/crisis?name=kargil-1999",
    "/crisis/answer?name=kargil-1999&with=fewer-exercises",
    "/static/style.css",
    "/crisis/own",
)


@contextmanager
def empty() -> Iterator[str]:
    """A cache without any answer, but with the kernels that were compiled before."""
    is_compiled()  # the folder is there once they have been imported
    with tempfile.TemporaryDirectory() as cache:
        kernels = cache_dir() / "kernels"
        if kernels.is_dir():
            (Path(cache) / "kernels").symlink_to(kernels)
        yield cache


@contextmanager
def served(cache: str) -> Iterator[tuple[str, int]]:
    """A server on a free port, in a process of its own: its address and its number."""
    code = "import sys; from foedus.web.command import serve; sys.exit(serve(port=0))"
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"FOEDUS_CACHE": cache},
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        yield line.split("http://", 1)[1].split("/", 1)[0], server.pid
    finally:
        server.terminate()
        server.communicate(timeout=30)


def answered(client: httpx.Client, name: str, change: str, *, whole: bool = False) -> float:
    """Seconds until there is an answer to a toggle, asking as the page does."""
    began = time.perf_counter()
    query = {"name": name} | ({"with": change} if change else {})
    while True:
        found = client.get("/api/crisis", params=query).raise_for_status()
        if found.status_code == 200 and (not whole or found.json()["complete"]):
            break
        time.sleep(0.05)
    client.get("/crisis/answer", params=query).raise_for_status()
    return time.perf_counter() - began


def toggles(crises: Sequence[str]) -> list[tuple[str, float, float, float]]:
    """Crisis, then seconds for a toggle that is cold, warm, and on disk only."""
    rows: list[tuple[str, float, float, float]] = []
    with empty() as cache:
        with (
            served(cache) as (host, _),
            httpx.Client(base_url=f"http://{host}", timeout=600) as client,
        ):
            first = []
            for name in crises:
                answered(client, name, "")
                cold = answered(client, name, "fewer-exercises")
                first.append((name, cold, answered(client, name, "fewer-exercises")))
        with (
            served(cache) as (host, _),
            httpx.Client(base_url=f"http://{host}", timeout=600) as client,
        ):
            answered(client, crises[0], "")  # what is loaded once a process
            for name, cold, warm in first:
                client.get("/api/crisis", params={"name": name})
                rows.append((name, cold, warm, answered(client, name, "fewer-exercises")))
    return rows


async def crowd(host: str, readers: int) -> list[float]:
    """Seconds of each of many readers who ask in the same moment."""
    limits = httpx.Limits(max_connections=readers)
    async with httpx.AsyncClient(base_url=f"http://{host}", timeout=600, limits=limits) as client:

        async def one(number: int) -> float:
            began = time.perf_counter()
            (await client.get(PAGES[number % len(PAGES)])).raise_for_status()
            return time.perf_counter() - began

        return await asyncio.gather(*(one(number) for number in range(readers)))


def used(number: int) -> float:
    """CPU seconds of a process; NaN where the system does not say."""
    told = Path(f"/proc/{number}/stat")
    if not told.exists():
        return float("nan")
    fields = told.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def readers(count: int) -> tuple[list[float], float]:
    """Seconds of each of `count` readers, and the server's CPU seconds a page.

    Every page has been asked for once before.
    """
    with empty() as cache, served(cache) as (host, number):
        with httpx.Client(base_url=f"http://{host}", timeout=600) as client:
            answered(client, "kargil-1999", "", whole=True)
            answered(client, "kargil-1999", "fewer-exercises", whole=True)
            for page in PAGES:
                client.get(page).raise_for_status()
        before = used(number)
        found = asyncio.run(crowd(host, count))
        return found, (used(number) - before) / count


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--crises", nargs="+", default=["kargil-1999", "cuba-1962", "july-1914"])
    asked = parser.parse_args(words)
    print(machine())
    found, cpu = readers(asked.readers)
    print(
        f"{len(found)} readers at once: median {statistics.median(found):.2f} s, "
        f"worst {max(found):.2f} s, quickest {min(found):.2f} s; "
        f"the server's CPU, {1000 * cpu:.1f} ms a page"
    )
    print("a toggle, seconds until its answer: cold, warm (ratio), on disk only")
    for name, cold, warm, disk in toggles(asked.crises):
        print(f"  {name:20} {cold:7.2f} {warm:7.3f} ({cold / warm:.0f}x) {disk:7.2f}")


if __name__ == "__main__":
    main()
