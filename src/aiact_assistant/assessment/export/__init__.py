"""A draft in the forms in which people use it: memo, entry of the Algoritmeregister, list for IAMA and DPIA. Pure.

Comes in: a ``Draft``. Goes out: Markdown, DOCX, and the fields of a register. ``memo`` says what stands in the memo,
``markdown`` and ``word`` only how it looks; every form says that a person has to judge it.
"""
