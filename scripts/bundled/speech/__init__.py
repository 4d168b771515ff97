"""How the bundled speech model is made: sentences, voices, rooms, lessons, training, judging, packing."""
