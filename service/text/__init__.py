from service.text.cleaning import STOP_WORDS, Span, clean, damage, fold, sentences, terms, visible
__all__ = ["STOP_WORDS", "Span", "clean", "damage", "fold", "sentences", "terms", "visible"]
