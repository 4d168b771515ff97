"""The one error of the telemetry: it is a leaf and shares no error tree with the rooms it watches."""


class TelemetryError(Exception):
    """Events could not be recorded or read back; the message says in one sentence what was expected and what came."""

    exit_code = 1
