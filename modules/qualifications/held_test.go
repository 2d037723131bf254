package qualifications_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/qualifications"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

func TestWhatIsStatedIsCertifiedBySomebodyElseAndLooksAgainWhenItChanges(t *testing.T) {
	t.Parallel()
	o := open(t)
	olena, lead := o.staff(t, "olena", identity.Clerk, "family"), o.staff(t, "heike", identity.Lead, "family")
	h := o.speaks(t, olena, "ukr", "native")
	if _, err := o.State(olena, qualifications.StateQualification{Kind: qualifications.Language, Key: "ukr", Level: to("C1")}); !errors.Is(err, qualifications.ErrKnown) {
		t.Error(err)
	}
	h = o.certify(t, lead, h, "2027-06-30")
	if !h.Certified() || *h.CertifiedBy != id(lead) || h.Version != 2 {
		t.Fatalf("%+v", h)
	}
	same, err := o.State(olena, qualifications.StateQualification{Kind: qualifications.Language, Key: "ukr", Level: to("native"), ValidUntil: h.ValidUntil, Version: 2})
	if err != nil || !same.Certified() || same.Version != 2 {
		t.Errorf("nothing new was said: %+v, %v", same, err)
	}
	other, err := o.State(olena, qualifications.StateQualification{Kind: qualifications.Language, Key: "ukr", Level: to("C2"), Version: 2})
	if err != nil || other.Certified() || other.Version != 3 {
		t.Errorf("another level is as certified as before: %+v, %v", other, err)
	}
	if err := o.Drop(olena, qualifications.DropQualification{ID: h.ID, Version: 2}); !errors.Is(err, qualifications.ErrConflict) {
		t.Error(err)
	}
	must(t, o.Drop(olena, qualifications.DropQualification{ID: h.ID, Version: 3}))
	if list, err := o.Own(olena); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	var n int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry_v1 WHERE action LIKE 'qualification.%'").Scan(&n))
	if n != 4 {
		t.Errorf("%d entries in the trail: stated, certified, stated, dropped", n)
	}
	o.speaks(t, olena, "ukr", "C2") // once more after it was dropped
}

func TestNobodyCertifiesTheirOwnOrWhatTheyDoNotReach(t *testing.T) {
	t.Parallel()
	o := open(t)
	lead, other := o.staff(t, "heike", identity.Lead, "family"), o.staff(t, "jonas", identity.Lead, "study")
	training, clerk := o.staff(t, "eva", identity.Training, identity.EveryTeam), o.staff(t, "olena", identity.Clerk, "family")
	own := o.speaks(t, lead, "fra", "B2")
	of := o.speaks(t, clerk, "ukr", "C1")
	for name, c := range map[string]struct {
		ctx  context.Context
		id   uuid.UUID
		want error
	}{
		"her own": {lead, own.ID, qualifications.ErrOwn}, "another team's": {other, of.ID, qualifications.ErrNone}, "a clerk": {clerk, own.ID, qualifications.ErrNone},
		"none": {training, ids.New(), qualifications.ErrNone}, "nobody": {t.Context(), of.ID, qualifications.ErrNone},
	} {
		if _, err := o.Certify(c.ctx, qualifications.CertifyQualification{ID: c.id, Version: 1, Proof: "x"}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := o.Doubt(c.ctx, qualifications.DoubtQualification{ID: c.id, Version: 1}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := o.Drop(training, qualifications.DropQualification{ID: of.ID, Version: 1}); !errors.Is(err, qualifications.ErrNone) {
		t.Error(err)
	}
	o.certify(t, training, own, "")
	if _, err := o.Pool().Exec(t.Context(), "UPDATE qualifications.held SET certified_by = account_id, certified_at = now(), proof = 'x' WHERE id = $1", of.ID); err == nil {
		t.Error("one may certify one's own past the service")
	}
}

func TestTheListHoldsWhomTheViewerReaches(t *testing.T) {
	t.Parallel()
	o := open(t)
	olena, petra := o.staff(t, "olena", identity.Clerk, "family"), o.staff(t, "petra", identity.Clerk, "study")
	lead, training, desk := o.staff(t, "heike", identity.Lead, "family"), o.staff(t, "eva", identity.Training, identity.EveryTeam), o.staff(t, "ben", identity.Frontdesk, identity.EveryTeam)
	h := o.speaks(t, olena, "ukr", "native")
	o.speaks(t, petra, "ukr", "B1")
	o.speaks(t, petra, "ara", "B1")
	o.certify(t, lead, h, "")
	names := func(ctx context.Context, f qualifications.Filter) []string {
		p, err := o.List(ctx, f, page.Args{})
		must(t, err)
		list := []string{}
		for _, c := range p.Items {
			list = append(list, c.Name)
		}
		return list
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		f    qualifications.Filter
		want []string
	}{
		"the lead": {lead, qualifications.Filter{}, []string{"olena"}}, "training": {training, qualifications.Filter{}, []string{"olena", "petra"}},
		"the desk": {desk, qualifications.Filter{Key: to("ara")}, []string{"petra"}}, "uncertain": {training, qualifications.Filter{Uncertain: to(true)}, []string{"petra"}},
		"by name": {training, qualifications.Filter{Text: to("OLE")}, []string{"olena"}}, "signs of LIKE": {training, qualifications.Filter{Text: to("%")}, []string{}},
		"a clerk": {petra, qualifications.Filter{}, []string{}}, "nobody": {t.Context(), qualifications.Filter{}, []string{}},
	} {
		if got := names(c.ctx, c.f); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	var looked int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry WHERE action = 'qualification_file.opened' AND record_id = $1", id(petra)).Scan(&looked))
	if looked == 0 {
		t.Errorf("who reads what a colleague can leaves a trail: %d", looked)
	}
	_, err := o.Identity.Lock(training, identity.LockAccount{Account: id(olena)})
	must(t, err)
	if got := names(training, qualifications.Filter{}); !slices.Equal(got, []string{"petra"}) {
		t.Errorf("who is locked out: %v", got)
	}
}

func TestBadInputIsToldWhole(t *testing.T) {
	t.Parallel()
	o := open(t)
	olena := o.staff(t, "olena", identity.Clerk, "family")
	for name, c := range map[string]struct {
		in   qualifications.StateQualification
		want string
	}{
		"no language":            {qualifications.StateQualification{Kind: qualifications.Language, Key: "uk", Level: to("C1")}, "key unknown"},
		"no level":               {qualifications.StateQualification{Kind: qualifications.Language, Key: "ukr", Level: to("C3")}, "level unknown"},
		"no such qualification":  {qualifications.StateQualification{Kind: qualifications.Particular, Key: "flying"}, "key unknown"},
		"a level of it":          {qualifications.StateQualification{Kind: qualifications.Particular, Key: "skilled", Level: to("C1")}, "level unknown"},
		"neither":                {qualifications.StateQualification{Kind: "magic", Key: "x"}, "kind unknown"},
		"over before it is told": {qualifications.StateQualification{Kind: qualifications.Particular, Key: "skilled", ValidUntil: day(t, "2026-11-22")}, "validUntil too_early"},
		"for ever":               {qualifications.StateQualification{Kind: qualifications.Particular, Key: "skilled", ValidUntil: day(t, "9999-01-01")}, "validUntil too_late"},
	} {
		_, err := o.State(olena, c.in)
		if e := errs.Of(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Path+" "+e.Fields[0].Code != c.want {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if _, err := o.State(olena, qualifications.StateQualification{Kind: qualifications.Language, Key: "gsg", Level: to("B2")}); err != nil {
		t.Error("a sign language is a language:", err)
	}
	if _, err := o.State(olena, qualifications.StateQualification{Kind: qualifications.Language, Key: "ara", Level: to("B2"), Version: 4}); !errors.Is(err, qualifications.ErrNone) {
		t.Error(err)
	}
}

func TestOfTwoWhoCertifyAtOnceOneHearsOfTheOther(t *testing.T) {
	t.Parallel()
	o := open(t)
	olena := o.staff(t, "olena", identity.Clerk, "family")
	leads := []context.Context{o.staff(t, "heike", identity.Lead, "family"), o.staff(t, "eva", identity.Training, identity.EveryTeam)}
	h := o.speaks(t, olena, "ukr", "C1")
	faults := make([]error, len(leads))
	var wg sync.WaitGroup
	for i, lead := range leads {
		wg.Go(func() {
			_, faults[i] = o.Certify(lead, qualifications.CertifyQualification{ID: h.ID, Version: 1, Proof: "x"})
		})
	}
	wg.Wait()
	if (faults[0] == nil) == (faults[1] == nil) || !errors.Is(errors.Join(faults...), qualifications.ErrConflict) {
		t.Error(faults)
	}
}

func TestWhoSpeaksALanguageAtWhichCounter(t *testing.T) {
	t.Parallel()
	o := open(t)
	lead := o.staff(t, "heike", identity.Lead, "family")
	olena, petra, ivan, over := o.staff(t, "olena", identity.Clerk, "family"), o.staff(t, "petra", identity.Clerk, "family"), o.staff(t, "ivan", identity.Clerk, "family"), o.staff(t, "over", identity.Clerk, "family")
	o.certify(t, lead, o.speaks(t, olena, "ukr", "B1"), "")
	o.speaks(t, petra, "ukr", "native")
	o.speaks(t, ivan, "ukr", "native")
	o.certify(t, lead, o.speaks(t, over, "ukr", "native"), "2026-11-24")
	o.Clock.Advance(clockDays(2))
	for i, who := range []context.Context{petra, olena, ivan, over} {
		o.seats = append(o.seats, qualifications.Seat{AccountID: id(who), CounterID: ids.New(), CounterName: string(rune('1' + i)), Now: i == 2})
	}
	told := func(language string) (list []string) {
		speakers, err := o.Speakers(t.Context(), "rathaus", language)
		must(t, err)
		for _, s := range speakers {
			list = append(list, s.CounterName+" "+s.Name)
		}
		return list
	}
	if got := told("ukr"); !slices.Equal(got, []string{"3 ivan", "2 olena", "1 petra"}) {
		t.Errorf("%v: who is there now, who has a certificate, then by name; nobody whose certificate has ended", got)
	}
	if got := told("ara"); len(got) != 0 {
		t.Error(got)
	}
}

func TestWhoHoldsWhatACaseAsksForComesFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	lead := o.staff(t, "heike", identity.Lead, "family")
	anna, olena, petra := o.staff(t, "anna", identity.Clerk, "family"), o.staff(t, "olena", identity.Clerk, "family"), o.staff(t, "petra", identity.Clerk, "family")
	o.speaks(t, o.staff(t, "stranger", identity.Clerk, "study"), "ukr", "C2")
	o.speaks(t, olena, "ukr", "B1")
	skilled := func(who context.Context, certified bool) {
		h, err := o.State(who, qualifications.StateQualification{Kind: qualifications.Particular, Key: "skilled"})
		must(t, err)
		if certified {
			o.certify(t, lead, h, "")
		}
	}
	skilled(petra, true)
	skilled(anna, false)
	about := audit.Record{Kind: "case", ID: ids.New()}
	if _, err := o.Fitting(lead, about, ""); !errors.Is(err, qualifications.ErrNone) {
		t.Error(err)
	}
	o.asked = &qualifications.Asked{Team: "family", Action: "cases.check", Language: "ukr", Qualification: "skilled"}
	f, err := o.Fitting(lead, about, "")
	must(t, err)
	list := []string{}
	for _, c := range f.Items {
		list = append(list, c.Name)
	}
	if !slices.Equal(list, []string{"petra", "olena", "anna", "heike"}) || !f.Items[0].Qualified || f.Items[2].Qualified || f.Items[1].Speaks == nil {
		t.Error(list)
	}
	if f, err := o.Fitting(lead, about, "study"); err != nil || len(f.Items) != 1 || f.Items[0].Name != "stranger" || f.Items[0].Speaks != nil {
		t.Error("of another team more than names is told:", f, err)
	}
}

func TestADecisionNeedsWhatIsCertifiedAndValid(t *testing.T) {
	t.Parallel()
	o := open(t)
	martin, lead := o.staff(t, "martin", identity.Approver, "family"), o.staff(t, "heike", identity.Lead, "family")
	need := func() error {
		return o.DB.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return o.NeedTx(ctx, tx, id(martin), "skilled") })
	}
	refused := func(when string) {
		t.Helper()
		err := need()
		if e := errs.Of(err); !errors.Is(err, qualifications.ErrNotHeld) || e.Fields[0].Params["title"] != "Fachkräfte" {
			t.Errorf("%s: %v", when, err)
		}
	}
	refused("nothing stated")
	h, err := o.State(martin, qualifications.StateQualification{Kind: qualifications.Particular, Key: "skilled"})
	must(t, err)
	refused("nobody has seen a proof")
	h = o.certify(t, lead, h, "2026-11-24")
	must(t, need())
	o.Clock.Advance(36 * time.Hour)
	must(t, need()) // the last day
	o.Clock.Advance(24 * time.Hour)
	refused("it has ended")
	h = o.certify(t, lead, h, "2027-11-24")
	must(t, need())
	_, err = o.Doubt(lead, qualifications.DoubtQualification{ID: h.ID, Version: h.Version})
	must(t, err)
	refused("it was doubted")
}

func TestWhoseCertificateEndsIsToldTwiceAndNotMore(t *testing.T) {
	t.Parallel()
	o := open(t)
	olena, lead := o.staff(t, "olena", identity.Clerk, "family"), o.staff(t, "heike", identity.Lead, "family")
	o.certify(t, lead, o.speaks(t, olena, "ukr", "C1"), "2027-02-01") // 70 days ahead
	o.speaks(t, olena, "ara", "A2")
	for _, c := range []struct{ days, mails int }{{0, 0}, {11, 1}, {1, 1}, {45, 2}, {1, 2}, {30, 2}} {
		o.Clock.Advance(clockDays(c.days))
		must(t, o.Daily(t.Context()))
		must(t, o.Daily(t.Context()))
		o.RunJobs(t)
		if got := len(o.mail.Sent("olena@amt.example")); got != c.mails {
			t.Fatalf("%d mails after %d days more, want %d", got, c.days, c.mails)
		}
	}
	var over bool
	list, err := o.Own(olena)
	must(t, err)
	for _, h := range list {
		over = over || h.Over(clock.Today(o.Clock.Now()))
	}
	if !over {
		t.Error("it has not ended")
	}
}
