"""Words and figures in the pages of the desk: days, euros, clauses, kinds of acts, states."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.translation import get_language

from nakomen.acts import KIND_AREAS, kind_class
from nakomen.law.clock import AMSTERDAM
from nakomen.web.desk import words

if TYPE_CHECKING:
    from django.template import Context
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_menu(context: Context) -> SafeString:
    """The menu: the parts in which who asks has something to do, the present one marked."""
    shown = tuple(name for name, there in context["desk"].menu.items() if there)
    return _menu(get_language(), get_script_prefix(), shown, context.get("part", ""))


@register.simple_tag
def desk_keys() -> SafeString:
    """What the keys do, in the language of the page."""
    return _keys(get_language(), get_script_prefix())


# Made once for each that there can be, since nothing in them is about anybody; they stand in every page.
@lru_cache(maxsize=512)
def _menu(_language: str | None, _prefix: str, shown: tuple[str, ...], part: str) -> SafeString:
    return render_to_string("desk/_menu.html", {"shown": shown, "part": part})


@lru_cache(maxsize=16)
def _keys(_language: str | None, _prefix: str) -> SafeString:
    return render_to_string("desk/_keys.html")


@register.filter
def day(value: date | None) -> str:
    """A day as people write it, in the language of the page; a dash where there is none.

    >>> day(date(2026, 3, 2))
    '2 mrt 2026'
    """
    return "–" if value is None else words.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in local time: the day and the clock; a dash where there is none."""
    if value is None:
        return "–"
    local = value.astimezone(AMSTERDAM)
    return f"{words.day(local.date())} {local:%H:%M}"


@register.filter
def euro(value: Decimal | str | None) -> str:
    """An amount in euros, as people write it; a dash where there is none."""
    return "–" if value is None else words.euro(Decimal(value))


@register.filter
def article(clause: str) -> str:
    """The number of a clause, without the name of its set; of statute the whole."""
    return words.article(clause)


@register.filter
def act_label(kind: str) -> str:
    """What a kind of act is called in the language of the page; other words in words of their own."""
    if kind not in KIND_AREAS:
        return kind.replace("_", " ")
    labels = kind_class(kind).labels
    return labels.en if (get_language() or "nl").startswith("en") else labels.nl


@register.filter
def state_label(state: str) -> str:
    """What a state of a duty is called."""
    return words.state(state)


@register.filter
def side_label(side: str) -> str:
    """Who owes or is owed: the client, the provider, the representative."""
    return words.side(side)


@register.filter
def status_label(status: str) -> str:
    """What a status of an agreement is called."""
    return words.status(status)


@register.simple_tag
def state_tag(state: str, due: date | None = None, today: date | None = None) -> SafeString:
    """A state as a coloured word; a duty that is open and due today says so."""
    shown = "today" if state == "open" and due is not None and due == today else state
    return format_html('<span class="tag tag-{}">{}</span>', shown, words.state(shown))


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key, or None."""
    return mapping.get(key) if hasattr(mapping, "get") else None
