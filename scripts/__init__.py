"""Commands of the workshop; nothing of this runs in the museum."""
