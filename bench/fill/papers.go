package fill

import (
	"encoding/hex"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

var items = []string{"passport", "photo", "health_insurance"}

// checklist writes three papers, most of them with a file of one to three pages.
func (c *chunk) checklist(f *file) {
	for i, item := range items {
		state := c.paperState(f)
		var document, checker uuid.UUID
		var reason, checked any
		until, version := clock.Date{}, 1
		if state != "missing" {
			document = c.document(f, item, state)
		}
		if state == "accepted" || state == "rejected" {
			checker, checked, version = f.second, f.at.AddDate(0, 0, 3), 2
		}
		switch state {
		case "missing":
			f.counts[0]++
		case "to_check":
			f.counts[1]++
		case "rejected":
			f.counts[0]++
			reason = "unreadable"
		case "accepted":
			f.counts[2]++
			if item != "photo" {
				until = f.on.AddYears(3)
			}
		}
		asked := f.state == "waiting" && (state == "missing" || state == "rejected")
		c.papers.row(newID(c.r, f.at), f.id, item, true, item != "photo", state, document, reason, until, asked, checker, checked, i, version)
	}
	f.counts[3] = len(items)
}

func (c *chunk) paperState(f *file) string {
	switch f.state {
	case "received", "withdrawn":
		return []string{"to_check", "missing"}[weighted(c.r, 8, 2)]
	case "checking":
		return []string{"to_check", "accepted", "missing"}[weighted(c.r, 4, 5, 1)]
	case "waiting":
		return []string{"accepted", "rejected", "missing"}[weighted(c.r, 6, 2, 3)]
	default:
		return "accepted"
	}
}

// document writes a paper that was given in, inspected and, where the case says so, checked.
func (c *chunk) document(f *file, item, state string) uuid.UUID {
	id := newID(c.r, f.at)
	verification, verifier, until := "pending", uuid.Nil, clock.Date{}
	var rejection, at any
	switch state {
	case "accepted":
		verification, verifier, until, at = "accepted", f.second, f.on.AddYears(3), f.at.AddDate(0, 0, 3)
	case "rejected":
		verification, verifier, rejection, at = "rejected", f.second, "unreadable", f.at.AddDate(0, 0, 3)
	}
	c.documents.row(id, f.p.account, f.p.id, "case", f.id, "application", f.application, item, verification, rejection, at, verifier, until, f.at, f.at, f.at)
	size := 200_000 + c.r.IntN(4_000_000)
	c.files.row(newID(c.r, f.at), id, f.p.account, 1, item+".pdf", "application/pdf", size, "ready", hex.EncodeToString(ids.Hash(id.String())), 1+c.r.IntN(3),
		8<<20, f.at, f.at, f.at, f.at)
	return id
}

// outcome writes what came of the case: request, decision, delivery, note.
func (c *chunk) outcome(f *file) {
	if f.state == "waiting" || !f.decided.IsZero() && c.r.IntN(5) == 0 {
		c.request(f)
	} else if f.state == "hearing" {
		c.pauses.row(newID(c.r, f.at), f.id, "hearing", f.pausedSince, clock.Date{}, uuid.Nil)
	}
	switch {
	case !f.decided.IsZero():
		c.decision(f, "approved")
	case f.state == "deciding":
		c.decision(f, "draft")
	case f.state == "approval":
		c.decision(f, "proposed")
	}
	if f.clerk != uuid.Nil && c.r.IntN(10) < 3 {
		c.notes.row(newID(c.r, f.at), f.id, f.clerk, "Rückruf am Vormittag, Unterlagen kommen mit der Post.", f.at.AddDate(0, 0, 2))
	}
}

func (c *chunk) request(f *file) {
	id, asked := newID(c.r, f.at), f.at.AddDate(0, 0, 4)
	state := "answered"
	var answered, until any = asked.AddDate(0, 0, 6), f.on.AddDays(10)
	from := f.on.AddDays(4)
	if f.state == "waiting" {
		state, answered, until, from = "open", nil, nil, f.pausedSince
		asked = from.Time(clock.Berlin).Add(9 * 3600e9)
	}
	c.requests.row(id, f.id, []string{"health_insurance"}, from.AddDays(21), "Bitte reichen Sie eine aktuelle Bescheinigung nach.", state, asked, f.clerk, answered)
	c.pauses.row(newID(c.r, f.at), f.id, "request", from, until, id)
}

func (c *chunk) decision(f *file, state string) {
	drafter, approver := f.clerk, f.second
	if drafter == uuid.Nil {
		drafter = c.clerks[f.team][0]
	}
	fourEyes := drafter != approver
	var proposer, proposed, approvedBy, approved, digest, number any
	if state != "draft" {
		proposer, proposed, digest = drafter, f.at.AddDate(0, 0, 12), ids.Hash(f.id.String())
	}
	if state == "approved" {
		approvedBy, approved, number = approver, f.decided, "E-"+ids.CaseNumber(f.on.Year, int64(f.n))
	}
	letter, from := newID(c.r, f.at), clock.Today(f.at).AddDays(30)
	c.decisions.row(newID(c.r, f.at), f.id, "grant", state, "Die Voraussetzungen liegen vor.", []string{"grant_study", "card_is_title"}, from,
		from.AddYears(2), from.AddYears(2), fourEyes, letter, digest, drafter, proposer, proposed, approvedBy, approved, number, 3)
	if state == "approved" {
		delivered := map[string]string{"decided": "notified", "delivered": "served"}[f.state]
		served := clock.Date{}
		if f.state == "delivered" {
			served = clock.Today(f.closed)
		}
		c.deliveries.row(f.id, letter, "vwvfg41_2a", delivered, f.decided, nil, served, clock.Date{})
	}
}

// sealed is the trail of a sitting.
func (c *chunk) sealed(f *file, digest []byte) {
	c.trail(audit.Record{Kind: "sitting", ID: f.sit}, []audit.Entry{{
		At: f.at, ActorKind: audit.Applicant, ActorID: &f.p.account, Action: "sitting.submitted",
		Details: audit.Details{"digest": hex.EncodeToString(digest), "trust": "substantial", "declaration": declaration},
	}})
}

// history is the trail of a case: five entries.
func (c *chunk) history(f *file) {
	clerk := &f.clerk
	if f.clerk == uuid.Nil {
		clerk = &f.second
	}
	last := audit.Entry{At: f.at.AddDate(0, 0, 4), ActorKind: audit.Staff, ActorID: clerk, Action: "case.noted", Details: audit.Details{"note": f.id.String()}}
	if !f.decided.IsZero() {
		last = audit.Entry{At: f.decided, ActorKind: audit.Staff, ActorID: &f.second, Action: "case.decided", Details: audit.Details{"outcome": "grant"}}
	}
	c.trail(audit.Record{Kind: "case", ID: f.id}, []audit.Entry{
		{At: f.at, ActorKind: audit.Applicant, ActorID: &f.p.account, Action: "case.received", Details: audit.Details{"application": f.application.String()}},
		{At: f.at.AddDate(0, 0, 1), ActorKind: audit.Staff, ActorID: clerk, Action: "case.assigned", Details: audit.Details{"clerk": clerk.String()}},
		{At: f.at.AddDate(0, 0, 2), ActorKind: audit.Staff, ActorID: clerk, Action: "case.opened", Details: audit.Details{"reason": "work"}},
		{At: f.at.AddDate(0, 0, 3), ActorKind: audit.Staff, ActorID: clerk, Action: "case.paper_accepted", Details: audit.Details{"item": "photo"}},
		last,
	})
}
