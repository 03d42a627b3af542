"""Operations that are done at once leave what they leave one by one."""

from django.db import connections, migrations, models
from django.db.migrations.state import ProjectState

from accounts.atonce import AtOnce, at_once


def key() -> models.Field:
    return models.BigAutoField(primary_key=True)


def shades() -> list[migrations.operations.base.Operation]:
    of_shade = models.ForeignKey("audit.Shade", models.CASCADE)
    return [
        migrations.CreateModel("Shade", [("id", key())]),
        migrations.CreateModel("Tint", [("id", key()), ("shade", of_shade)]),
        migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
        migrations.AddField("tint", "colour", models.TextField(default="")),
    ]


class OneByOne(migrations.Migration):
    operations = shades()


@at_once
class Together(migrations.Migration):
    operations = shades()


def tables() -> list[str]:
    names = connections["owner"].introspection.table_names()
    return [name for name in names if name in {"audit_shade", "audit_tint"}]


def test_functions_in_python_stand_by_themselves():
    kinds = [AtOnce, migrations.RunPython, AtOnce]
    assert [type(one) for one in Together.operations] == kinds
    assert len(Together.operations[0].operations) == 2


def test_the_models_are_the_same():
    states = [ProjectState(), ProjectState()]
    for kind, state in zip((OneByOne, Together), states, strict=True):
        _ = state.apps  # as when it is run: with the classes there already
        kind("0002_shades", "audit").mutate_state(state, preserve=False)
    assert states[0] == states[1]
    for state in states:
        tint = state.apps.get_model("audit", "Tint")
        assert tint._meta.get_field("shade").related_model is state.apps.get_model("audit", "Shade")


def test_classes_are_not_made_for_each_operation():
    state = ProjectState()
    _ = state.apps
    Together.operations[0].state_forwards("audit", state)
    assert "apps" not in vars(state)


def test_tables_are_made_and_taken_away_again(committed: None):
    migration, before = Together("0002_shades", "audit"), ProjectState()
    with connections["owner"].schema_editor() as editor:
        migration.apply(before.clone(), editor)
    assert tables() == ["audit_shade", "audit_tint"]
    with connections["owner"].schema_editor() as editor:
        migration.unapply(before.clone(), editor)
    assert tables() == []


def test_it_says_what_it_does_and_whether_that_can_be_taken_back():
    made, _python, added = Together.operations
    assert made.describe() == "Create model Shade; Create model Tint"
    assert added.reversible
    assert not AtOnce([migrations.RunSQL("SELECT 1")]).reversible
    assert made.deconstruct() == ("AtOnce", [made.operations], {})
