"""What is wrong with something that came in, for the end of a message that says what was expected."""

from pydantic import ValidationError


def complaint(error: Exception) -> str:
    """The reason in one line; of what a model refuses, the first key that is wrong and why."""
    if not isinstance(error, ValidationError):
        return " ".join(str(error).split()) or type(error).__name__
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"at {place}: {first['msg']}" if place else first["msg"]
