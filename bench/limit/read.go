package limit

const workList = `SELECT json_build_object('items', coalesce(json_agg(w), '[]')) FROM (
SELECT c.id, c.number, c.version, c.service, c.state,
 CASE WHEN p.family_name = '' THEN p.given_names ELSE p.family_name || ', ' || p.given_names END AS "personName",
 nullif(p.birth_date, '') AS "birthDate", p.nationalities[1] AS nationality, c.team, c.clerk_id AS "clerkId", a.name AS "clerkName",
 c.urgency, c.difficulty, c.received_on AS "receivedOn", c.title_ends_on AS "titleEndsOn", c.action_due_on AS "actionDueOn",
 c.promise_due_on AS "promiseDueOn", c.risk_on AS "riskOn", c.paused_reason AS "pausedReason", c.papers_missing AS "papersMissing",
 c.papers_to_check AS "papersToCheck", c.papers_accepted AS "papersAccepted", c.papers_total AS "papersTotal"
FROM cases.case c JOIN persons.person p ON p.id = c.person_id LEFT JOIN identity.account a ON a.id = c.clerk_id
WHERE c.closed_at IS NULL AND c.team = $1 AND c.state <> 'decided' ORDER BY c.risk_on, c.promise_due_on, c.id LIMIT 51) w`

const publicStatus = `SELECT json_build_object('number', c.number, 'service', c.service, 'state', c.state, 'receivedOn', c.received_on,
 'receivedAt', c.received_at, 'decidedAt', c.decided_at, 'promiseDays', c.promise_days, 'pausedDays', c.paused_days,
 'pausedSince', c.paused_since, 'days', d.days, 'sample', d.sample)
FROM cases.case c LEFT JOIN cases.duration d ON d.service = c.service WHERE c.number = $1 AND c.code_hash = $2`

const caseDetail = `SELECT row_to_json(x) FROM (
SELECT c.id, c.number, c.version, c.service, c.service_version AS "serviceVersion", c.state, c.team,
 (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = c.clerk_id) AS clerk,
 c.urgency, c.difficulty, c.routing, c.received_at AS "receivedAt", c.received_on AS "receivedOn", c.title_ends_on AS "titleEndsOn",
 c.action_due_on AS "actionDueOn", c.promise_due_on AS "promiseDueOn", c.risk_on AS "riskOn", c.promise_days AS "promiseDays",
 c.paused_days AS "pausedDays", c.paused_since AS "pausedSince", c.paused_reason AS "pausedReason", c.fee, c.language,
 json_build_object('id', p.id, 'familyName', p.family_name, 'givenNames', p.given_names, 'nameOriginal', nullif(p.original_name, ''),
  'birthDate', p.birth_date, 'nationalities', p.nationalities, 'email', nullif(p.email, ''), 'language', p.language, 'linkState', p.state,
  'proposal', (SELECT m.id FROM persons.proposal m WHERE m.provisional = p.id AND m.state = 'open')) AS person,
 (SELECT json_object_agg(t.field, t.text) FROM cases.translation t WHERE t.case_id = c.id) AS translated,
 (SELECT min(u.since) FROM messages.unreached_v1 u WHERE u.about_kind = 'case' AND u.about_id = c.id) AS "unreachedSince",
 (SELECT coalesce(json_agg(e), '[]') FROM (SELECT d.id, d.item, e.kind, e.name FROM documents.document d JOIN intake.extra e ON e.document_id = d.id
  WHERE d.subject_kind = 'case' AND d.subject_id = c.id ORDER BY d.id) e) AS "extraPapers",
 (SELECT y.since FROM intake.complete y WHERE y.case_id = c.id AND y.revoked_at IS NULL) AS "completeSince",
 (SELECT coalesce(json_agg(z), '[]') FROM (SELECT z.item, z.seen_at AS "seenAt",
   (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = z.seen_by) AS "seenBy"
  FROM clearing.original_v1 z WHERE z.case_id = c.id ORDER BY z.seen_at, z.item) z) AS originals,
 (SELECT coalesce(json_agg(l), '[]') FROM (SELECT o.id, o.number, trim(q.given_names || ' ' || q.family_name) AS "personName", o.role, o.state
  FROM cases.case o JOIN persons.person q ON q.id = o.person_id WHERE o.sitting_id = c.sitting_id AND o.id <> c.id ORDER BY o.number) l) AS linked,
 (SELECT json_build_object('who', a.who, 'answers', a.answers) FROM applications.application a WHERE a.id = c.application_id) AS content,
 (SELECT json_build_object('sha256', encode(s.sha256, 'hex'), 'signedAt', s.signed_at, 'trust', s.trust, 'method', s.method,
   'valid', s.sha256 = sha256(s.content) AND encode(s.sha256, 'hex') = (SELECT e.details->>'digest' FROM audit.entry e
    WHERE e.record_kind = 'sitting' AND e.record_id = s.sitting_id AND e.action = 'sitting.submitted' ORDER BY e.seq DESC LIMIT 1))
  FROM applications.seal s WHERE s.sitting_id = c.sitting_id) AS seal,
 (SELECT coalesce(json_agg(w), '[]') FROM (SELECT w.id, w.item, w.required, w.expires, w.state, w.version, w.reason, w.valid_until AS "validUntil",
   (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = w.checked_by) AS "checkedBy",
   w.checked_at AS "checkedAt", w.requested, w.reused,
   (SELECT json_build_object('id', d.id, 'verification', d.verification, 'remark', d.remark, 'files',
     (SELECT coalesce(json_agg(f), '[]') FROM (SELECT f.id, f.name, f.type, f.size, f.state, f.refusal, f.active, f.page_count AS "pageCount",
       f.received_at AS "receivedAt" FROM documents.file f WHERE f.document_id = d.id ORDER BY f.position) f))
    FROM documents.document d WHERE d.id = w.document_id) AS document
  FROM cases.paper w WHERE w.case_id = c.id ORDER BY w.position) w) AS papers,
 (SELECT coalesce(json_agg(r), '[]') FROM (SELECT r.id, r.items, r.due_on AS "dueOn", r.text, r.state, r.created_at AS "createdAt",
   (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = r.created_by) AS "createdBy",
   r.answered_at AS "answeredAt" FROM cases.request r WHERE r.case_id = c.id ORDER BY r.created_at DESC) r) AS requests,
 (SELECT row_to_json(h) FROM (SELECT h.id, h.due_on AS "dueOn", h.text, h.created_at AS "createdAt", h.answered_at AS "answeredAt", h.answer,
   h.language, h.letter_id AS "letterId" FROM decisions.hearing h WHERE h.case_id = c.id ORDER BY h.created_at DESC LIMIT 1) h) AS hearing,
 (SELECT row_to_json(d) FROM (SELECT d.id, d.outcome, d.state, d.version, d.reasons, d.modules, d.valid_from AS "validFrom",
   d.valid_until AS "validUntil", d.longest_until AS "longestUntil", d.less_reason AS "lessReason", d.four_eyes AS "fourEyes",
   encode(d.digest, 'hex') AS digest, d.letter_id AS "letterId", d.proposed_at AS "proposedAt", d.approved_at AS "approvedAt", d.remark, d.number,
   (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = d.drafted_by) AS "draftedBy",
   (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = d.proposed_by) AS "proposedBy",
   (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = d.approved_by) AS "approvedBy"
  FROM decisions.decision d WHERE d.case_id = c.id) d) AS decision,
 (SELECT row_to_json(v) FROM (SELECT v.state, v.regime, v.notified_at AS "notifiedAt", v.retrieved_at AS "retrievedAt", v.posted_on AS "postedOn",
   v.served_on AS "servedOn", v.remedy_ends_on AS "remedyEndsOn" FROM decisions.delivery v WHERE v.case_id = c.id) v) AS delivery,
 (SELECT coalesce(json_agg(n), '[]') FROM (SELECT n.id, n.channel, n.text, n.at,
   (SELECT json_build_object('id', a.id, 'name', a.name) FROM identity.account a WHERE a.id = n.author) AS author
  FROM cases.note n WHERE n.case_id = c.id ORDER BY n.id DESC) n) AS notes
FROM cases.case c JOIN persons.person p ON p.id = c.person_id WHERE c.id = $1) x`
