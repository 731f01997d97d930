"""The Textual interface, a package for each thing a person does; nothing here holds a rule of the plan.

terren imports tui.app.start; the parsing of what people type is shared with the commands.
It imports report, sync, planreader, store and language.
"""
