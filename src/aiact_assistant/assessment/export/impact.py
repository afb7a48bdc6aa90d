"""A list for an IAMA or DPIA, filled in with what is known. Pure.

Comes in: a ``Draft`` and where the dossier talks about each subject. Goes out: Markdown in our own words. It replaces
no assessment: it saves looking up what the dossier already says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aiact_assistant.assessment.export.markdown import plain_text
from aiact_assistant.assessment.export.memo import BANNER
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.assessment.words import answer_name, class_name
from aiact_assistant.corpus.dossier import Subject
from aiact_assistant.domain import Draft, Evidence, Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Onderwerpen voor IAMA en DPIA", "Subjects for IAMA and DPIA"),
    "intro": (
        "Ingevuld met wat in de stukken staat. Vul aan, controleer en bespreek dit met wie erover gaat. Deze lijst is"
        " geen IAMA en geen DPIA.",
        "Filled in with what is in the documents. Complete it, check it and discuss it with those concerned. This list"
        " is no IAMA and no DPIA.",
    ),
    "class": ("Waarschijnlijkste klasse", "Most likely class"),
    "known": ("Bekende feiten", "Known facts"),
    "person": ("door een mens bevestigd", "confirmed by a person"),
    "proposal": ("voorstel, nog nakijken", "proposal, still to check"),
    "said": ("In de stukken", "In the documents"),
    "nothing": ("Niets gevonden. Vraag dit na.", "Nothing found. Ask about this."),
    "fill": ("Aanvulling:", "Addition:"),
}


def impact_list(
    book: RuleBook,
    draft: Draft,
    subjects: Sequence[Subject],
    mentions: Mapping[str, Sequence[Evidence]],
    language: Language,
) -> str:
    """The list as Markdown.

    Args:
        book: the rules.
        draft: the draft.
        subjects: what an IAMA or DPIA is about.
        mentions: per id of a subject where the dossier talks about it.
        language: language of the list; quotes stay as they are.
    """
    lines = [f"# {_word('title', language)}", "", f"**{BANNER[language]}**", "", _word("intro", language), ""]
    lines.append(f"{_word('class', language)}: {class_name(draft.draft_class, language)}")
    for subject in subjects:
        lines += ["", *_subject(book, draft, subject, mentions.get(subject.id, ()), language)]
    return "\n".join(lines) + "\n"


def _subject(
    book: RuleBook, draft: Draft, subject: Subject, places: Sequence[Evidence], language: Language
) -> Iterator[str]:
    yield f"## {subject.title[language]} ({', '.join(subject.assessments)})"
    yield ""
    yield subject.question[language]
    yield ""
    known = [fact for fact in draft.facts if fact.id in subject.facts and fact.given is not None]
    if known:
        yield f"{_word('known', language)}:"
        yield ""
    for fact in known:
        answer = answer_name(fact.given, language)
        by = _word("person" if fact.human else "proposal", language)
        yield f"- {plain_text(book.questions[fact.id].text[language])} **{answer}** ({by})"
    if known:
        yield ""
    if places:
        yield f"{_word('said', language)}:"
        yield ""
        for place in places:
            page = "" if place.page is None else f", {'blz.' if language == 'nl' else 'p.'} {place.page}"
            yield f"> {plain_text(place.quote)} ({plain_text(place.file)}{page})"
            yield ""
    elif not known:
        yield _word("nothing", language)
        yield ""
    yield f"{_word('fill', language)} …"


def _word(key: str, language: Language) -> str:
    return _WORDS[key][0 if language == "nl" else 1]
