"""Pictures of numbers, as SVG of our own: stacked columns, horizontal bars, a line over days.

A picture is drawn 360 units wide, so that its letters can be read on a phone. Its numbers stand in it as text, parts of
a bar differ by pattern as well as by colour, and the colours are classes of the style sheet, so that a dark screen and
paper have their own. A table with the same numbers belongs beside each picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

type Look = Literal["good", "warn", "danger", "accent", "quiet"]

WIDTH = 360
_PLOT = 130
_TOP = 20
_LETTER = 7.3
"""About how wide a letter is, in units; wide enough to keep texts apart in any of the fonts."""
_LEAST = 2.0
"""How high or wide the smallest part is drawn: one late duty among thousands must be seen."""
_HATCHED: dict[Look, str] = {"danger": "M0 8L8 0", "warn": "M0 0L8 8", "quiet": "M0 4H8"}
"""Looks that have stripes over their colour, each in a direction of its own."""


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one sort, one for each column or bar: what they are called, how they look."""

    name: str
    look: Look
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands under a column, on two lines, and its full text for who points at it."""

    text: str
    below: str = ""
    full: str = ""


def columns(name: str, title: str, described: str, labels: Sequence[Label], series: Sequence[Series]) -> SafeString:
    """Stacked columns, side by side, each with its sum above it. `name` makes the ids of the picture its own."""
    totals = [sum(each.values[place] for each in series) for place in range(len(labels))]
    top = nice(max(totals, default=0))
    begin = _axis_width(top)
    step = (WIDTH - begin) / max(1, len(labels))
    parts = [_grid(top, begin)]
    for place, label in enumerate(labels):
        x = begin + step * place
        parts.append(_column(name, x, step, top, [(each, each.values[place]) for each in series], label))
        middle = x + step / 2
        parts.append(_text(middle, _y(totals[place], top) - 4, short(totals[place]), "sum"))
        parts.append(_text(middle, _TOP + _PLOT + 15, label.text, "quiet under"))
        if label.below:
            parts.append(_text(middle, _TOP + _PLOT + 30, label.below, "quiet under"))
    legend, height = _legend(name, series, _TOP + _PLOT + (52 if any(label.below for label in labels) else 37))
    return _svg(name, title, described, height, _patterns(name, series), _join(parts), legend)


def across(name: str, title: str, described: str, rows: Sequence[str], series: Sequence[Series]) -> SafeString:
    """Horizontal bars under each other: the name of each and its numbers above the bar, so that both may be long."""
    totals = [sum(each.values[place] for each in series) for place in range(len(rows))]
    top = max([*totals, 1])
    parts: list[SafeString] = []
    y = 16.0
    for place, row in enumerate(rows):
        numbers = " + ".join(number(each.values[place]) for each in series)
        room = int((WIDTH - len(numbers) * _LETTER) / _LETTER) - 2
        parts.append(_text(0, y, row if len(row) <= room else f"{row[: room - 1]}…", "start"))
        parts.append(_text(WIDTH, y, numbers, "end"))
        x = 0.0
        for each in series:
            wide = max(_LEAST, WIDTH * each.values[place] / top) if each.values[place] else 0
            if wide:
                told = f"{row}: {each.name} {number(each.values[place])}"
                parts.append(_box((x, y + 6, wide, 14), _fill(name, each), told))
            x += wide
        y += 46
    legend, height = _legend(name, series, y - 8)
    return _svg(name, title, described, height, _patterns(name, series), _join(parts), legend)


def line(
    name: str, title: str, described: str, points: Sequence[tuple[date, int, str]], look: Look = "danger"
) -> SafeString:
    """A line over days; each point is a day, its number and the day in words. The first, last and highest are told."""
    top = nice(max((value for _, value, _ in points), default=0))
    begin = _axis_width(top) + 6
    days = max(1, (points[-1][0] - points[0][0]).days) if points else 1
    places = [
        (begin + (WIDTH - begin - 8) * (day - points[0][0]).days / days, _y(value, top)) for day, value, _ in points
    ]
    parts = [_grid(top, begin - 6)]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(format_html('<polyline class="line-{}" points="{}"/>', look, drawn))
    shown = _told(points, places)
    for place, ((x, y), (_, value, told)) in enumerate(zip(places, points, strict=True)):
        mark = '<circle class="fill-{}" cx="{}" cy="{}" r="{}"><title>{}: {}</title></circle>'
        size = 4 if place in shown else 2
        parts.append(format_html(mark, look, f"{x:.1f}", f"{y:.1f}", size, told, number(value)))
        if place in shown:
            anchor = "end" if x > WIDTH - 20 else "start" if x < begin + 20 else "sum"
            parts.append(_text(x, y - 8, number(value), f"strong {anchor}"))
    if points:
        parts.append(_text(begin, _TOP + _PLOT + 16, points[0][2], "quiet start"))
        parts.append(_text(WIDTH, _TOP + _PLOT + 16, points[-1][2], "quiet end"))
    return _svg(name, title, described, _TOP + _PLOT + 24, mark_safe(""), _join(parts))


# --- numbers --------------------------------------------------------------------------------------------------------


def number(value: int) -> str:
    """A whole number with its thousands apart, as the language of the page writes it."""
    return number_format(value, 0, force_grouping=True)


def short(value: int) -> str:
    """A number in at most four signs, for above a column; the table beside it has the whole.

    >>> short(987), short(1234), short(45678), short(1234567)
    ('987', '1234', '45k', '1M')
    """
    if value < 10_000:
        return str(value)
    return f"{value // 1000}k" if value < 1_000_000 else f"{value // 1_000_000}M"


def nice(highest: int) -> int:
    """The top of an axis: a round number from the highest value on that four lines divide into whole numbers.

    >>> nice(0), nice(3), nice(9), nice(17), nice(41), nice(130), nice(1728)
    (4, 4, 12, 20, 80, 200, 2000)
    """
    size = 1
    while True:
        for step in (4, 8, 12, 20):
            if highest <= step * size:
                return step * size
        size *= 10


# --- drawing --------------------------------------------------------------------------------------------------------


def _svg(name: str, title: str, described: str, height: float, *parts: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{described}</desc>{parts}</svg>',
        width=WIDTH,
        height=round(height),
        name=name,
        title=title,
        described=described,
        parts=_join(parts),
    )


def _join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped when it was made


def _y(value: int, top: int) -> float:
    return _TOP + _PLOT * (1 - value / top)


def _axis_width(top: int) -> float:
    return len(short(top)) * _LETTER + 5


def _grid(top: int, begin: float) -> SafeString:
    """Lines across at each quarter, and what they stand for."""
    parts = []
    for quarter in range(5):
        value = top * quarter // 4
        y = _y(value, top)
        x = f"{begin:.1f}"
        parts.append(format_html('<path class="grid" d="M{} {}H{}"/>', x, f"{y:.1f}", WIDTH))
        parts.append(_text(begin - 4, y + 4, short(value), "quiet end"))
    return _join(parts)


def _column(
    name: str, x: float, step: float, top: int, parts: Sequence[tuple[Series, int]], label: Label
) -> SafeString:
    boxes = []
    below = 0
    for series, value in parts:
        if value:
            high = max(_LEAST, _y(below, top) - _y(below + value, top))
            told = f"{label.full or label.text}: {series.name} {number(value)}"
            boxes.append(_box((x + step * 0.15, _y(below + value, top), step * 0.7, high), _fill(name, series), told))
        below += value
    return _join(boxes)


def _box(place: tuple[float, float, float, float], fill: SafeString, told: str) -> SafeString:
    x, y, wide, high = (f"{each:.1f}" for each in place)
    return format_html(
        '<g><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" {}/></g>', told, x, y, wide, high, fill
    )


def _fill(name: str, series: Series) -> SafeString:
    if series.look in _HATCHED:
        return format_html('fill="url(#{}-{})"', name, series.look)
    return format_html('class="fill-{}"', series.look)


def _patterns(name: str, series: Sequence[Series]) -> SafeString:
    """Stripes over the colour, so that who sees no colours tells the parts apart."""
    made = [
        format_html(
            '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<rect class="fill-{}" width="8" height="8"/><path class="stripe" d="{}"/></pattern>',
            name,
            each.look,
            each.look,
            _HATCHED[each.look],
        )
        for each in series
        if each.look in _HATCHED
    ]
    return format_html("<defs>{}</defs>", _join(made)) if made else mark_safe("")


def _legend(name: str, series: Sequence[Series], y: float) -> tuple[SafeString, float]:
    """What each look means, on as many lines as it takes; and the height of the picture with it."""
    parts = []
    x = 0.0
    for each in series:
        wide = 22 + len(each.name) * _LETTER
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 20
        parts.append(_box((x, y - 11, 13, 13), _fill(name, each), each.name))
        parts.append(_text(x + 19, y, each.name, "start"))
        x += wide + 12
    return _join(parts), y + 8


def _text(x: float, y: float, text: str, look: str) -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', look, f"{x:.1f}", f"{y:.1f}", text)


def _told(points: Sequence[tuple[date, int, str]], places: Sequence[tuple[float, float]]) -> set[int]:
    """Which points have their number beside them: the last, the first and the highest, unless they would overlap."""
    if not points:
        return set()
    highest = max(range(len(points)), key=lambda place: points[place][1])
    wanted = list(dict.fromkeys((len(points) - 1, highest, 0)))
    chosen: list[int] = []
    for place in wanted:
        if all(abs(places[place][0] - places[other][0]) > 34 for other in chosen):
            chosen.append(place)
    return set(chosen)
