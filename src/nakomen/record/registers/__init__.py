"""Registers that clauses ask for: who is competent and instructed, what was checked, which keys are out, documents.

What the present conditions ask is read in `asked`; the days are summed in `sums`, without a clock or a database. The
other modules are one register each: what is in it, and the only way to change it.
"""

from nakomen.record.registers.asked import (
    DOCUMENTS,
    TOPICS,
    AskedDocument,
    AskedTopic,
    Wanted,
    wanted,
)
from nakomen.record.registers.competence import competent
from nakomen.record.registers.duties import duties
from nakomen.record.registers.keys_of_homes import keys_seen
from nakomen.record.registers.sums import OrganisationDuty

__all__ = [
    "DOCUMENTS",
    "TOPICS",
    "AskedDocument",
    "AskedTopic",
    "OrganisationDuty",
    "Wanted",
    "competent",
    "duties",
    "keys_seen",
    "wanted",
]
