"""The SQL of the ledger. Kept together so that what one step costs can be seen on one screen."""

READ_EVENTS = """
SELECT seq, type, at, actor_id, command_id, payload, prev_hash, hash
FROM dossiers_dossierevent WHERE dossier_id = %s ORDER BY seq
"""

USED_ELSEWHERE = "SELECT true FROM dossiers_dossierevent WHERE command_id = %s AND dossier_id <> %s"

ONLY_QUIET_SINCE = """
SELECT bool_and(actor_id IS NULL AND type = ANY (%s)) FROM dossiers_dossierevent WHERE dossier_id = %s AND seq > %s
"""

READ_ROW = """
SELECT d.version, d.status, d.last_hash, d.process_version_id, d.code, d.received_at, d.due_at, d.legal_due_at,
  d.provisional, d.finished_at, d.returned_at, d.decision, d.case_officer_id, d.result_number, d.next_timer_at,
  d.state::text,
  (SELECT json_agg(json_build_object(
     'id', t.id, 'token', t.token, 'element', t.element, 'name', t.name, 'action', t.action, 'role', t.role,
     'unit_id', t.unit_id, 'opened_at', t.opened_at, 'due_at', t.due_at, 'assignee_id', t.assignee_id)
     ORDER BY t.opened_at, t.token)::text
   FROM dossiers_task t WHERE t.dossier_id = d.id AND t.closed_at IS NULL),
  (SELECT e.seq FROM dossiers_dossierevent e WHERE e.command_id = %s AND e.dossier_id = d.id),
  (SELECT coalesce(sum(revision), 0) FROM calendars_calendar), d.procedure_version_id, d.case_variant_id,
  d.appointment_at, d.rule_set_id
FROM dossiers_dossier d WHERE d.id = %s
"""

_FOLLOWS = """,
logged AS (
  INSERT INTO dossiers_dossierevent (dossier_id, seq, type, at, actor_id, command_id, payload, prev_hash, hash)
  SELECT id, %(version)s, %(type)s, %(at)s, %(actor)s, %(command)s, %(payload)s::json, %(prev_hash)s, %(hash)s
  FROM moved),
closed AS (
  UPDATE dossiers_task SET closed_at = %(at)s, closed_by_id = %(actor)s,
    outcome = CASE WHEN id = ANY(%(cancelled)s::uuid[]) THEN 'cancelled' ELSE %(outcome)s END
  WHERE id = ANY(%(gone)s::uuid[]) AND EXISTS (SELECT FROM moved)),
opened AS (
  INSERT INTO dossiers_task (id, dossier_id, token, element, name, action, role, unit_id, assignee_id,
    opened_at, due_at, outcome)
  SELECT t.id, moved.id, t.token, t.element, t.name, t.action, t.role, t.unit_id, t.assignee_id,
    t.opened_at, t.due_at, ''
  FROM moved, jsonb_to_recordset(%(tasks)s::jsonb) AS t(id uuid, token int, element text, name text, action text,
    role text, unit_id bigint, assignee_id bigint, opened_at timestamptz, due_at timestamptz)
  ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, assignee_id = excluded.assignee_id,
    due_at = excluded.due_at)"""

_PAPERS = """,
papers AS (
  INSERT INTO dossiers_document (id, dossier_id, requirement_id, name, kind, originals, copies, custody, file_id,
    file_name, added_at, added_by_id)
  SELECT p.id, moved.id, p.requirement_id, p.name, p.kind, p.originals, p.copies, p.custody, p.file_id,
    p.file_name, p.added_at, p.added_by_id
  FROM moved, jsonb_to_recordset(%(papers)s::jsonb) AS p(id uuid, requirement_id bigint, name text, kind text,
    originals int, copies int, custody text, file_id text, file_name text, added_at timestamptz, added_by_id bigint)
  ON CONFLICT (id) DO UPDATE SET requirement_id = excluded.requirement_id, name = excluded.name,
    kind = excluded.kind, originals = excluded.originals, copies = excluded.copies, custody = excluded.custody,
    file_id = excluded.file_id, file_name = excluded.file_name, custody_at = excluded.added_at,
    custody_by_id = excluded.added_by_id WHERE dossiers_document.dossier_id = excluded.dossier_id
  RETURNING id)"""

_DONE = " SELECT count(*) FROM moved"
_DONE_WITH_PAPERS = " SELECT count(*), (SELECT count(*) FROM papers) FROM moved"

_MOVE = """WITH moved AS (
  UPDATE dossiers_dossier SET status = %(status)s, version = %(version)s, last_hash = %(hash)s, due_at = %(due_at)s,
    legal_due_at = %(legal_due_at)s, provisional = %(provisional)s, finished_at = %(finished_at)s,
    returned_at = %(returned_at)s, decision = %(decision)s, case_officer_id = %(case_officer)s,
    result_number = %(result_number)s, next_timer_at = %(next_timer_at)s, appointment_at = %(appointment_at)s,
    state = %(state)s::jsonb
  WHERE id = %(id)s AND version = %(before)s RETURNING id)"""

_TAKE_IN = """WITH moved AS (
  INSERT INTO dossiers_dossier AS d (id, code, receiving_office_id, competent_office_id, returning_office_id,
    procedure_version_id, case_variant_id, process_version_id, rule_set_id, field_group_id, party_id, applicant,
    applicant_name, applicant_folded, channel, status, submitted_at, received_at, received_by_id, due_at, legal_due_at,
    provisional, result_number, case_officer_id, next_timer_at, group_id, version, last_hash,
    state)
  VALUES (%(id)s, %(code)s, %(receiving)s, %(competent)s, %(returning)s, %(procedure)s, %(case_variant)s, %(process)s,
    %(rule_set)s, %(field_group)s,
    (SELECT id FROM parties_party WHERE id_kind = %(id_kind)s AND id_number = %(id_number)s),
    %(applicant)s::jsonb, %(applicant_name)s, %(applicant_folded)s, %(channel)s, %(status)s, %(submitted_at)s,
    %(received_at)s, %(received_by)s, %(due_at)s, %(legal_due_at)s, %(provisional)s, %(result_number)s,
    %(case_officer)s, %(next_timer_at)s, %(group)s, %(version)s, %(hash)s, %(state)s::jsonb)
  ON CONFLICT (id) DO UPDATE SET code = excluded.code, receiving_office_id = excluded.receiving_office_id,
    competent_office_id = excluded.competent_office_id, returning_office_id = excluded.returning_office_id,
    procedure_version_id = excluded.procedure_version_id, case_variant_id = excluded.case_variant_id,
    process_version_id = excluded.process_version_id, rule_set_id = excluded.rule_set_id,
    field_group_id = excluded.field_group_id, party_id = excluded.party_id, applicant = excluded.applicant,
    applicant_name = excluded.applicant_name, applicant_folded = excluded.applicant_folded,
    channel = excluded.channel, status = excluded.status, submitted_at = excluded.submitted_at,
    received_at = excluded.received_at, received_by_id = excluded.received_by_id, due_at = excluded.due_at,
    legal_due_at = excluded.legal_due_at, provisional = excluded.provisional,
    case_officer_id = excluded.case_officer_id, group_id = excluded.group_id,
    next_timer_at = excluded.next_timer_at, version = excluded.version, last_hash = excluded.last_hash,
    state = excluded.state
  WHERE d.version = %(before)s RETURNING d.id)"""

MOVE_STEP = _MOVE + _FOLLOWS + _DONE
MOVE_WITH_PAPERS = _MOVE + _FOLLOWS + _PAPERS + _DONE_WITH_PAPERS
TAKE_IN = _TAKE_IN + _FOLLOWS + _PAPERS + _DONE_WITH_PAPERS

NEXT_NUMBER = """
INSERT INTO dossiers_codecounter (office_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (office_id, day) DO UPDATE SET last = dossiers_codecounter.last + 1 RETURNING last
"""
