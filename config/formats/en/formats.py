"""English as Belgian offices write it: the day first."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y, H:i"
MONTH_DAY_FORMAT = "j F"
WEEKDAY_FORMAT = "l j F Y"
SHORT_MONTH_FORMAT = "M"
SHORT_WEEKDAY_FORMAT = "D j M"
