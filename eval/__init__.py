"""Measures how well the assistant finds what a question needs; see README.md (Dutch)."""
