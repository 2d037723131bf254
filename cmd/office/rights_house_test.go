package office_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/modules/translations"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// ofTheHouse are things that belong to no team: whoever of the staff has the action at all may read them.
var ofTheHouse = []string{"incident", "meeting", "complaint", "batch"}

// thingsFor are those that somebody must not reach.
func (w *world) thingsFor(who string) things {
	if who != "a clerk of another team" && who != "a lead of another team" {
		return w.things
	}
	left := things{}
	for name, id := range w.things {
		left[name] = id
	}
	for _, name := range ofTheHouse {
		left[name] = w.things["any"]
	}
	return left
}

// kept adds what money, papers and partners leave behind: of the team that has the case, and of the house.
func (w *world) kept(t *testing.T) {
	t.Helper()
	now, team := w.DB.Clock.Now(), officetest.Clerk().Teams[0]
	today := clock.Today(now)
	payee, reporter := w.entry(t, "Nasrin", nil), w.clerk.Account
	inv := &settlement.Invoice{
		ID: ids.New(), PayeeID: payee, Number: "Haddadin-7", Same: "HADDADIN7", IssuedOn: today, Format: settlement.FormatPDF, SHA256: "00", Size: 1, State: settlement.InvoiceReceived, HandedInAt: now, Version: 1,
	}
	order := &translations.Order{
		ID: ids.New(), Key: []byte(ids.Token()), AboutKind: "case", AboutID: w.opened.CaseID, DocumentID: w.things["document"], Title: "Urkunde von Amal Haddadin", Pages: 1, Language: "ara",
		Direction: linguists.IntoGerman, ExpectedStrokes: 1000, DueOn: today.AddDays(14), OfferMinutes: 60, Team: team, State: translations.Unfilled, Version: 1, AskedAt: now,
	}
	incident := &partners.Incident{
		ID: ids.New(), Kind: "threat", Site: "rathaus", Place: "hall", HappenedAt: now, Done: []partners.IncidentDeed{"calmed"}, Told: []partners.IncidentTold{"nobody"}, Note: "Amal Haddadin wurde bedroht",
		StaffID: &reporter, Concerned: []uuid.UUID{}, State: partners.IncidentOpen, Version: 1, ReportedAt: now,
	}
	complaint := &quality.Complaint{
		ID: ids.New(), Key: []byte(ids.Token()), InterpreterID: payee, FromSide: quality.Client, Language: "de", Text: "Amal Haddadin wurde nicht verstanden", State: "received", ReceivedOn: today, DueOn: today, Version: 1,
	}
	batch := &settlement.Batch{ID: ids.New(), Number: 1, Rows: 1, Content: []byte("Haddadin"), SHA256: "00", MadeBy: reporter, MadeAt: now}
	for _, row := range []any{inv, order, incident, complaint, batch} {
		if _, err := w.DB.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	w.Exec(t, "INSERT INTO settlement.billed (invoice_id, claim_id) VALUES (?, ?)", inv.ID, w.things["claim"])
	contact, referral, meeting := ids.New(), ids.New(), ids.New()
	w.Exec(t, `INSERT INTO network.contact (id, name, topics, languages, words, public, changed_at) VALUES (?, 'Beratung Süd', '{housing}', '{de}', '{"de": "Wir helfen."}', false, ?)`, contact, now)
	w.Exec(t, `INSERT INTO network.referral (id, contact_id, subject_kind, subject_id, passed, state, asked_by, asked_at) VALUES (?, ?, 'case', ?, '{"name": "Amal Haddadin"}', 'asked', ?, ?)`,
		referral, contact, w.opened.CaseID, reporter, now)
	w.Exec(t, `INSERT INTO network.meeting (id, series_id, kind, title, place, starts_at, ends_at, minutes, made_by) VALUES (?0, ?0, 'round_table', 'Runder Tisch zu Haddadin', 'Saal', ?1, ?2, '', ?3)`,
		meeting, now.AddDate(0, 0, 7), now.AddDate(0, 0, 8), reporter)
	for name, id := range map[string]uuid.UUID{
		"invoice": inv.ID, "order": order.ID, "incident": incident.ID, "complaint": complaint.ID, "batch": batch.ID, "referral": referral, "meeting": meeting,
	} {
		w.things[name] = id
	}
}

// Whose they are reads them by the words with which strangers ask: the walk goes somewhere.
func (w *world) theHouseReads(t *testing.T) {
	t.Helper()
	lead := w.Colleague(t, identity.Right{Role: identity.Lead, Teams: officetest.Clerk().Teams})
	var got struct {
		SettlementInvoices struct{ Items []struct{ Number string } }
		TranslationOrder   struct{ Title string }
		Incident           struct{ Note string }
		Complaint          struct{ Text string }
		Meetings           []struct{ Title string }
		Referrals          struct{ Items []struct{ ID uuid.UUID } }
	}
	lead.Must(t, fmt.Sprintf(`{ settlementInvoices { items { number } } translationOrder(id: %q) { title } incident(id: %q) { note } complaint(id: %q) { text } meetings { title }
 referrals(kind: "case", id: %q) { items { id } } }`, w.things["order"], w.things["incident"], w.things["complaint"], w.things["case"]), nil, &got)
	if len(got.SettlementInvoices.Items) != 1 || got.TranslationOrder.Title == "" || got.Incident.Note == "" || got.Complaint.Text == "" || len(got.Meetings) != 1 || len(got.Referrals.Items) != 1 {
		t.Fatalf("the house does not read it: %+v", got)
	}
}
