package partners_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/db"
)

// reads are all that a member may ask for.
func (o *office) reads(ctx context.Context) map[string]error {
	_, _, mine := o.Mine(ctx)
	_, shifts := o.MyShifts(ctx)
	_, visitors := o.MyVisitors(ctx)
	_, briefings := o.MyBriefings(ctx)
	_, incidents := o.MyIncidents(ctx)
	_, calendar := o.MyCalendar(ctx)
	_, confirm := o.ConfirmBriefing(ctx, partners.ConfirmBriefing{Briefing: uuid.New(), Version: 1})
	_, report := o.Service.Report(ctx, partners.ReportIncident{})
	return map[string]error{"mine": mine, "shifts": shifts, "visitors": visitors, "briefings": briefings, "incidents": incidents, "calendar": calendar, "confirm": confirm, "report": report}
}

func TestNobodyButAMemberOfTodaySeesAnything(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	tomorrow, err := o.KeepMember(o.lead(t), partners.KeepMember{Organisation: m.OrganisationID, Name: "Von morgen an", Email: to("tomorrow@example.org")})
	must(t, err)
	_, err = o.GiveAccess(o.lead(t), partners.GiveAccess{Member: tomorrow.ID, Task: "guard", FromOn: to(on(t, "2026-11-25"))})
	must(t, err)
	for who, ctx := range map[string]context.Context{
		"the public": t.Context(), "staff": o.lead(t), "another mailbox": o.loggedIn(t, "other@example.org", true), "not shown to be theirs": o.loggedIn(t, "weber@example.org", false),
		"no mailbox": o.loggedIn(t, "", true), "from tomorrow on": o.loggedIn(t, "tomorrow@example.org", true),
		"an account that is gone": identity.WithViewer(t.Context(), &identity.Viewer{AccountID: uuid.New(), Kind: identity.KindApplicant}),
	} {
		for what, err := range o.reads(ctx) {
			if !errors.Is(err, partners.ErrNone) {
				t.Errorf("%s asks for %s: %v", who, what, err)
			}
		}
	}
	mine, sees, err := o.Mine(guard)
	must(t, err)
	if mine.ID != m.ID || !slices.Equal(sees, []partners.Area{partners.Shifts, partners.Briefings, partners.Visitors, partners.Incidents}) {
		t.Fatal(mine, sees)
	}
	if strings.Contains(mine.GoString()+mine.String(), "Weber") {
		t.Error("a member shows itself in a log")
	}
}

func TestWithTheTaskEverythingEnds(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	sh := o.duty(t, m, "rathaus", 480, 1020)
	if list, err := o.MyVisitors(guard); err != nil || list == nil || len(list.List) != 2 {
		t.Fatal(list, err)
	}
	m, err := o.EndAccess(o.lead(t), partners.EndAccess{Access: m.Accesses[0].ID})
	must(t, err)
	if m.Accesses[0].EndedAt == nil || m.Accesses[0].EndedBy == nil || *m.Accesses[0].EndedBy != o.boss {
		t.Fatalf("%+v", m.Accesses[0])
	}
	for what, err := range o.reads(guard) {
		if !errors.Is(err, partners.ErrNone) {
			t.Errorf("%s after the end: %v", what, err)
		}
	}
	if list, err := o.Duty(t.Context(), on(t, "2026-11-24"), 1); err != nil || len(list) != 0 {
		t.Error("the shift is still planned:", sh, list, err)
	}
	if _, err := o.EndAccess(o.lead(t), partners.EndAccess{Access: m.Accesses[0].ID}); err != nil {
		t.Error("again:", err)
	}
	var trail int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit.entry WHERE action IN ('partner_member.access_given', 'partner_member.access_ended')").Scan(&trail))
	if trail != 2 {
		t.Error(trail, "entries in the trail")
	}
}

func TestTheLastDayIsTheLastAndAnEndedPartnerHasNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, err := o.KeepMember(o.lead(t), partners.KeepMember{Organisation: o.company(t).ID, Name: "Aushilfe", Email: to("short@example.org")})
	must(t, err)
	_, err = o.GiveAccess(o.lead(t), partners.GiveAccess{Member: m.ID, Task: "guard", UntilOn: to(on(t, "2026-11-24"))})
	must(t, err)
	short, long := o.loggedIn(t, "short@example.org", true), context.Context(nil)
	other, long := o.guard(t, "long@example.org")
	if _, _, err := o.Mine(short); err != nil {
		t.Fatal(err)
	}
	o.Clock.Advance(15*time.Hour + 30*time.Minute) // half past midnight
	if _, _, err := o.Mine(short); !errors.Is(err, partners.ErrNone) {
		t.Error("the day after:", err)
	}
	org, err := o.Organisation(t.Context(), other.OrganisationID)
	must(t, err)
	_, err = o.KeepOrganisation(o.lead(t), partners.KeepOrganisation{ID: &org.ID, Version: &org.Version, Kind: org.Kind, Name: org.Name, Ended: to(true)})
	must(t, err)
	for what, err := range o.reads(long) {
		if !errors.Is(err, partners.ErrNone) {
			t.Errorf("%s of a partner who ended: %v", what, err)
		}
	}
}

func TestAnotherMailboxIsAnotherLogin(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	if _, _, err := o.Mine(guard); err != nil {
		t.Fatal(err)
	}
	if _, _, err := o.Mine(o.loggedIn(t, "weber@example.org", true)); !errors.Is(err, partners.ErrNone) {
		t.Error("a second account of the mailbox takes it over:", err)
	}
	m, err := o.KeepMember(o.lead(t), partners.KeepMember{ID: &m.ID, Version: &m.Version, Organisation: m.OrganisationID, Name: m.Name, Email: to("new@example.org")})
	must(t, err)
	if _, _, err := o.Mine(guard); !errors.Is(err, partners.ErrNone) {
		t.Error("the old mailbox still opens it:", err)
	}
	if mine, _, err := o.Mine(o.loggedIn(t, "New@example.org", true)); err != nil || mine.ID != m.ID {
		t.Error(err)
	}
}

func TestWhatIsWrongIsToldAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, err := o.KeepOrganisation(o.lead(t), partners.KeepOrganisation{Kind: "club", Name: " \x00", Email: to("nowhere"), Phone: to(strings.Repeat("1", 41))})
	wants(t, err, partners.ErrInput, "kind", "name", "email", "phone")
	c := o.company(t)
	_, err = o.KeepOrganisation(o.lead(t), partners.KeepOrganisation{Kind: partners.Security, Name: strings.ToUpper(c.Name)})
	wants(t, err, partners.ErrKnown)
	_, err = o.KeepOrganisation(o.lead(t), partners.KeepOrganisation{ID: &c.ID, Version: to(7), Kind: c.Kind, Name: "x"})
	wants(t, err, partners.ErrConflict)
	_, err = o.KeepMember(o.lead(t), partners.KeepMember{Organisation: c.ID, Name: "", Language: to("xx")})
	wants(t, err, partners.ErrInput, "name", "language")
	_, err = o.KeepMember(o.lead(t), partners.KeepMember{Organisation: uuid.New(), Name: "x"})
	wants(t, err, partners.ErrNone)
	m, _ := o.guard(t, "weber@example.org")
	_, err = o.KeepMember(o.lead(t), partners.KeepMember{Organisation: c.ID, Name: "x", Email: to("WEBER@example.org")})
	wants(t, err, partners.ErrKnown)
	_, err = o.KeepMember(o.lead(t), partners.KeepMember{ID: &m.ID, Version: &m.Version, Organisation: c.ID, Name: "x"})
	wants(t, err, partners.ErrInput, "organisation")
	_, err = o.GiveAccess(o.lead(t), partners.GiveAccess{Member: m.ID, Task: "king", Sites: []string{"moon"}, FromOn: to(on(t, "2026-11-24")), UntilOn: to(on(t, "2026-11-23"))})
	wants(t, err, partners.ErrInput, "task", "sites", "untilOn")
	_, err = o.GiveAccess(o.lead(t), partners.GiveAccess{Member: uuid.New(), Task: "guard"})
	wants(t, err, partners.ErrNone)
}

func TestRulesTellAllThatIsWrongWithTheirLines(t *testing.T) {
	t.Parallel()
	if rules, err := partners.LoadRules(fstest.MapFS{}); rules != nil || err != nil {
		t.Fatal("a city may have no partners:", rules, err)
	}
	_, err := partners.LoadRules(fstest.MapFS{"partners.yaml": {Data: []byte("tasks:\n  - {key: Guard, name: {en: Guard}, sees: [cases]}\nearly_minutes: 500\n")}})
	if err == nil || !strings.Contains(err.Error(), "tasks") || !strings.Contains(err.Error(), "early_minutes") || !strings.Contains(err.Error(), "referral_days") {
		t.Error(err)
	}
	o := open(t)
	if task, ok := o.rules.Task("guard"); !ok || task.In("en") != "Security guard" || task.In("ar") != "Sicherheitsdienst" {
		t.Error(task)
	}
}

func TestWithThePartnerItsShiftsEnd(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.guard(t, "weber@example.org")
	stays, _ := o.guard(t, "stays@example.org")
	o.duty(t, m, "rathaus", 480, 1020)
	o.duty(t, stays, "rathaus", 480, 1020)
	org, err := o.Organisation(t.Context(), m.OrganisationID)
	must(t, err)
	if org.ID == stays.OrganisationID {
		t.Fatal("both of one partner")
	}
	_, err = o.KeepOrganisation(o.lead(t), partners.KeepOrganisation{ID: &org.ID, Version: &org.Version, Kind: org.Kind, Name: org.Name, Ended: to(true)})
	must(t, err)
	if list, err := o.Duty(t.Context(), on(t, "2026-11-24"), 1); err != nil || len(list) != 1 || list[0].MemberID != stays.ID {
		t.Error("still planned:", list, err)
	}
}

// Whoever plans a shift holds the member; until they are done the task cannot be taken back, and afterwards the shift goes with it.
func TestATaskThatEndsWhileAShiftIsPlannedLeavesNone(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.guard(t, "weber@example.org")
	end := func(ctx context.Context) error {
		_, err := o.EndAccess(ctx, partners.EndAccess{Access: m.Accesses[0].ID})
		return err
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("SELECT FROM partners.member WHERE id = ? FOR UPDATE", m.ID).Exec(ctx); err != nil {
			return err
		}
		impatient, stop := context.WithTimeout(o.lead(t), 300*time.Millisecond)
		defer stop()
		if end(impatient) == nil {
			t.Error("the task ended in the middle of the planning")
		}
		_, err := tx.NewRaw("INSERT INTO partners.shift (id, member_id, site, starts_at, ends_at) VALUES (gen_random_uuid(), ?, 'nord', ?, ?)", m.ID, tx.Now.Add(time.Hour), tx.Now.Add(2*time.Hour)).Exec(ctx)
		return err
	})
	must(t, end(o.lead(t)))
	if list, err := o.Duty(t.Context(), on(t, "2026-11-24"), 1); err != nil || len(list) != 0 {
		t.Error("on duty without a task:", list, err)
	}
}

func TestTwoFirstLoginsAtOnceAreOne(t *testing.T) {
	t.Parallel()
	o := open(t)
	for range 5 {
		email := "first" + uuid.NewString() + "@example.org"
		_, guard := o.guard(t, email)
		start, heard := make(chan struct{}), make(chan error)
		for range 6 {
			go func() {
				<-start
				_, _, err := o.Mine(guard)
				heard <- err
			}()
		}
		close(start)
		for range 6 {
			if err := <-heard; err != nil {
				t.Error(err)
			}
		}
	}
}

func TestWhatIsNotSaidOfAPartnerStays(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, guard := o.guard(t, "weber@example.org")
	if _, _, err := o.Mine(guard); err != nil {
		t.Fatal(err)
	}
	changed, err := o.KeepMember(o.lead(t), partners.KeepMember{ID: &m.ID, Version: &m.Version, Organisation: m.OrganisationID, Name: "Jonas Weber-Lenz"})
	must(t, err)
	if _, _, err := o.Mine(guard); err != nil || changed.Email != m.Email || changed.Name != "Jonas Weber-Lenz" {
		t.Errorf("%v %q", err, changed.Email)
	}
	org, err := o.Organisation(t.Context(), m.OrganisationID)
	must(t, err)
	for _, in := range []partners.KeepOrganisation{{Email: to("wache@example.org"), Phone: to("+49 1"), Ended: to(true)}, {}} {
		in.ID, in.Version, in.Kind, in.Name = &org.ID, &org.Version, org.Kind, org.Name
		org, err = o.KeepOrganisation(o.lead(t), in)
		must(t, err)
	}
	if org.Email != "wache@example.org" || org.Phone != "+49 1" || !org.Ended {
		t.Errorf("%+v", org)
	}
}
