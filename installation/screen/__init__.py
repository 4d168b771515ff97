"""The process the visitor meets: it draws, listens, plays, and never waits; it holds no network."""
