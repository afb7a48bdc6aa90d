"""An entry of the Dutch Algoritmeregister, as far as a dossier supports it (publication standard 1.0). Pure.

Comes in: a ``Draft`` and what the dossier says under its headings. Goes out: the fields of an entry. What the
dossier does not say is marked in the field itself; a field that cannot hold a mark (a choice, a date) is named apart.
Personal data must have been masked before: the register is public.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiact_assistant.domain import Decision, Draft, Evidence, RiskClass

FILL = "[IN TE VULLEN]"
VERSION = "1.0"

# Longest text of a field, in characters.
_MOST: Mapping[str, int] = {
    "name": 100,
    "description_short": 400,
    "organization": 100,
    "contact_email": 500,
    "website": 500,
    "url": 500,
    "goal": 2500,
    "proportionality": 2500,
    "human_intervention": 2500,
    "risks": 2500,
    "lawful_basis": 2500,
    "process_index_url": 500,
    "impacttoetsen": 2500,
    "source_data": 2500,
    "methods_and_models": 5000,
    "provider": 200,
    "publiccode": 500,
    "source_id": 100,
    "tags": 2500,
}
# What to write where the dossier is silent, in our own words.
_HINTS: Mapping[str, str] = {
    "name": "naam van het algoritme, liefst met een werkwoord",
    "description_short": "in twee of drie zinnen: wat doet het en waar wordt het voor gebruikt?",
    "organization": "naam van uw organisatie",
    "contact_email": "algemeen e-mailadres of contactpagina, geen adres van een persoon",
    "website": "adres van een pagina voor het publiek, of haal dit veld weg",
    "url": "adres in het register van uw organisatie, of haal dit veld weg",
    "goal": "wat wilt u bereiken en wat merken burgers of bedrijven ervan?",
    "proportionality": "voordelen, nadelen, alternatieven, en waarom dit toch redelijk is",
    "human_intervention": "wie bekijkt de uitkomst en kan haar veranderen?",
    "risks": "welke risico's zijn er en wat doet u ertegen?",
    "lawful_basis": "op welke wet of taak steunt het proces?",
    "process_index_url": "adres in het verwerkingsregister, of haal dit veld weg",
    "impacttoetsen": "welke toetsen zijn gedaan (DPIA, IAMA), of waarom niet",
    "source_data": "welke gegevens worden gebruikt?",
    "methods_and_models": "invoer, werking en uitvoer",
    "provider": "naam van de leverancier, of: intern ontwikkeld",
    "publiccode": "adres van de broncode, of haal dit veld weg",
    "source_id": "nummer in uw eigen administratie, of haal dit veld weg",
    "tags": "trefwoorden, met komma's ertussen",
}
_FROM_SECTIONS = (
    *("goal", "proportionality", "human_intervention", "risks", "lawful_basis", "impacttoetsen"),
    *("source_data", "methods_and_models"),
)
# The theme that goes with a fact.
_THEMES: Mapping[str, str] = {
    "area_employment": "Werk",
    "area_education": "Onderwijs en wetenschap",
    "migration_use": "Migratie en integratie",
    "law_enforcement_use": "Openbare orde en veiligheid",
    "judicial_support": "Recht",
    "benefits_eligibility": "Sociale zekerheid",
    "emergency_dispatch": "Zorg en gezondheid",
    "critical_infrastructure": "Ruimte en infrastructuur",
}
_IN_USE = ("existing_high_risk", "existing_generative")
_SENTENCE = re.compile(r"[.!?](?=\s)")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """The fields of an entry, and what a person still has to do.

    Attributes:
        values: per field its value, as the register takes it.
        to_fill: fields that hold only a mark.
        to_check: fields with a value that the dossier suggests or that had to be chosen.
    """

    values: Mapping[str, object]
    to_fill: tuple[str, ...]
    to_check: tuple[str, ...]


def register_entry(draft: Draft, sections: Mapping[str, Evidence], title: str = "") -> RegisterEntry:
    """The entry.

    Args:
        draft: the draft.
        sections: per field what stands under a heading about it, without personal data.
        title: title of the main document, '' when it has none.
    """
    values: dict[str, object] = {}
    if title:
        values["name"] = _cut(title, _MOST["name"])
    for field in _FROM_SECTIONS:
        if field in sections:
            values[field] = _quoted(sections[field], _MOST[field])
    if "goal" in sections:
        values["description_short"] = _cut(_flat(sections["goal"].quote), _MOST["description_short"])
    known = {name: fact.answer for name, fact in draft.decision.facts.items()}
    if known.get("develops"):
        values["provider"] = "Intern ontwikkeld"
    if themes := [theme for fact, theme in _THEMES.items() if known.get(fact)]:
        values["category"] = themes
    values["status"] = "In gebruik" if any(known.get(name) for name in _IN_USE) else "In ontwikkeling"
    values["publication_category"] = _category(draft)
    supported = tuple(values)
    missing = tuple(field for field in _HINTS if field not in values)
    values |= {field: _cut(f"{FILL} {_HINTS[field]}", _MOST[field]) for field in missing}
    values |= {"lang": "nld", "standard_version": VERSION}
    return RegisterEntry(values, (*missing, "begin_date"), supported)


def _category(draft: Draft) -> str:
    """The category of publication; the class that is most likely counts while questions are open."""
    decision: Decision = draft.decision
    if draft.draft_class is RiskClass.HIGH_RISK or decision.risk_class is RiskClass.HIGH_RISK:
        return "Hoog-risico AI-systeem"
    impact = decision.facts.get("impactful_algorithm")
    return "Impactvolle algoritmes" if impact is not None and impact.answer else "Overige algoritmes"


def _quoted(evidence: Evidence, most: int) -> str:
    """What the dossier says, with where it says it: whoever fills in the entry checks it there."""
    page = "" if evidence.page is None else f", blz. {evidence.page}"
    source = f" (uit: {evidence.file}{page})"
    return f"{_cut(_flat(evidence.quote), max(0, most - len(source)))}{source}"[:most]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    """The text, up to the last whole sentence that fits."""
    if len(text) <= most:
        return text
    ends = [found.end() for found in _SENTENCE.finditer(text[: most + 1])]
    return text[: ends[-1]] if ends else f"{text[: most - 1]}…"
