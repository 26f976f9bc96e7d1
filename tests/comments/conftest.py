import pytest

from tests import cast as newsroom
from tests.cast import Cast
from tests.comments.writing import may_write


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, of whom everybody may comment; the outsider is a reader."""
    people = newsroom.present()
    for person in people.everybody().values():
        may_write(person)
    return people
