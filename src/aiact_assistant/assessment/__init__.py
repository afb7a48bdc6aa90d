"""Decides what the law says about a system, from facts, without a model.

Comes in: the rules of ``rules/`` and facts with yes, no or unknown. Goes out: a ``Decision`` with its reasoning.
May use the corpus and below; never a language model, a document, the search or an answer.
"""
