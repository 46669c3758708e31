"""What these tests share: the brief as it ships, and its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from foedus.brief.alliances.desk import Desk
from foedus.brief.alliances.make import report
from foedus.brief.alliances.material import Material, gathered
from foedus.brief.report.blocks import Listing, Paragraph, Section
from foedus.brief.report.model import Report


@pytest.fixture(scope="session")
def shipped() -> Material:
    """Everything that ships."""
    return gathered()


@pytest.fixture(scope="session")
def brief(shipped: Material) -> Report:
    """The brief of it."""
    return report(shipped)


@pytest.fixture(scope="session")
def text() -> Callable[[Desk, Section], str]:
    """``text(desk, section)``: the running text of a section and of those below it."""

    def told(desk: Desk, section: Section) -> str:
        numbers = desk.book.numbers()
        out: list[str] = []
        for block in section.blocks:
            items = block.items if isinstance(block, Listing) else (block,)
            for item in items:
                if isinstance(item, Paragraph):
                    out += [one.text(numbers) for one in item.sentences]
        return " ".join([*out, *(told(desk, below) for below in section.sections)])

    return told
