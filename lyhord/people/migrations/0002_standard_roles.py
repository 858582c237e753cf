from django.db import migrations

from lyhord.people.standard_roles import STANDARD_ROLES


def create_standard_roles(apps, schema_editor):
    Role = apps.get_model("people", "Role")
    for role in STANDARD_ROLES:
        Role.objects.get_or_create(code=role.code, defaults={"name": role.name, "permissions": list(role.permissions)})


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(create_standard_roles, migrations.RunPython.noop)]
