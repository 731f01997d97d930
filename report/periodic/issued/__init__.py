"""Reports that headquarters issues: freezing one, drawing it again, what differs since, its signature.

``drawing`` reads what a report says; ``freezing`` records an issue. It imports the rest of report.periodic
but its forms.
"""
