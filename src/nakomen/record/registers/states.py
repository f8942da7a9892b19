"""How a row of a register stands on a day, in one word: pure sums, the day an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record.registers.sums import CHECK_SHOWN, EXPIRY_SHOWN, Device, next_check

if TYPE_CHECKING:
    from datetime import date


def of_competence(since: date, until: date | None, ended_on: date | None, day: date) -> str:
    """`later`, `valid`, `expires` (soon), `expired` or `ended`.

    >>> from datetime import date
    >>> of_competence(date(2024, 1, 1), date(2026, 3, 1), None, date(2026, 3, 1))
    'expires'
    """
    if ended_on is not None and ended_on < day:
        return "ended"
    if since > day:
        return "later"
    if until is None or until - EXPIRY_SHOWN > day:
        return "valid"
    return "expires" if until >= day else "expired"


def of_device(device: Device, retired_on: date | None, day: date) -> str:
    """`retired`, `unsound`, `late`, `due` (soon) or `sound`."""
    if retired_on is not None and retired_on <= day:
        return "retired"
    if not device.sound:
        return "unsound"
    due = next_check(device)
    if due < day:
        return "late"
    return "due" if due - CHECK_SHOWN <= day else "sound"


def of_return(due: date | None, returned_on: date | None, day: date) -> str:
    """`returned`, `back_late` once its last day has gone by, or `out`."""
    if returned_on is not None:
        return "returned"
    return "back_late" if due is not None and due < day else "out"


def of_material(hazardous: bool, ended_on: date | None, day: date) -> str:  # noqa: FBT001 - a column of the row
    """`ended`, `hazardous` or `in_use`."""
    if ended_on is not None and ended_on < day:
        return "ended"
    return "hazardous" if hazardous else "in_use"


def of_document(in_force_from: date | None, review_by: date | None, day: date, *, asked: bool) -> str:
    """`missing` where it is asked and lacking, `none` where it is only lacking, `review_late`, `review` or `valid`."""
    if in_force_from is None:
        return "missing" if asked else "none"
    if review_by is None or review_by - EXPIRY_SHOWN > day:
        return "valid"
    return "review" if review_by >= day else "review_late"
