"""Tags of the page cache's own; all others are what the application calls its things."""

EVERY_PAGE = "site"  # every page depends on it
SCHEDULE = "agenda"  # what will change at a moment that is known already: each process reads it again
