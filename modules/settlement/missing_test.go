package settlement_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// nobodySigned is work that is over, and that is all.
func nobodySigned(_ *interpreters.Request, a *interpreters.Assignment) {
	a.OfficeSignedAt, a.OfficeSignedBy, a.InterpreterSignedAt = nil, nil, nil
}

// nobodyMarked is work of which nobody has noted how it went.
func nobodyMarked(r *interpreters.Request, a *interpreters.Assignment) {
	nobodySigned(r, a)
	a.State, a.ArrivedAt, a.StartedAt, a.EndedAt = interpreters.Booked, nil, nil, nil
	r.State = interpreters.RequestFilled
}

func (o *office) bind(t testing.TB, year int, cents int64, list ...*settlement.Claim) {
	t.Helper()
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range list {
			if err := o.Budgets.BindTx(ctx, tx, budgets.Bind{Purpose: interpreters.Purpose, Year: year, Team: team, About: c.About(), Cents: cents}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *office) daily(t testing.TB, day string) {
	t.Helper()
	o.Clock.Set(at(day + " 06:00"))
	if err := errors.Join(o.Daily(t.Context()), o.Daily(t.Context())); err != nil {
		t.Fatal(err)
	}
	o.RunJobs(t)
}

// Three months run from the end of the work, signed or not (JVEG §2(1)): who has not signed is asked once, warned, and after that it lapses and its money is free. Nobody
// confirms it meanwhile.
func TestWhatNobodySignedLapses(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.work(t, o.person(t, "Amal"), "2026-11-19", nobodySigned)
	o.work(t, o.person(t, "Badr"), "2026-11-20", nobodyMarked)
	o.daily(t, "2026-11-23")
	list := o.claims(t)
	if len(list) != 2 || list[0].Missing != settlement.MissingSignature || list[1].Missing != settlement.MissingMarking || list[0].Minutes != 150 || list[1].Minutes != 120 {
		t.Fatalf("%+v", list)
	}
	o.bind(t, 2026, 20_000, list...)
	for _, c := range list {
		_, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version})
		if !errors.Is(err, settlement.ErrMissing) || slices.Contains(c.Permitted(o.clerk, monday26), "confirmClaim") {
			t.Error(c.Missing, err)
		}
	}
	unsigned := settlement.ClaimFilter{Missing: []settlement.Missing{settlement.MissingMarking, settlement.MissingSignature, settlement.MissingCountersignature}}
	if p, err := o.Claims(o.as(t, o.clerk), unsigned, pages); err != nil || len(p.Items) != 2 {
		t.Error(len(p.Items), err)
	}
	o.daily(t, "2026-11-24")
	for _, who := range []string{"amal", "badr"} {
		if sent := o.mail.Sent(who + "@example.org"); len(sent) != 1 || !strings.Contains(sent[0].Subject, "bestätigen Sie Ihre Zeiten") {
			t.Error(who, "was asked:", len(sent))
		}
	}
	o.daily(t, "2027-02-08")
	o.daily(t, "2027-02-23")
	if bound, _ := o.budget(t); bound != 0 {
		t.Error("bound for ever:", bound)
	}
	for _, c := range o.claims(t) {
		if c.State != settlement.ClaimLapsed {
			t.Error(c.State)
		}
	}
}

// To claim it by the noted times is to sign for them, in whatever order; what is noted otherwise afterwards they have not agreed to.
func TestToClaimIsToSign(t *testing.T) {
	t.Parallel()
	o := open(t)
	about := o.work(t, o.person(t, "Amal"), "2026-11-19", nobodySigned)
	c := o.claims(t)[0]
	claim := func() {
		t.Helper()
		var err error
		if c, err = o.Propose(t.Context(), settlement.ProposeClaim{Token: o.mine(t, c), Claim: c.ID, Version: c.Version}); err != nil {
			t.Fatal(err)
		}
	}
	claim()
	if c.Missing != settlement.MissingCountersignature || c.ReportedAt == nil {
		t.Fatalf("%+v", c)
	}
	if _, err := o.NewRaw("UPDATE interpreters.assignment SET ended_at = ended_at + interval '10 minutes' WHERE id = ?", about).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c = o.claims(t)[0]; c.Missing != settlement.MissingSignature || c.Times.EndsAt.Sub(c.Times.StartsAt) != 85*time.Minute {
		t.Fatalf("they have signed what they never saw: %+v", c)
	}
	claim()
	if _, err := o.booking.SignForOffice(o.as(t, o.clerk), about); err != nil {
		t.Fatal(err)
	}
	if c = o.claims(t)[0]; c.Missing != settlement.MissingNothing {
		t.Fatal(c.Missing)
	}
	if c, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); err != nil || c.State != settlement.ClaimConfirmed {
		t.Error(err)
	}
}

// What nobody has noted the interpreter can say themselves: the office confirms that. Who did not come has no claim, unless they say that they did.
func TestWhatNobodyMarked(t *testing.T) {
	t.Parallel()
	o := open(t)
	said, came, missed := o.work(t, o.person(t, "Said"), "2026-11-18", nobodyMarked), o.work(t, o.person(t, "Came"), "2026-11-19", nobodyMarked), o.work(t, o.person(t, "Missed"), "2026-11-20", nobodyMarked)
	list := o.claims(t)
	if len(list) != 3 || list[0].AboutID != said {
		t.Fatal(list)
	}
	times := *list[0].Times
	times.EndsAt = times.EndsAt.Add(time.Hour)
	c, err := o.Propose(t.Context(), settlement.ProposeClaim{Token: o.mine(t, list[0]), Claim: list[0].ID, Version: list[0].Version, Times: &times, Reason: "Bis zwölf Uhr gedolmetscht"})
	if err != nil {
		t.Fatal(err)
	}
	if c, err = o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); err != nil || c.Minutes != 180 {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := o.NewRaw("UPDATE interpreters.assignment SET state = 'missed', cents = 0 WHERE id IN (?, ?)", came, missed).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Propose(t.Context(), settlement.ProposeClaim{Token: o.mine(t, list[1]), Claim: list[1].ID, Version: list[1].Version}); err != nil {
		t.Fatal(err)
	}
	if list = o.claims(t); len(list) != 2 || list[1].AboutID != came || list[1].Missing != settlement.MissingMarking {
		t.Errorf("%+v", list)
	}
}

// Called off late: what was lost is paid, if they assure it, up to two hours (JVEG §9(5)); without their word nobody can confirm anything. They are told by mail.
func TestALossIsAssured(t *testing.T) {
	t.Parallel()
	o := open(t)
	told := at("2026-11-18 12:00")
	o.work(t, o.person(t, "Amal"), "2026-11-19", func(_ *interpreters.Request, a *interpreters.Assignment) {
		a.State, a.Cents, a.CancelledAt = interpreters.AssignmentCancelled, 18600, &told
	})
	c := o.claims(t)[0]
	o.RunJobs(t)
	if c.ReportedAt != nil {
		t.Error("claimed by nobody")
	}
	if sent := o.mail.Sent("amal@example.org"); len(sent) != 1 || !strings.Contains(sent[0].Text, "186,00") || !strings.Contains(sent[0].Text, "18.02.2027") {
		t.Error("told:", sent)
	}
	if _, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); !errors.Is(err, settlement.ErrMissing) {
		t.Error("the most is paid unasked:", err)
	}
	mine := o.mine(t, c)
	state := func(cents int64, assured bool) (*settlement.Claim, error) {
		return o.Propose(t.Context(), settlement.ProposeClaim{Token: mine, Claim: c.ID, Version: c.Version, LostCents: cents, Assured: assured})
	}
	for want, bad := range map[string]struct {
		cents   int64
		assured bool
	}{"assured required": {9000, false}, "lostCents out_of_range": {18601, true}, "assured required lostCents out_of_range": {0, false}} {
		if _, err := state(bad.cents, bad.assured); strings.Join(codes(err), " ") != want {
			t.Error(want, codes(err))
		}
	}
	var err error
	if c, err = state(9000, true); err != nil || c.State != settlement.ClaimProposed || c.AssuredAt == nil {
		t.Fatal(err)
	}
	if c, err = o.Refuse(o.as(t, o.clerk), settlement.RefuseClaim{Claim: c.ID, Version: c.Version, Reason: "Sie hatten den neuen Termin"}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); !errors.Is(err, settlement.ErrMissing) {
		t.Error("what was refused is paid:", err)
	}
	if c, err = state(4000, true); err != nil {
		t.Fatal(err)
	}
	if c, err = o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); err != nil || c.TotalCents != 4000 || !slices.Equal(c.Bill.Lines[0].Why, []string{"told_late", "assured"}) {
		t.Errorf("%+v %v", c, err)
	}
}

// Any claim that is not confirmed can be seen otherwise; two weeks without an answer later it can be rejected, which frees its money. More time opens it again.
func TestADisputeEnds(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.work(t, o.person(t, "Amal"), "2026-11-19")
	c := o.claims(t)[0]
	o.bind(t, 2026, c.TotalCents, c)
	in := settlement.RefuseClaim{Claim: c.ID, Version: c.Version, Reason: "Es war jemand anderes da"}
	c, err := o.Refuse(o.as(t, o.clerk), in)
	if err != nil || c.State != settlement.ClaimDisputed {
		t.Fatal("only what was proposed can be refused:", err)
	}
	in.Version = c.Version
	if _, err := o.Reject(o.as(t, o.clerk), in); !errors.Is(err, settlement.ErrOver) || slices.Contains(c.Permitted(o.clerk, o.Today()), "rejectClaim") {
		t.Error("rejected before they could answer:", err)
	}
	o.Clock.Advance(15 * 24 * time.Hour)
	if !slices.Contains(c.Permitted(o.clerk, o.Today()), "rejectClaim") {
		t.Error("a dispute without an end")
	}
	if c, err = o.Reject(o.as(t, o.clerk), in); err != nil || c.State != settlement.ClaimRejected || c.Answer != in.Reason {
		t.Fatal(err)
	}
	if bound, _ := o.budget(t); bound != 0 {
		t.Error("bound:", bound)
	}
	again := settlement.ExtendClaim{RefuseClaim: settlement.RefuseClaim{Claim: c.ID, Version: c.Version, Reason: "Sie war doch da"}}
	for until, want := range map[string]string{"2026-12-08": "until too_early", "2028-12-08": "until too_late"} {
		if again.Until = date(until); true {
			if _, err := o.Extend(o.as(t, o.clerk), again); strings.Join(codes(err), " ") != want {
				t.Error(until, codes(err))
			}
		}
	}
	again.Until = date("2027-03-31")
	if c, err = o.Extend(o.as(t, o.clerk), again); err != nil || c.State != settlement.ClaimOpen || c.LapsesOn != date("2027-03-31") {
		t.Fatal(err)
	}
}

// What they proposed for work that turns out to have been called off is no proposal any more: the loss is to be assured.
func TestAProposalEndsWithWhatItWasFor(t *testing.T) {
	t.Parallel()
	o := open(t)
	about := o.work(t, o.person(t, "Amal"), "2026-11-20", nobodyMarked)
	o.daily(t, "2026-11-23")
	c := o.claims(t)[0]
	times := *c.Times
	times.EndsAt = times.EndsAt.Add(time.Hour)
	var err error
	if c, err = o.Propose(t.Context(), settlement.ProposeClaim{Token: o.mine(t, c), Claim: c.ID, Version: c.Version, Times: &times, Reason: "Es dauerte"}); err != nil || c.State != settlement.ClaimProposed {
		t.Fatal(err)
	}
	if _, err := o.NewRaw("UPDATE interpreters.assignment SET state = 'cancelled', cancelled_at = lower(during) - interval '1 hour', cancelled_by = 'office' WHERE id = ?", about).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c = o.claims(t)[0]; c.Kind != settlement.ForCancellation || c.State != settlement.ClaimOpen || c.ProposedBill != nil || c.Missing != settlement.MissingAssurance {
		t.Errorf("%+v", c)
	}
}

// What has lapsed can be claimed again with a reason (JVEG §2), is warned of anew and lapses anew.
func TestMoreTime(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.work(t, o.person(t, "Amal"), "2026-11-19", func(_ *interpreters.Request, a *interpreters.Assignment) {
		a.State, a.InterpreterSignedAt = interpreters.ClientMissed, nil
	})
	o.daily(t, "2027-02-05")
	o.daily(t, "2027-02-22")
	c := o.claims(t)[0]
	if c.State != settlement.ClaimLapsed || !slices.Equal(c.Permitted(o.clerk, o.Today()), []string{"extendClaim"}) {
		t.Fatal(c.State)
	}
	in := settlement.ExtendClaim{RefuseClaim: settlement.RefuseClaim{Claim: c.ID, Version: c.Version, Reason: "Sie lag im Krankenhaus"}, Until: date("2027-03-31")}
	if _, err := o.Extend(o.as(t, o.clerk), in); err != nil {
		t.Fatal(err)
	}
	o.daily(t, "2027-03-20")
	o.RunJobs(t)
	warned := 0
	for _, m := range o.mail.Sent("amal@example.org") {
		if strings.Contains(m.Subject, "verfällt bald") {
			warned++
		}
	}
	o.daily(t, "2027-04-04")
	if c = o.claims(t)[0]; warned != 2 || c.State != settlement.ClaimLapsed {
		t.Error(warned, c.State)
	}
}

// The client did not come: paid is the time until they were let go, with the way, and no more than was planned where that was noted late (JVEG §8(2)).
func TestWhoIsLetGo(t *testing.T) {
	t.Parallel()
	o := open(t)
	for day, noted := range map[string]string{"2026-11-19": "2026-11-19 10:20", "2026-11-20": "2026-11-20 17:00"} {
		about := o.work(t, o.person(t, day), day, nobodyMarked)
		moment := at(noted)
		if _, err := o.booking.Mark(o.as(t, o.clerk), interpreters.MarkAssignment{Assignment: about, Version: 1, State: interpreters.ClientMissed, At: &moment}); err != nil {
			t.Fatal(err)
		}
	}
	o.RunJobs(t)
	list := o.claims(t)
	// 20 minutes and 60 of the way are an hour and a half; the planned hour and the way are two.
	if len(list) != 2 || list[0].Minutes != 90 || list[1].Minutes != 120 || list[0].Missing != settlement.MissingNothing {
		t.Errorf("%+v %+v", list[0], list[1])
	}
}

// What was called off in the old year is spent in the year for which it was booked, where it is bound.
func TestTheYearOfTheBookingPays(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, year := range []int{2026, 2027} {
		if _, err := o.Budgets.Set(o.as(t, o.lead), budgets.SetBudget{Purpose: interpreters.Purpose, Year: year, Team: team, Cents: 20_000}); err != nil {
			t.Fatal(err)
		}
	}
	o.Clock.Set(at("2026-12-31 12:00"))
	told := o.Clock.Now()
	o.work(t, o.person(t, "Amal"), "2027-01-02", func(r *interpreters.Request, a *interpreters.Assignment) {
		r.AskedAt = told.AddDate(0, 0, -7)
		a.State, a.Cents, a.CancelledAt = interpreters.AssignmentCancelled, 18600, &told
	})
	c := o.claims(t)[0]
	if c.EndedOn != date("2026-12-31") || c.BudgetYear != 2027 {
		t.Fatal(c.EndedOn, c.BudgetYear)
	}
	o.bind(t, 2027, 18600, c)
	c, err := o.Propose(t.Context(), settlement.ProposeClaim{Token: o.mine(t, c), Claim: c.ID, Version: c.Version, LostCents: 18600, Assured: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Confirm(o.as(t, o.clerk), settlement.ConfirmClaim{Claim: c.ID, Version: c.Version}); err != nil {
		t.Fatal(err)
	}
	var year int
	if err := o.NewRaw("SELECT year FROM budgets.budget WHERE spent_cents > 0").Scan(t.Context(), &year); err != nil || year != 2027 {
		t.Error(year, err)
	}
}

// A call that is taken in a shift and lasts beyond it is paid by the shift, to its end; while it lasts the shift has no claim.
func TestACallBeyondTheShift(t *testing.T) {
	t.Parallel()
	o := open(t)
	who := o.person(t, "Amal")
	night := clock.Span{From: at("2026-11-22 22:00"), To: at("2026-11-23 07:00")}
	shift := &duty.Shift{ID: ids.New(), InterpreterID: &who, Language: "ara", Mode: linguists.Phone, During: night, Blocked: night, State: duty.Done, Version: 1}
	o.insert(t, shift)
	call := o.work(t, who, "2026-11-23", func(r *interpreters.Request, a *interpreters.Assignment) {
		started := at("2026-11-23 06:50")
		r.Mode, r.Site, r.Urgent, r.State = linguists.Phone, "", true, interpreters.RequestFilled
		r.During = clock.Span{From: started, To: at("2026-11-23 07:20")}
		a.During, a.Blocked, a.State, a.Cents, a.ArrivedAt, a.StartedAt, a.EndedAt = r.During, r.During, interpreters.Started, 0, nil, &started, nil
	})
	if list := o.claims(t); len(list) != 0 {
		t.Fatal("the shift is over before the call is")
	}
	if _, err := o.NewRaw("UPDATE interpreters.assignment SET state = 'ended', ended_at = ? WHERE id = ?", at("2026-11-23 07:40"), call).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := o.claims(t)[0]
	if !c.Times.EndsAt.Equal(at("2026-11-23 07:40")) || c.Minutes != 600 || c.SurchargeCents != 0 || c.BudgetYear != 2026 {
		t.Errorf("%+v", c)
	}
	// Nobody could state for a shift that it had to be at night: whoever confirms it can (JVEG §9(6)).
	in := settlement.ConfirmClaim{Claim: c.ID, Version: c.Version, Team: team, Necessity: strings.Repeat("x", 301)}
	if _, err := o.Confirm(o.as(t, o.clerk), in); !slices.Equal(codes(err), []string{"necessity too_long"}) {
		t.Error(codes(err))
	}
	in.Necessity = "Aufnahme in der Nacht"
	c, err := o.Confirm(o.as(t, o.clerk), in)
	if err != nil || c.Terms.Necessity != in.Necessity || c.SurchargeCents == 0 {
		t.Fatalf("%+v %v", c, err)
	}
	if at := slices.IndexFunc(c.Bill.Lines, func(l remuneration.Line) bool { return l.Code == remuneration.LineSurcharge }); at < 0 || !slices.Contains(c.Bill.Lines[at].Why, "necessity_stated") {
		t.Error(c.Bill)
	}
}
