"""The process that keeps the others running; it holds no network and no picture, and alone writes the event store."""
