"""The same figure, however it is written."""

from __future__ import annotations

import pytest

from aiact_assistant.corpus.figures import Figure, find_figures, is_backed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vanaf 2 december 2027", {("date", "2027-12-02")}),
        ("from 2 December 2027", {("date", "2027-12-02")}),
        ("on December 2, 2027", {("date", "2027-12-02")}),
        ("op 2-12-2027 of 2027-12-02", {("date", "2027-12-02")}),
        ("in december 2027", {("month", "2027-12")}),
        ("35 miljoen euro", {("amount", "35000000")}),
        ("35 000 000 EUR", {("amount", "35000000")}),
        ("€ 750.000", {("amount", "750000")}),
        ("EUR 7 500 000", {("amount", "7500000")}),
        ("1,5 miljoen euro", {("amount", "1500000")}),
        ("7 % of 7% of 7 procent", {("percentage", "7")}),
        ("1,5 % van de omzet", {("percentage", "1.5")}),
        ("zes maanden", {("term", "6 month")}),
        ("6 months", {("term", "6 month")}),
        ("binnen 48 uur", {("term", "48 hour")}),
        ("tien jaar", {("term", "10 year")}),
        ("15 dagen, twee weken", {("term", "15 day"), ("term", "2 week")}),
        ("een jaar later", set()),
        ("artikel 26, lid 7, punt 3", set()),
        ("10^25 berekeningen", set()),
        ("in 2026", set()),
    ],
)
def test_figures_are_read(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(figure.kind, figure.value) for figure in find_figures(text)} == expected


def test_a_month_is_backed_by_a_date_in_it_and_not_the_other_way_round() -> None:
    date, month = Figure("date", "2027-12-02"), Figure("month", "2027-12")
    assert is_backed(month, frozenset({date}))
    assert not is_backed(date, frozenset({month}))
    assert not is_backed(Figure("term", "6 month"), frozenset({Figure("term", "6 year")}))
