"""The Dutch words for the functions of the norm language.

What each says when it holds and when it does not, or what its value is called.

`{0}` stands for the words of the first argument, `{1}` for those of the second; `{all}` for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Functions that are true or false, or that give the act that makes them true.
CONDITIONS: Mapping[str, tuple[str, str]] = {
    "all_in": ("{0}: {rest}", "{0}: niet alles van {rest}"),
    "all_topics": ("alle onderwerpen zijn opnieuw uitgelegd", "niet alle onderwerpen zijn opnieuw uitgelegd"),
    "announced": (
        "de cliënt zei ten minste {1} uur vooraf dat er geen zorg nodig was",
        "de cliënt zei niet ten minste {1} uur vooraf dat er geen zorg nodig was",
    ),
    "answered_by": ("hierop volgde {1}", "hierop volgde geen {1}"),
    "answered_by_fact": ("hierop volgde {1}", "hierop volgde geen {1}"),
    "answered_sibling": ("daarbij hoort {1}", "daarbij hoort geen {1}"),
    "answers_client": (
        "de cliënt of de vertegenwoordiger vroeg erom",
        "de cliënt of de vertegenwoordiger vroeg er niet om",
    ),
    "answers_topic": ("het antwoord gaat over wat is gevraagd", "het antwoord gaat niet over wat is gevraagd"),
    "any_in": ("{0}: ook {rest}", "{0}: zonder {rest}"),
    "barred": ("de zorg hoeft dan niet te worden gegeven", "de zorg moet dan worden gegeven"),
    "between_24_and_48": (
        "het bezoek is 24 tot 48 uur vooraf afgezegd en de cliënt betaalt het zelf",
        "het bezoek is niet 24 tot 48 uur vooraf afgezegd of de cliënt betaalt het niet zelf",
    ),
    "billed_for_sickness": (
        "de gemeente betaalt dit bezoek wegens ziekte",
        "de gemeente betaalt dit bezoek niet wegens ziekte",
    ),
    "bills_cancellation_beyond": (
        "de factuur rekent meer dan het bezoek zou opbrengen",
        "de factuur rekent niet meer dan het bezoek zou opbrengen",
    ),
    "bills_cancellation_unduly": (
        "de factuur rekent een bezoek waarvoor dat niet mag",
        "de factuur rekent geen bezoek waarvoor dat niet mag",
    ),
    "bills_collection_unduly": (
        "de factuur rekent rente of incassokosten die niet verschuldigd zijn",
        "de factuur rekent geen rente of incassokosten die niet verschuldigd zijn",
    ),
    "bills_late_indication_unduly": (
        "de factuur rekent kosten van een late aanvraag zonder dat dat mag",
        "de factuur rekent geen kosten van een late aanvraag zonder dat dat mag",
    ),
    "bills_office_work_unduly": (
        "de factuur rekent werk op kantoor zonder toestemming",
        "de factuur rekent geen werk op kantoor zonder toestemming",
    ),
    "bills_undelivered": (
        "de factuur rekent zorg die niet is gegeven",
        "de factuur rekent geen zorg die niet is gegeven",
    ),
    "bills_unused": (
        "de factuur rekent een niet gebruikt bezoek zonder dat dat mag",
        "de factuur rekent geen niet gebruikt bezoek zonder dat dat mag",
    ),
    "body_agreed": ("de cliënt koos voor de geschilleninstantie", "de cliënt koos niet voor de geschilleninstantie"),
    "body_decided": ("de geschilleninstantie heeft al beslist", "de geschilleninstantie heeft nog niet beslist"),
    "breach_of_conditions": (
        "de bijzondere voorwaarden zijn niet nagekomen",
        "de bijzondere voorwaarden zijn nagekomen",
    ),
    "budget_turn": ("hier begint een nieuwe periode van het budget", "hier begint geen nieuwe periode van het budget"),
    "by_board": ("de directie besliste", "iemand anders dan de directie besliste"),
    "by_client": ("de cliënt zegde af of was er niet", "de cliënt zegde niet af en was er"),
    "by_relative": ("een familielid kreeg inzage", "geen familielid kreeg inzage"),
    "cannot_consent": ("de cliënt kan hierover niet beslissen", "de cliënt kan hierover zelf beslissen"),
    "capable": ("de cliënt kan zelf beslissen over {0}", "de cliënt kan niet zelf beslissen over {0}"),
    "carer_vetoed": ("de cliënt wil geen mantelzorger erbij", "de cliënt heeft geen mantelzorger afgewezen"),
    "choice_asked": ("de cliënt is gevraagd te kiezen", "de cliënt is niet gevraagd te kiezen"),
    "chosen": ("in dit gesprek is gekozen wie aanvraagt: {1}", "in dit gesprek is niet gekozen dat {1} aanvraagt"),
    "cleared": ("er is niets meer te betalen van de factuur", "er is nog iets te betalen van de factuur"),
    "client_filed_at_body": (
        "de cliënt ging zelf naar de geschilleninstantie",
        "de cliënt ging niet zelf naar de geschilleninstantie",
    ),
    "complete": ("de klacht is compleet", "de klacht is niet compleet"),
    "completed_by": ("de klacht is compleet", "de klacht is niet compleet"),
    "consent_valid": (
        "wie toestemming gaf, kon dat op die dag",
        "wie toestemming gaf, kon dat op die dag niet",
    ),
    "consented": ("er is toestemming voor {0}", "er is geen toestemming voor {0}"),
    "consented_about": ("er is toestemming voor {0} ({2})", "er is geen toestemming voor {0} ({2})"),
    "consented_exactly": ("er is toestemming voor {0} ({2})", "er is geen toestemming voor {0} ({2})"),
    "consented_in_writing": (
        "er is schriftelijke toestemming voor {0}",
        "er is geen schriftelijke toestemming voor {0}",
    ),
    "consented_to_disclose": (
        "er is toestemming om dit te vertellen aan: {0} (doel: {1})",
        "er is geen toestemming om dit te vertellen aan: {0} (doel: {1})",
    ),
    "coordinated": ("de afstemming was met deze mantelzorger of aanbieder", "de afstemming was met iemand anders"),
    "copy_refused_lawfully": ("de kopie mocht worden geweigerd", "er is geen weigering van de kopie die mag"),
    "court_announced": ("de gang naar de rechter is aangekondigd", "de gang naar de rechter is niet aangekondigd"),
    "court_free": (
        "de weg naar de rechter is vrij: de cliënt wil de instantie niet, of zweeg vijf weken",
        "de weg naar de rechter is nog niet vrij",
    ),
    "same_agreement": ("het hoort bij dezelfde overeenkomst", "het hoort bij een andere overeenkomst"),
    "could_act": (
        "wie dit namens de cliënt deed, kon dat op die dag",
        "wie dit namens de cliënt deed, kon dat op die dag niet",
    ),
    "covered": ("er geldt een indicatie", "er geldt geen indicatie"),
    "credited": ("de factuur is gecrediteerd", "de factuur is niet gecrediteerd"),
    "destruction_refused_lawfully": (
        "de vernietiging mocht worden geweigerd",
        "er is geen weigering van de vernietiging die mag",
    ),
    "details_support": (
        "elke regel noemt welke ondersteuning, hoeveel en tegen welk tarief",
        "niet elke regel noemt welke ondersteuning, hoeveel en tegen welk tarief",
    ),
    "died": ("de cliënt is overleden", "de cliënt is niet overleden"),
    "document_valid": ("het identiteitsbewijs was geldig", "het identiteitsbewijs was niet geldig"),
    "earlier_copy": ("er is al eerder een kopie gegeven", "er is nog niet eerder een kopie gegeven"),
    "empty": ("{0}: niets", "{0}: iets"),
    "exchange_allowed": ("de cliënt vond de uitwisseling goed", "de cliënt vond de uitwisseling niet goed"),
    "exchange_excuse": ("de cliënt wil de uitwisseling niet", "de cliënt wil de uitwisseling wel"),
    "excluded": ("de cliënt is uitgesloten om een van de redenen", "de cliënt is niet uitgesloten"),
    "excused": (
        "er was overmacht of een dringende gezondheidsreden",
        "er was geen overmacht en geen dringende gezondheidsreden",
    ),
    "first_of": ("{any}", "geen van deze: {all}"),
    "first_of_month": (
        "dit is het eerste van de maand dat de cliënt betaalt",
        "er was deze maand al iets dat de cliënt betaalt",
    ),
    "force_majeure": ("overmacht is aangetoond", "overmacht is niet aangetoond"),
    "gap_by_client": (
        "de cliënt vroeg zelf niet, te laat of niet volledig aan",
        "dat er geen indicatie was, kwam niet door de cliënt",
    ),
    "gives": ("de informatie gaat over {1}{how}", "de informatie gaat niet over {1}{how}"),
    "ground_after_death": ("er is een grond voor inzage na overlijden", "er is geen grond voor inzage na overlijden"),
    "had_plan": ("er was al een plan", "er was nog geen plan"),
    "handled": ("de klacht is afgehandeld", "de klacht is niet afgehandeld"),
    "has_fee": ("er is geld gevraagd voor de kopie", "er is geen geld gevraagd voor de kopie"),
    "has_sections": ("het plan bevat {rest}", "het plan bevat niet alles van: {rest}"),
    "home_lacks": ("in de woning ontbreekt een van deze: {all}", "in de woning ontbreekt geen van deze: {all}"),
    "in_plan": ("de handeling staat in het plan", "de handeling staat niet in het plan"),
    "in_time": ("de cliënt zegde ten minste {1} uur vooraf af", "de cliënt zegde niet ten minste {1} uur vooraf af"),
    "in_window": ("de klacht is een geschil geworden", "de klacht is nog geen geschil"),
    "indicated": (
        "er is een besluit over de indicatie ontvangen dat nog niet voorbij is",
        "er is geen besluit over de indicatie ontvangen dat nog niet voorbij is",
    ),
    "inspection_refused_lawfully": ("de inzage mocht worden geweigerd", "er is geen weigering van de inzage die mag"),
    "instructed": ("de medewerkers waren toen ingelicht over {1}", "de medewerkers waren toen niet ingelicht over {1}"),
    "known_before": ("daarvóór was er: {1}", "daarvóór was er niet: {1}"),
    "later_check": ("er is een latere controle van de woning", "er is geen latere controle van de woning"),
    "made_good": ("er is een vergoeding aangeboden", "er is geen vergoeding aangeboden"),
    "misconduct": ("er was agressie of geweld tegen medewerkers", "er was geen agressie of geweld tegen medewerkers"),
    "month_invoiced": ("alles van de maand is gefactureerd", "niet alles van de maand is gefactureerd"),
    "more_than_no_show": (
        "er is meer verteld dan het feit en de dag",
        "er is niet meer verteld dan het feit en de dag",
    ),
    "newly_indicated": (
        "de nieuwe indicatie is voor zorg die de aanbieder niet kan of mag geven ({1})",
        "de nieuwe indicatie is niet voor zorg die de aanbieder niet kan of mag geven ({1})",
    ),
    "no_carer_helps": ("er is geen mantelzorger die kan helpen", "er is een mantelzorger die kan helpen"),
    "no_indication_left": ("er is geen indicatie meer", "er is nog een indicatie"),
    "no_lifting_aid": ("er is geen tilhulp bruikbaar", "er is een tilhulp bruikbaar"),
    "not_needed": ("de cliënt heeft dit bezoek niet nodig", "de cliënt heeft dit bezoek nog nodig"),
    "notice_ends": ("de opzegging beëindigt de overeenkomst", "de opzegging beëindigt de overeenkomst niet"),
    "notice_moot": (
        "de opzegging is ingetrokken of de cliënt is overleden",
        "de opzegging geldt nog en de cliënt leeft",
    ),
    "of_agreement": ("het hoort bij dezelfde overeenkomst", "het hoort bij een andere overeenkomst"),
    "offers": ("in het aanbod zit {what}", "in het aanbod zit geen {what}"),
    "open_before": (
        "er was een verzoek waaraan moest worden voldaan",
        "er was geen verzoek waaraan moest worden voldaan",
    ),
    "open_request": (
        "er ligt een verzoek waaraan nog niet is voldaan ({0})",
        "er ligt geen verzoek waaraan nog niet is voldaan ({0})",
    ),
    "other_interest": ("iemand anders of de wet heeft bewaren nodig", "niemand anders en geen wet heeft bewaren nodig"),
    "over": ("de overeenkomst is al afgelopen", "de overeenkomst is nog niet afgelopen"),
    "plan_in_force": ("er geldt een plan", "er geldt geen plan"),
    "reaches": ("de informatie kon de cliënt bereiken", "de informatie kon de cliënt niet bereiken"),
    "reassigned": ("er is een vervanger geregeld", "er is geen vervanger geregeld"),
    "receives": ("de cliënt kan digitale informatie ontvangen", "de cliënt kan geen digitale informatie ontvangen"),
    "refused_lawfully": ("de zorg mocht worden geweigerd", "de zorg mocht niet worden geweigerd"),
    "relative_may": ("de familie had een grond voor inzage", "de familie had geen grond voor inzage"),
    "reminded_in_time": (
        "de zorgaanbieder herinnerde de cliënt op tijd",
        "de zorgaanbieder herinnerde de cliënt niet op tijd",
    ),
    "reminder_after_default": (
        "de herinnering is verstuurd na de eerste termijn",
        "de herinnering is verstuurd binnen de eerste termijn",
    ),
    "reminder_fits": (
        "de herinnering noemt de factuur, kwam na de termijn en geeft genoeg dagen",
        "de herinnering noemt de factuur niet, kwam te vroeg of geeft te weinig dagen",
    ),
    "reminder_gives_enough": ("de herinnering geeft genoeg dagen", "de herinnering geeft te weinig dagen"),
    "remote": ("er is zorg op afstand aangeboden of gepland", "er is geen zorg op afstand aangeboden of gepland"),
    "remote_trigger": ("hierbij hoort zorg op afstand", "hierbij hoort geen zorg op afstand"),
    "remote_visit": ("het bezoek was op afstand", "het bezoek was niet op afstand"),
    "replaced": ("er kwam een nieuw plan", "er kwam geen nieuw plan"),
    "reported": ("de cliënt zegde het bezoek af of was er niet", "de cliënt zegde het bezoek niet af en was er"),
    "representative": ("er is een vertegenwoordiger voor {0}", "er is geen vertegenwoordiger voor {0}"),
    "represented": ("een vertegenwoordiger mag optreden voor {0}", "geen vertegenwoordiger mag optreden voor {0}"),
    "represented_in_any": ("een vertegenwoordiger mag nu optreden", "geen vertegenwoordiger mag nu optreden"),
    "resolved": ("de klacht is ingetrokken of opgelost", "de klacht is niet ingetrokken of opgelost"),
    "said_unable": ("overmacht was de reden", "overmacht was niet de reden"),
    "second_caregiver": (
        "dit is de tweede zorgverlener van de cliënt",
        "dit is niet de tweede zorgverlener van de cliënt",
    ),
    "second_miss": (
        "dit is de tweede keer zonder overmacht dat de cliënt er niet was",
        "dit is niet de tweede keer zonder overmacht dat de cliënt er niet was",
    ),
    "second_term_lapsed": ("de tweede betalingstermijn is voorbij", "de tweede betalingstermijn is nog niet voorbij"),
    "settled": ("de factuur is betaald", "de factuur is niet betaald"),
    "shared_care": ("de cliënt had met meer zorgverleners te maken", "de cliënt had met één zorgverlener te maken"),
    "short": ("de indicatie geldt korter dan zes maanden", "de indicatie geldt zes maanden of langer"),
    "sick": ("de cliënt was ziek", "de cliënt was niet ziek"),
    "specified": (
        "de factuur heeft regels die optellen tot het bedrag",
        "de factuur heeft geen regels die optellen tot het bedrag",
    ),
    "starts_care": ("hiermee begon de zorg", "hiermee begon de zorg niet"),
    "steps_taken": (
        "alle vijf stappen van de meldcode zijn gezet",
        "niet alle vijf stappen van de meldcode zijn gezet",
    ),
    "still_there": ("deze zorgverlener is er nog", "deze zorgverlener is er niet meer"),
    "superseded": (
        "een nieuwe indicatie kwam in de plaats, of deze is ingetrokken",
        "er kwam geen nieuwe indicatie in de plaats",
    ),
    "superseded_or_rechosen": (
        "een nieuwe indicatie kwam in de plaats, of een ander vraagt aan",
        "er kwam geen nieuwe indicatie in de plaats en geen ander vraagt aan",
    ),
    "team_alone": ("er is nog maar één zorgverlener in het team", "er is meer dan één zorgverlener in het team"),
    "told": ("er is verteld over {0}{how}", "er is niet verteld over {0}{how}"),
    "told_at_intake": ("bij de intake is verteld: {0}", "bij de intake is niet verteld: {0}"),
    "told_before": ("de cliënt hoorde vooraf over {1}", "de cliënt hoorde vooraf niets over {1}"),
    "told_change": ("de zorgaanbieder vertelde het", "de zorgaanbieder vertelde het niet"),
    "told_for_notice": ("{0} is vastgelegd bij deze overeenkomst", "{0} is niet vastgelegd bij deze overeenkomst"),
    "turned_down": ("het aanbod is afgewezen", "het aanbod is niet afgewezen"),
    "twice_missed": (
        "de cliënt was er twee keer niet zonder overmacht",
        "de cliënt was er niet twee keer niet zonder overmacht",
    ),
    "unpaid_at_due": ("op de laatste dag was nog niet alles betaald", "op de laatste dag was alles betaald"),
    "unresolved": ("dit speelt nog: {0}", "dit speelt niet meer: {0}"),
    "unsafe_for_staff": (
        "vervuiling brengt de medewerkers in gevaar",
        "vervuiling brengt de medewerkers niet in gevaar",
    ),
    "urgent_health": ("er was een dringende gezondheidsreden", "er was geen dringende gezondheidsreden"),
    "veto_after": (
        "de cliënt wil deze mantelzorger er niet meer bij",
        "de cliënt heeft deze mantelzorger niet alsnog afgewezen",
    ),
    "vetoed": ("de cliënt wil deze mantelzorger er niet bij", "de cliënt heeft deze mantelzorger niet afgewezen"),
    "was_contact": ("wie wegging was het enige aanspreekpunt", "wie wegging was niet het enige aanspreekpunt"),
    "window_closed": ("de twaalf maanden zijn voorbij", "de twaalf maanden zijn nog niet voorbij"),
    "with_provider": ("er is afgestemd met een andere aanbieder", "er is niet afgestemd met een andere aanbieder"),
    "within_limit": (
        "het bedrag is niet hoger dan de geschilleninstantie mag beoordelen",
        "het bedrag is hoger dan de geschilleninstantie mag beoordelen",
    ),
    "within_reflection": (
        "de aanvraag ging uit binnen de bedenktijd",
        "de aanvraag ging niet uit binnen de bedenktijd",
    ),
    "within_sickness_spell": (
        "het bezoek valt binnen drie weken na het eerste gemiste bezoek",
        "het bezoek valt niet binnen drie weken na het eerste gemiste bezoek",
    ),
}

#: Functions that give a day, an act or a sum: what it is called.
VALUES: Mapping[str, str] = {
    "accepted": "de dag van de overeenkomst",
    "agreement_start": "het begin van de overeenkomst",
    "ahead": "{1} uur voor het begin",
    "at_once": "de laatste dag om het meteen te doen na {0}",
    "budget_over": "de dag na het einde van het budget",
    "cancellation_sum": "het bedrag voor het niet gebruikte bezoek",
    "collection_sum": "de rente en de incassokosten",
    "complaint_due": "de laatste dag om op de klacht te beslissen",
    "copy_sum": "de prijs van de kopie",
    "day_after": "de dag na {0}",
    "decision_received": "de dag waarop de cliënt een besluit over de indicatie heeft",
    "dispute_window": "de tijd waarin een geschil kan worden ingediend",
    "due_of": "de laatste dag van de betalingstermijn",
    "fact": "{0}",
    "first_after": "de eerste dag daarna van: {0}",
    "first_day": "de eerste dag van: {0}",
    "first_remote_visit": "de dag van het eerste bezoek op afstand",
    "first_talk_on_plan": "het eerste gesprek over het plan",
    "hours_later": "{1} uur later",
    "late_indication_sum": "de kosten van de te late aanvraag",
    "latest": "de laatste van: {all}",
    "liability_amount": "het bedrag van de schade",
    "month_after": "de eerste dag van de maand erna",
    "month_end_after": "de laatste dag om de maand te factureren",
    "municipality": "de gemeente waar de cliënt woont",
    "notice_day": "de dag waarop de overeenkomst eindigt na de opzegging",
    "plan": "het plan dat geldt",
    "received": "de dag van ontvangst",
    "remote_since": "de dag vanaf wanneer zorg op afstand speelt",
    "request_due": "de laatste dag om op het verzoek te antwoorden",
    "sickness_sum": "het bedrag dat de gemeente betaalt",
    "start_day": "de dag van het bezoek",
    "transfer_or": "{0}, of later, zodra een nieuwe aanbieder de zorg geeft",
    "turn_from": "de dag waarop de periode begint",
    "visit_of": "het bezoek",
}

#: What such a day is called before the day itself.
LABELS: Mapping[str, str] = {
    "accepted": "overeenkomst tot stand gekomen op",
    "day_after": "de dag daarna,",
    "received": "ontvangen op",
}

#: What a part of an offer is called.
OFFERED: Mapping[str, str] = {
    "indicated": "zorg waarvoor een indicatie nodig is",
    "own": "zorg die de cliënt zelf betaalt",
    "additional": "extra zorg",
    "remote": "zorg op afstand",
}

#: Settings that a function reads, so that an explanation can name them.
SETTINGS: Mapping[str, str] = {"at_once": "at_once", "due_of": "payment_term", "month_end_after": "invoice_within"}
