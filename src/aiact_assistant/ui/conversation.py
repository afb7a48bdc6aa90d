"""What one visitor has asked and been told: immutable turns, kept per session. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aiact_assistant.domain import AiactError, Answer, Language


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what became of it.

    Attributes:
        question: as typed.
        language: language in which it was asked.
        answer: the answer so far.
        error: why there is no answer.
        contact: mailto address for the help desk when there is an error.
        done: nothing more will come.
        stopped: the user stopped it.
        judged: the user's verdict on it was saved.
    """

    question: str
    language: Language
    answer: Answer | None = None
    error: AiactError | None = None
    contact: str = ""
    done: bool = False
    stopped: bool = False
    judged: bool = False

    @property
    def complete(self) -> bool:
        """Whether it has a whole answer, to be copied and judged."""
        return self.done and not self.stopped and self.answer is not None


Turns = tuple[Turn, ...]


def earlier_questions(turns: Turns) -> list[str]:
    """The questions that a follow-up may refer to."""
    return [turn.question for turn in turns if turn.answer is not None]


def change_last(turns: Turns, **changes: object) -> Turns:
    """The turns with other values in the last one."""
    return (*turns[:-1], replace(turns[-1], **changes))  # pyright: ignore[reportArgumentType]
