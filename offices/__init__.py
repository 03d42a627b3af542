"""Offices: the sites where services are delivered, their contacts and telephone zones."""
