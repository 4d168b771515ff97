"""The bundled painter: scenes, pairs, networks and their training."""
