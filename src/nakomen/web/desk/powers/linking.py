"""Acts in the texts of an answer, each a link to the act itself, as far as the areas go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.html import format_html
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
        """A text in which the name of an act, as it stands between brackets, is a link to it."""
        parts = re.split(r"\(([^\s(),]+)(?=[,)])", text)
        made = [format_html("{}", parts[0])]
        for name, rest in zip(parts[1::2], parts[2::2], strict=True):
            link = self.act(name)
            if link is None:
                made.append(format_html("({}{}", name, rest))
            else:
                made.append(format_html('(<a href="{}">{}</a>{}', link.url, name, rest))
        return mark_safe("".join(made))  # noqa: S308 - each part was escaped above

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
