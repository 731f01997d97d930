"""Pages of a report: the one to be read aloud, what is late, money, annexes, and what stands beside figures.

``report.periodic.chapters`` puts them in their order. It imports the rest of report.periodic but its forms.
"""
