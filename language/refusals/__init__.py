"""What is said when something is refused: one template a code, in English, a module for each subject.

``language.messages`` says them; nobody else imports from here.
It imports the marking of messages alone.

A template says what is wrong, where, and what to do, in one or two short sentences. Its placeholders are
params of the refusal; keys that end in ``_cents`` are money, lists are joined with commas.
"""
