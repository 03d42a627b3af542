"""The finance desk: exposure, decisions and cancellation cases."""
