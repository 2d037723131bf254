package fill

import (
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
)

// chunk makes the rows of some thousand cases that follow one another.
type chunk struct {
	*town
	r *rand.Rand

	accounts, links, people, sittings, applications, seals, cases, papers, pauses, requests, decisions, deliveries, notes table
	documents, files, chains, entries                                                                                     table
}

func newChunk(t *town) *chunk {
	return &chunk{
		town:     t,
		accounts: table{name: "identity.account", columns: "id, kind, issuer, subject, email, email_verified, name, given_name, family_name, birth_date, trust, language, created_at"},
		links:    table{name: "persons.link", columns: "id, account_id, person_id, state, trust, created_at"},
		people: table{name: "persons.person", columns: "id, state, created_at, changed_at, family_name, given_names, birth_name, original_name, birth_date, birth_place, birth_country, sex, " +
			"marital_status, nationalities, address_street, address_extra, address_postcode, address_place, address_country, email, phone, language, needs, name_key, search_text"},
		sittings:     table{name: "applications.sitting", columns: "id, account_id, service, service_version, language, state, started_at, changed_at, submitted_at, start_key, submit_key"},
		applications: table{name: "applications.application", columns: "id, sitting_id, position, who, relation, add_key, state, answers, signed_as, person_id, case_id, case_number"},
		seals:        table{name: "applications.seal", columns: "sitting_id, content, sha256, declaration_version, account_id, issuer, subject_sha256, trust, method, signed_at"},
		cases: table{name: "cases.case", columns: "id, number, code_hash, application_id, sitting_id, person_id, account_id, role, service, service_version, state, team, clerk_id, urgency, " +
			"difficulty, routing, language, received_at, received_on, title_ends_on, action_due_on, promise_due_on, promise_days, paused_since, paused_reason, paused_days, " +
			"papers_missing, papers_to_check, papers_accepted, papers_total, fee, decided_at, closed_at, version"},
		papers:     table{name: "cases.paper", columns: "id, case_id, item, required, expires, state, document_id, reason, valid_until, requested, checked_by, checked_at, position, version"},
		pauses:     table{name: "cases.pause", columns: "id, case_id, reason, from_on, until_on, request_id"},
		requests:   table{name: "cases.request", columns: "id, case_id, items, due_on, text, state, created_at, created_by, answered_at"},
		decisions:  table{name: "decisions.decision", columns: "id, case_id, outcome, state, reasons, modules, valid_from, valid_until, longest_until, four_eyes, letter_id, digest, drafted_by, proposed_by, proposed_at, approved_by, approved_at, number, version"},
		deliveries: table{name: "decisions.delivery", columns: "case_id, letter_id, regime, state, notified_at, retrieved_at, served_on, remedy_ends_on"},
		notes:      table{name: "cases.note", columns: "id, case_id, author, text, at"},
		documents:  table{name: "documents.document", columns: "id, account_id, person_id, subject_kind, subject_id, origin_kind, origin_id, item, verification, rejection, verified_at, verified_by, valid_until, sealed_at, created_at, updated_at"},
		files:      table{name: "documents.file", columns: "id, document_id, account_id, position, name, type, size, state, sha256, page_count, part_size, created_at, touched_at, received_at, inspected_at"},
		chains:     table{name: "audit.chain", columns: "record_kind, record_id, seq, prev, head"},
		entries:    table{name: "audit.entry", columns: "record_kind, record_id, seq, at, actor_kind, actor_id, action, details, prev, hash"},
	}
}

func (c *chunk) tables() []*table {
	return []*table{
		&c.accounts, &c.links, &c.people, &c.sittings, &c.applications, &c.seals, &c.cases, &c.papers, &c.pauses, &c.requests, &c.decisions,
		&c.deliveries, &c.notes, &c.documents, &c.files, &c.chains, &c.entries,
	}
}

// make makes the cases from..to of the town.
func (c *chunk) make(from, to int) {
	c.r = rand.New(rand.NewPCG(seed, uint64(from)+1)) // not a secret
	var known []person
	var first *file
	for n := from; n < to; n++ {
		var p person
		if len(known) > 20 && c.r.IntN(5) == 0 { // every fifth case is not a person's first
			p = pick(c.r, known)
		} else {
			p = c.person(c.receivedAt(n))
			known = append(known, p)
		}
		if first != nil && c.r.IntN(12) == 0 {
			c.open(n, p, first) // a member of the family before
			first = nil
			continue
		}
		first = c.open(n, p, nil)
	}
}

// trail writes a whole chain: entries in the order in which they happened.
func (c *chunk) trail(rec audit.Record, entries []audit.Entry) {
	var prev []byte
	for i := range entries {
		e := &entries[i]
		if *e.ActorID == uuid.Nil {
			e.ActorKind, e.ActorID = audit.System, nil // came on paper
		}
		e.RecordKind, e.RecordID, e.Seq, e.At = rec.Kind, rec.ID, int64(i)+1, e.At.UTC().Truncate(time.Microsecond)
		e.Chain(prev)
		prev = e.Hash
		actor := uuid.Nil
		if e.ActorID != nil {
			actor = *e.ActorID
		}
		c.entries.row(rec.Kind, rec.ID, i+1, e.At, string(e.ActorKind), actor, e.Action, asJSON(e.Details), e.Prev, e.Hash)
	}
	last := entries[len(entries)-1]
	c.chains.row(rec.Kind, rec.ID, len(entries), last.Prev, last.Hash)
}
