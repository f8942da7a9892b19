"""The documents of the fictitious providers, in Markdown: title, text, in force since and to be reviewed in days."""

from __future__ import annotations

_COMPLAINTS = """
Bent u niet tevreden? Vertel het ons, dan zoeken we samen een oplossing.

## Eerst praten

Praat als het kan eerst met de medewerker om wie het gaat, of met uw vaste aanspreekpunt.

## Een klacht indienen

- Schrijf ons een brief of een e-mail, of bel ons. Wij helpen u met opschrijven.
- U krijgt binnen een week bericht dat wij uw klacht hebben.
- Onze klachtenfunctionaris werkt onafhankelijk van het team en kost u niets.
- U hoort binnen 6 weken wat wij vinden en wat wij gaan doen. Lukt dat niet, dan laten wij u dat op tijd weten.

## Nog niet tevreden

Dan kunt u naar de geschilleninstantie of naar de rechter. De klachtenfunctionaris vertelt u hoe dat gaat.
"""
_PRIVACY = """
Wij bewaren gegevens over u, omdat wij u anders niet goed kunnen helpen.

## Wat wij bewaren

- Wie u bent en hoe wij u bereiken
- Welke zorg of steun u krijgt en waarom
- Wat wij met u afspreken en wat er gebeurt
- Wat er betaald wordt, en door wie

## Wie het ziet

Alleen wie u helpt of wie het voor het werk nodig heeft. Elke keer dat iemand in uw dossier kijkt, wordt dat vastgelegd.
U kunt zelf zien wie er heeft gekeken.

## Wat u kunt vragen

U mag uw gegevens inzien, laten verbeteren, laten vernietigen of een kopie krijgen. U hoort binnen een maand van ons.
"""
_ACCESSIBILITY = """
Wij willen dat iedereen deze pagina’s kan lezen en gebruiken, ook met een schermlezer, zonder muis of met grote letters.

## Hoe ver wij zijn

De pagina’s zijn gemaakt volgens de richtlijnen WCAG 2.2, niveau AA. Brieven die wij als bestand sturen, zijn nog niet
allemaal nagekeken.

## Lukt iets niet?

Bel of mail ons. Wij sturen u de tekst dan op een andere manier en lossen het op.
"""
_REPORTING_CODE = """
Zo handelen wij als wij denken dat iemand thuis wordt mishandeld of verwaarloosd.

1. Schrijf op wat u ziet en hoort.
2. Overleg met een collega of de aandachtsfunctionaris, en zo nodig met Veilig Thuis.
3. Praat met de cliënt, als dat veilig is.
4. Weeg hoe groot het gevaar is.
5. Beslis: is melden nodig, en kunt u zelf helpen?

Leg elke stap vast op de dag zelf.
"""

TEXTS: dict[str, tuple[str, str, int, int]] = {
    "choice_information": (
        "Kiezen voor Thuiszorg De Linde",
        """
## Welke zorg wij geven

Persoonlijke verzorging, verpleging, huishoudelijke hulp en zorg via een beeldscherm. Wij werken in en rond Deventer,
Raalte en Olst.

## Wat het kost

| Zorg | Wie betaalt | Tarief per uur |
| --- | --- | --- |
| Persoonlijke verzorging | uw zorgkantoor | € 64,20 |
| Verpleging | uw zorgverzekeraar | € 78,60 |
| Huishoudelijke hulp | u zelf | € 38,40 |
| Extra verzorging | u zelf | € 58,80 |

## Hoe u ons bereikt

Op werkdagen van 8.00 tot 17.00 uur op kantoor. Krijgt u zorg van ons, dan kunt u ook ’s avonds en ’s nachts bellen.

## Wat cliënten vinden

Elk jaar vragen wij onze cliënten wat zij van ons vinden. U krijgt de uitkomst als u erom vraagt.
""",
        200,
        165,
    ),
    "complaint_scheme": ("Klachtenregeling van Thuiszorg De Linde", _COMPLAINTS, 420, 310),
    "privacy": ("Privacyverklaring", _PRIVACY, 420, 310),
    "accessibility": ("Toegankelijkheidsverklaring", _ACCESSIBILITY, 60, 305),
    "reporting_code": ("Meldcode huiselijk geweld en mishandeling", _REPORTING_CODE, 800, -25),
    "hygiene": (
        "Hygiënerichtlijnen",
        """
Zo werken wij schoon en veilig bij u thuis.

- Handen wassen of desinfecteren voor en na elke handeling
- Handschoenen bij contact met wonden, bloed of ontlasting
- Geen ringen, armbanden of horloge bij de verzorging
- Schone werkkleding, elke dag
- Naalden meteen in de naaldencontainer

Wie ziek is met koorts, braken of diarree, komt niet en belt het team.
""",
        500,
        40,
    ),
}
"""Of the provider of care; which norms it follows is not published, so that something is missing."""

SUPPORT_TEXTS: dict[str, tuple[str, str, int, int]] = {
    "complaint_scheme": ("Klachtenregeling van Het Venster", _COMPLAINTS, 350, 380),
    "privacy": ("Privacyverklaring", _PRIVACY, 350, 380),
    "reporting_code": ("Meldcode huiselijk geweld en kindermishandeling", _REPORTING_CODE, 350, 15),
    "norms": (
        "Waar wij ons aan houden",
        """
- Het kwaliteitskader dat met de gemeenten is afgesproken
- De beroepscode voor sociaal werk
- Ons eigen beleid voor veilig werken bij mensen thuis

Elk jaar laten wij een ander bureau kijken of wij het waarmaken.
""",
        350,
        380,
    ),
}
"""Of the provider of support."""
