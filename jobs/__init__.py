"""What goes on outside a request: long work, and what leaves."""
