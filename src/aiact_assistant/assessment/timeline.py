"""When which duty starts, without facts: the calendar of the regulation for a role. Pure.

Comes in: the rules, a role or none, a day (whose version of the law counts). Goes out: dated entries, earliest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from aiact_assistant.assessment.obligations import dates_of_duty, starts
from aiact_assistant.assessment.rules import ORGANISATION, RuleBook, Text
from aiact_assistant.domain import BadInput, ProvisionId


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that starts (or, for a transition, must be done) on a day.

    ``role`` is '' for what concerns everyone; ``ground`` the provision that gives the day, where it differs per class.
    """

    day: date
    kind: str
    provision: ProvisionId
    role: str
    text: Text
    ground: ProvisionId | None


def timeline(book: RuleBook, day: date, role: str | None = None) -> tuple[Moment, ...]:
    """The moments for a role (``None``: all roles), earliest first.

    Raises:
        BadInput: the role does not exist.
    """
    roles = [rule.id for rule in book.roles]
    if role is not None and role not in roles:
        raise BadInput(
            f"De rol '{role}' bestaat niet. Kies uit: {', '.join(roles)}.",
            f"The role '{role}' does not exist. Choose from: {', '.join(roles)}.",
        )
    found = [*_findings(book, day), *_duties(book, day, role), *_transitions(book, role)]
    return tuple(sorted(found, key=lambda moment: moment.day))


def _findings(book: RuleBook, day: date) -> Iterator[Moment]:
    """From when each prohibition, ground for high risk and transparency situation counts."""
    for rule in book.findings.values():
        start = starts(book.applicability, rule.provision, day)
        if rule.risk_class != "out_of_scope" and start and (rule.since is None or rule.since <= day):
            yield Moment(start, rule.risk_class, rule.provision, "", rule.name, None)


def _duties(book: RuleBook, day: date, role: str | None) -> Iterator[Moment]:
    for rule in book.duties:
        if role is not None and rule.role not in (role, ORGANISATION):
            continue
        grounds = book.findings_behind(rule.attached) if rule.attached else ()
        for start in dates_of_duty(book, rule, day, grounds):
            ground = next(
                (
                    g.provision.partition(".")[0]
                    for g in grounds
                    if starts(book.applicability, g.provision, day) == start
                ),
                None,
            )
            yield Moment(start, "obligation", rule.provision, rule.role, rule.name, ground)


def _transitions(book: RuleBook, role: str | None) -> Iterator[Moment]:
    for rule in book.transitions:
        deadline = book.applicability.deadline(rule.deadline) if rule.deadline else None
        if deadline is not None and (role is None or role in rule.roles):
            yield Moment(deadline, "transition", rule.provision, "", rule.name, None)
