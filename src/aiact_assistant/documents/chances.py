"""From passages to chances: per passage and for the dossier as a whole, how likely each point of the law is.

Comes in: passages, their vectors and what was learnt. Goes out: ``Chances``. Likeness to our examples and cue phrases
are added before they become chances, so that a cue decides between points that look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aiact_assistant.corpus.voorbeelden import NONE
from aiact_assistant.documents.cues import POINTS, kind_cues, point_cues
from aiact_assistant.documents.passages import Passage
from aiact_assistant.documents.support import KINDS, Floats, Support
from aiact_assistant.search.logistic import softmax

Embed = Callable[[Sequence[str]], Floats]

# One passage may look like a point by chance, three do not; but what decides may also be said only once.
NEAREST = 3
_FIRST = 2 / 3
# A cue phrase makes a point exp(2) = 7 times as likely; more changed nothing in cross-validation on our examples.
_CUE_LOGIT = 2.0
# The words of a prohibition are rare elsewhere, and missing one is worse than a look too many.
_PROHIBITED_LOGIT = 1.5
# Without a model a cue phrase stands against nothing else.
_BARE_CUE_LOGIT = 6.0
_TASK_PASSAGES = 5
# A passage that is far less about the point than the best one says nothing of the task.
_TASK_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances of the points.

    Attributes:
        names: the points, by name of the file with their examples.
        rows: (passages, names); each row sums to 1.
    """

    names: tuple[str, ...]
    rows: Floats

    def of(self, points: Iterable[str]) -> Floats:
        """Per passage, the chance that one of these points holds."""
        wanted = set(points)
        columns = [number for number, name in enumerate(self.names) if name in wanted]
        return self.rows[:, columns].sum(axis=1)

    def whole(self, points: Iterable[str]) -> float:
        """For the dossier: from the passages that support it most, the first of them above all; 0 without passages."""
        found = np.sort(self.of(points))[-NEAREST:]
        return float(_FIRST * found[-1] + (1 - _FIRST) * found.mean()) if len(found) else 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """What kind of task the system does: chances per kind, and of the points of article 6(3) if it is one."""

    kinds: Mapping[str, float]
    exempt: Mapping[str, float]


def chances(texts: Sequence[str], vectors: Floats | None, support: Support | None) -> Chances:
    """Chances for passages; from cue phrases alone without vectors."""
    if support is None or vectors is None:
        names = (*POINTS, NONE)
        scores = np.zeros((len(texts), len(names)), dtype=np.float32)
        scores[:, -1] = _BARE_CUE_LOGIT / 2
        boost = _BARE_CUE_LOGIT
    else:
        names, boost = support.names, _CUE_LOGIT
        scores = support.point_scores(vectors) if len(texts) else np.zeros((0, len(names)), dtype=np.float32)
    place = {name: number for number, name in enumerate(names)}
    for number, text in enumerate(texts):
        for name in point_cues(text):
            scores[number, place[name]] += boost + (_PROHIBITED_LOGIT if name.startswith("art_5.") else 0)
    return Chances(names, softmax(scores) if len(texts) else scores)


def task_of(passages: Sequence[Passage], vectors: Floats, weights: Floats, support: Support) -> Task:
    """The kind of task, from the passages that matter most.

    Args:
        passages: also denials: what a system does not do tells its task.
        vectors: of the passages.
        weights: how much each passage is about the point in question.
        support: what was learnt.
    """
    best = np.argsort(-weights, kind="stable")[:_TASK_PASSAGES]
    chosen = best[weights[best] >= _TASK_SHARE * weights.max()]
    numbers: list[int] = sorted(chosen.tolist())
    text = " ".join(passages[number].text for number in numbers)
    cues = np.array(kind_cues(text), dtype=np.float32)
    kinds = support.kind_chances(vectors[chosen], cues)
    exempt = support.exempt_chances(vectors[chosen]).mean(axis=0)
    return Task(
        dict(zip(KINDS, kinds.tolist(), strict=True)), dict(zip(support.exempt_names, exempt.tolist(), strict=True))
    )
