"""Moving in from other systems: a source a module, six stages that can be killed at any moment, one report."""
