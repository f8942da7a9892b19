"""The command line: `nakomen standing`, `may`, `bill`, `explain`, `next`, `terms` and `law`."""

import sys


def main() -> None:
    """Answer one command; the exit status is 0 for an answer, 1 for a check that falls short, 2 for bad input."""
    sys.exit("nakomen: no command is available yet")
