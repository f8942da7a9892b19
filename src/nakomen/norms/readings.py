"""The readings that the norms follow where conditions leave room, each in a Dutch sentence, and which of them decided.

docs/reference/readings.md tells each of them in full.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nakomen.norms import duties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nakomen.norms.grammar import Expression
    from nakomen.norms.powers import Answer
    from nakomen.norms.state import State

READINGS: Mapping[int, str] = {
    1: "Dagen tellen naar de Nederlandse dag, uren zijn echte uren; precies 24 of 48 uur vooraf is nog op tijd.",
    2: "Weken voor het einde tellen terug vanaf de laatste dag van de indicatie.",
    3: "Korter dan zes maanden is een indicatie die eindigt voordat zes hele maanden om zijn.",
    4: "Een termijn na een gebeurtenis loopt tot en met de laatste dag; die dag is nog op tijd.",
    5: (
        "Een termijn na ontvangst telt vanaf de vastgelegde dag van ontvangst; anders komt digitale post op de "
        "dag zelf aan en papier op de tweede bezorgdag."
    ),
    6: (
        "Een termijn van de wet die in het weekend of op een feestdag eindigt, loopt door tot de eerstvolgende "
        "werkdag; een termijn van de voorwaarden niet."
    ),
    7: (
        "Overmacht telt pas als vaststaat of zij is aangetoond, en een termijn die al voorbij was toen de plicht "
        "begon, geeft nog de tijd die bij ‘meteen’ hoort."
    ),
    8: "Waar twee bepalingen elkaar tegenspreken, geldt wat beter is voor de cliënt.",
    9: "Geeft de wet de cliënt meer dan de voorwaarden, dan geldt de wet.",
    10: (
        "Een afwijking telt alleen als zij uitdrukkelijk, schriftelijk, vastgelegd en niet nadelig voor de cliënt"
        " is; een nieuwe versie geldt een maand nadat zij is bekendgemaakt."
    ),
    11: "Wat is vastgelegd blijft staan; een correctie werkt vanaf het moment waarop zij zelf is vastgelegd.",
    12: "Zolang het gesprek niet is gevoerd, ontstaan de plichten daarna niet en mogen geen kosten worden gerekend.",
    13: "Elke indicatie heeft haar eigen termijnen; een nieuwe indicatie neemt de open plichten van de oude weg.",
    14: "De verklaring dat een indicatie is aangevraagd, is alleen nodig als het aanbod op een indicatie rust.",
    15: "De zorg begint bij de vastgelegde start of bij het eerste bezoek, wat het eerst komt.",
    16: "Een aanpassing laat de termijnen van het plan doorlopen; een nieuw plan begint ze opnieuw.",
    17: (
        "Zolang er geen plan geldt, en voor een handeling die er niet in staat, is toestemming nodig, behalve bij"
        " spoed."
    ),
    18: "Een opzegging werkt vanaf ontvangst; wat een redelijke termijn is, is een instelling.",
    19: (
        "Plichten over zorg, plan en indicatie eindigen met de overeenkomst; die over betalen, dossier, schade en"
        " klachten gaan door."
    ),
    20: "Bij overlijden eindigen vertegenwoordiging en toestemming, en gaan schulden over op de erfenis.",
    21: (
        "Zorg weigeren is niet hetzelfde als de overeenkomst beëindigen; niet betalen is voor geen van beide een reden."
    ),
    22: "Vanaf zestien jaar beslist de cliënt zelf, tot iemand heeft vastgesteld dat dat over een onderwerp niet kan.",
    23: (
        "Zonder toestemming mag alleen wie de zorg geeft, wie de cliënt vertegenwoordigt en wie de wet noemt iets"
        " horen."
    ),
    24: "Rente loopt vanaf de dag na de eerste betalingstermijn, en elk stuk wordt op de cent afgerond.",
    25: (
        "Incassokosten zijn pas verschuldigd na een herinnering die na de termijn komt, ten minste veertien dagen"
        " geeft en het bedrag noemt."
    ),
    26: "De betalingstermijn loopt vanaf de ontvangst van de factuur.",
    27: "Een niet gebruikt bezoek kost nooit meer dan de geplande tijd tegen het tarief van het bezoek.",
    28: (
        "Een periode van ziekte telt ten hoogste 21 dagen vanaf het eerste gemiste bezoek, en dan betaalt de "
        "cliënt niets."
    ),
    29: "Gemiste bezoeken zonder overmacht tellen binnen één overeenkomst; elk tweede sinds het laatste gesprek telt.",
    30: "Digitale informatie telt niet bij wie die niet kan ontvangen; zorg terecht weigeren is geen verzuim.",
    31: (
        "Een geschil kan vanaf de dag na de klachttermijn, of als een beslissing niet bevalt, tot twaalf maanden later."
    ),
    32: (
        "De 48 uur om schade te melden lopen vanaf het ontdekken; voor twee medewerkers tegelijk is één van de "
        "twee redenen genoeg."
    ),
}


def _names(expressions: Iterable[Expression | None]) -> set[str]:
    """The functions and fields that expressions name."""
    nodes = [node for each in expressions if each is not None for node in ast.walk(each.tree)]
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    return named | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _by_excuse(row: duties.Duty) -> bool:
    """Whether an exception decides, or leaves it open."""
    unknown = row.state == duties.UNDETERMINED and row.unsure is None and row.norm.excuse is not None
    return unknown or row.state == duties.EXCUSED


#: When a reading has to do with how a duty stands; a reading that is not here always has.
_BEARS: Mapping[int, Callable[[duties.Duty, State, set[str]], bool]] = {
    1: lambda row, s, names: row.due_at is not None,
    2: lambda row, s, names: row.due is not None and "valid_until" in names,
    3: lambda row, s, names: "short" in names,
    5: lambda row, s, names: "received" in names or row.since != row.trigger.day,
    7: lambda row, s, names: row.caught_up or _by_excuse(row),
    8: lambda row, s, names: _by_excuse(row),
    10: lambda row, s, names: "agreement.deviation_agreed" in s.by,
    12: lambda row, s, names: row.norm.what == "indication.talk_held" and row.state in duties.PENDING,
    13: lambda row, s, names: len(s.by.get("indication.issued", ())) > 1,
    19: lambda row, s, names: row.state == duties.LAPSED,
    20: lambda row, s, names: "client.died" in s.by,
    24: lambda row, s, names: row.state in (duties.OVERDUE, duties.DONE_LATE),
    30: lambda row, s, names: row.state != duties.DONE,
}


def of_duty(row: duties.Duty, s: State) -> list[str]:
    """The readings on which it rests how a duty stands, of those that its norm follows."""
    norm = row.norm
    names = _names((norm.when, norm.statute_due or norm.due or norm.due_at))
    bears = [number for number in norm.readings if number not in _BEARS or _BEARS[number](row, s, names)]
    return [sentence(number) for number in bears]


def of_answer(answer: Answer) -> list[str]:
    """The readings on which the answer about a power rests, of those that its norms follow."""
    listed = dict.fromkeys(number for norm in answer.norms for number in norm.readings)
    failing = _names(item.requirement.test for item in answer.judged if not item.met)
    judged = _names(item.requirement.test for item in answer.judged)
    bears = {
        1: "in_time" in judged,
        7: bool(failing & {"force_majeure", "said_unable", "gap_by_client"}),
        8: bool(failing & {"urgent_health", "force_majeure"}),
        24: answer.amount is not None,
        27: answer.amount is not None,
        28: bool(failing & {"billed_for_sickness", "sick", "within_sickness_spell"}) or "sickness_sum" in judged,
    }
    return [sentence(number) for number in listed if bears.get(number, True)]


def sentence(number: int) -> str:
    """A reading by its number, in words."""
    return f"Lezing {number}: {READINGS[number]}"
