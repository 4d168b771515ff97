"""Errors of an installation, beside those of its parts."""

from models.errors import DrawnAloudError


class SettingsError(DrawnAloudError):
    """The settings cannot be used."""
