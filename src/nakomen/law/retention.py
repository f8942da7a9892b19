"""How long statute makes the provider keep what it wrote down. Every day given here is the last day of keeping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nakomen.law.periods import Period, add, describe
from nakomen.law.tables import Confidence, dutch


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A statutory retention: what is kept, how long, and counted from what."""

    what: str
    period: Period
    counted_from: str
    statute: str
    confidence: Confidence


TREATMENT = RetentionRule(
    "behandelgegevens", Period(years=20), "de laatste wijziging van het dossier", "BW 7:454 lid 3", "high"
)
SOCIAL_SUPPORT = RetentionRule(
    "gegevens over maatschappelijke ondersteuning",
    Period(years=15),
    "het maken van het stuk",
    "Wmo 2015, art. 5.3.4",
    "high",
)
TAX = RetentionRule(
    "facturen en administratie", Period(years=7), "het einde van het boekjaar", "AWR art. 52 lid 4", "high"
)


@dataclass(frozen=True, slots=True)
class Retention:
    """The last day of keeping, the rule it follows from and one Dutch sentence that explains it."""

    until: date
    rule: RetentionRule
    text: str


def treatment_data(last_change: date) -> Retention:
    """Treatment data: twenty years from their last change (BW 7:454)."""
    return _keep(TREATMENT, last_change)


def social_support_data(made: date) -> Retention:
    """Data on social support: fifteen years from the making of each item (Wmo 2015, 5.3.4)."""
    return _keep(SOCIAL_SUPPORT, made)


def tax_records(booked: date, *, book_year_end: date | None = None) -> Retention:
    """Invoices and journal: seven years (AWR 52), counted from the end of the book year, else of the calendar year.

    Raises ValueError when the book year given ends before the record.
    """
    end = date(booked.year, 12, 31) if book_year_end is None else book_year_end
    if end < booked:
        raise ValueError(f"the book year ends on {end}, before the record of {booked}")
    return _keep(TAX, end)


def _keep(rule: RetentionRule, from_: date) -> Retention:
    until = add(from_, rule.period)
    text = (
        f"{rule.what[0].upper()}{rule.what[1:]}: {describe(rule.period)} na {rule.counted_from} ({dutch(from_)}), "
        f"dus tot en met {dutch(until)} ({rule.statute})."
    )
    return Retention(until, rule, text)
