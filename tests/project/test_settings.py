"""What the settings make of the environment."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from nakomen import settings


@pytest.mark.parametrize(("pooler", "threshold"), [(None, 5), ("no", 5), ("yes", None)])
def test_statements_are_prepared_unless_a_pooler_changes_connections(
    pooler: str | None, threshold: int | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NAKOMEN_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nakomen@localhost/nakomen")
    if pooler is None:
        monkeypatch.delenv("NAKOMEN_POOLER", raising=False)
    else:
        monkeypatch.setenv("NAKOMEN_POOLER", pooler)
    options = runpy.run_path(settings.__file__)["DATABASES"]["default"]["OPTIONS"]
    assert options["server_side_binding"] is True  # values stay out of what the server logs
    assert options.get("prepare_threshold") == threshold
