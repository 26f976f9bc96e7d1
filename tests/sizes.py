"""How many rows the tests of what pages cost make: enough for second pages, and at night as many as a newsroom of years has."""

import os

FEW = 30
MANY = int(os.environ.get("MANY_ROWS", "600"))
