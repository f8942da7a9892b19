"""An append that is killed for real, at every step of the record's own code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from nakomen.record.models import Organisation
from tests import databases
from tests.conftest import OwnDatabase

KILLER = Path(__file__).with_name("killer.py")
EVERY = 3 if databases.ON_POSTGRESQL else 1
"""Each death makes three new connections, which takes PostgreSQL longer; between two lines it is the same code."""


def test_whatever_moment_it_dies_no_acknowledged_act_is_lost_and_none_is_kept_twice(
    own_database: OwnDatabase, organisation: Organisation
) -> None:
    ran = subprocess.run(
        [sys.executable, KILLER, str(organisation.id), str(EVERY)],
        env=own_database.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert told["steps"] > 100
    assert told["tried"] >= told["steps"] // EVERY
    assert told["died"] == told["tried"]
