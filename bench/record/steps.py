"""One step of the measurements, in this process: `python -m bench.record.steps STEP [ARGUMENTS AS JSON]`.

Prints what it found as one line of JSON.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

STEPS = {
    "prepare": "world",
    "load": "loading",
    "finish": "loading",
    "bare_insert": "loading",
    "plan": "asking",
    "search_itself": "asking",
    "desk_plan": "desking",
    "sweep": "night",
    "verify": "night",
    "bare_append": "limits",
    "bare_verify": "limits",
    "bare_standings": "limits",
}
"""Where each step is."""


def main(step: str, arguments: str = "{}") -> None:
    """Carry a step out and print what it found."""
    from nakomen.commands import opening

    opening.set_up()
    found: Any = getattr(import_module(f"bench.record.{STEPS[step]}"), step)(**json.loads(arguments))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
