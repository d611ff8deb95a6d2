"""What was assessed, taken, given back and signed only grows: besides rights, a trigger refuses every change."""

from django.db import migrations

TABLES = ("charge", "payment", "refund", "dayclosing", "bankaccount", "collectionrule")
GUARD = """
CREATE FUNCTION payments_entries_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries about money are append-only: % refused', TG_OP
    USING HINT = 'Correct an entry with a new one.';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER payments_{table}_append_only BEFORE UPDATE OR DELETE ON payments_{table}
  FOR EACH ROW EXECUTE FUNCTION payments_entries_are_final();
CREATE TRIGGER payments_{table}_no_truncate BEFORE TRUNCATE ON payments_{table}
  FOR EACH STATEMENT EXECUTE FUNCTION payments_entries_are_final();
"""
    for table in TABLES
)
UNGUARD = "".join(
    f"DROP TRIGGER payments_{table}_no_truncate ON payments_{table};"
    f"DROP TRIGGER payments_{table}_append_only ON payments_{table};"
    for table in TABLES
) + "DROP FUNCTION payments_entries_are_final();"


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
