"""Article to Analysis: sentences and the spaCy document. The only place a model is loaded."""
