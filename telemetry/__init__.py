"""What happened, when, and how long it took: never a word, never a pixel."""
