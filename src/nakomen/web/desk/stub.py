"""Stands in for a screen that is being made."""

from django.http import HttpResponse

from nakomen.web.desk.asking import Desk, desk


@desk("organisation.read")
def stub(asked: Desk, /, **_parts: object) -> HttpResponse:
    """Nothing yet."""
    return asked.render("desk/base.html")
