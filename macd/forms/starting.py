"""What each kind asks to begin with; one form per kind, found by the kind's name."""

from macd.forms.add import AddForm
from macd.forms.change import ChangeForm
from macd.forms.delete import DeleteForm
from macd.forms.move import MoveForm
from macd.forms.start import StartForm
from macd.vocabulary import Kind

START_FORMS: dict[str, type[StartForm]] = {
    Kind.MOVE: MoveForm,
    Kind.ADD: AddForm,
    Kind.CHANGE: ChangeForm,
    Kind.DELETE: DeleteForm,
}


def start_form_for(kind: str) -> type[StartForm]:
    """The form a kind starts with. Raises KeyError for a word that is no kind."""
    return START_FORMS[kind]
