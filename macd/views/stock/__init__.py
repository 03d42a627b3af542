"""What is installed: by service, by office, on any day."""
