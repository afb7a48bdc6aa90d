"""Reads files into blocks of text with page numbers and headings.

Comes in: the name and bytes of a PDF, Office, OpenDocument, HTML, Markdown, text or e-mail file. Goes out:
``FileText``. The only importer of pypdf, pypdfium2, python-docx, openpyxl and markdown-it; may import domain only and
knows nothing of the law.
"""
