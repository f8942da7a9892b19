"""What the modules of the registers share: who may write, and what is wrong with what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record import access

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from nakomen.record.actors import Actor

MANAGE = "register.manage"


class RegisterError(ValueError):
    """What was given does not fit; `problems` pairs each field with a word that says what was expected there."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(f"{field}: {expected}" for field, expected in self.problems))


def may(actor: Actor, now: datetime, event: str, subject: str, permission: str = MANAGE) -> None:
    """Decide and log that a register is changed. Raises access.RefusedError, access.NotFreshError."""
    access.require(actor, permission, None, now, event=event, subject=subject)


def check(*tests: tuple[str, bool, str]) -> None:
    """Raises RegisterError for what does not hold; each is a field, whether it fits, and the word for what fits."""
    if problems := [(field, expected) for field, fits, expected in tests if not fits]:
        raise RegisterError(problems)


def text_fits(text: str, most: int, *, empty: bool = False) -> bool:
    """Whether a text is there (or may be empty) and not too long."""
    return (empty or bool(text.strip())) and len(text.strip()) <= most
