"""All provisions of the synchronised sources, looked up by id, language and date.

Comes in: parsed provisions with their sources. Goes out: ``Corpus``, which answers which text held on a day,
what contains what, and what the reader should know about the sources that are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from aiact_assistant.domain import Language, Provision, ProvisionId, ProvisionKind, Source

# Shorter words stand in too many ids to say which one is meant.
_MIN_NAME = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know about the sources, in both languages."""

    nl: str
    en: str

    def text(self, language: Language) -> str:
        """The notice in that language."""
        return self.nl if language == "nl" else self.en


class Corpus:
    """The provisions of all synchronised sources.

    Args:
        sources: the sources that were read.
        provisions: their provisions, per source in document order.
        notices: what is missing or odd.
    """

    def __init__(
        self, sources: Iterable[Source], provisions: Iterable[Provision], notices: Iterable[Notice] = ()
    ) -> None:
        self.sources: Mapping[str, Source] = {source.id: source for source in sources}
        self.provisions = tuple(provisions)
        self.notices = tuple(notices)
        self._by_id: dict[ProvisionId, list[Provision]] = {}
        self._by_source: dict[tuple[str, ProvisionId], Provision] = {}
        self._in_any_case: dict[str, ProvisionId] = {}
        for provision in self.provisions:
            self._by_id.setdefault(provision.id, []).append(provision)
            self._by_source[provision.source, provision.id] = provision
            self._in_any_case[provision.id.casefold()] = provision.id

    def __len__(self) -> int:
        return len(self.provisions)

    def __contains__(self, provision_id: object) -> bool:
        return provision_id in self._by_id

    def spelled(self, provision_id: str) -> ProvisionId | None:
        """An id as the sources spell it ("ART_5.1.BA" is ``art_5.1.ba``), ``None`` when no source has it."""
        return self._in_any_case.get(provision_id.strip().casefold())

    def near(self, provision_id: str, limit: int = 5) -> tuple[ProvisionId, ...]:
        """Ids that look like one that does not exist: what would contain it first, then the closest spellings."""
        wanted = provision_id.strip().casefold()
        parts = wanted.split(".")
        above = [".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]
        # A page is named by the last part of its path, which is what people remember of it.
        last = wanted.rpartition("/")[2]
        names = [name for name in self._in_any_case if len(last) >= _MIN_NAME and last in name and "#" not in name]
        close = get_close_matches(wanted, self._in_any_case, n=limit)
        found = [self._in_any_case[name] for name in (*above, *names, *close) if name in self._in_any_case]
        return tuple(dict.fromkeys(found))[:limit]

    @property
    def first_day(self) -> date | None:
        """The first day on which a version of the law was in force, ``None`` when no source has versions."""
        return min((s.valid_from for s in self.sources.values() if s.valid_from is not None), default=None)

    @property
    def last_change(self) -> date | None:
        """The day from which the newest version of any source holds; ``None`` when no source has versions."""
        return max((s.valid_from for s in self.sources.values() if s.valid_from is not None), default=None)

    def source_of(self, provision: Provision) -> Source:
        """The source that a provision comes from."""
        return self.sources[provision.source]

    def get(self, provision_id: ProvisionId, *, language: Language = "nl", on: date | None = None) -> Provision | None:
        """The provision as in force on ``on`` (``None``: the newest), in that language when there is one."""
        found = [p for p in self._by_id.get(provision_id, ()) if on is None or self._valid(p, on)]
        if not found:
            return None
        return max(found, key=lambda p: (p.language == language, self.source_of(p).valid_from or date.min))

    def versions(self, provision_id: ProvisionId, language: Language = "nl") -> tuple[Provision, ...]:
        """Every version of a provision in that language (any language if there is none), oldest first."""
        found = self._by_id.get(provision_id, [])
        found = [p for p in found if p.language == language] or found
        return tuple(sorted(found, key=lambda p: self.source_of(p).valid_from or date.min))

    def children(self, provision: Provision) -> Iterator[Provision]:
        """The provisions directly under this one, in the same source, in order."""
        return (self._by_source[provision.source, child] for child in provision.children)

    def parent(self, provision: Provision) -> Provision | None:
        """The provision that directly contains this one."""
        return None if provision.parent is None else self._by_source.get((provision.source, provision.parent))

    def ancestors(self, provision: Provision) -> Iterator[Provision]:
        """The provisions that contain this one, nearest first."""
        above = self.parent(provision)
        while above is not None:
            yield above
            above = self.parent(above)

    def full_text(self, provision: Provision) -> str:
        """The text of a provision with everything in it, one line per lid, point or alinea."""
        return "\n".join(line for _, node in self.outline(provision) if node.text and (line := own_line(node)))

    def outline(self, provision: Provision, depth: int = 0) -> Iterator[tuple[int, Provision]]:
        """A provision and everything in it, in order, each with how deep it lies (0 is the provision itself)."""
        yield depth, provision
        for child in self.children(provision):
            yield from self.outline(child, depth + 1)

    def changed(self, provision: Provision) -> bool:
        """Whether this provision, or something it contains or directly hangs under, was amended."""
        return (
            provision.amended_by is not None
            or any(self.changed(child) for child in self.children(provision))
            or any(above.amended_by is not None for above in self.ancestors(provision))
        )

    def _valid(self, provision: Provision, on: date) -> bool:
        source = self.source_of(provision)
        return (source.valid_from is None or source.valid_from <= on) and (
            source.valid_to is None or on <= source.valid_to
        )


def own_line(provision: Provision) -> str:
    """A provision's own text behind its printed number, the way the law shows it ("b bis) het in de ...")."""
    match provision.kind:
        case ProvisionKind.PARAGRAPH:
            return f"{provision.number}. {provision.text}"
        case ProvisionKind.DEFINITION:
            return f"{provision.number}) {provision.text}"
        case ProvisionKind.POINT if provision.number in {"", "—", "-"}:
            return f"— {provision.text}"
        case ProvisionKind.POINT if provision.id.startswith("anx_") and provision.number[:1].isdigit():
            return f"{provision.number}. {provision.text}"
        case ProvisionKind.POINT:
            return f"{provision.number}) {provision.text}"
        case _:
            return provision.text
