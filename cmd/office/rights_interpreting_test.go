package office_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// interpreted adds an interpreter who came for the owner, the request, the booking and what is owed for it: things of the team that booked, and of whoever came.
func (w *world) interpreted(t *testing.T) {
	t.Helper()
	now := w.DB.Clock.Now()
	during := clock.Span{From: now.Add(-2 * time.Hour), To: now.Add(-time.Hour)}
	parwin := w.entry(t, "Parwin", nil)
	r := &interpreters.Request{
		ID: ids.New(), Key: []byte(ids.Token()), AboutKind: "case", AboutID: w.opened.CaseID, Language: "prs", Form: linguists.Spoken, Mode: linguists.OnSite, Site: "rathaus", During: during,
		Manner: interpreters.One, OfferMinutes: 60, Team: officetest.Clerk().Teams[0], Client: "Amal Haddadin", State: interpreters.RequestFilled, Version: 1, AskedAt: now.AddDate(0, 0, -7),
	}
	offer := &interpreters.Offer{ID: ids.New(), RequestID: r.ID, InterpreterID: parwin, Rank: 1, State: interpreters.OfferAccepted, Cents: 9000}
	a := &interpreters.Assignment{
		ID: ids.New(), RequestID: r.ID, OfferID: &offer.ID, InterpreterID: parwin, State: interpreters.Booked, During: during, Blocked: during, Cents: 9000, Team: r.Team, Version: 1, CreatedAt: r.AskedAt,
	}
	c := &settlement.Claim{
		ID: ids.New(), AboutKind: "assignment", AboutID: a.ID, Kind: settlement.ForInterpreting, InterpreterID: parwin, PayeeID: parwin, Team: r.Team, Language: "prs", Mode: "on_site",
		EndedOn: clock.Today(now), LapsesOn: clock.Today(now).AddMonths(3), Reason: "Amal Haddadin kam später", State: settlement.ClaimProposed, ProposedBill: &remuneration.Bill{}, BudgetYear: clock.Today(now).Year, Version: 1, CreatedAt: now,
	}
	for _, row := range []any{r, offer, a, c} {
		if _, err := w.DB.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	w.things["request"], w.things["assignment"], w.things["claim"] = r.ID, a.ID, c.ID
}

// entry puts somebody into the directory, with a login or without.
func (w *world) entry(t *testing.T, name string, account *uuid.UUID) uuid.UUID {
	t.Helper()
	i := &linguists.Interpreter{
		ID: ids.New(), Kind: linguists.KindPerson, Name: name, Email: ids.Token() + "@dolmetschen.example", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "de",
		State: linguists.StateActive, Version: 1, CreatedAt: w.DB.Clock.Now(), AccountID: account,
	}
	if _, err := w.DB.NewInsert().Model(i).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	return i.ID
}

// outsiders are people who work with the house without being of it: each sees what their task needs, and of the owner nothing.
func (w *world) outsiders(t *testing.T) map[string]*officetest.Person {
	t.Helper()
	lead := w.Colleague(t, officetest.Lead())
	other, guard, counsellor := w.Applicant(t), w.Applicant(t, mailbox("wache@example.org")), w.Applicant(t, mailbox("rat@example.org"))
	w.entry(t, "Basil", &other.Account)
	member(t, lead, guard, "guard")
	member(t, lead, counsellor, "counsellor")
	return map[string]*officetest.Person{"another interpreter": other, "a guard": guard, "a counsellor": counsellor}
}

// The team that booked reads its request and its claim by the words with which strangers ask: the walk goes somewhere.
func (w *world) itsOwnTeamReads(t *testing.T) {
	t.Helper()
	lead := w.Colleague(t, identity.Right{Role: identity.Lead, Teams: officetest.Clerk().Teams})
	var got struct {
		InterpreterRequest struct{ Client string }
		SettlementClaim    struct{ State string }
	}
	lead.Must(t, fmt.Sprintf(`{ interpreterRequest(id: %q) { client } settlementClaim(id: %q) { state } }`, w.things["request"], w.things["claim"]), nil, &got)
	if got.InterpreterRequest.Client == "" || got.SettlementClaim.State != "proposed" {
		t.Fatalf("the own team does not read it: %+v", got)
	}
}
