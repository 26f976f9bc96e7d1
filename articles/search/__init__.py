"""Finding stories: the same hits on SQLite and PostgreSQL, since Python makes the words that are compared.

words      text to words and their stems
terms      stories to terms, wishes to what a database matches; the field that holds them
tables     the databases' own indexes, for migrations
lookup     the newest rows that match
indexes    writing: editions for readers, working copies for the desk, apart
queries    what a reader typed, taken apart
filters    section, author and dates of a search
results    ranking and pages
fragments  the marked piece of a story below its headline
spelling   "Maksud Anda"
"""
