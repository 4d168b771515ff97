"""The machine in the museum: command line, processes and the way of the data through them."""
