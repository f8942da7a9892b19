"""The layout of a page."""

import pytest

from nakomen.commands.page import BAD, Page


def lines(page: Page) -> list[str]:
    return [line for line, _ in page.lines]


def test_columns_are_aligned_and_the_last_one_wraps() -> None:
    page = Page(width=60)
    page.table([["a", "bb", "one two three four five six seven eight nine ten eleven"], ["aaa", "b", "short"]])
    assert lines(page) == [
        "  a    bb  one two three four five six seven eight nine ten",
        "           eleven",
        "  aaa  b   short",
    ]


def test_in_a_narrow_window_the_last_column_goes_underneath() -> None:
    page = Page(width=40)
    page.table([["a long first column", "second", "and the rest of it that needs room"]])
    assert lines(page) == ["  a long first column  second", "      and the rest of it that needs room"]


def test_columns_that_do_not_fit_beside_each_other_go_on_the_next_line() -> None:
    page = Page(width=24)
    page.table([["a long first column", "second", "the rest"], ["short", "third", "more"]])
    assert lines(page) == [
        "  a long first column",
        "    second",
        "      the rest",
        "  short",
        "    third",
        "      more",
    ]


def test_a_cell_may_hold_lines_of_its_own() -> None:
    page = Page(width=60)
    page.table([["a", "one\ntwo"]])
    assert lines(page) == ["  a  one", "     two"]


def test_a_paragraph_hangs() -> None:
    page = Page(width=30)
    page.text("one two three four five six seven", indent=2, hanging=4)
    assert lines(page) == ["  one two three four five", "    six seven"]


def test_a_heading_has_room_above_it_unless_it_is_first() -> None:
    page = Page(width=30)
    page.heading("first")
    page.heading("second")
    assert lines(page) == ["first", "", "second"]


def test_elsewhere_than_on_a_terminal_it_is_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    page = Page(width=30)
    page.heading("late", BAD)
    page.show()
    assert capsys.readouterr().out == "late\n"


def test_on_a_terminal_it_has_colour(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    page = Page(width=30)
    page.heading("late", BAD)
    page.show()
    assert capsys.readouterr().out == "\x1b[1;31mlate\x1b[0m\n"
