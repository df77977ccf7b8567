"""Fixtures: one browser and one JupyterLab for the tests of a file."""

from __future__ import annotations

import pytest
from lab import PATIENCE, chromium, jupyterlab


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import expect

    expect.set_options(timeout=1000 * PATIENCE)
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def lab():
    with jupyterlab() as one:
        yield one
