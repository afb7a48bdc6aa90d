"""An answer as plain text. Pure."""

from __future__ import annotations

from dataclasses import replace

from aiact_assistant.answer import compose, statuses
from aiact_assistant.domain import Answer, AnswerStatus, Authority, Citation, Language


def with_text(draft: Answer) -> Answer:
    """The answer as text: the explanation, then per authority the quotes with their citations."""
    if draft.model is not None:
        return replace(draft, text=_model_text(draft))
    blocks: list[str] = []
    last: Authority | None = None
    if draft.status is not AnswerStatus.ANSWERED:
        blocks.append(statuses.message(draft.status, draft.language))
    if draft.explanation:
        blocks.append(draft.explanation)
    for claim in draft.claims:
        citation = draft.citations[claim.citations[0]]
        if citation.authority is not last:
            last = citation.authority
            blocks.append(_authority_line(last, draft.language))
        blocks.append(f"“{claim.text}” — {_citation_line(citation, draft.language)} [{claim.citations[0] + 1}]")
    if draft.related and draft.entry is not None:
        titles = "\n".join(f"- {one.title}" for one in draft.related)
        blocks.append(f"{'Lees ook in de kennisbank:' if draft.language == 'nl' else 'See also:'}\n{titles}")
    return replace(draft, text="\n\n".join([*blocks, *draft.notices]))


def _model_text(draft: Answer) -> str:
    """A model's sentences with the numbers of what they rest on, then each quote with its citation."""
    blocks = [statuses.worded_message(draft.model or "", draft.language)]
    if draft.status is not AnswerStatus.ANSWERED:
        blocks.append(statuses.message(draft.status, draft.language))
    blocks += [f"{claim.text} {''.join(f'[{place + 1}]' for place in claim.citations)}" for claim in draft.claims]
    if draft.removed:
        blocks.append(statuses.removed_message(len(draft.removed), draft.language))
    blocks += [
        f"[{number}] “{citation.quote}” — {_citation_line(citation, draft.language)}"
        for number, citation in enumerate(draft.citations, start=1)
    ]
    return "\n\n".join([*blocks, *draft.notices])


def _citation_line(citation: Citation, language: Language) -> str:
    if citation.applies_from is None:
        return citation.label
    day = compose.show_date(citation.applies_from, language)
    return f"{citation.label} ({'van toepassing vanaf' if language == 'nl' else 'applies from'} {day})"


_AUTHORITY_LINES: dict[Authority, tuple[str, str]] = {
    Authority.LAW: ("Dit staat in de wet:", "The law says (Dutch text):"),
    Authority.GUIDELINE: ("Richtsnoeren van de Europese Commissie:", "Guidelines of the European Commission:"),
    Authority.ALGORITMEKADER: ("Uit het Algoritmekader:", "From the Algoritmekader (Dutch text):"),
    Authority.KNOWLEDGE: ("Uit de kennisbank:", "From the knowledge base:"),
    Authority.OWN: ("Uit een document van uw organisatie:", "From a document of your organisation:"),
}


def _authority_line(authority: Authority, language: Language) -> str:
    return _AUTHORITY_LINES[authority][0 if language == "nl" else 1]
