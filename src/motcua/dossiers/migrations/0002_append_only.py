"""The ledger only grows: besides the rights of the application's role, a trigger refuses every other change."""

from django.db import migrations

GUARD = """
CREATE FUNCTION dossiers_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger of dossiers is append-only: % refused', TG_OP
    USING HINT = 'Correct a fact with a new event.';
END $$;
CREATE TRIGGER dossiers_ledger_append_only BEFORE UPDATE OR DELETE ON dossiers_dossierevent
  FOR EACH ROW EXECUTE FUNCTION dossiers_ledger_is_append_only();
CREATE TRIGGER dossiers_ledger_no_truncate BEFORE TRUNCATE ON dossiers_dossierevent
  FOR EACH STATEMENT EXECUTE FUNCTION dossiers_ledger_is_append_only();
"""
UNGUARD = """
DROP TRIGGER dossiers_ledger_no_truncate ON dossiers_dossierevent;
DROP TRIGGER dossiers_ledger_append_only ON dossiers_dossierevent;
DROP FUNCTION dossiers_ledger_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        # Room on each page, so that a step's update of the row touches no index.
        migrations.RunSQL(
            "ALTER TABLE dossiers_dossier SET (fillfactor = 70)", "ALTER TABLE dossiers_dossier RESET (fillfactor)"
        ),
    ]
