"""The newest stories are read in the order of an index: an archive of any size costs the same."""

import pytest

from articles.models import Edition


@pytest.mark.sqlite  # PostgreSQL decides by what it has counted, and for a list of a few takes the index of its order
def test_no_list_of_the_newest_sorts_the_archive(db: None) -> None:
    for newest in (Edition.objects.listed().newest(), Edition.objects.live().newest().for_cards()):
        steps = newest[:11].explain()
        assert "USING INDEX edition_newest" in steps
        assert "TEMP B-TREE" not in steps
