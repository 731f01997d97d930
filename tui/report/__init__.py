"""Reporting on an action: status and what belongs to it, money, notes, evidence, measurements, history."""
