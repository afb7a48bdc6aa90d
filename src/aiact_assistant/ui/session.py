"""One visitor's conversation and the answer that is being made in it.

Gradio can abandon an event, but its last step may still arrive afterwards. Therefore the answer is made in a thread
of its own, and whoever shows it is told to stop: what comes later is thrown away.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from aiact_assistant.domain import Answer, Language
from aiact_assistant.ui.conversation import Turn, Turns, change_last

# How long a new conversation waits for the old one to let go.
_LET_GO_SECONDS = 3


Making = Callable[[Callable[[], bool]], Iterator[Answer]]
"""Makes a growing answer; it is given what tells whether to stop."""


class Run:
    """An answer in the making.

    Args:
        make: makes the growing answer; its exceptions come out of ``steps``.
    """

    def __init__(self, make: Making) -> None:
        self._answers = make(lambda: self.stopped)
        self._steps: queue.SimpleQueue[Answer | Exception | None] = queue.SimpleQueue()
        self.stopped = False
        self.shown = threading.Event()
        threading.Thread(target=self._make, name="antwoord", daemon=True).start()

    def steps(self) -> Iterator[Answer]:
        """Each step of the answer, until it is complete or stopped."""
        while (step := self._steps.get()) is not None and not self.stopped:
            if isinstance(step, Exception):
                raise step
            yield step

    def stop(self) -> None:
        """End ``steps`` now."""
        self.stopped = True
        self._steps.put(None)

    def _make(self) -> None:
        try:
            for answer in self._answers:
                if self.stopped:
                    return
                self._steps.put(answer)
        except Exception as error:
            self._steps.put(error)
        finally:
            self._steps.put(None)


class Session:
    """What belongs to one visitor.

    Attributes:
        language: the language of the page.
        turns: the conversation.
        vote: the verdict that is being given, ``up``, ``down`` or ''.
        lock: held while the conversation is judged.
    """

    def __init__(self) -> None:
        self.language: Language = "nl"
        self.turns: Turns = ()
        self.vote = ""
        self.lock = threading.Lock()
        self._run: Run | None = None

    def __deepcopy__(self, memo: object) -> Session:
        """A new visitor's session: Gradio copies the first one for each."""
        del memo
        return Session()

    def begin(self, turn: Turn, make: Making) -> Run | None:
        """Start an answer; ``None`` while another is being made."""
        with self.lock:
            if self._run is not None:
                return None
            self._run = Run(make)
            self.turns = (*self.turns, turn)
            return self._run

    def update(self, run: Run, **changes: object) -> bool:
        """Change the last turn; ``False`` when the conversation no longer belongs to this run."""
        with self.lock:
            if self._run is not run:
                return False
            self.turns = change_last(self.turns, **changes)
            return True

    def drop(self, run: Run) -> None:
        """Take back the turn of a run, as if it had not been asked."""
        with self.lock:
            if self._run is run:
                self.turns = self.turns[:-1]

    def end(self, run: Run) -> None:
        """Nothing more will be shown of this run; a turn that was left open counts as stopped."""
        with self.lock:
            run.stop()
            if self._run is run:
                self._run = None
                if self.turns and not self.turns[-1].done:
                    self.turns = change_last(self.turns, done=True, stopped=True)
        run.shown.set()

    def stop(self) -> None:
        """Stop the answer that is being made, if any."""
        with self.lock:
            if self._run is not None:
                self._run.stop()

    def begin_again(self) -> None:
        """Forget the conversation, and wait until nothing of it can be shown any more."""
        with self.lock:
            run, self._run = self._run, None
            self.turns = ()
            self.vote = ""
        if run is not None:
            run.stop()
            run.shown.wait(_LET_GO_SECONDS)
