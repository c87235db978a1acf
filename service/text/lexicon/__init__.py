"""How words are related in meaning, by a table made from WordNet 3.1."""

from service.text.lexicon.lexicon import Relation, lemma_forms, relation

__all__ = ["Relation", "lemma_forms", "relation"]
