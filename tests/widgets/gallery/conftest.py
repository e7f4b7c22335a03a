from __future__ import annotations

import pytest

import wfkit


@pytest.fixture
def registry():
    with wfkit.open(":memory:", author="ann") as made:
        yield made


@pytest.fixture
def panel(registry):
    return wfkit.ui.gallery(registry)
