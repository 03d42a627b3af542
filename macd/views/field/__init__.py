"""The days of operations: work list, visits and their calendar, devices that come back."""
