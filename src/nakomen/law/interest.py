"""Statutory interest on a money debt (BW 6:119, 6:119a, 6:120; reading 24 of the case file).

Interest runs from the first day of default up to, and not including, the day asked for: days over 365, also in a leap
year. A segment ends where the rate changes, at each anniversary of the first day and at a payment. Each segment is
rounded half up to the cent, so that the steps shown add up, and at each anniversary the interest of that year starts
to bear interest itself (6:119 lid 2). Days over 365 is practice, not statute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from nakomen.law.money import ZERO, cents, euro, percent
from nakomen.law.periods import add_months
from nakomen.law.rates import Rates, rates
from nakomen.law.tables import dutch

DAYS_IN_YEAR = Decimal(365)
_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One segment: `days` from `from_` up to and not including `until`, at `rate` percent a year over `principal`."""

    from_: date
    until: date
    days: int
    principal: Decimal
    rate: Decimal
    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Interest:
    """The interest that fell due, in euros, with its steps; and what payments left open of interest and principal."""

    amount: Decimal
    steps: tuple[Step, ...]
    open_interest: Decimal
    open_principal: Decimal
    surplus: Decimal = ZERO
    """What was paid beyond interest and principal."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a payment was counted on, in the order of BW 6:44 after costs."""

    interest: Decimal
    principal: Decimal
    rest: Decimal


class Account:
    """One debt that bears interest, moved on from day to day.

    The base of the interest is the open principal and the open interest of completed years.
    """

    def __init__(self, principal: Decimal, default_day: date, rates: Rates) -> None:
        self.principal = cents(principal)
        if self.principal < 0:
            raise ValueError(f"a principal is not negative: {principal}")
        self.capitalised = ZERO
        self.of_year = ZERO
        self.steps: list[Step] = []
        self._rates = rates
        self._first_day = default_day
        self._day = default_day
        self._years = 1

    @property
    def interest(self) -> Decimal:
        """The interest that is still open."""
        return self.capitalised + self.of_year

    @property
    def accrued(self) -> Decimal:
        """All the interest that fell due so far, paid or not."""
        return sum((step.amount for step in self.steps), ZERO)

    def advance(self, until: date) -> None:
        """Let interest run up to and not including that day; a day already reached changes nothing.

        Raises OutOfTable when a day needs a rate that is not known and something bears interest on it.
        """
        while self._day < until:
            anniversary = self._anniversary()
            end = min(until, anniversary)
            if self.principal + self.capitalised:
                end = min(end, self._rates.change_after(self._day) or end)
                self._segment(end, capitalise=end == anniversary)
            if end == anniversary:
                self.capitalised, self.of_year = self.interest, ZERO
                self._years += 1
            self._day = end

    def reduce(self, amount: Decimal) -> Decimal:
        """Take an amount off the principal alone; the return is what was left over."""
        taken = min(amount, self.principal)
        self.principal -= taken
        return amount - taken

    def pay(self, amount: Decimal) -> Allocation:
        """Count a payment on interest, oldest first, and then on principal (BW 6:44)."""
        on_old = min(amount, self.capitalised)
        on_new = min(amount - on_old, self.of_year)
        self.capitalised -= on_old
        self.of_year -= on_new
        left = amount - on_old - on_new
        rest = self.reduce(left)
        return Allocation(on_old + on_new, left - rest, rest)

    def _anniversary(self) -> date:
        if self._first_day.year + self._years > date.max.year:
            return date.max
        return add_months(self._first_day, 12 * self._years)

    def _segment(self, end: date, *, capitalise: bool) -> None:
        base = self.principal + self.capitalised
        rate = self._rates.percent_on(self._day)
        days = (end - self._day).days
        amount = cents(base * rate * days / (_PER_CENT * DAYS_IN_YEAR))
        self.of_year += amount
        text = _segment_text(self._day, end, base, rate, amount)
        if capitalise and self.of_year:
            text += f" Er is een jaar om: {euro(self.of_year)} rente komt bij het bedrag waarover rente loopt."
        self.steps.append(Step(self._day, end, days, base, rate, amount, text))


def interest(
    principal: Decimal,
    from_: date,
    until: date,
    *,
    trade: bool = False,
    rate: Decimal | None = None,
    assume_rate: Decimal | None = None,
    payments: Sequence[tuple[date, Decimal]] = (),
) -> Interest:
    """Interest over a principal from `from_`, the first day of default, up to and not including `until`.

    `rate` is a fixed percentage a year instead of the statutory one; `assume_rate` serves only for days after the last
    confirmed one. Payments (day and euros) count on interest and then on principal from their day, on principal alone
    up to and on `from_`; those after `until` are left out. Where `until` is not after `from_` nothing is due.

    Raises OutOfTable for a day whose rate is not known, ValueError for a negative principal, payment or rate.
    """
    account = Account(principal, from_, rates(trade=trade, rate=rate, assume_rate=assume_rate))
    surplus = ZERO
    for day, amount in sorted(payments, key=_day_of):
        if amount < 0:
            raise ValueError(f"a payment is not negative: {amount}")
        if day <= until:
            account.advance(day)
            surplus += account.pay(cents(amount)).rest
    account.advance(until)
    return Interest(account.accrued, tuple(account.steps), account.interest, account.principal, surplus)


def _day_of(payment: tuple[date, Decimal]) -> date:
    return payment[0]


def _segment_text(from_: date, end: date, base: Decimal, rate: Decimal, amount: Decimal) -> str:
    days = (end - from_).days
    counted = "1 dag" if days == 1 else f"{days} dagen"
    last = end - timedelta(days=1)
    span = dutch(from_) if days == 1 else f"{dutch(from_)} tot en met {dutch(last)}"
    return f"{span}: {counted} tegen {percent(rate)} per jaar over {euro(base)} ({days}/365) is {euro(amount)}."
