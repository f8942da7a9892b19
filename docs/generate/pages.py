"""The pages of docs/reference/ that are written from the data, each with what writes it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from docs.generate import acts, api, clauses, language, norms, readings, roles
from nakomen.terms.packaged import SETS

REFERENCE = Path(__file__).parents[1] / "reference"

PAGES: Mapping[str, Callable[[], str]] = {
    **{f"clauses-{name}.md": partial(clauses.clauses_of, name) for name in SETS},
    "statute.md": clauses.statute,
    "acts.md": acts.acts,
    "duties.md": norms.duties,
    "powers.md": norms.all_powers,
    "settings.md": clauses.settings,
    "what.md": acts.what,
    "functions.md": language.functions,
    "norm-language.md": language.norm_language,
    "readings.md": readings.readings,
    "glossary.md": clauses.glossary,
    "roles.md": roles.roles,
    "api.md": api.operations,
}
