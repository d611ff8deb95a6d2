"""The SQL of what is stranded: each open dossier and each open task of the offices is looked at once.

Who holds which role is read once for all tasks, and the open steps of a dossier are found by its key, so that an
office reads what is its own, however many dossiers the province has.
"""

from __future__ import annotations

from motcua.dossiers.lifecycle.opinions import GIVE
from motcua.dossiers.lifecycle.sending import ACCEPT, ACCEPT_PAPERS
from motcua.dossiers.lifecycle.waiting import AWAIT

_ALIVE = "d.finished_at IS NULL"
_DONE = "d.finished_at IS NOT NULL AND d.returned_at IS NULL"
# Each condition beside each place of the office: the indexes are on both.
_OWN = " OR ".join(
    f"(d.{place}_office_id = ANY (%(offices)s) AND {meets})"
    for meets in (_ALIVE, _DONE)
    for place in ("receiving", "competent", "returning")
)
_HOLDERS = """SELECT m.unit_id, m.person_id, role
  FROM offices_membership m JOIN offices_person p ON p.id = m.person_id AND p.is_active
    LEFT JOIN LATERAL unnest(m.roles) AS role ON true
  WHERE m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)"""
# Opinions may be answered by any officer of the unit, so there the role says too little.
_TASK_REASON = f"""CASE
    WHEN t.assignee_id IS NOT NULL AND (t.unit_id, t.assignee_id) NOT IN (SELECT unit_id, person_id FROM holders)
      OR t.assignee_id IS NULL AND t.action <> '{GIVE}'
        AND (t.unit_id, t.role) NOT IN (SELECT unit_id, role FROM holders WHERE role IS NOT NULL) THEN 2
    WHEN t.action IN ('{ACCEPT}', '{ACCEPT_PAPERS}') AND t.due_at < %(now)s THEN 3
    WHEN t.action = '{AWAIT}' AND t.due_at < %(now)s AND t.due_at > %(long_ago)s THEN 4 END"""  # noqa: S608 - constants only
_LATE_HAND_OVER = (
    f"t.closed_at IS NULL AND t.action IN ('{ACCEPT}', '{ACCEPT_PAPERS}') AND t.due_at < %(now)s"
)

# A dossier that waits at another office says so in its state: "transfers", or "extra" for its papers.
UNACKNOWLEDGED = f"""
WITH own AS MATERIALIZED (
  SELECT d.id FROM dossiers_dossier d WHERE ({_OWN}) AND (d.state ? 'transfers' OR d.state ? 'extra'))
SELECT count(*) FROM (
  SELECT task.id FROM own CROSS JOIN LATERAL (
    SELECT t.id FROM dossiers_task t WHERE t.dossier_id = own.id AND {_LATE_HAND_OVER} OFFSET 0) task
  UNION
  SELECT t.id FROM offices_unit u JOIN dossiers_task t ON t.unit_id = u.id
  WHERE u.office_id = ANY (%(offices)s) AND {_LATE_HAND_OVER}
  LIMIT %(most)s) found
"""  # noqa: S608 - built from constants; values are parameters

STRANDED = f"""
WITH holders AS MATERIALIZED ({_HOLDERS}),
own AS (
  SELECT d.id, d.code, d.applicant_name, coalesce(step.name, '') AS step, CASE
    WHEN d.finished_at IS NULL AND d.received_at IS NOT NULL AND step.name IS NULL AND d.next_timer_at IS NULL THEN 0
    WHEN d.finished_at IS NULL AND d.received_at IS NOT NULL AND d.due_at IS NULL
      AND d.state->'waiting' IS NULL THEN 1
    WHEN d.finished_at IS NOT NULL AND step.name IS NULL AND d.status = ANY (%(ready)s) THEN 5
    ELSE step.reason END AS reason
  FROM dossiers_dossier d LEFT JOIN LATERAL (
    SELECT t.name, {_TASK_REASON} AS reason FROM dossiers_task t
    WHERE t.dossier_id = d.id AND t.closed_at IS NULL ORDER BY reason LIMIT 1) step ON true
  WHERE {_OWN}),
held AS (
  SELECT t.dossier_id, t.name, {_TASK_REASON} AS reason
  FROM offices_unit u JOIN dossiers_task t ON t.unit_id = u.id AND t.closed_at IS NULL
  WHERE u.office_id = ANY (%(offices)s))
SELECT id, coalesce(code, ''), applicant_name, step,
  (ARRAY['no_step', 'no_due', 'no_owner', 'unacknowledged', 'wait_over', 'nobody_returns'])[reason + 1]
FROM (
  SELECT id, code, applicant_name, CASE WHEN reason IN (0, 1, 5) THEN '' ELSE step END AS step, reason
  FROM own WHERE reason IS NOT NULL
  UNION ALL
  SELECT d.id, d.code, d.applicant_name, held.name, held.reason
  FROM held JOIN dossiers_dossier d ON d.id = held.dossier_id WHERE held.reason IS NOT NULL) found
ORDER BY reason, id LIMIT %(most)s
"""  # noqa: S608 - built from constants; values are parameters
