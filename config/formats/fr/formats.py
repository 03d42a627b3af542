"""French, which writes a month small and cuts each at its own length ("août", "sept.")."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j N Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j N Y, H:i"
MONTH_DAY_FORMAT = "j F"
WEEKDAY_FORMAT = "l j F Y"
SHORT_MONTH_FORMAT = "N"
SHORT_WEEKDAY_FORMAT = "D j N"
