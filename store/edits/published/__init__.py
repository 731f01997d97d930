"""What headquarters sets for everything that it publishes: the cover of reports.

It imports the rest of store.edits; reports and both faces import it.
"""
