"""Uploaded files in, one dossier out; and the personal data in its pages.

Comes in: names and bytes that anyone may have made. Goes out: ``Dossier``. Every file is read in a process of its
own with limits on memory and time, so that a hostile one harms nothing but itself. May import search, corpus, files,
settings and domain; never assessment or answer.
"""
