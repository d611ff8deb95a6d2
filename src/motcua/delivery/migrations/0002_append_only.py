"""What was told about results on their way only grows: besides rights, a trigger refuses every change."""

from django.db import migrations

TABLES = ("handoverlist", "shipment", "shipmentfact", "desktransfer", "deskarrival", "reminder")
GUARD = """
CREATE FUNCTION delivery_facts_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'facts about results on their way are append-only: % refused', TG_OP
    USING HINT = 'Tell a new fact.';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER delivery_{table}_append_only BEFORE UPDATE OR DELETE ON delivery_{table}
  FOR EACH ROW EXECUTE FUNCTION delivery_facts_are_final();
CREATE TRIGGER delivery_{table}_no_truncate BEFORE TRUNCATE ON delivery_{table}
  FOR EACH STATEMENT EXECUTE FUNCTION delivery_facts_are_final();
"""
    for table in TABLES
)
UNGUARD = "".join(
    f"DROP TRIGGER delivery_{table}_no_truncate ON delivery_{table};"
    f"DROP TRIGGER delivery_{table}_append_only ON delivery_{table};"
    for table in TABLES
) + "DROP FUNCTION delivery_facts_are_final();"


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
