"""Customers, people, memberships, roles, sign-in."""
