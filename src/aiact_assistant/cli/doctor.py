"""``aiact doctor``: what works and what does not, one line each."""

from __future__ import annotations

from aiact_assistant.assistant import Assistant
from aiact_assistant.cli.terminal import write
from aiact_assistant.domain import AiactError, Language


def examine(assistant: Assistant, language: Language) -> bool:
    """Print the state of sources, index and language model; returns whether all is well."""
    dutch = language == "nl"
    notices = assistant.notices(language)
    for notice in notices:
        write(_line(False, notice, dutch))
    if not notices:
        write(_line(True, "Bronnen en zoekindex zijn in orde." if dutch else "Sources and index are in order.", dutch))
    try:
        check = assistant.check_model()
    except AiactError as error:
        write(_line(False, error.message(language), dutch))
        return False
    if check is None:
        none = (
            "Er is geen taalmodel ingesteld. Dat hoeft ook niet: antwoorden komen dan letterlijk uit de bronnen."
            if dutch
            else "No language model is configured. None is needed: answers then quote their sources."
        )
        write(_line(True, none, dutch))
        return not notices
    here = "op deze computer" if dutch else "on this machine"
    place = here if check.on_this_machine else assistant.settings.llm_base_url
    did = (
        f"antwoordt in {check.seconds:.1f} s, in de gevraagde vorm en in het Nederlands"
        if dutch
        else f"answers in {check.seconds:.1f} s, in the right shape and in Dutch"
    )
    text = f"{'Het taalmodel' if dutch else 'The language model'} {check.name} ({place}) {did}."
    write(_line(True, text, dutch))
    return not notices


def _line(well: bool, text: str, dutch: bool) -> str:
    mark = ("goed" if dutch else "ok") if well else ("fout" if dutch else "error")
    return f"[{mark}] {text}"
