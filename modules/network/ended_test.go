package network_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

func TestWhatNobodyAnswersOrEndsIsForgottenToo(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, counsellor := o.member(t, "mitte@example.org", "counsellor")
	c := o.centre(t, &m.OrganisationID)
	silent := o.agreed(t, c)
	taken := o.agreed(t, c)
	o.Clock.Advance(10 * 24 * time.Hour)
	_, err := o.Reply(counsellor, network.AnswerReferral{Referral: taken.ID, Answer: "accepted"})
	must(t, err)
	o.Clock.Set(tuesday.AddDate(0, 0, 31))
	if list, err := o.ReferredToMe(counsellor); err != nil || len(list) != 1 || list[0].ID != taken.ID {
		t.Error("after 31 days:", silent.ID, list, err)
	}
	_, err = o.Reply(counsellor, network.AnswerReferral{Referral: silent.ID, Answer: "accepted"})
	wants(t, err, network.ErrNone)
	for _, left := range []int{1, 0} {
		must(t, o.Daily(t.Context()))
		if n := o.full(t); n != left {
			t.Error(n, "are kept, want", left)
		}
		if list, err := o.ReferredToMe(counsellor); err != nil || len(list) != left {
			t.Error("the partner reads", list, err)
		}
		o.Clock.Set(tuesday.AddDate(0, 0, 41))
	}
}

// full is how many referrals still hold what was passed on.
func (o *office) full(t testing.TB) (n int) {
	t.Helper()
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM network.referral WHERE passed <> '{}'").Scan(&n))
	return n
}

// keep changes the centre.
func (o *office) keep(t testing.TB, c *network.Contact, organisation *uuid.UUID, ended *bool) {
	t.Helper()
	_, err := o.KeepContact(o.lead(t), network.KeepContact{
		ID: &c.ID, Version: &c.Version, Organisation: organisation, Name: c.Name, Topics: c.Topics, Languages: c.Languages, Words: []network.ContactWords{{"de", "Wir beraten."}}, Public: true, Ended: ended,
	})
	must(t, err)
}

func TestWhoTakesAContactOverReadsNothingOfBefore(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, first := o.member(t, "mitte@example.org", "counsellor")
	other, second := o.member(t, "nord@example.org", "counsellor")
	c := o.centre(t, &m.OrganisationID)
	sent := o.agreed(t, c)
	asked, err := o.Refer(o.lead(t), o.request(c))
	must(t, err)
	o.keep(t, c, &other.OrganisationID, nil)
	if list, err := o.ReferredToMe(second); err != nil || len(list) != 0 {
		t.Error("the other partner reads", list, err)
	}
	_, err = o.Reply(second, network.AnswerReferral{Referral: sent.ID, Answer: "accepted"})
	wants(t, err, network.ErrNone)
	_, err = o.AnswerConsent(o.amal, network.AnswerConsent{Referral: asked.ID, Text: network.ConsentText, Agreed: true})
	wants(t, err, network.ErrConflict)
	answered, err := o.Reply(first, network.AnswerReferral{Referral: sent.ID, Answer: "accepted"})
	must(t, err)
	if answered.Contact == nil || answered.Contact.Name != c.Name {
		t.Error("the answer does not tell of which contact:", answered)
	}
}

func TestToWhatHasEndedNobodyIsReferredAndNoLinkOpens(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*office, *network.Contact){
		"the contact": func(o *office, c *network.Contact) { o.keep(t, c, c.OrganisationID, to(true)) },
		"the partner": func(o *office, c *network.Contact) {
			org, err := o.room.Organisation(t.Context(), *c.OrganisationID)
			must(t, err)
			_, err = o.room.KeepOrganisation(o.lead(t), partners.KeepOrganisation{ID: &org.ID, Version: &org.Version, Kind: org.Kind, Name: org.Name, Ended: to(true)})
			must(t, err)
		},
	} {
		o := open(t)
		m, _ := o.member(t, "mitte@example.org", "counsellor")
		c := o.centre(t, &m.OrganisationID)
		sent := o.agreed(t, c)
		link := o.link(t)
		asked, err := o.Refer(o.lead(t), o.request(c))
		must(t, err)
		end(o, c)
		_, look := o.LookReferral(t.Context(), link)
		_, answer := o.Reply(t.Context(), network.AnswerReferral{Referral: sent.ID, Link: &link, Answer: "accepted"})
		_, consent := o.AnswerConsent(o.amal, network.AnswerConsent{Referral: asked.ID, Text: network.ConsentText, Agreed: true})
		_, anew := o.Refer(o.lead(t), o.request(c))
		if !errors.Is(look, network.ErrLink) || !errors.Is(answer, network.ErrLink) || !errors.Is(consent, network.ErrConflict) || !errors.Is(anew, network.ErrNone) {
			t.Error(name, "has ended:", look, answer, consent, anew)
		}
	}
}

func TestTheMailThatAsksNamesNobodyAndIsErased(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, err := o.Refer(o.lead(t), o.request(o.centre(t, nil)))
	must(t, err)
	o.RunJobs(t)
	if mails := o.mails.Sent("amal@example.org"); len(mails) != 1 || strings.Contains(mails[0].Subject+mails[0].Text+mails[0].HTML, "Beratungsstelle") {
		t.Error("a mailbox that a family shares hears where she turns to", mails)
	}
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, o.person) })
	var left int
	must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM messages.mail WHERE about_kind = 'referral'").Scan(&left))
	if left != 0 {
		t.Error(left, "mails about her are kept")
	}
}

func TestTheOwnListShowsNothingOfWhomOneSeesNoMore(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.agreed(t, o.centre(t, nil))
	list, err := o.Referrals(o.lead(t), nil, page.Args{})
	must(t, err)
	if len(list.Items) != 1 || list.Items[0].Passed.Name == "" {
		t.Fatal(list.Items)
	}
	sees := o.Sees
	o.Sees = func(context.Context, audit.Record) error { return network.ErrNone } // another team has the case
	list, err = o.Referrals(o.lead(t), nil, page.Args{})
	must(t, err)
	if len(list.Items) != 1 || list.Items[0].Passed != (network.Passed{}) {
		t.Error(list.Items)
	}
	o.Sees = sees
}

func TestTwoRecordsThatBecomeOneKeepTheReferrals(t *testing.T) {
	t.Parallel()
	o := open(t)
	r, err := o.Refer(o.lead(t), o.request(o.centre(t, nil)))
	must(t, err)
	kept := audit.Record{Kind: "person", ID: ids.New()}
	from := o.person
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.MergeTx(ctx, tx, from, kept) })
	o.person = kept
	if list, err := o.MyReferrals(o.amal); err != nil || len(list) != 1 || list[0].ID != r.ID {
		t.Error(list, err)
	}
}

// With a task or a partner that ended, neither invitations nor minutes nor reminders go out any more.
func TestWhoseTaskHasEndedIsMailedNoMore(t *testing.T) {
	t.Parallel()
	o := open(t)
	stays, _ := o.member(t, "stays@example.org", "commissioner")
	left, _ := o.member(t, "left@example.org", "commissioner")
	house, _ := o.member(t, "house@example.org", "commissioner")
	guard, _ := o.member(t, "guard@example.org", "guard")
	mt := o.table(t, stays.ID, left.ID, house.ID, guard.ID)
	for _, id := range []uuid.UUID{stays.ID, left.ID, house.ID} {
		var err error
		mt, err = o.Agree(o.lead(t), network.AgreeMeasure{Meeting: mt.ID, Title: "Aushang", Member: &id, DueOn: on(t, "2026-12-10")})
		must(t, err)
	}
	o.RunJobs(t)
	if len(mt.Guests) != 3 || len(o.mails.Sent("guard@example.org")) != 0 || len(o.mails.Sent("left@example.org")) != 1 {
		t.Fatal("invited:", mt.Guests)
	}
	_, err := o.room.EndAccess(o.lead(t), partners.EndAccess{Access: left.Accesses[0].ID})
	must(t, err)
	org, err := o.room.Organisation(t.Context(), house.OrganisationID)
	must(t, err)
	_, err = o.room.KeepOrganisation(o.lead(t), partners.KeepOrganisation{ID: &org.ID, Version: &org.Version, Kind: org.Kind, Name: org.Name, Ended: to(true)})
	must(t, err)
	mt, err = o.Move(o.lead(t), network.MoveMeeting{Meeting: mt.ID, Version: mt.Version, Place: to("Saal 3")})
	must(t, err)
	o.RunJobs(t)
	o.Clock.Set(time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC))
	_, err = o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Minutes: to("Beraten."), Published: to(true)})
	must(t, err)
	must(t, o.Daily(t.Context()))
	o.RunJobs(t)
	for who, n := range map[string]int{"stays@example.org": 4, "left@example.org": 1, "house@example.org": 1} {
		if got := len(o.mails.Sent(who)); got != n {
			t.Errorf("%s has %d mails, want %d", who, got, n)
		}
	}
}

func TestWhatIsNotSaidStays(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.member(t, "guest@example.org", "commissioner")
	mt := o.table(t, m.ID)
	o.Clock.Set(time.Date(2026, 12, 3, 17, 30, 0, 0, time.UTC))
	mt, err := o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Minutes: to("Es wurde beraten.")})
	must(t, err)
	mt, err = o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Decisions: []network.ItemDecision{{mt.Items[0].ID, "Ja."}}})
	must(t, err)
	if mt.Minutes != "Es wurde beraten." {
		t.Errorf("the minutes are %q", mt.Minutes)
	}
	mt, err = o.WriteMinutes(o.lead(t), network.WriteMinutes{Meeting: mt.ID, Version: mt.Version, Published: to(true)})
	must(t, err)
	if mt.PublishedAt == nil || mt.Minutes == "" {
		t.Error("published:", mt.Minutes)
	}
	c := o.centre(t, nil)
	o.keep(t, c, nil, to(true))
	c.Version++
	o.keep(t, c, nil, nil)
	all, err := o.Contacts(t.Context())
	must(t, err)
	if !all[0].Ended || all[0].Email != "mitte@example.org" {
		t.Errorf("%+v", all[0])
	}
}

// In the night of 31 October 2027 the clocks show two twice: what ends then ends the second time.
func TestAMeetingInTheLongNightHasItsHour(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, _ := o.member(t, "guest@example.org", "commissioner")
	list, err := o.Call(o.lead(t), network.CallMeeting{Kind: "other", Title: "Nachtdienst", Place: "Saal", Day: on(t, "2027-10-31"), FromMinute: 60, ToMinute: 150, Members: []uuid.UUID{m.ID}})
	must(t, err)
	if got := list[0].EndsAt.Sub(list[0].StartsAt); got != 150*time.Minute {
		t.Error(got)
	}
}

func TestANetworkThatGuessesIsSlowedDown(t *testing.T) {
	t.Parallel()
	o := open(t)
	var err error
	for range 61 {
		err = o.MayAnswer("192.0.2.0/24")
	}
	if errs.KindOf(err) != errs.Limited || o.MayAnswer("198.51.100.0/24") != nil || o.MayAsk("192.0.2.0/24") != nil {
		t.Error(err)
	}
}
