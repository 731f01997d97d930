"""From a file to cells with their places: Word files, workbooks, and in rooms of their own PDF and text.

``grid`` is what tables of every format come to, ``form`` the rows with roles that are made of them. Nothing
here knows what a plan is. It imports vocabulary.
"""
