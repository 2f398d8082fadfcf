"""What people write: texts, phone numbers, names to sign in with, and the form in which words are looked for.

Nothing here asks the Unicode tables of one Python version whether a character may be written: they know only those of
their year, and names have others.
"""
