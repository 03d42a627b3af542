"""A migration that would break the previous release is named; one that does not, passes."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from accounts.atonce import AtOnce
from config import compatibility


def problems(*operations, **facts):
    kind = type("Migration", (migrations.Migration,), {"operations": list(operations), **facts})
    return compatibility.problems_of(kind("0002_x", "macd"))


def add(field):
    return migrations.AddField("Document", "colour", field)


@pytest.mark.parametrize(
    "operation",
    [
        add(models.CharField(max_length=9, default="")),
        add(models.IntegerField()),
        migrations.RemoveField("Document", "colour"),
        migrations.DeleteModel("Document"),
        migrations.RenameField("Document", "colour", "shade"),
        migrations.RenameModel("Document", "Paper"),
        migrations.AlterField(
            "Document", "colour", models.IntegerField(default=1), preserve_default=False
        ),
        migrations.AddIndex("Document", models.Index(fields=["colour"], name="by_colour")),
        migrations.RunPython(migrations.RunPython.noop),
    ],
)
def test_these_break_or_block_the_previous_release(operation):
    assert len(problems(operation)) == 1
    assert problems(operation, breaks_previous="Stopped for an hour, see the notes.") == []


@pytest.mark.parametrize(
    "operation",
    [
        add(models.CharField(max_length=9, db_default="")),
        add(models.IntegerField(null=True)),
        migrations.AlterField("Document", "colour", models.CharField(max_length=20)),
        migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
        migrations.AddConstraint(
            "Document", models.CheckConstraint(condition=models.Q(pk__gt=0), name="positive")
        ),
    ],
)
def test_these_leave_it_working(operation):
    assert problems(operation) == []


def test_a_new_table_has_no_readers_yet():
    made = migrations.CreateModel("Shade", [("id", models.BigAutoField(primary_key=True))])
    index = migrations.AddIndex("Shade", models.Index(fields=["id"], name="by_shade"))
    assert problems(made, migrations.AddField("shade", "x", models.IntegerField()), index) == []


def test_an_index_is_made_beside_the_work():
    index = AddIndexConcurrently("Document", models.Index(fields=["colour"], name="by_colour"))
    assert problems(index, atomic=False) == []
    assert len(problems(index)) == 1


def test_only_what_came_since_the_release_is_looked_at(tmp_path, capsys):
    path = tmp_path / "released.txt"
    names = [f"{each.app_label}.{each.name}" for each in compatibility.ours()]
    assert "outbox.0001_folded" in names
    assert not any(name.startswith("auth.") for name in names)
    path.write_text("# list\n" + "\n".join(names))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compatibility, "released_list", lambda: path)
        assert compatibility.main([]) == 0
        path.write_text("# list\n")
        compatibility.main([])
        assert "outbox.0001_folded" not in capsys.readouterr().out
        compatibility.main(["--release"])
        assert compatibility.released() == set(names)


def test_before_the_first_release_nothing_has_to_go_on_working(tmp_path, monkeypatch):
    monkeypatch.setattr(compatibility, "released_list", lambda: tmp_path / "none.txt")
    assert compatibility.main([]) == 0


def test_what_is_done_at_once_is_read_one_by_one():
    removed = migrations.RemoveField("Document", "colour")
    made = migrations.CreateModel("Shade", [("id", models.BigAutoField(primary_key=True))])
    assert len(problems(AtOnce([made, removed]))) == 1
    assert problems(AtOnce([made]), migrations.RemoveField("Shade", "id")) == []
