package settlement_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

var (
	pages    = page.Args{}
	monday26 = clock.Today(monday)
)

func faultsOf(err error) []string {
	list := []string{}
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			list = append(list, f.Path+" "+f.Code)
		}
	}
	slices.Sort(list)
	return list
}

// The last signature makes the claim one that can be confirmed, by its event; what is paid follows from the times that both signed.
func TestTwoSignaturesMakeAClaim(t *testing.T) {
	t.Parallel()
	o := open(t)
	about := o.work(t, o.person(t, "Amal"), "2026-11-19", func(_ *interpreters.Request, a *interpreters.Assignment) {
		a.OfficeSignedAt, a.OfficeSignedBy = nil, nil
	})
	o.RunJobs(t)
	if list := o.claims(t); len(list) != 1 || list[0].Missing != settlement.MissingCountersignature || slices.Contains(list[0].Permitted(o.clerk, monday26), "confirmClaim") {
		t.Fatal("confirmed with one signature")
	}
	if _, err := o.booking.SignForOffice(o.as(t, o.clerk), about); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
	p, err := o.Claims(o.as(t, o.lead), settlement.ClaimFilter{States: []settlement.ClaimState{settlement.ClaimOpen}, Team: team, From: date("2026-11-19"), To: date("2026-11-19")}, pages)
	if err != nil || len(p.Items) != 1 {
		t.Fatal(len(p.Items), err)
	}
	c := p.Items[0]
	// 75 minutes, 5 of waiting from ten on, 60 of the way: 140 minutes are two hours and a started half; 20 km; VAT.
	if c.Minutes != 150 || c.Missing != settlement.MissingNothing || c.NetCents != 23250+840 || c.VATCents != 4577 || c.Times.WaitingMinutes != 5 || c.EndedOn != date("2026-11-19") || c.LapsesOn != date("2027-02-19") {
		t.Errorf("%+v %+v", c, c.Bill)
	}
	if again := o.claims(t); len(again) != 1 {
		t.Error("twice:", len(again))
	}
}

// What is over in another way is paid in another way, or not at all.
func TestWhatIsPaidWithoutWork(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.person(t, "Amal")
	state := func(s interpreters.AssignmentState, cents int64) func(*interpreters.Request, *interpreters.Assignment) {
		return func(_ *interpreters.Request, a *interpreters.Assignment) {
			told := at("2026-11-18 12:00")
			a.State, a.Cents, a.CancelledAt = s, cents, &told
			if s != interpreters.AssignmentCancelled {
				a.CancelledAt = nil
			}
		}
	}
	o.work(t, who, "2026-11-19", state(interpreters.AssignmentCancelled, 9300))
	o.work(t, who, "2026-11-20", state(interpreters.ClientMissed, 20_000))
	o.work(t, who, "2026-11-16", state(interpreters.Missed, 0))
	o.work(t, who, "2026-11-17", state(interpreters.Ended, 0)) // paid by a shift
	o.shift(t, who, "2026-11-17 08:00", "2026-11-17 12:00", "")
	got := []string{}
	for _, c := range o.claims(t) {
		got = append(got, string(c.Kind)+" "+c.Team)
		switch c.Kind {
		case settlement.ForCancellation: // at most two hours, no more than was planned, no VAT
			if c.VATCents != 0 || c.NetCents != 18600 || c.EndedOn != date("2026-11-18") || c.Times != nil || c.Missing != settlement.MissingAssurance {
				t.Errorf("%+v", c)
			}
		case settlement.ForClientMissed:
			if c.Minutes != 120 || c.Times.WaitingMinutes != 0 {
				t.Errorf("%+v", c)
			}
		case settlement.ForShift:
			if c.Minutes != 300 || !slices.Equal(c.Permitted(o.clerk, monday26), []string{"confirmClaim", "refuseClaim", "extendClaim"}) {
				t.Errorf("%+v", c)
			}
			_, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version})
			_, stranger := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version, Team: "studium"})
			if !slices.Equal(codes(err), []string{"team required"}) || !slices.Equal(codes(stranger), []string{"team required"}) {
				t.Error("nobody said who bears a shift:", err, stranger)
			}
			if done, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version, Team: team}); err != nil || done.Team != team {
				t.Error(err)
			}
		default:
			t.Error(c.Kind)
		}
	}
	if want := []string{"shift ", "cancellation familie", "client_missed familie"}; !slices.Equal(got, want) {
		t.Error(got)
	}
}

// She waited until twenty past eleven and paid for parking: she proposes it, the office sees part of it otherwise, she proposes again, the office confirms.
func TestTimesAreProposedAndConfirmed(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.work(t, o.person(t, "Amal"), "2026-11-19")
	c := o.claims(t)[0]
	mine := o.mine(t, c)
	times := *c.Times
	times.WaitingMinutes, times.ParkingCents = 40, 650
	propose := func(version int, change func(*settlement.Times)) (*settlement.Claim, error) {
		other := times
		change(&other)
		return o.Propose(t.Context(), settlement.ProposeClaim{Token: mine, Claim: c.ID, Version: version, Times: &other, Reason: "Bis 11.20 Uhr gewartet"})
	}
	for name, bad := range map[string]struct {
		change func(*settlement.Times)
		want   []string
	}{
		"negative":  {func(x *settlement.Times) { x.WaitingMinutes, x.ParkingCents, x.TravelKm = -1, -5, -3 }, []string{"parkingCents out_of_range", "travelKm out_of_range", "waitingMinutes out_of_range"}},
		"a week":    {func(x *settlement.Times) { x.EndsAt = x.EndsAt.AddDate(0, 0, 7) }, []string{"ends too_late", "ends too_long"}},
		"backwards": {func(x *settlement.Times) { x.StartsAt, x.EndsAt = x.EndsAt, x.StartsAt }, []string{"ends before_start"}},
		"year 1":    {func(x *settlement.Times) { x.StartsAt = time.Time{} }, []string{"ends too_long", "starts out_of_range"}},
	} {
		if _, err := propose(c.Version, bad.change); !errors.Is(err, settlement.ErrInput) || !slices.Equal(codes(err), bad.want) {
			t.Errorf("%s: %v %v", name, err, codes(err))
		}
	}
	same := func(*settlement.Times) {}
	if _, err := propose(7, same); !errors.Is(err, settlement.ErrConflict) {
		t.Error(err)
	}
	c, err := propose(c.Version, same)
	if err != nil || c.State != settlement.ClaimProposed || c.ProposedBill.NetCents != 27900+840+650 {
		t.Fatalf("%+v %v", c, err)
	}
	if _, err := o.Refuse(o.as(t, o.clerk), settlement.RefuseClaim{Claim: c.ID, Version: c.Version, Reason: " "}); !slices.Equal(codes(err), []string{"reason required"}) {
		t.Error(err)
	}
	if c, err = o.Refuse(o.as(t, o.clerk), settlement.RefuseClaim{Claim: c.ID, Version: c.Version, Reason: "Geparkt wurde im Haus"}); err != nil || c.State != settlement.ClaimDisputed {
		t.Fatal(err)
	}
	if m, err := o.Mine(t.Context(), o.link(t, "Amal")); err != nil || m.Claims[0].Answer != "Geparkt wurde im Haus" || !slices.Equal(m.Claims[0].Own(), []string{"proposeClaim"}) {
		t.Fatal(err)
	}
	if c, err = propose(c.Version, func(x *settlement.Times) { x.ParkingCents = 0 }); err != nil {
		t.Fatal(err)
	}
	if c, err = o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); err != nil || c.State != settlement.ClaimConfirmed || c.NetCents != 28740 || c.Times.WaitingMinutes != 40 {
		t.Fatalf("%+v %v", c, err)
	}
	if bound, spent := o.budget(t); bound != 0 || spent != c.TotalCents {
		t.Error("budget:", bound, spent)
	}
	if _, err := propose(c.Version, same); !errors.Is(err, settlement.ErrOver) {
		t.Error("proposed after the confirmation:", err)
	}
	if _, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); !errors.Is(err, settlement.ErrOver) {
		t.Error("confirmed twice:", err)
	}
}

// mine is the link by which the holder of a claim sees it.
func (o *office) mine(t *testing.T, c *settlement.Claim) string {
	t.Helper()
	account := ids.New()
	_, err := o.NewRaw("INSERT INTO identity.account (id, kind, issuer, subject, trust, created_at) VALUES (?, 'applicant', 'email', ?, 'email', ?)", account, account.String(), monday).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.NewUpdate().Model((*linguists.Interpreter)(nil)).Set("account_id = ?", account).Where("id = ?", c.PayeeID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	m, err := o.Mine(identity.WithViewer(t.Context(), &identity.Viewer{AccountID: account, Kind: identity.KindApplicant}), "")
	if err != nil || m.Claims[0].ID != c.ID {
		t.Fatal(err)
	}
	return m.Token
}

// Whose money it is, nobody else learns; nor can another team confirm it.
func TestAStrangerFindsNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, badr := o.person(t, "Amal"), o.person(t, "Badr")
	o.work(t, amal, "2026-11-19")
	c := o.claims(t)[0]
	o.work(t, badr, "2026-11-20")
	other := o.claims(t)[1]
	token := o.mine(t, c)
	_, err := o.Propose(t.Context(), settlement.ProposeClaim{Token: token, Claim: other.ID, Version: 1})
	_, forged := o.Mine(t.Context(), token+"x")
	_, nobody := o.Mine(t.Context(), "")
	study := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Lead, Teams: []string{"studium"}})
	_, elsewhere := o.Confirm(o.as(t, study), settlement.ConfirmClaim{Claim: c.ID, Version: 1})
	_, unseen := o.Claim(o.as(t, study), c.ID)
	front := identity.StaffViewer(ids.New(), identity.Right{Role: identity.Frontdesk})
	_, desk := o.Claim(o.as(t, front), c.ID)
	for name, err := range map[string]error{"another's": err, "forged": forged, "nobody": nobody, "team": elsewhere, "unseen": unseen, "front desk": desk} {
		if !errors.Is(err, settlement.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if p, err := o.Claims(o.as(t, study), settlement.ClaimFilter{}, pages); err != nil || len(p.Items) != 0 {
		t.Error(len(p.Items), err)
	}
	o.Clock.Advance(119 * 24 * time.Hour)
	if m, err := o.Mine(t.Context(), token); err != nil || m.Token != token {
		t.Error("a link makes itself new:", err)
	}
	if _, err := o.NewUpdate().Model((*linguists.Interpreter)(nil)).Set("state = 'ended'").Where("id = ?", amal).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Mine(t.Context(), token); !errors.Is(err, settlement.ErrOver) {
		t.Error("who is out of the directory:", err)
	}
	o.Clock.Advance(2 * 24 * time.Hour)
	if _, err := o.Mine(t.Context(), token); !errors.Is(err, settlement.ErrOver) {
		t.Error("a link for ever:", err)
	}
}

// A claim that is made late does not lapse unwarned; what both have signed is claimed; what is over for more than a year is not found again.
func TestNothingLapsesUnwarned(t *testing.T) {
	t.Parallel()
	o := open(t)
	late := o.person(t, "Late")
	o.work(t, late, "2026-08-03", func(_ *interpreters.Request, a *interpreters.Assignment) {
		a.State, a.InterpreterSignedAt = interpreters.ClientMissed, nil
	})
	o.work(t, o.person(t, "Signed"), "2026-08-03")
	o.work(t, o.person(t, "Old"), "2025-11-03")
	states := func(day string) map[string]settlement.ClaimState {
		t.Helper()
		o.Clock.Set(at(day + " 06:00"))
		if err := o.Daily(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.RunJobs(t)
		got := map[string]settlement.ClaimState{}
		for _, c := range o.claims(t) {
			got[c.Payee.Name] = c.State
		}
		return got
	}
	for _, day := range []string{"2026-11-23", "2026-12-07"} {
		if got := states(day); len(got) != 2 || got["Late"] != settlement.ClaimOpen || got["Signed"] != settlement.ClaimOpen {
			t.Error(day, got)
		}
	}
	if sent := o.mail.Sent("late@example.org"); len(sent) != 1 || !strings.Contains(sent[0].Text, "07.12.2026") {
		t.Error("warned:", len(sent))
	}
	if got := states("2026-12-08"); got["Late"] != settlement.ClaimLapsed || got["Signed"] != settlement.ClaimOpen {
		t.Error(got)
	}
}

// Three months (JVEG §2): warned two weeks before, once; what was claimed in time stays; what was not lapses, and its money is free.
func TestClaimsLapse(t *testing.T) {
	t.Parallel()
	o := open(t)
	amal, badr := o.person(t, "Amal"), o.person(t, "Badr")
	missed := func(_ *interpreters.Request, a *interpreters.Assignment) {
		a.State, a.InterpreterSignedAt = interpreters.ClientMissed, nil
	}
	o.work(t, amal, "2026-11-19", missed)
	o.work(t, badr, "2026-11-19", missed)
	daily := func(day string) {
		t.Helper()
		o.Clock.Set(at(day + " 06:00"))
		if err := errors.Join(o.Daily(t.Context()), o.Daily(t.Context())); err != nil {
			t.Fatal(err)
		}
		o.RunJobs(t)
	}
	list := o.claims(t)
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range list {
			bind := budgets.Bind{Purpose: interpreters.Purpose, Year: 2026, Team: team, About: c.About(), Cents: 20_000}
			if err := o.Budgets.BindTx(ctx, tx, bind); err != nil {
				return err
			}
		}
		return nil
	})
	daily("2027-02-04")
	if n := len(o.mail.Sent("amal@example.org")); n != 0 {
		t.Error("warned too early:", n)
	}
	daily("2027-02-05")
	daily("2027-02-12")
	if sent := o.mail.Sent("amal@example.org"); len(sent) != 1 || !strings.Contains(sent[0].Text, "19.02.2027") {
		t.Fatal("warned:", len(sent))
	}
	// Badr claims it as it was worked out.
	m, err := o.Mine(t.Context(), o.link(t, "Badr"))
	if err != nil {
		t.Fatal(err)
	}
	if c, err := o.Propose(t.Context(), settlement.ProposeClaim{Token: m.Token, Claim: m.Claims[0].ID, Version: m.Claims[0].Version}); err != nil || c.State != settlement.ClaimOpen || c.ReportedAt == nil {
		t.Fatal(err)
	}
	daily("2027-02-19")
	if bound, _ := o.budget(t); bound != 40_000 {
		t.Error("lapsed on the last day:", bound)
	}
	daily("2027-02-20")
	got := map[string]settlement.ClaimState{}
	for _, c := range o.claims(t) {
		got[c.Payee.Name] = c.State
	}
	if bound, _ := o.budget(t); got["Amal"] != settlement.ClaimLapsed || got["Badr"] != settlement.ClaimOpen || bound != 20_000 {
		t.Error(got, bound)
	}
}

// More than the budget has is spent only with a named approval.
func TestOverTheCeilingOnlyWithApproval(t *testing.T) {
	t.Parallel()
	o := open(t)
	cents := int64(25_000)
	if _, err := o.Budgets.Set(o.as(t, o.lead), budgets.SetBudget{Purpose: interpreters.Purpose, Year: 2026, Team: team, Cents: cents}); err != nil {
		t.Fatal(err)
	}
	o.work(t, o.person(t, "Amal"), "2026-11-19")
	c := o.claims(t)[0]
	in := settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}
	if _, err := o.Confirm(o.as(t, o.lead), in); !errors.Is(err, budgets.ErrOverCeiling) {
		t.Fatal(err)
	}
	in.Approval = "Sie hat es geleistet"
	if _, err := o.Confirm(o.as(t, o.clerk), in); !errors.Is(err, budgets.ErrInput) {
		t.Error("a clerk exceeds the budget:", err)
	}
	if c, err := o.Confirm(o.as(t, o.lead), in); err != nil || c.State != settlement.ClaimConfirmed {
		t.Error(err)
	}
}

// A translation comes with its bill and nothing to be timed; its agency is paid, and it is claimed by being delivered.
func TestATranslationIsAClaimOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	agency := o.person(t, "Büro", func(i *linguists.Interpreter) { i.Kind, i.Email = linguists.KindAgency, "buero@example.org" })
	who := o.person(t, "Carla", func(i *linguists.Interpreter) { i.AgencyID = &agency })
	in := settlement.NewClaim{
		About: audit.Record{Kind: "translation", ID: ids.New()}, Kind: settlement.ForTranslation, InterpreterID: who, Team: team, Language: "ara", Mode: "written", EndedOn: date("2026-11-20"),
		Bill: remuneration.Bill{Lines: []remuneration.Line{{Code: remuneration.LineTranslation, Quantity: 20, Cents: 3900}}, NetCents: 3900, TotalCents: 3900},
	}
	var first, second uuid.UUID
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		a, err := o.ClaimTx(ctx, tx, in)
		if err != nil {
			return err
		}
		b, err := o.ClaimTx(ctx, tx, in)
		first, second = a.ID, b.ID
		return err
	})
	c := o.claim(t, first)
	if first != second || c.PayeeID != agency || c.Interpreter.Name != "Carla" || c.Payee.Name != "Büro" || c.ReportedAt == nil || c.TotalCents != 3900 {
		t.Errorf("%+v", c)
	}
	times := settlement.Times{StartsAt: monday, EndsAt: monday}
	if _, err := o.Propose(t.Context(), settlement.ProposeClaim{Token: o.mine(t, c), Claim: c.ID, Version: 1, Times: &times, Reason: "länger"}); !slices.Equal(codes(err), []string{"times not_by_time"}) {
		t.Error(err, codes(err))
	}
}
