"""A browser, a server and a visit to its page, for the tests that use the page as a person does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browser import DESKTOP, Visit, free_port, launched, serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    running, chromium = launched()
    yield chromium
    chromium.close()
    running.stop()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("app"), free_port(), "--workers", "1") as found:
        yield found


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    """A desktop visit that has to end without a complaint and without a request to the outside."""
    one = Visit(browser, address, DESKTOP)
    yield one
    one.close()
    assert one.complaints == []
    assert one.outside == []
