"""Reads files into blocks of text with page numbers and headings.

Comes in: the name and bytes of a PDF, DOCX, XLSX, HTML, Markdown or text file. Goes out: ``FileText``. The only
importer of pypdf, python-docx, openpyxl and markdown-it; may import domain only and knows nothing of the law.
"""
