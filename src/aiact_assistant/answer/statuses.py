"""What the user is told for each way in which a question can end, in Dutch and English."""

from __future__ import annotations

from collections.abc import Sequence

from aiact_assistant.domain import AnswerStatus, Language, ModelFailure

_MESSAGES: dict[AnswerStatus, tuple[str, str]] = {
    AnswerStatus.ANSWERED: (
        "Dit zeggen de bronnen over uw vraag.",
        "This is what the sources say about your question.",
    ),
    AnswerStatus.PARTLY: (
        "De bronnen geven hierop misschien maar een deel van het antwoord. Controleer of dit past bij uw vraag, of"
        " stuur de vraag door naar de vraagbaak.",
        "The sources may answer only part of this. Check whether it fits your question, or send it to the help desk.",
    ),
    AnswerStatus.NO_SOURCES: (
        "Ik vind hierover niets in de bronnen die ik heb. Stuur de vraag door naar de vraagbaak.",
        "I find nothing about this in the sources that I have. Please send the question to the help desk.",
    ),
    AnswerStatus.OUT_OF_SCOPE: (
        "Deze vraag gaat niet over de AI-verordening of over verantwoord gebruik van algoritmes. Daar kan ik niet bij"
        " helpen. Denkt u dat het er wel over gaat? Stel de vraag dan anders, of stuur haar door naar de vraagbaak.",
        "This question is not about the AI Act or the responsible use of algorithms, so I cannot help with it. If you"
        " think it is, please rephrase it or send it to the help desk.",
    ),
    AnswerStatus.UNCLEAR: (
        "Ik begrijp de vraag niet. Schrijf in een of twee zinnen wat u wilt weten, bijvoorbeeld: 'Moeten wij onze"
        " chatbot registreren?'",
        "I do not understand the question. Please say in a sentence or two what you want to know, for example: 'Must"
        " we register our chatbot?'",
    ),
}
_INSTRUCTION = (
    "In uw vraag staat een opdracht aan het systeem. Zulke opdrachten voer ik niet uit. Stel alleen uw vraag over de"
    " AI-verordening.",
    "Your question contains an instruction to the system. I do not carry those out. Please ask only your question"
    " about the AI Act.",
)


def message(status: AnswerStatus, language: Language) -> str:
    """The sentence shown for a status."""
    return _MESSAGES[status][0 if language == "nl" else 1]


def instruction_message(language: Language) -> str:
    """The sentence shown when a question tries to instruct the system."""
    return _INSTRUCTION[0 if language == "nl" else 1]


def nonexistent_message(labels: list[str], language: Language) -> str:
    """The sentence shown when a question names provisions that do not exist."""
    names = ", ".join(labels)
    if language == "nl":
        return f"{names} bestaat niet in de AI-verordening zoals die op deze datum geldt. Controleer het nummer."
    return f"{names} does not exist in the AI Act as in force on this date. Please check the number."


def other_act_message(citations: Sequence[str], language: Language) -> str:
    """The sentence shown when a question cites other acts, as they are written in it."""
    names = ", ".join(citations)
    if language == "nl":
        return (
            f"U noemt {names}. Dat is een andere wet; de tekst daarvan heb ik niet. Dit antwoord gaat over de"
            " AI-verordening en over verantwoord gebruik van algoritmes."
        )
    return (
        f"You mention {names}. That is another act, whose text I do not have. This answer is about the AI Act and the"
        " responsible use of algorithms."
    )


def too_early_message(first_day: str, language: Language) -> str:
    """The sentence shown when a question is about a day before the law was in force."""
    if language == "nl":
        return f"Op deze datum gold de AI-verordening nog niet. Kies een datum vanaf {first_day}."
    return f"The AI Act was not in force on this date. Choose a date from {first_day}."


def text_absent_message(language: Language) -> str:
    """The sentence shown when an explanation rests on texts that are not here."""
    if language == "nl":
        return (
            "De wettekst zelf is hier nog niet opgehaald. Open de link naar de bron, of haal de bronnen op: aiact sync"
        )
    return "The text of the law itself is not here yet. Open the source by its link, or fetch the sources: aiact sync"


def facts_needed_message(language: Language) -> str:
    """The sentence shown when a question cannot be decided without the facts of the case."""
    if language == "nl":
        return (
            "Of dit voor u geldt, hangt af van uw situatie. Beschrijf in een of twee zinnen wat het systeem doet, voor"
            " wie, met welke gegevens, en wie het heeft gemaakt. Hierboven staat hoe de wet het in het algemeen regelt."
        )
    return (
        "Whether this holds for you depends on your case. Describe in a sentence or two what the system does, for whom,"
        " with which data, and who made it. Above is what the law says in general."
    )


def unknown_figure_message(language: Language) -> str:
    """The sentence shown when a question names a date, amount, percentage or term that is not in what was found."""
    if language == "nl":
        return (
            "In uw vraag staat een datum, bedrag, percentage of termijn die ik in deze bepalingen niet vind. Klopt uw"
            " uitgangspunt? Controleer het in de bron."
        )
    return (
        "Your question has a date, amount, percentage or term that I do not find in these provisions. Is your premise"
        " right? Check it in the source."
    )


def worded_message(model: str, language: Language) -> str:
    """What stands above an answer in the words of a language model."""
    if language == "nl":
        return (
            f"Verwoord door een taalmodel ({model}). Elke zin rust op een citaat dat letterlijk in de bron is gevonden."
            " Lees het citaat na voordat u erop vertrouwt."
        )
    return (
        f"Worded by a language model ({model}). Each sentence rests on a quote that was found verbatim in its source."
        " Read the quote before you rely on it."
    )


def removed_message(count: int, language: Language) -> str:
    """How many sentences of a language model were left out."""
    if language == "nl":
        what = "Eén zin van het taalmodel is" if count == 1 else f"{count} zinnen van het taalmodel zijn"
        return f"{what} weggelaten, omdat de bronnen die niet bevestigen."
    what = "One sentence of the language model was" if count == 1 else f"{count} sentences of the language model were"
    return f"{what} left out, because the sources do not confirm it."


_FALLBACKS: dict[ModelFailure, tuple[str, str]] = {
    ModelFailure.TIMED_OUT: ("Het taalmodel was niet op tijd klaar.", "The language model was not ready in time."),
    ModelFailure.BUSY: ("Het taalmodel is nu te druk.", "The language model is too busy now."),
    ModelFailure.NO_ANSWER: (
        "Het taalmodel vindt in de bronnen geen antwoord op deze vraag.",
        "The language model finds no answer to this question in the sources.",
    ),
    ModelFailure.UNVERIFIED: (
        "Het taalmodel gaf een antwoord dat de bronnen niet bevestigen; dat ziet u niet.",
        "The language model gave an answer that the sources do not confirm; it is not shown.",
    ),
    ModelFailure.WRONG_LANGUAGE: (
        "Het taalmodel antwoordde in een andere taal.",
        "The language model answered in another language.",
    ),
}
_FALLBACK = ("Het taalmodel werkt nu niet.", "The language model does not work now.")


def fallback_message(failure: ModelFailure, language: Language) -> str:
    """Why an answer is not in the words of the language model."""
    place = 0 if language == "nl" else 1
    rest = ("U krijgt daarom het antwoord zonder taalmodel.", "This is the answer without a language model.")
    return f"{_FALLBACKS.get(failure, _FALLBACK)[place]} {rest[place]}"
