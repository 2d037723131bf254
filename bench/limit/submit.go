package limit

import (
	"crypto/sha256"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// submit writes what a signed application writes: sitting, application, seal, person, link, case, papers, letter, message, mail, trail,
// events and jobs, in one statement. It believes its caller: no form is judged, no content reviewed, no person looked for, no fee or
// route computed, no letter worded, and the hashes of the trail come without the chain before them.
const submit = `WITH sit AS (UPDATE applications.sitting SET state = 'submitted', version = version + 1, changed_at = $3, submitted_at = $3, expires_at = NULL
  WHERE id = $1 AND state = 'draft' RETURNING id, account_id, service, service_version, language),
app AS (SELECT a.id AS app_id, a.answers, s.* FROM applications.application a JOIN sit s(sit_id, account_id, service, service_version, language) ON s.sit_id = a.sitting_id),
person AS (INSERT INTO persons.person (id, state, created_at, changed_at, family_name, given_names, birth_name, original_name, birth_date, birth_place,
   birth_country, sex, marital_status, nationalities, address_street, address_extra, address_postcode, address_place, address_country, email, phone, language,
   needs, name_key, search_text)
  SELECT $4, 'provisional', $3, $3, answers->>'family_name', answers->>'given_names', '', '', answers->>'birth_date', 'Stadt', 'VN', 'female', 'single',
   ARRAY[answers->>'nationality'], answers->>'street', '', answers->>'postal_code', answers->>'town', 'DE', '', '', language, '',
   lower(answers->>'family_name'), lower(answers->>'family_name') FROM app),
link AS (INSERT INTO persons.link (id, account_id, person_id, state, trust, created_at) SELECT $5, account_id, $4, 'pending', 'email', $3 FROM app),
done AS (UPDATE applications.application a SET state = 'submitted', version = version + 1, person_id = $4, case_id = $2, case_number = $8, signed_as = 'self'
  FROM app WHERE a.id = app.app_id),
seal AS (INSERT INTO applications.seal (sitting_id, content, sha256, declaration_version, account_id, issuer, subject_sha256, trust, method, signed_at)
  SELECT sit_id, convert_to(answers::text, 'UTF8'), sha256(convert_to(answers::text, 'UTF8')), '2026-11', account_id, 'bench', $9, 'email', 'oidc', $3 FROM app),
filed AS (INSERT INTO cases.case (id, number, code_hash, application_id, sitting_id, person_id, account_id, role, service, service_version, state, team, urgency,
   difficulty, routing, language, received_at, received_on, action_due_on, promise_due_on, promise_days, fee)
  SELECT $2, $8, $10, app_id, sit_id, $4, account_id, 'principal', service, service_version, 'received', 'study', 'normal', 'simple', '{}', language, $3, $11,
   $11::date + 92, $11::date + 42, 42, '{"cents": 9300, "lines": []}' FROM app),
papers AS (INSERT INTO cases.paper (id, case_id, item, required, expires, state, position)
  SELECT gen_random_uuid(), $2, item, true, false, 'missing', n FROM app, unnest('{passport,photo,title_copy,enrolment,transcript,blocked_account,health_insurance,rent}'::text[])
   WITH ORDINALITY AS t(item, n)),
letter AS (INSERT INTO letters.letter (id, about_kind, about_id, kind, language, state, dispatch, regime, data, created_at)
  SELECT $6, 'case', $2, 'receipt', language, 'draft', 'portal', '', json_build_object('number', $8::text, 'answers', answers), $3 FROM app),
message AS (INSERT INTO messages.message (id, key, thread_kind, thread_id, side, template, original, original_language, other_language, sent_at)
  SELECT $7, 'submitted:' || $2, 'case', $2, 'office', 'submitted', 'Wir haben Ihren Antrag erhalten.', 'de', language, $3 FROM app),
mail AS (INSERT INTO messages.mail (id, key, template, about_kind, about_id, account_id, address, language, path, created_at)
  SELECT gen_random_uuid(), 'submitted:' || $2, 'submitted', 'case', $2, account_id, 'bench@example.org', language, '/my/' || $2, $3 FROM app),
chain AS (INSERT INTO audit.chain (record_kind, record_id, seq, prev, head) SELECT kind, record, 1, $9, sha256($9 || convert_to(kind, 'UTF8'))
  FROM app, LATERAL (VALUES ('case', $2::uuid), ('sitting', sit_id), ('letter', $6::uuid)) v(kind, record)
  ON CONFLICT (record_kind, record_id) DO UPDATE SET seq = chain.seq + 1, prev = chain.head, head = sha256(chain.head) RETURNING record_kind, record_id, seq, prev, head),
trail AS (INSERT INTO audit.entry (record_kind, record_id, seq, at, actor_kind, action, details, prev, hash)
  SELECT record_kind, record_id, seq, $3, 'applicant', record_kind || '.written', '{}', prev, head FROM chain),
told AS (INSERT INTO events.event (id, name, payload, at) SELECT gen_random_uuid(), name, jsonb_build_object('CaseID', $2), $3
  FROM app, unnest('{cases.opened,applications.submitted,letters.released}'::text[]) name),
jobs AS (INSERT INTO river.river_job (args, kind, max_attempts) SELECT jsonb_build_object('id', $2), kind, 25
  FROM app, unnest('{event,mail,render}'::text[]) kind)
SELECT json_build_object('caseId', $2::uuid, 'number', $8::text, 'receiptId', $6::uuid) FROM app`

func (s *Server) submit(w http.ResponseWriter, r *http.Request) {
	var in struct{ Sitting uuid.UUID }
	if !read(w, r, &in) {
		return
	}
	var running int64
	if err := s.pool.QueryRow(r.Context(), "SELECT nextval('cases.number')").Scan(&running); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	now := clock.System().Now()
	today, zero := clock.Today(now), sha256.Sum256(nil)
	s.answer(w, r, submit, in.Sitting, ids.New(), now.Truncate(time.Microsecond), ids.New(), ids.New(), ids.New(), ids.New(),
		ids.CaseNumber(today.Year, running), zero[:], ids.Hash(ids.SecretCode()), today.String())
}
