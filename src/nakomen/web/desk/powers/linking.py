"""Acts in the texts of an answer, each a link to the act itself, as far as the areas go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from nakomen.acts.labels import kind_label
from nakomen.acts.moments import moment
from nakomen.law.clock import AMSTERDAM, local_day
from nakomen.web.desk import words
from nakomen.web.desk.addresses import of_act, of_client
from nakomen.web.desk.asking import language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.utils.safestring import SafeString

    from nakomen.acts.base import Act
    from nakomen.record.seeing import Seen


@dataclass(frozen=True, slots=True)
class ActLink:
    """An act to go to: its name, its place in the chain, what it is called, its day, and the address of its page."""

    name: str
    place: int
    label: str
    day: date
    url: str

    @property
    def text(self) -> str:
        """What it is called, and its day."""
        return f"{self.label}, {words.day(self.day)}"


class Links:
    """The acts of a client by their names, with where to find each. What is not to be seen has no link."""

    def __init__(self, seen: Seen, client: UUID) -> None:
        self.client = client
        self._seen = seen
        # The place in the chain: the record holds acts without gaps, in the order of recording.
        self._places = {act.id: (place, act) for place, act in enumerate(seen.acts, 1) if act.id}

    def act(self, name: str) -> ActLink | None:
        """The link to an act; None where there is none or it is not to be seen."""
        found = self._places.get(name)
        if found is None or not self._seen.sees(name):
            return None
        place, act = found
        url = of_act("client_act", self.client, place)
        return ActLink(name, place, kind_label(act.kind, language()), day_of(act), url)

    def acts(self, names: Iterable[str]) -> list[ActLink]:
        """The links to these acts, each once, in their order."""
        found = (self.act(name) for name in dict.fromkeys(names))
        return [link for link in found if link is not None]

    def text(self, text: str) -> SafeString:
        """A text in which what an act is called is a link to it, in the place of its name between brackets."""
        parts = re.split(r"\(([^\s(),]+)(?=[,)])", self._numbered(text))
        made, before = [], parts[0]
        for name, rest in zip(parts[1::2], parts[2::2], strict=True):
            linked, before = self._linked(before, name, rest)
            made.append(linked)
        return mark_safe("".join([*made, escape(before)]))  # noqa: S308 - each part was escaped

    def _numbered(self, text: str) -> str:
        """Invoices by the numbers that are on them, in the place of the names of their acts."""

        def number(found: re.Match[str]) -> str:
            _place, act = self._places.get(found[2], (0, None))
            own = getattr(act, "number", None) if act is not None and act.kind == "invoice.sent" else None
            return f"{found[1]} {own}" if own and self._seen.sees(found[2]) else found[0]

        return re.sub(r"\b([Ff]actuur) ([^\s(),:;]*[^\s(),:;.])", number, text)

    def _linked(self, before: str, name: str, rest: str) -> tuple[SafeString, str]:
        """What stands before a name, with the link; and what stands after it, to go on with."""
        link = self.act(name)
        if link is None:
            return format_html("{}({}", before, name), rest
        told = before.rstrip()
        called = kind_label(self._places[name][1].kind, "nl")
        if not told.lower().endswith(called.lower()):
            return format_html('{}(<a href="{}">{}</a>', before, link.url, link.text), rest
        at = len(told) - len(called)
        after = rest.removeprefix(")") if rest.startswith(")") else f" ({rest.removeprefix(',').lstrip()}"
        return format_html('{}<a href="{}">{}</a>', told[:at], link.url, told[at:]), after

    def texts(self, texts: Iterable[str]) -> list[SafeString]:
        """Several such texts."""
        return [self.text(text) for text in texts]

    def explain(self, clause: str, as_of: date | None = None, act: str = "") -> str:
        """The address of the explanation of a clause; of what one act set off, where it is named."""
        query = {"clause": clause} | ({"act": act} if act else {}) | ({"as_of": as_of.isoformat()} if as_of else {})
        return f"{of_client('explain', self.client)}?{urlencode(query)}"


def day_of(act: Act) -> date:
    """The Dutch day of an act."""
    return local_day(moment(act.on))


def when(act: Act) -> str:
    """The day of an act, with its time where that is known."""
    at = act.on
    if not isinstance(at, datetime):
        return words.day(at)
    return f"{words.day(day_of(act))} {at.astimezone(AMSTERDAM):%H:%M}"
