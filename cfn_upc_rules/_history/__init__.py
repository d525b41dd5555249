"""A template beside its base version in git: the old text, and what became of the clients in it."""
