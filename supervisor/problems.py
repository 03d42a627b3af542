"""What stops a start, said so that the reader can act."""


class CannotStart(Exception):
    """The installation cannot be prepared or started; the message says what to do."""
