"""A breach of purity that is planted in a pure package is found, and what others may do is left alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = [
    pytest.param("import datetime\n\ndatetime.datetime.now(datetime.UTC)\n", id="clock by its full name"),
    pytest.param("from datetime import datetime\n\ndatetime.now(None)\n", id="clock"),
    pytest.param("from datetime import date\n\ndate.today()\n", id="day"),
    pytest.param("import time\n\ntime.time()\n", id="seconds"),
    pytest.param("from random import choice\n\nchoice([1])\n", id="chance"),
    pytest.param("import secrets\n\nsecrets.token_hex()\n", id="secrets"),
    pytest.param("import os\n\nos.environ\n", id="environment"),
    pytest.param("from uuid import uuid4\n\nuuid4()\n", id="random identifier"),
    pytest.param("from urllib.request import urlopen\n\nurlopen('')\n", id="network"),
    pytest.param("import socket\n\nsocket.socket()\n", id="socket"),
    pytest.param("from pathlib import Path\n\nPath()\n", id="path"),
    pytest.param("from django.db import models\n\nmodels.Model\n", id="web framework"),
]


def rules_broken(code: str, file: str) -> list[str]:
    """The rules that ruff, as the project sets it up, finds broken by this code if it stood in that file."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=json",
        "--stdin-filename",
        file,
        "-",
    ]
    run = subprocess.run(command, input=code, cwd=ROOT, capture_output=True, text=True, check=False)
    return [finding["code"] for finding in json.loads(run.stdout)]


@pytest.mark.parametrize("code", BREACHES)
@pytest.mark.parametrize("package", ["acts", "law", "norms", "terms"])
def test_a_pure_package_may_not(package: str, code: str) -> None:
    assert "TID251" in rules_broken(code, f"src/nakomen/{package}/planted.py")


def test_a_module_deeper_in_a_pure_package_may_not() -> None:
    assert "TID251" in rules_broken("import random\n\nrandom.random()\n", "src/nakomen/norms/deeper/planted.py")


@pytest.mark.parametrize("file", ["src/nakomen/cli.py", "tests/norms/test_planted.py", "bench/planted.py"])
def test_others_may(file: str) -> None:
    code = "\n".join(str(breach.values[0]) for breach in BREACHES)
    assert "TID251" not in rules_broken(code, file)


def test_nobody_opens_a_file_by_the_built_in_name() -> None:
    assert "PTH123" in rules_broken("open('x')\n", "src/nakomen/terms/planted.py")


def test_a_time_of_day_is_no_clock() -> None:
    code = "from datetime import date, datetime, time\n\ndatetime.combine(date(2026, 1, 1), time.min)\n"
    assert "TID251" not in rules_broken(code, "src/nakomen/law/planted.py")
