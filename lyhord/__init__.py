"""Lyhörd: the customer-service department in one program."""

__version__ = "0.1.0"
