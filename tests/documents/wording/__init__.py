"""The words of made-up plans: headings, names, deadlines and vocabulary in three languages."""
