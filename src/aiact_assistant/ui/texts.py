"""Every word of the page in Dutch and English, and the example questions."""

from __future__ import annotations

from aiact_assistant.domain import Authority, Language
from aiact_assistant.ui.texts_beoordeling import ASSESSMENT_TEXTS

_TEXTS: dict[str, tuple[str, str]] = {
    **ASSESSMENT_TEXTS,
    "title": ("AI-verordening assistent", "AI Act assistant"),
    "intro": (
        "Antwoorden uit de wet en het Algoritmekader, met de bron erbij. Dit is geen juridisch advies: controleer de"
        " bron en vraag bij twijfel de vraagbaak.",
        "Answers from the law and the Algoritmekader, with their source. This is not legal advice: check the source"
        " and ask the help desk when in doubt.",
    ),
    "skip": ("Naar uw vraag", "Go to your question"),
    "language": ("Taal", "Language"),
    # Conversation
    "chat": ("Gesprek", "Conversation"),
    "welcome": ("Waarmee kan ik helpen?", "How can I help?"),
    "welcome_hint": (
        "Stel hieronder een vraag in gewone woorden, of kies een voorbeeld.",
        "Ask a question in plain words below, or choose an example.",
    ),
    "your_question": ("Uw vraag:", "Your question:"),
    "searching": ("Bezig met zoeken in de bronnen…", "Searching the sources…"),
    "stopped": ("Gestopt. Dit antwoord is niet af.", "Stopped. This answer is not complete."),
    "stopped_empty": ("Gestopt voordat er een antwoord was.", "Stopped before there was an answer."),
    "explanation": ("In het kort", "In short"),
    "evidence": ("Letterlijk in", "Verbatim in"),
    "explanation_note": (
        "Dit is onze uitleg. Alleen de aangehaalde tekst hieronder is letterlijk.",
        "This is our explanation. Only the quoted text below is verbatim.",
    ),
    "valid_on": ("Geldig op", "As in force on"),
    "quotes_dutch": ("Nederlandse tekst", "Dutch text"),
    "quotes_english": ("Engelse tekst", "English text"),
    "to_source": ("bron", "source"),
    "new_window": ("opent in een nieuw venster", "opens in a new window"),
    "applies_from": ("van toepassing vanaf", "applies from"),
    "amended": ("gewijzigd in 2026", "amended in 2026"),
    # Form
    "question": ("Uw vraag", "Your question"),
    "placeholder": ("Typ uw vraag in gewone woorden", "Type your question in plain words"),
    "keys": (
        "Enter verstuurt, Shift + Enter geeft een nieuwe regel, Esc stopt.",
        "Enter sends, Shift + Enter starts a new line, Esc stops.",
    ),
    "send": ("Stel de vraag", "Ask"),
    "stop": ("Stop", "Stop"),
    "new": ("Nieuw gesprek", "New conversation"),
    "date": ("Geldig op", "In force on"),
    "date_hint": (
        "Leeg is vandaag. Kies een andere dag voor de tekst die dan geldt of gold.",
        "Empty is today. Choose another day for the text in force on that day.",
    ),
    "empty": ("U hebt geen vraag ingevuld. Typ een vraag.", "You did not enter a question. Please type one."),
    "bad_date": (
        "De datum klopt niet. Vul dag, maand en jaar in, of maak het veld leeg voor vandaag.",
        "That date is not right. Enter day, month and year, or clear the field for today.",
    ),
    "failed": (
        "Er ging iets mis. Probeer het opnieuw of meld het de beheerder.",
        "Something went wrong. Try again or tell the administrator.",
    ),
    # Sources
    "sources": ("Bronnen", "Sources"),
    "no_answer_yet": (
        "Hier komen de bronnen van het laatste antwoord.",
        "The sources of the last answer appear here.",
    ),
    "no_sources": ("Bij dit antwoord zijn geen bronnen.", "There are no sources with this answer."),
    "open": ("Open de bron", "Open the source"),
    "back": ("terug naar het citaat", "back to the quote"),
    "contact": ("Vraag het de vraagbaak", "Ask the help desk"),
    "contact_hint": (
        "Opent uw mailprogramma met uw vraag en wat er gevonden is.",
        "Opens your mail program with your question and what was found.",
    ),
    # After an answer
    "copy": ("Kopieer als tekst", "Copy as text"),
    "copied": (
        "Gekopieerd: antwoord en bronnen staan op het klembord.",
        "Copied: the answer and its sources are on the clipboard.",
    ),
    "not_copied": (
        "Kopiëren lukt niet in deze browser. Selecteer de tekst en kopieer met Ctrl+C.",
        "Copying does not work in this browser. Select the text and copy it with Ctrl+C.",
    ),
    "up": ("Nuttig", "Useful"),
    "down": ("Niet nuttig", "Not useful"),
    "reason_up": ("U vindt dit antwoord nuttig. Waarom? (mag leeg blijven)", "You find this useful. Why? (optional)"),
    "reason_down": (
        "U vindt dit antwoord niet nuttig. Wat kan beter? (mag leeg blijven)",
        "You do not find this useful. What could be better? (optional)",
    ),
    "feedback_note": (
        "Uw oordeel wordt met uw vraag op deze server bewaard om de antwoorden te verbeteren. Zet er geen"
        " persoonsgegevens in.",
        "Your verdict is kept on this server with your question, to improve the answers. Do not enter personal data.",
    ),
    "keep": ("Bewaar mijn oordeel", "Save my verdict"),
    "cancel": ("Annuleer", "Cancel"),
    "thanks": ("Dank u. Uw oordeel is bewaard.", "Thank you. Your verdict is saved."),
    # Statuses
    "status_answered": ("Beantwoord", "Answered"),
    "status_partly": ("Deels beantwoord", "Partly answered"),
    "status_no_sources": ("Niets gevonden", "Nothing found"),
    "status_out_of_scope": ("Buiten het onderwerp", "Out of scope"),
    "status_unclear": ("Niet duidelijk", "Unclear"),
    "status_error": ("Geen antwoord", "No answer"),
    # Kennisbank
    "tabs": ("Onderdelen", "Sections"),
    "tab_vragen": ("Vragen", "Questions"),
    "tab_kennisbank": ("Kennisbank", "Knowledge base"),
    "kb_see_also": ("Misschien ook nuttig", "Also useful, perhaps"),
    "kb_link": ("Lees in de kennisbank", "Read in the knowledge base"),
    "kb_search": ("Zoek in de kennisbank", "Search the knowledge base"),
    "kb_subject": ("Onderwerp", "Subject"),
    "kb_role": ("Rol", "Role"),
    "kb_all_subjects": ("Alle onderwerpen", "All subjects"),
    "kb_all_roles": ("Alle rollen", "All roles"),
    "kb_clear": ("Wis zoeken en filters", "Clear search and filters"),
    "kb_answers": ("antwoorden", "answers"),
    # The script fills in the number.
    "kb_alle": ("# antwoorden, per onderwerp", "# answers, by subject"),
    "kb_meer": ("# antwoorden gevonden", "# answers found"),
    "kb_een": ("1 antwoord gevonden", "1 answer found"),
    "kb_geen": (
        "Niets gevonden. Probeer een ander woord of minder filters, of stel uw vraag bij Vragen.",
        "Nothing found. Try another word or fewer filters, or ask your question under Questions.",
    ),
    "kb_loading": ("Bezig met laden…", "Loading…"),
    "kb_not_loaded": (
        "Laden is niet gelukt. Sluit dit en open het opnieuw, of laad de pagina opnieuw.",
        "This could not be loaded. Close it and open it again, or reload the page.",
    ),
    "kb_dutch": ("De volledige uitleg is in het Nederlands.", "The full explanation is in Dutch."),
    "kb_rests_on": ("Rust op", "Based on"),
    "kb_valid_from": ("Geldig vanaf", "Valid from"),
    "kb_checked_on": ("Gecontroleerd op", "Checked on"),
    "kb_note": (
        "Dit is uitleg van dit programma, geen wettekst. De wet gaat voor.",
        "This is an explanation by this tool, not the text of the law. The law prevails.",
    ),
    # Beslishulp
    "tab_beslishulp": ("Beslishulp", "Decision aid"),
    "bh_copy": ("Kopieer adres", "Copy address"),
    "bh_memo": ("Download memo", "Download memo"),
    "bh_json": ("Download JSON", "Download JSON"),
    "bh_again": ("Opnieuw beginnen", "Start again"),
    "bh_again_sure": ("Opnieuw beginnen?", "Start again?"),
    "bh_again_text": (
        "Al uw antwoorden worden gewist. Bewaar eerst het adres als u ze later nog nodig hebt.",
        "All your answers will be erased. Keep the address first if you may need them later.",
    ),
    "bh_again_yes": ("Ja, wis alles", "Yes, erase all"),
    "bh_not_today": ("U kijkt naar een andere dag dan vandaag,", "You are looking at another day than today,"),
    "bh_skipped": (
        "Een deel van dit adres is niet herkend en overgeslagen (aantal: #). Misschien is het afgebroken of van een"
        " andere versie. Kijk uw antwoorden na.",
        "A part of this address was not recognised and was left out (count: #). It may be cut off or of another"
        " version. Please check your answers.",
    ),
    "bh_conflicts": (
        "Dit antwoord spreekt een ander antwoord tegen. Kijk het na:",
        "This answer contradicts another one. Please check:",
    ),
    "bh_question": ("Vraag", "Question"),
    "bh_left": ("nog hoogstens #", "at most # to go"),
    "bh_example": ("Bijvoorbeeld:", "For example:"),
    "bh_yes": ("Ja", "Yes"),
    "bh_no": ("Nee", "No"),
    "bh_unknown": ("Weet ik niet", "I don't know"),
    # The keys for the three answers, in that order.
    "bh_letters": ("jno", "ynu"),
    "bh_back": ("Vorige vraag", "Previous question"),
    "bh_on": ("Verder zonder wijziging", "Continue without a change"),
    "bh_done": ("Alle vragen zijn beantwoord", "All questions are answered"),
    "bh_done_text": (
        "Er is niets meer dat de uitkomst kan veranderen. Download het memo of deel het adres.",
        "There is nothing left that can change the outcome. Download the memo or share the address.",
    ),
    "bh_done_unknown": (
        "Alleen wat u niet wist, staat nog open. Zoek dat uit en kom met dit adres terug.",
        "Only what you did not know is still open. Find it out and come back with this address.",
    ),
    "bh_given": ("Uw antwoorden", "Your answers"),
    "bh_change": ("Wijzig", "Change"),
    "bh_remove": ("Wis", "Remove"),
    "bh_private": (
        "Uw antwoorden staan in het adres van deze pagina. De server bewaart ze niet.",
        "Your answers are in the address of this page. The server does not keep them.",
    ),
    "bh_outcome": ("Uitkomst", "Outcome"),
    "bh_from": ("Van toepassing vanaf", "Applies from"),
    "bh_usual": ("Als de rest ligt zoals gewoonlijk", "If the rest is as it usually is"),
    "bh_roles": ("Uw rol", "Your role"),
    "bh_roles_open": ("Misschien ook", "Perhaps also"),
    "bh_none": ("geen", "none"),
    "bh_none_yet": ("nog niet bekend", "not known yet"),
    "bh_now": ("waarvan # nu al gelden", "# of which in force now"),
    "bh_then": ("waarvan # op de gekozen dag gelden", "# of which in force on the chosen day"),
    "bh_systemic": ("Ja, met systeemrisico", "Yes, with systemic risk"),
    "bh_registers": ("Registreren in", "Register in"),
    "bh_fria": ("Effect op grondrechten", "Fundamental rights"),
    "bh_fria_needed": ("beoordeling nodig (artikel 27)", "impact assessment needed (Article 27)"),
    "bh_draft": (
        "Concept. Een mens moet deze uitkomst beoordelen; dit is geen juridisch advies.",
        "Draft. A person must assess this outcome; it is not legal advice.",
    ),
    "bh_path": ("De weg naar deze uitkomst", "The way to this outcome"),
    "bh_waits": ("Wacht op", "Waits for"),
    "bh_more": ("en nog # antwoorden", "and # more answers"),
    "bh_more_one": ("en nog 1 antwoord", "and 1 more answer"),
    "bh_duties": ("Verplichtingen", "Obligations"),
    "bh_no_duties": ("Uit deze antwoorden volgen geen verplichtingen.", "No obligations follow from these answers."),
    "bh_no_duties_yet": (
        "Nog geen. Beantwoord meer vragen: verplichtingen verschijnen hier zodra zij vaststaan.",
        "None yet. Answer more questions: obligations appear here as soon as they are certain.",
    ),
    "bh_for": ("Voor de", "For the"),
    "bh_in_force": ("geldt nu", "in force"),
    "bh_in_force_then": ("geldt op de gekozen dag", "in force on the chosen day"),
    "bh_transition": ("Overgangsrecht:", "Transition:"),
    "bh_transition_open": ("Misschien later door overgangsrecht:", "Perhaps later by a transition:"),
    "bh_until": ("uiterlijk", "at the latest"),
    "bh_requirement": ("Algoritmekader", "Algoritmekader"),
    "bh_help": ("Maatregelen en hulpmiddelen", "Measures and tools"),
    "bh_timeline": ("Vanaf wanneer wat geldt", "What applies from when"),
    "bh_today": ("Vandaag", "Today"),
    "bh_start": ("# verplichtingen", "# obligations"),
    "bh_one_starts": ("1 verplichting", "1 obligation"),
    "bh_undated": (
        "Verplichtingen zonder vaste dag: #. Zij staan bij Verplichtingen.",
        "Obligations without a fixed day: #. They are under Obligations.",
    ),
    "bh_findings": ("Bevindingen", "Findings"),
    "bh_by": ("door", "by"),
    "bh_open": ("Nog open vragen, de belangrijkste eerst", "Open questions, most important first"),
    "bh_more_open": (
        "En nog #. Veel daarvan vervallen door een eerder antwoord.",
        "And # more. Many of these fall away by an earlier answer.",
    ),
    "bh_trace": ("De hele redenering, regel voor regel", "The whole reasoning, rule by rule"),
    "bh_rule": ("Regel", "Rule"),
    "bh_value": ("Waarde", "Value"),
    "bh_provision": ("Bepaling", "Provision"),
    "bh_because": ("Feiten", "Facts"),
    "bh_version": ("Versie van de regels", "Version of the rules"),
    "bh_copied": ("Het adres is gekopieerd.", "The address was copied."),
    "bh_not_loaded": (
        "Dit is niet gelukt. Controleer de verbinding en probeer het opnieuw; uw antwoorden staan nog in het adres.",
        "This did not work. Check the connection and try again; your answers are still in the address.",
    ),
    # Copied text
    "copy_footer": (
        "Gemaakt met de AI-verordening assistent. Geen juridisch advies.",
        "Made with the AI Act assistant. Not legal advice.",
    ),
}
_AUTHORITIES: dict[Authority, tuple[str, str]] = {
    Authority.LAW: ("Dit staat in de wet", "What the law says"),
    Authority.GUIDELINE: ("Richtsnoeren van de Europese Commissie", "Guidelines of the European Commission"),
    Authority.ALGORITMEKADER: ("Uit het Algoritmekader", "From the Algoritmekader"),
    Authority.KNOWLEDGE: ("Uit de kennisbank", "From the knowledge base"),
    Authority.OWN: ("Uit een document van uw organisatie", "From a document of your organisation"),
}
_BADGES: dict[Authority, tuple[str, str]] = {
    Authority.LAW: ("wet", "law"),
    Authority.GUIDELINE: ("richtsnoer", "guideline"),
    Authority.ALGORITMEKADER: ("Algoritmekader", "Algoritmekader"),
    Authority.KNOWLEDGE: ("kennisbank", "knowledge base"),
    Authority.OWN: ("eigen document", "own document"),
}
# In the order in which they are listed.
_SUBJECTS: dict[str, tuple[str, str]] = {
    "begrippen": ("Begrippen", "Terms"),
    "reikwijdte": ("Wanneer geldt de wet?", "When does the law apply?"),
    "rollen": ("Welke rol hebt u?", "Which role do you have?"),
    "verboden": ("Verboden AI", "Prohibited AI"),
    "hoog-risico": ("Hoog risico", "High risk"),
    "plichten-gebruiker": ("Plichten van de gebruiksverantwoordelijke", "Duties of the deployer"),
    "plichten-aanbieder": ("Plichten van de aanbieder", "Duties of the provider"),
    "transparantie": ("Transparantie", "Transparency"),
    "generatieve-ai": ("Generatieve AI op het werk", "Generative AI at work"),
    "gpai": ("AI-modellen voor algemene doeleinden", "General-purpose AI models"),
    "geletterdheid": ("AI-geletterdheid", "AI literacy"),
    "organisatie": ("AI in uw organisatie", "AI in your organisation"),
    "inkoop": ("Inkoop en contracten", "Procurement and contracts"),
    "algoritmeregister": ("Algoritmeregister", "Algorithm register"),
    "andere-wetten": ("Andere wetten", "Other laws"),
    "testen": ("Testen en testomgevingen", "Testing and sandboxes"),
    "toezicht": ("Toezicht, klachten en boetes", "Supervision, complaints and fines"),
    "datums": ("Datums en overgangsrecht", "Dates and transition"),
    "wijziging-2026": ("Wijzigingen in 2026", "Changes in 2026"),
    "misverstanden": ("Misverstanden", "Misunderstandings"),
}
_ROLES: dict[str, tuple[str, str]] = {
    "iedereen": ("Iedereen", "Everyone"),
    "bestuurder": ("Bestuurder", "Executive"),
    "beleidsmedewerker": ("Beleidsmedewerker", "Policy officer"),
    "projectleider": ("Projectleider", "Project manager"),
    "inkoper": ("Inkoper", "Procurement officer"),
    "jurist": ("Jurist", "Lawyer"),
    "ontwikkelaar": ("Ontwikkelaar", "Developer"),
    "privacy": ("Privacy (FG, privacy officer)", "Privacy (DPO, privacy officer)"),
    "ciso": ("Informatiebeveiliging (CISO)", "Information security (CISO)"),
    "hr": ("HR", "HR"),
    "or": ("Ondernemingsraad", "Works council"),
    "communicatie": ("Communicatie", "Communication"),
    "toezichthouder": ("Toezichthouder", "Supervisor"),
}
# Each was asked of the real sources in both languages: the provision that it needs stands among the quotes.
_EXAMPLES: tuple[tuple[str, str], ...] = (
    ("Wat is een AI-systeem?", "What is an AI system?"),
    ("Moeten we de OR informeren over AI op de werkvloer?", "Must we inform the works council about AI at work?"),
    ("Is AI voor sollicitatiebrieven hoog risico?", "Is AI that sorts job applications high risk?"),
    ("Hoe lang moeten we de logs bewaren?", "How long must we keep the logs?"),
    ("Wie moet zich registreren in de EU-databank?", "Who must register in the EU database?"),
)


def text(key: str, language: Language) -> str:
    """A text of the page."""
    return _TEXTS[key][0 if language == "nl" else 1]


def authority_heading(authority: Authority, language: Language) -> str:
    """The line above the quotes of an authority."""
    return _AUTHORITIES[authority][0 if language == "nl" else 1]


def authority_badge(authority: Authority, language: Language) -> str:
    """The word on a source card."""
    return _BADGES[authority][0 if language == "nl" else 1]


def subject_names(language: Language) -> dict[str, str]:
    """The subjects of the kennisbank, in the order in which they are listed."""
    return {key: pair[0 if language == "nl" else 1] for key, pair in _SUBJECTS.items()}


def role_names(language: Language) -> dict[str, str]:
    """The roles that entries are for, in the order in which they are listed."""
    return {key: pair[0 if language == "nl" else 1] for key, pair in _ROLES.items()}


def examples(language: Language) -> list[str]:
    """Questions to start with."""
    return [pair[0 if language == "nl" else 1] for pair in _EXAMPLES]
