"""A source a module, each of which reads what another system wrote as `moving.items`."""
