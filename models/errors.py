"""The one error tree. A message says in one sentence what was expected and what came."""


class DrawnAloudError(Exception):
    """Anything this product raises on purpose; `exit_code` is what a command ends with."""

    exit_code = 1


class BadInputError(DrawnAloudError):
    """What came from outside (a drawing, a recording, a word, a plan) cannot be used."""

    exit_code = 2


class BundleError(DrawnAloudError):
    """A model bundle is missing, incomplete or altered."""


class GenerationError(DrawnAloudError):
    """A network did not produce what it had to."""


class OutputError(DrawnAloudError):
    """A result could not be written down."""


class GuardError(DrawnAloudError):
    """The guard cannot do its work, or something is not what it cleared."""
