"""The page on the installation names every variable of the environment that the program reads, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""environ(?:ment)?(?:\.get\(|\[|,)\s*"([A-Z_]+)"|"([A-Z_]+)" (?:not )?in os\.environ""")
TOLD = re.compile(r"`((?:[A-Z]+_)*[A-Z]+(?:_[A-Z]+)+)`")
DJANGO_S_OWN = {"DJANGO_SETTINGS_MODULE"}


def test_every_variable_that_the_program_reads_is_told_and_no_other() -> None:
    source = "\n".join(file.read_text() for file in sorted((ROOT / "src").rglob("*.py")))
    read = {name for pair in READ.findall(source) for name in pair if name} - DJANGO_S_OWN
    page = (ROOT / "docs" / "reference" / "installation.md").read_text()
    rows = "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    assert sorted(set(TOLD.findall(rows))) == sorted(read)
