"""Money: the one rounding rule, and how an amount reads in Dutch. Amounts are euros in `Decimal`, never floats."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """Round to whole cents, half a cent away from zero; the result always shows two decimals and never "-0.00".

    Raises ValueError for what is no finite amount.
    """
    if not amount.is_finite():
        raise ValueError(f"not an amount in euros: {amount}")
    try:
        rounded = amount.quantize(CENT, rounding=ROUND_HALF_UP)
    except InvalidOperation as problem:
        raise ValueError(f"not an amount in euros: {amount}") from problem
    return rounded or ZERO


def euro(amount: Decimal) -> str:
    """The amount as Dutch text, rounded to cents: "€ 1.234,56", negative "€ -1.234,56"."""
    english = f"{cents(amount):,.2f}"
    return "€ " + english.translate(_DUTCH_MARKS)


def percent(rate: Decimal) -> str:
    """A percentage as Dutch text without needless zeros: Decimal("10.40") is "10,4%"."""
    text = format(rate, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") + "%"


_DUTCH_MARKS = str.maketrans({",": ".", ".": ","})
