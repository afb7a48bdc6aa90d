"""Names for what a decision says, in Dutch and English, for every page, memo and terminal that shows one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from aiact_assistant.corpus.labels import format_reference
from aiact_assistant.domain import Decision, FindingStatus, Language, Obligation, ProvisionId, RiskClass

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}
_CLASSES: Mapping[RiskClass, tuple[str, str]] = {
    RiskClass.PROHIBITED: ("verboden", "prohibited"),
    RiskClass.HIGH_RISK: ("hoog risico", "high risk"),
    RiskClass.HIGH_RISK_EXEMPT: (
        "geen hoog risico door een uitzondering (artikel 6, lid 3)",
        "not high risk by an exception (Article 6(3))",
    ),
    RiskClass.TRANSPARENCY: ("transparantieverplichting", "transparency obligation"),
    RiskClass.MINIMAL: ("minimaal risico", "minimal risk"),
    RiskClass.NOT_AI_SYSTEM: ("geen AI-systeem", "not an AI system"),
    RiskClass.OUT_OF_SCOPE: ("valt buiten de verordening", "outside the regulation"),
    RiskClass.UNDETERMINED: ("nog niet te bepalen", "cannot be determined yet"),
}
_MODEL = ("model voor algemene doeleinden, geen AI-systeem", "general-purpose AI model, not an AI system")
_STATUSES: Mapping[FindingStatus, tuple[str, str]] = {
    FindingStatus.HOLDS: ("geldt", "holds"),
    FindingStatus.EXCLUDED: ("uitgezonderd", "excluded"),
    FindingStatus.UNDETERMINED: ("open", "open"),
}
_ANSWERS: Mapping[bool | None, tuple[str, str]] = {
    True: ("ja", "yes"),
    False: ("nee", "no"),
    None: ("onbekend", "unknown"),
}
_REGISTERS: Mapping[str, tuple[str, str]] = {
    "eu_database": ("EU-databank", "EU database"),
    "national": ("nationaal register", "national register"),
    "algoritmeregister": ("Algoritmeregister", "Dutch Algorithm Register"),
}
_ROLES: Mapping[str, tuple[str, str]] = {
    "provider": ("aanbieder", "provider"),
    "deployer": ("gebruiksverantwoordelijke", "deployer"),
    "importer": ("importeur", "importer"),
    "distributor": ("distributeur", "distributor"),
    "authorised_representative": ("gemachtigde", "authorised representative"),
    "product_manufacturer": ("productfabrikant", "product manufacturer"),
    "organisation": ("overheidsorganisatie", "public organisation"),
}
# In the order in which answers are listed.
_GROUPS: Mapping[str, tuple[str, str]] = {
    "systeem": ("AI-systeem of model", "AI system or model"),
    "toepassingsgebied": ("Geldt de verordening?", "Does the regulation apply?"),
    "rol": ("Uw rol", "Your role"),
    "verboden": ("Verboden praktijken", "Prohibited practices"),
    "gebied": ("Gebied van gebruik", "Area of use"),
    "biometrie": ("Biometrie", "Biometrics"),
    "product": ("Producten en veiligheid", "Products and safety"),
    "onderwijs": ("Onderwijs", "Education"),
    "werk": ("Werk en personeel", "Work and staff"),
    "diensten": ("Uitkeringen en diensten", "Benefits and services"),
    "rechtshandhaving": ("Rechtshandhaving", "Law enforcement"),
    "migratie": ("Migratie, asiel en grens", "Migration, asylum and border"),
    "verkiezingen": ("Verkiezingen", "Elections"),
    "uitzondering": ("Uitzondering op hoog risico", "Exception to high risk"),
    "transparantie": ("Transparantie", "Transparency"),
    "model": ("Model voor algemene doeleinden", "General-purpose model"),
    "plichten": ("Voor de verplichtingen", "For the obligations"),
    "overgang": ("Overgangsrecht", "Transition"),
}
_STAGES: Mapping[str, tuple[str, str]] = {
    "system": ("AI-systeem of model", "AI system or model"),
    "scope": ("Toepassingsgebied", "Scope"),
    "role": ("Rol", "Role"),
    "prohibited": ("Verboden praktijk", "Prohibited practice"),
    "high_risk": ("Hoog risico", "High risk"),
    "transparency": ("Transparantie", "Transparency"),
    "gpai": ("Algemene doeleinden", "General purpose"),
}
# What a state says of a stage; where the stage has words of its own they stand in ``_STAGE_STATES``.
_STATES: Mapping[str, tuple[str, str]] = {
    "yes": ("Ja", "Yes"),
    "no": ("Nee", "No"),
    "excluded": ("Nee, door een uitzondering", "No, by an exception"),
    "open": ("Nog open", "Still open"),
    "skipped": ("Niet aan de orde", "Does not arise"),
}
_STAGE_STATES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("system", "no"): ("Geen AI-systeem", "Not an AI system"),
    ("scope", "yes"): ("De verordening geldt", "The regulation applies"),
    ("scope", "no"): ("De verordening geldt niet", "The regulation does not apply"),
    ("role", "no"): ("Geen rol", "No role"),
}


def stage_name(stage: str, language: Language) -> str:
    """A stage on the way to an outcome: "Hoog risico"."""
    return _choose(_STAGES[stage], language)


def state_name(stage: str, state: str, language: Language) -> str:
    """What is known of a stage: "De verordening geldt"."""
    return _choose(_STAGE_STATES.get((stage, state), _STATES[state]), language)


def class_name(risk_class: RiskClass, language: Language) -> str:
    """The class of a system: "hoog risico"."""
    return _choose(_CLASSES[risk_class], language)


def outcome_name(decision: Decision, language: Language) -> str:
    """The class of a decision; of a model that is no system it says what it is."""
    if decision.risk_class is RiskClass.NOT_AI_SYSTEM and decision.gpai:
        return _choose(_MODEL, language)
    return class_name(decision.risk_class, language)


def status_name(status: FindingStatus, language: Language) -> str:
    """Whether a finding stands: "geldt"."""
    return _choose(_STATUSES[status], language)


def answer_name(answer: bool | None, language: Language) -> str:
    """An answer or a value: "ja", "nee" or "onbekend"."""
    return _choose(_ANSWERS[answer], language)


def register_name(register: str, language: Language) -> str:
    """A register in which a system is entered."""
    return _choose(_REGISTERS[register], language)


def role_name(role: str, language: Language) -> str:
    """A role of the regulation, or that of an organisation of the government."""
    return _choose(_ROLES[role], language)


def group_names(language: Language) -> dict[str, str]:
    """The groups of questions, in the order in which answers are listed."""
    return {group: _choose(pair, language) for group, pair in _GROUPS.items()}


def written_day(day: date, language: Language) -> str:
    """A day in words: "2 december 2027"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def start_of(duty: Obligation, language: Language) -> str:
    """From when a duty applies, in words; a duty that waits for a change of design has no day, nor has policy."""
    if duty.applies_from is not None:
        return f"{_choose(('vanaf', 'from'), language)} {written_day(duty.applies_from, language)}"
    if duty.transitions:
        return _choose(
            ("pas na een aanzienlijke ontwerpwijziging", "only after a significant change of design"), language
        )
    return _choose(("geen vaste dag", "no fixed day"), language)


def _choose(pair: tuple[str, str], language: Language) -> str:
    return pair[0 if language == "nl" else 1]


def provision_name(provision: ProvisionId, titles: Mapping[ProvisionId, str], language: Language) -> str:
    """What a reader calls a provision; a page of the Algoritmekader by its title, or else the end of its address."""
    if provision.startswith("ak:"):
        return titles.get(provision) or provision.rpartition("/")[2].replace("-", " ")
    return format_reference(provision, language, act=False)
