"""A chart says what its data say: its numbers as text, its bars as long as they are many, and its parts told apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils.safestring import SafeString

from nakomen.web import charts
from nakomen.web.charts import Label, Series

SVG = "{http://www.w3.org/2000/svg}"
DONE = Series("op tijd", "good", [694, 501, 0, 12])
LATE = Series("te laat", "danger", [3, 0, 0, 24])
MONTHS = [Label("dec", "2025"), Label("jan", "2026", "januari 2026"), Label("feb"), Label("mrt")]


def parsed(chart: SafeString) -> ET.Element:
    """The chart as a browser reads it within a page."""
    return ET.fromstring(chart.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own


def texts(chart: ET.Element, look: str) -> list[str]:
    return [each.text or "" for each in chart.iter(f"{SVG}text") if look in (each.get("class") or "").split()]


def boxes(chart: ET.Element) -> dict[str, dict[str, float]]:
    """The measures of each part that tells what it is, by what it tells."""
    found = {}
    for group in chart.iter(f"{SVG}g"):
        told, box = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        assert told is not None
        assert box is not None
        found[told.text or ""] = {name: float(box.get(name, "")) for name in ("x", "y", "width", "height")}
    return found


def columns(*series: Series) -> ET.Element:
    return parsed(charts.columns("m", "Per maand", "Wat gedaan is.", MONTHS, series or (DONE, LATE)))


def test_above_each_column_stands_its_sum() -> None:
    assert texts(columns(), "sum") == ["697", "501", "0", "36"]


def test_each_part_of_a_column_tells_its_number_and_is_as_high_as_it_is_many() -> None:
    found = boxes(columns())
    assert {told for told in found if ":" in told} == {
        "dec: op tijd 694",
        "dec: te laat 3",
        "januari 2026: op tijd 501",
        "mrt: op tijd 12",
        "mrt: te laat 24",
    }
    assert found["mrt: te laat 24"]["height"] == pytest.approx(2 * found["mrt: op tijd 12"]["height"], abs=0.2)
    below = found["dec: op tijd 694"]
    assert below["height"] / found["januari 2026: op tijd 501"]["height"] == pytest.approx(694 / 501, abs=0.01)
    assert found["mrt: te laat 24"]["y"] + found["mrt: te laat 24"]["height"] == pytest.approx(
        found["mrt: op tijd 12"]["y"], abs=0.2
    )


def test_one_among_thousands_can_be_seen() -> None:
    found = boxes(columns(Series("op tijd", "good", [9999, 0, 0, 0]), Series("te laat", "danger", [1, 0, 0, 0])))
    assert found["dec: te laat 1"]["height"] == 2


def test_nothing_is_drawn_outside_the_picture() -> None:
    for chart in (columns(), across(), line(30)):
        _, _, width, height = map(float, chart.get("viewBox", "").split())
        assert width == charts.WIDTH
        for box in boxes(chart).values():
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        for text in chart.iter(f"{SVG}text"):
            assert 0 <= float(text.get("x", "")) <= width
            assert 0 < float(text.get("y", "")) < height


def test_lines_of_the_axis_are_whole_numbers_from_nothing_to_above_the_highest() -> None:
    assert texts(columns(), "quiet")[:5] == ["0", "200", "400", "600", "800"]
    for highest in range(1, 3000, 7):
        assert charts.nice(highest) >= highest
        assert charts.nice(highest) % 4 == 0


@pytest.mark.parametrize("look", ["warn", "danger", "quiet"])
def test_a_part_differs_from_the_others_by_its_stripes_and_not_by_colour_alone(look: charts.Look) -> None:
    chart = columns(DONE, Series("anders", look, [1, 1, 1, 1]))
    (pattern,) = chart.iter(f"{SVG}pattern")
    assert pattern.find(f"{SVG}path") is not None
    filled = [box.get("fill") for box in chart.iter(f"{SVG}rect") if box.get("fill")]
    assert set(filled) == {f"url(#{pattern.get('id')})"}
    assert len(filled) == 5, "four parts and the legend"


def across() -> ET.Element:
    rows = ["Team Noord", "Een team met een heel lange naam die nergens naast past", "Zonder team"]
    series = (Series("te laat", "danger", [7, 10, 0]), Series("open", "accent", [205, 1241, 26]))
    return parsed(charts.across("t", "Per team", "Nu.", rows, series))


def test_horizontal_bars_tell_their_numbers_and_are_as_long_as_they_are_many() -> None:
    chart = across()
    assert texts(chart, "end") == ["7 + 205", f"10 + {charts.number(1241)}", "0 + 26"]
    found = boxes(chart)
    assert found["Team Noord: open 205"]["width"] == pytest.approx(360 * 205 / 1251, abs=0.2)
    assert "Zonder team: te laat 0" not in found


def test_a_name_that_is_too_long_is_cut_in_the_picture_and_whole_where_one_points() -> None:
    chart = across()
    assert texts(chart, "start")[1].endswith("…")
    assert any(told.startswith("Een team met een heel lange naam die nergens naast past: ") for told in boxes(chart))


def line(days: int) -> ET.Element:
    first = date(2026, 1, 1)
    points = [(first + timedelta(days=day), day * 7 % 11, f"dag {day}") for day in range(days)]
    return parsed(charts.line("l", "Te laat", "Per dag.", points))


def of(*values: int) -> ET.Element:
    points = [(date(2026, 1, 1) + timedelta(days=day), value, f"dag {day}") for day, value in enumerate(values)]
    return parsed(charts.line("l", "Te laat", "Per dag.", points))


def test_a_line_tells_its_first_last_and_highest_number() -> None:
    chart = of(2, 5, 9, 4, 3)
    assert texts(chart, "strong") == ["2", "9", "3"]
    assert texts(chart, "quiet")[-2:] == ["dag 0", "dag 4"]


def test_numbers_beside_a_line_do_not_stand_over_each_other() -> None:
    assert texts(of(2, 9, *[4] * 50, 3), "strong") == ["9", "3"], "the first is too near to the highest"


def test_a_line_has_a_point_for_each_day_and_a_higher_one_for_more() -> None:
    chart = line(12)
    told = [each.find(f"{SVG}title").text for each in chart.iter(f"{SVG}circle")]  # type: ignore[union-attr]
    assert told == [f"dag {day}: {day * 7 % 11}" for day in range(12)]
    heights = {day * 7 % 11: -float(each.get("cy", "")) for day, each in enumerate(chart.iter(f"{SVG}circle"))}
    assert sorted(heights) == sorted(heights, key=lambda value: heights[value])


def test_days_that_are_further_apart_stand_further_apart() -> None:
    days = [(date(2026, 1, 1), 1, "a"), (date(2026, 1, 11), 1, "b"), (date(2026, 1, 31), 1, "c")]
    chart = parsed(charts.line("l", "t", "d", days))
    one, two, three = (float(each.get("cx", "")) for each in chart.iter(f"{SVG}circle"))
    assert (three - two) / (two - one) == pytest.approx(2, abs=0.01)


def test_pictures_of_nothing_and_of_one_day_can_be_drawn() -> None:
    assert texts(parsed(charts.columns("a", "t", "d", [Label("jan")], [Series("x", "good", [0])])), "sum") == ["0"]
    assert list(boxes(parsed(charts.across("b", "t", "d", [], [Series("x", "good", [])])))) == ["x"]
    assert texts(parsed(charts.line("c", "t", "d", [(date(2026, 1, 1), 5, "dag")])), "strong") == ["5"]
    assert charts.line("d", "t", "d", [])


def test_a_chart_has_a_name_and_a_description_of_its_own() -> None:
    chart = columns()
    named = (chart.get("aria-labelledby") or "").split()
    assert chart.get("role") == "img"
    assert [each.text for each in chart if each.get("id") in named] == ["Per maand", "Wat gedaan is."]


def test_names_are_text_and_never_markup() -> None:
    wrong = '<script>alert("1")</script>'
    for chart in (
        charts.columns("a", wrong, wrong, [Label(wrong, wrong, wrong)], [Series(wrong, "good", [1])]),
        charts.across("b", wrong, wrong, [wrong], [Series(wrong, "good", [1])]),
        charts.line("c", wrong, wrong, [(date(2026, 1, 1), 1, wrong)]),
    ):
        assert "<script" not in chart
        assert parsed(chart) is not None


def test_colours_come_from_the_style_sheet_since_no_style_may_stand_in_a_page() -> None:
    for chart in (charts.columns("m", "t", "d", MONTHS, (DONE, LATE)), charts.across("t", "t", "d", ["a"], [LATE])):
        assert "style" not in chart
        assert not re.search(r'(fill|stroke)="(?!url\(#)', chart)
