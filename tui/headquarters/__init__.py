"""Headquarters' screens: conflicts, matrix, names, overview."""
