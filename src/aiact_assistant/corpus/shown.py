"""A provision laid out for a reader: found by id or human form, with its context and its other version.

Comes in: a corpus and a name. Goes out: ``Shown``, or an error that names what the reader may have meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from aiact_assistant.corpus import cite
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.corpus.library import Corpus, own_line
from aiact_assistant.corpus.references import parse_reference
from aiact_assistant.domain import Authority, Language, Provision, ProvisionKind, UnknownProvision

# These hold whole articles: a reader wants to know which, not all their text at once.
_HOLD_ARTICLES = {ProvisionKind.CHAPTER, ProvisionKind.SECTION}
_NEAR = 3
# The longest label is far shorter; the rest of a longer name is not looked at.
_MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a provision; ``depth`` is how deep it lies under the provision shown, 0 for its own text."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A provision as shown to a reader, see ``docs/schemas/show.json``.

    Attributes:
        provision: the provision as in force on the day.
        label: its human form.
        heading: heading of its article, annex or page.
        within: what contains it, largest first.
        text: whole text, one line per part.
        lines: the same for reading: with headings, and of a chapter only which articles it has.
        chapeau: the words that introduce it, '' when it stands on its own.
        url: deep link.
        applies_from: day from which it applies, ``None`` for sources without one.
        amended_by: name of the act that last replaced or inserted it, '' when original.
        previous: whole text of the version before, ``None`` when there is none or it is the same.
        previous_lines: its lines.
        previous_source: title of the source of ``previous``.
        inserted: whether an older version of its source does not have it.
    """

    provision: Provision
    label: str
    heading: str
    within: tuple[str, ...]
    text: str
    lines: tuple[Line, ...]
    chapeau: str
    url: str
    applies_from: date | None
    amended_by: str
    previous: str | None
    previous_lines: tuple[Line, ...]
    previous_source: str
    inserted: bool


def find(corpus: Corpus, name: str, language: Language, on: date) -> Provision:
    """The provision that a name means: an id in any case, or a human form such as "artikel 4 bis".

    Raises:
        UnknownProvision: no source has it on that day; the message says what is near or on which day it was there.
    """
    name = name.strip()[:_MOST_NAME]
    parsed = parse_reference(name)
    wanted = corpus.spelled(name) or (corpus.spelled(parsed) or parsed if parsed else None)
    provision = corpus.get(wanted, language=language, on=on) if wanted else None
    if provision is not None:
        return provision
    if wanted and (versions := corpus.versions(wanted, language)):
        raise _not_on_that_day(corpus, versions[-1], on)
    near = corpus.near(wanted or name, _NEAR)
    options = ", ".join(f"{cite.label(corpus, corpus.versions(one)[-1], 'nl')} ({one})" for one in near)
    english = ", ".join(f"{cite.label(corpus, corpus.versions(one)[-1], 'en')} ({one})" for one in near)
    raise UnknownProvision(
        f"'{name}' staat niet in de bronnen."
        + (f" Bedoelt u: {options}?" if near else "")
        + " Schrijf een id zoals art_5.1.a, of 'artikel 5, lid 1, punt a'. Een onderwerp zoekt u met: aiact ask.",
        f"'{name}' is not in the sources."
        + (f" Did you mean: {english}?" if near else "")
        + " Write an id such as art_5.1.a, or 'Article 5(1)(a)'. To look for a subject use: aiact ask.",
    )


def show(corpus: Corpus, dates: Applicability, provision: Provision, language: Language, on: date) -> Shown:
    """A provision with everything around it."""
    application = dates.applies_from(provision.id, on) if _is_law(corpus, provision) else None
    other = _other_version(corpus, provision)
    return Shown(
        provision=provision,
        label=cite.label(corpus, provision, language),
        heading=cite.heading(corpus, provision) or provision.heading,
        within=tuple(reversed([_title(corpus, above, language) for above in corpus.ancestors(provision)])),
        text=corpus.full_text(provision),
        lines=tuple(_lines(corpus, provision, language)),
        chapeau=_chapeau(corpus, provision),
        url=cite.url(corpus, provision, language),
        applies_from=application.date if application else None,
        amended_by=cite.act_name(provision.amended_by, language) if provision.amended_by else "",
        previous=corpus.full_text(other) if other else None,
        previous_lines=tuple(_lines(corpus, other, language)) if other else (),
        previous_source=corpus.source_of(other).title if other else "",
        inserted=_inserted(corpus, provision),
    )


def _lines(corpus: Corpus, provision: Provision, language: Language) -> Iterator[Line]:
    if provision.kind in _HOLD_ARTICLES:
        for depth, node in corpus.outline(provision):
            if depth and node.kind in {*_HOLD_ARTICLES, ProvisionKind.ARTICLE}:
                yield Line(depth, _title(corpus, node, language))
        return
    for depth, node in corpus.outline(provision):
        if depth and node.heading:
            yield Line(depth, node.heading)
        if node.text:
            yield Line(depth, own_line(node))


def _title(corpus: Corpus, provision: Provision, language: Language) -> str:
    label = cite.short_label(corpus, provision, language)
    return f"{label} ({provision.heading})" if provision.heading and provision.heading != label else label


def _chapeau(corpus: Corpus, provision: Provision) -> str:
    if provision.kind not in {ProvisionKind.POINT, ProvisionKind.DEFINITION}:
        return ""
    above = [node for node in corpus.ancestors(provision) if node.text]
    return " ".join(node.text for node in reversed(above))


def _is_law(corpus: Corpus, provision: Provision) -> bool:
    return corpus.source_of(provision).authority is Authority.LAW


def _other_version(corpus: Corpus, provision: Provision) -> Provision | None:
    """The text before the change, or (for an older day) the text after it, when it differs."""
    others = [v for v in corpus.versions(provision.id, provision.language) if v.source != provision.source]
    different = [v for v in others if corpus.full_text(v) != corpus.full_text(provision)]
    return different[-1] if different else None


def _inserted(corpus: Corpus, provision: Provision) -> bool:
    source = corpus.source_of(provision)
    older = [s for s in corpus.sources.values() if s.kind == source.kind and s.language == source.language]
    first = min((s.valid_from for s in older if s.valid_from), default=None)
    versions = corpus.versions(provision.id, provision.language)
    return first is not None and all(corpus.source_of(v).valid_from not in (None, first) for v in versions)


def _not_on_that_day(corpus: Corpus, version: Provision, on: date) -> UnknownProvision:
    source = corpus.source_of(version)
    there = source.valid_from or source.valid_to or source.date
    see = f"aiact show {version.id} --date {there.isoformat()}"
    return UnknownProvision(
        f"De tekst van {cite.label(corpus, version, 'nl')} gold niet op {on.isoformat()}. Hij staat in: {source.title}."
        f" Bekijk hem met: {see}",
        f"The text of {cite.label(corpus, version, 'en')} was not in force on {on.isoformat()}. It is in:"
        f" {source.title}. See it with: {see}",
    )
