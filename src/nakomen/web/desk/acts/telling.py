"""What reading an act expected, in plain words of the page's language, for the person who filled in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nakomen.acts import labels

if TYPE_CHECKING:
    from nakomen.acts.labels import Language


def told(expected: str, kind: str, path: str, language: Language) -> str:
    """The words for one expectation of reading. What has no words of its own is said in general."""
    if expected.startswith("a date not before "):
        first = expected.removeprefix("a date not before ")
        return _("Give a day that is not before “%(field)s”.") % {"field": labels.field_label(kind, first, language)}
    if expected.startswith("the id of an act"):
        return _("Choose an act of this client that this can belong to.")
    for start, words in _starts().items():
        if expected.startswith(start):
            return words
    if expected.endswith("(required)"):
        return _("This is required.")
    if path == "kind":
        return _("You cannot record this kind of act for this client.")
    return _("This cannot be recorded so. Look at it again.")


def _starts() -> dict[str, str]:
    return {
        "a moment that has come": _("This lies in the future. Record it once it has happened."),
        "an act that does not point back": _("This would make acts point at each other in a circle."),
        "a BSN": _("A BSN has nine digits; these do not form one. Look for a mistake in typing."),
        "a Dutch postcode": _("Give a postcode, such as 1234 AB."),
        "the full id of a clause": _("Choose a clause from the list."),
        "the last four": _("Give up to four letters or digits: the last ones of the number."),
        "an act that is itself no correction": _("A correction or retraction cannot be corrected."),
        "a date as": _("Give a day, such as 31-12-2026, between 1800 and 2200."),
        "a date-time": _("Give a day and a time, such as 31-12-2026 14:30."),
        "an amount": _("Give an amount in euros, such as 12,50."),
        "text that is not blank": _("Write something here."),
        "text": _("Leave out signs that cannot be read."),
        "a topic": _("Write something here."),
    }
