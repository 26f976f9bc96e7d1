"""Finding stories: the same hits on SQLite and PostgreSQL, since Python makes the words that are compared.

words         text to words in today's spelling, and their stems
naming        which words of a text are names
descriptions  stories to what they can be found by
terms         the form of it that both databases can hold and match
tables        the databases' own indexes, for migrations
indexes       writing: editions for readers, working copies for the desk, apart
lookup        the newest rows that match
queries       what somebody typed, taken apart
equivalents   what is written in more than one way
knowledge     what the archive knows of a query's words
filters       section, author and days of a reader's search
relevance     how well a story answers a query
results       finding, ranking and pages
fragments     the marked piece of a story below its headline
spelling      known words near a misspelt one
suggestions   “Maksud Anda: …”
subjects      the topic or author that a query names
beginnings    what a half-typed query may become
desk          the desk's search of working copies
"""
