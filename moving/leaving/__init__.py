"""Moving out: everything for another kateid, and what readers may see for every other program."""
