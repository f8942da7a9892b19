"""The menu of the desk is kept for all who see the same of it: each still sees the own parts, in the own language."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import StaffMaker
from tests.web.signing_in import session_of

pytestmark = pytest.mark.usefixtures("database")


def menu(client: Client, route: str, language: str) -> list[tuple[str, bool]]:
    """The words of the menu on a page, each with whether it is the present part."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(reverse(route))
    assert answer.status_code == 200, answer.headers.get("Location")
    page = answer.content.decode()
    found = re.search(r'<nav class="menu".*?</nav>', page, re.DOTALL)
    assert found is not None
    links = re.findall(r"<a ([^>]*)>([^<]*)</a>", found[0])
    return [(words, "aria-current" in given) for given, words in links]


def test_each_sees_the_own_parts_in_the_own_language(staff: StaffMaker) -> None:
    office, board = (session_of(staff(role), timezone.now()) for role in ("administration", "board"))
    for _ in range(2):  # the second time from what was kept
        assert menu(office, "today", "nl")[:2] == [("Vandaag", True), ("Cliënten", False)]
        assert menu(office, "clients", "nl")[:2] == [("Vandaag", False), ("Cliënten", True)]
        assert menu(office, "today", "en")[:2] == [("Today", True), ("Clients", False)]
        assert "Clients" not in dict(menu(board, "today", "en"))
