"""The process that owns the networks: from a request to an outcome."""
