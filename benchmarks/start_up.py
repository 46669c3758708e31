"""Start-up in fresh processes: import foedus, foedus --help. Medians of ten."""

from __future__ import annotations

from statistics import median

from _machine import child, machine

CALLS = (
    ("import foedus", ["-c", "import foedus"], 0.3),
    ("foedus --help", ["-m", "foedus", "--help"], 0.5),
    ("python -c pass", ["-c", "pass"], None),
)


def starts(code: list[str], times: int = 10) -> tuple[float, float]:
    """Median wall and CPU seconds of a fresh process, after one that warms the file cache."""
    child(code)
    took = [child(code)[0] for _ in range(times)]
    return median(t.wall for t in took), median(t.cpu for t in took)


def main(times: int = 10) -> None:
    print(machine())
    for label, code, limit in CALLS:
        wall, cpu = starts(code, times)
        said = (
            f"limit {limit} s, ratio to it {wall / limit:.2f}" if limit else "the bare interpreter"
        )
        print(f"{label}: {wall:.3f} s wall {cpu:.3f} s CPU, median of {times} ({said})")


if __name__ == "__main__":
    main()
