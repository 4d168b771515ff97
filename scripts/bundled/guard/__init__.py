"""How the guard's networks are made: drawings, sheets, scenes, training, measuring, packing."""
