"""A database of each kind that can be linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emit.backends import new_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "o.db") if request.param == "sqlite" else new_schema(tmp_path)
