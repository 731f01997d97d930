"""Terren: reporting on government action plans from the field, without a network."""

__version__ = "0.1.0"
