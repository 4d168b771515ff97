"""The guard: the only place that can declare something fit for the public screen."""
