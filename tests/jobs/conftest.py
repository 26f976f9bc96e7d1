from tests.accounts.conftest import no_limits_from_before  # noqa: F401  (a fixture for every test here)
