"""Plans written as workbooks, changed by hand, and read again."""
