"""The Textual interface, a package for each thing a person does; nothing here holds a rule of the plan.

terren imports tui.app.start, and how officers are named and errors are logged.
It imports report, sync, planreader, store and language.
"""
