"""How many rows tests of what pages cost make: enough for second pages at a change, as many as years bring at night."""

import os

FEW = 30
MANY = int(os.environ.get("MANY_ROWS", "600"))
