"""Where the parts of a time line stand in its picture: lanes from top to bottom, days from left to right.

Only classes and positions leave here: colours are the style sheet's, which knows light, dark and print. What colour
tells, a shape or a word tells too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from nakomen.acts.labels import choice_label
from nakomen.norms.timeline import LANES, Span, window
from nakomen.web.desk import words
from nakomen.web.desk.asking import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TOP, BAR, GAP, LANE_GAP = 34, 20, 4, 14
LETTER = 7.2
"""About how wide a letter of a label is: a label that does not fit in its bar is left out, the table tells it."""
NEAR = 16.0
"""Last days closer together than this are one mark with a number."""
ONE_DAY = timedelta(days=1)
LOOKS = {
    "current": "accent",
    "in_force": "good",
    "ending": "warn",
    "offered": "warn",
    "presented": "warn",
    "overdue": "danger",
    "undetermined": "warn",
    "open": "accent",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture is drawn on: its width, its margins, and the room for a name above a lane.

    On a wide sheet the names stand in the left margin, on a narrow one above their lanes.
    """

    width: int
    left: int
    right: int
    over: int = 0


WIDE, NARROW = Sheet(960, 150, 20), Sheet(340, 4, 8, over=18)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: its place, its look, the words in it and those that are told of it; `open` on the right."""

    x: str
    y: int
    width: str
    look: str
    label: str
    told: str
    open: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One or more last days at one place; `shape` is late (a diamond), unclear (a square) or due (a disc)."""

    x: str
    y: int
    look: str
    shape: str
    count: str
    told: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month with its name, the year where it begins."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its name and its parts; lines at the top."""

    name: str
    y: int
    text_y: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table that tells the same as the picture."""

    lane: str
    what: str
    start: date
    end: date | None
    state: str
    act: str
    clause: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; `today_left` tells that the words at today stand left of it, where the right has no room."""

    width: int
    height: int
    bottom: int
    today: str
    today_label: str
    today_left: bool
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Drawn:
    """The same in a picture for wide screens, in one for narrow ones, and in a table."""

    wide: Picture
    narrow: Picture
    lines: tuple[Line, ...]


def draw(spans: Sequence[Span], as_of: date) -> Drawn | None:
    """The time line on a day; None where there is nothing to draw."""
    if not spans:
        return None
    return Drawn(_picture(spans, as_of, WIDE), _picture(spans, as_of, NARROW), tuple(_lines(spans)))


def _picture(spans: Sequence[Span], as_of: date, sheet: Sheet) -> Picture:
    first, last = window(spans, as_of)
    shown = [span for span in spans if span.start <= last and (span.end or date.max) >= first]
    scale = _Scale(first, last, sheet)
    lanes: list[Lane] = []
    y = TOP
    for name in LANES:
        own = [span for span in shown if span.lane == name]
        if own:
            lane, y = _lane(name, own, scale, y)
            lanes.append(lane)
    today = scale.x(as_of)
    return Picture(
        width=sheet.width,
        height=y + 6,
        bottom=y,
        today=_at(today),
        today_label=words.day(as_of),
        today_left=today + len(words.day(as_of)) * LETTER > sheet.width,
        ticks=tuple(_ticks(scale)),
        lanes=tuple(lanes),
        first=first,
        last=last,
    )


class _Scale:
    """From days to places."""

    def __init__(self, first: date, last: date, sheet: Sheet) -> None:
        self.first, self.last, self.sheet = first, last, sheet
        self.per_day = (sheet.width - sheet.left - sheet.right) / max(1, (last - first).days + 1)

    def x(self, day: date) -> float:
        """The left side of a day, within the picture."""
        held = min(max(day, self.first), self.last + ONE_DAY)
        return self.sheet.left + (held - self.first).days * self.per_day


def _at(value: float) -> str:
    """A place as SVG writes it: with a point, whatever the language of the page."""
    return f"{value:.1f}"


def _ticks(scale: _Scale) -> Iterable[Tick]:
    """The months; only each so many, where they would stand too close."""
    step = next(each for each in (1, 2, 3, 6, 12) if each * 30 * scale.per_day >= 44 or each == 12)
    day = date(scale.first.year, scale.first.month, 1)
    while day <= scale.last:
        if day >= scale.first and (day.month - 1) % step == 0:
            name = str(MONTHS_3[day.month]).replace(".", "")
            yield Tick(_at(scale.x(day)), str(day.year) if day.month == 1 else name)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _lane(name: str, spans: Sequence[Span], scale: _Scale, y: int) -> tuple[Lane, int]:
    text_y, y = y + 15, y + scale.sheet.over
    if name == "deadline":
        marks = tuple(_marks(spans, scale, y + BAR // 2))
        return Lane(_lane_name(name), y, text_y, (), marks), y + BAR + LANE_GAP
    bars: list[Bar] = []
    free: list[float] = []
    for span in spans:
        left, right = scale.x(span.start), scale.x((span.end or scale.last) + ONE_DAY)
        row = next((place for place, end in enumerate(free) if end <= left), len(free))
        free[row : row + 1] = [right]
        bars.append(_bar(span, left, right, y + row * (BAR + GAP), scale))
    return Lane(_lane_name(name), y, text_y, tuple(bars), ()), y + len(free) * (BAR + GAP) - GAP + LANE_GAP


def _bar(span: Span, left: float, right: float, y: int, scale: _Scale) -> Bar:
    width = max(4.0, right - left)
    label = _label(span)
    return Bar(
        x=_at(left),
        y=y,
        width=_at(width),
        look=LOOKS.get(span.state, "quiet"),
        label=label if len(label) * LETTER + 12 <= width else "",
        told=_told(span),
        open=span.end is None or span.end > scale.last,
    )


def _marks(spans: Sequence[Span], scale: _Scale, y: int) -> Iterable[Mark]:
    """The last days, those that stand too close together as one; late, unclear and still due apart."""
    for shape in ("late", "unclear", "due"):
        near: list[Span] = []
        for span in sorted((each for each in spans if _shape(each) == shape), key=lambda each: each.start):
            if near and scale.x(span.start) - scale.x(near[0].start) > NEAR:
                yield _mark(near, scale, y)
                near = []
            near.append(span)
        if near:
            yield _mark(near, scale, y)


def _mark(near: Sequence[Span], scale: _Scale, y: int) -> Mark:
    look = LOOKS.get(near[0].state, "quiet")
    count = str(len(near)) if len(near) > 1 else ""
    return Mark(_at(scale.x(near[0].start)), y, look, _shape(near[0]), count, "; ".join(map(_told, near[:8])))


def _shape(span: Span) -> str:
    return {"overdue": "late", "undetermined": "unclear"}.get(span.state, "due")


# --- words ----------------------------------------------------------------------------------------------------------


def _lines(spans: Sequence[Span]) -> Iterable[Line]:
    for span in spans:
        clause = span.label if span.lane == "deadline" else ""
        yield Line(
            _lane_name(span.lane), "" if clause else _label(span), span.start, span.end, _state(span), span.act, clause
        )


def _lane_name(lane: str) -> str:
    return {
        "indication": _("Indications"),
        "agreement": _("Agreement"),
        "plan": _("Plan"),
        "pause": _("Pauses"),
        "deadline": _("Last days"),
    }[lane]


def _label(span: Span) -> str:
    """The words in a bar."""
    if span.lane == "deadline":
        return words.article(span.label)
    if span.lane == "indication":
        return {"wmo": "Wmo", "wlz": "Wlz", "zvw": "Zvw"}.get(span.label, span.label)
    if span.lane == "pause" and span.label:
        return choice_label("care.paused", "reason", span.label, language())
    return _state(span)


def _state(span: Span) -> str:
    if span.lane == "deadline":
        return words.state(span.state)
    if span.lane == "agreement":
        return words.status(span.state)
    return {
        "current": _("now"),
        "past": _("past"),
        "ahead": _("to come"),
        "withdrawn": _("withdrawn"),
        "in_force": _("in force"),
        "presented": _("waits for consent"),
        "replaced": _("replaced or ended"),
    }.get(span.state, span.state)


def _told(span: Span) -> str:
    """What a part of the picture says when somebody points at it."""
    told = {
        "lane": _lane_name(span.lane),
        "what": _label(span),
        "state": _state(span),
        "start": words.day(span.start),
        "end": words.day(span.end) if span.end else "",
    }
    if span.lane == "deadline":
        return _("%(what)s: %(state)s, last day %(start)s") % told
    if span.end is None:
        return _("%(lane)s: %(what)s, from %(start)s") % told
    return _("%(lane)s: %(what)s, from %(start)s to %(end)s") % told
