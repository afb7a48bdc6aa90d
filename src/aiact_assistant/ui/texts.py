"""Every word of the page in Dutch and English, and the example questions."""

from __future__ import annotations

from aiact_assistant.domain import Language

_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("AI-verordening assistent", "AI Act assistant"),
    "intro": (
        "Antwoorden uit de wet en het Algoritmekader, met de bron erbij. Dit is geen juridisch advies: controleer de"
        " bron en vraag bij twijfel de vraagbaak.",
        "Answers from the law and the Algoritmekader, with their source. This is not legal advice: check the source"
        " and ask the help desk when in doubt.",
    ),
    "chat": ("Gesprek", "Conversation"),
    "question": ("Uw vraag", "Your question"),
    "placeholder": (
        "Typ uw vraag. Enter verstuurt, Shift+Enter geeft een nieuwe regel.",
        "Type your question. Enter sends, Shift+Enter starts a new line.",
    ),
    "send": ("Vraag", "Ask"),
    "stop": ("Stop", "Stop"),
    "new": ("Nieuw gesprek", "New conversation"),
    "date": ("Geldig op (JJJJ-MM-DD)", "In force on (YYYY-MM-DD)"),
    "language": ("Taal", "Language"),
    "examples": ("Voorbeelden", "Examples"),
    "sources": ("Bronnen", "Sources"),
    "no_sources": (
        "Hier komen de bronnen van het laatste antwoord.",
        "The sources of the last answer appear here.",
    ),
    "copy": ("Kopieer als tekst", "Copy as text"),
    "copied": ("Gekopieerd", "Copied"),
    "up": ("👍 Goed antwoord", "👍 Good answer"),
    "down": ("👎 Niet goed", "👎 Not good"),
    "reason": ("Reden (mag leeg blijven)", "Reason (may be empty)"),
    "feedback_note": (
        "Uw oordeel wordt met de vraag op deze server bewaard om de antwoorden te verbeteren. Zet er geen"
        " persoonsgegevens in.",
        "Your verdict is kept on this server with the question, to improve the answers. Do not enter personal data.",
    ),
    "thanks": ("Dank u. Uw oordeel is bewaard.", "Thank you. Your verdict is saved."),
    "contact": ("Vraag het de vraagbaak", "Ask the help desk"),
    "applies_from": ("van toepassing vanaf", "applies from"),
    "amended": ("gewijzigd in 2026", "amended in 2026"),
    "open": ("Open de bron", "Open the source"),
    "bad_date": (
        "De datum klopt niet. Schrijf JJJJ-MM-DD, bijvoorbeeld 2026-07-01.",
        "That date is not right. Write YYYY-MM-DD, for example 2026-07-01.",
    ),
    "failed": (
        "Er ging iets mis. Probeer het opnieuw of meld het de beheerder.",
        "Something went wrong. Try again or tell the administrator.",
    ),
    "answered": ("Beantwoord", "Answered"),
    "partly": ("Deels beantwoord", "Partly answered"),
    "no_sources_status": ("Niets gevonden", "Nothing found"),
    "out_of_scope": ("Buiten het onderwerp", "Out of scope"),
    "unclear": ("Niet duidelijk", "Unclear"),
}
_EXAMPLES: tuple[tuple[str, str], ...] = (
    ("Wat is een AI-systeem?", "What is an AI system?"),
    ("Moeten we de OR informeren over AI op de werkvloer?", "Must we inform the works council about AI at work?"),
    ("Vanaf wanneer gelden de regels voor hoog risico?", "When do the high-risk rules apply?"),
    ("Is AI voor sollicitatiebrieven hoog risico?", "Is AI that sorts job applications high risk?"),
    ("Moet onze chatbot zeggen dat hij geen mens is?", "Must our chatbot say that it is not human?"),
)


def text(key: str, language: Language) -> str:
    """A text of the page."""
    return _TEXTS[key][0 if language == "nl" else 1]


def examples(language: Language) -> list[str]:
    """Questions to start with."""
    return [pair[0 if language == "nl" else 1] for pair in _EXAMPLES]
