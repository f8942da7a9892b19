"""What the lists of the registers have in common: a page of rows, with the clauses that ask for the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

from nakomen.record import registers
from nakomen.web.desk.registers import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from nakomen.web.desk.asking import Desk

PAGE = 50


def everything(asked: Desk) -> bool:
    """Whether what has ended was asked for too."""
    return asked.request.GET.get("show") == "all"


def page_of(asked: Desk, rows: Any) -> Any:
    """The page of rows that was asked for; a number beyond the last page is the last one."""
    return Paginator(rows, PAGE).get_page(asked.request.GET.get("page"))


def listed(asked: Desk, register: str, page: Any, rows: Sequence[object], more: dict[str, Any]) -> HttpResponse:
    """The list of a register; its template has the columns and whatever else is of this register only."""
    context = {
        "part": "registers",
        "register": register,
        "title": words.register(register),
        "page": page,
        "rows": rows,
        "all": everything(asked),
        "clauses": registers.wanted(asked.today).registers.get(register, ()),
    }
    return asked.render(f"desk/registers/{register}.html", context | more)
