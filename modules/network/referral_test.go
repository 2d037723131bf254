package network_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/page"
)

// request is what is to be passed on of Amal, who is asked in the portal.
func (o *office) request(c *network.Contact) network.Refer {
	return network.Refer{
		Key: ids.New(), Contact: c.ID, SubjectKind: o.person.Kind, SubjectID: o.person.ID, Name: to("Amal Haddad"), Phone: to("+49 170 1"), Concern: to("Sucht eine Wohnung."), Ask: network.AskInPortal,
	}
}

// agreed is a referral to which Amal has agreed on paper.
func (o *office) agreed(t testing.TB, c *network.Contact) *network.Referral {
	t.Helper()
	in := o.request(c)
	in.Ask = network.AskOnPaper
	r, err := o.Refer(o.lead(t), in)
	must(t, err)
	o.papers[r.ID] = ids.New()
	r, err = o.NoteConsent(o.lead(t), network.NoteConsent{Referral: r.ID, Text: network.ConsentText})
	must(t, err)
	return r
}

var elsewhereRecord = audit.Record{Kind: "person", ID: ids.New()}

func TestWithoutConsentNothingLeavesTheHouse(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, counsellor := o.member(t, "mitte@example.org", "counsellor")
	c := o.centre(t, &m.OrganisationID)
	r, err := o.Refer(o.lead(t), o.request(c))
	must(t, err)
	o.RunJobs(t)
	if r.State != network.ReferralAsked || len(o.mails.Sent("mitte@example.org")) != 0 || len(o.mails.Sent("amal@example.org")) != 1 {
		t.Fatalf("%+v", r)
	}
	if list, err := o.ReferredToMe(counsellor); err != nil || len(list) != 0 {
		t.Fatal("the partner reads", list, err)
	}
	// Nobody can write it past the program either.
	for _, state := range []string{"sent", "accepted", "finished", "declined"} {
		if _, err := o.Pool().Exec(t.Context(), "UPDATE network.referral SET state = $1", state); err == nil {
			t.Error(state, "without consent")
		}
	}
	if _, err := o.AnswerConsent(o.loggedIn(t, "other@example.org"), network.AnswerConsent{Referral: r.ID, Text: network.ConsentText, Agreed: true}); !errors.Is(err, network.ErrNone) {
		t.Error("somebody else agrees:", err)
	}
	if _, err := o.AnswerConsent(o.amal, network.AnswerConsent{Referral: r.ID, Text: "2020-01", Agreed: true}); !errors.Is(err, network.ErrConsent) {
		t.Error("to words of old:", err)
	}
	mine, err := o.MyReferrals(o.amal)
	must(t, err)
	if len(mine) != 1 || mine[0].Passed.Name != "Amal Haddad" || mine[0].Contact.Name != c.Name {
		t.Fatalf("%+v", mine)
	}
	for range 2 { // a second click
		r, err = o.AnswerConsent(o.amal, network.AnswerConsent{Referral: r.ID, Text: network.ConsentText, Agreed: true})
		must(t, err)
	}
	o.RunJobs(t)
	mails := o.mails.Sent("mitte@example.org")
	if r.State != network.ReferralSent || *r.ConsentBy != "person" || len(mails) != 1 || strings.Contains(mails[0].Text+mails[0].HTML, "Amal") {
		t.Fatalf("%+v %v", r, mails)
	}
	if list, err := o.ReferredToMe(counsellor); err != nil || len(list) != 1 || list[0].Passed.Phone == "" {
		t.Error(list, err)
	}
	if strings.Contains(fmt.Sprintf("%v %+v %#v", r.Passed, r.Passed, r.Passed), "Amal") {
		t.Error("what is passed on shows itself in a log")
	}
}

func TestAWithdrawalEndsThePartnersViewAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, counsellor := o.member(t, "mitte@example.org", "counsellor")
	c := o.centre(t, &m.OrganisationID)
	for name, withdraw := range map[string]func(uuid.UUID) error{
		"by the person": func(id uuid.UUID) error {
			_, err := o.AnswerConsent(o.amal, network.AnswerConsent{Referral: id})
			return err
		},
		"by the office": func(id uuid.UUID) error {
			_, err := o.Withdraw(o.lead(t), network.WithdrawReferral{Referral: id})
			return err
		},
	} {
		r := o.agreed(t, c)
		link := o.link(t)
		if seen, err := o.LookReferral(t.Context(), link); err != nil || seen.ID != r.ID {
			t.Fatal(err)
		}
		for range 2 {
			must(t, withdraw(r.ID))
		}
		_, byLink := o.LookReferral(t.Context(), link)
		_, answer := o.Reply(t.Context(), network.AnswerReferral{Referral: r.ID, Link: &link, Answer: "accepted"})
		_, login := o.Reply(counsellor, network.AnswerReferral{Referral: r.ID, Answer: "accepted"})
		if list, err := o.ReferredToMe(counsellor); err != nil || len(list) != 0 || !errors.Is(byLink, network.ErrLink) || !errors.Is(answer, network.ErrLink) || !errors.Is(login, network.ErrNone) {
			t.Error(name, list, err, byLink, answer, login)
		}
		var left int
		must(t, o.Pool().QueryRow(t.Context(), "SELECT count(*) FROM network.referral WHERE passed <> '{}'").Scan(&left))
		if left != 0 {
			t.Error(name, ": what was passed on is kept")
		}
		if again, err := o.AnswerConsent(o.amal, network.AnswerConsent{Referral: r.ID, Text: network.ConsentText, Agreed: true}); err != nil || again.State != network.ReferralWithdrawn {
			t.Error(name, ": what is empty is sent again", err)
		}
	}
}

// link is that of the newest mail to the centre.
func (o *office) link(t testing.TB) string {
	t.Helper()
	o.RunJobs(t)
	mails := o.mails.Sent("mitte@example.org")
	_, rest, ok := strings.Cut(mails[len(mails)-1].Text, "/partner/referral#")
	if !ok {
		t.Fatal(mails[len(mails)-1].Text)
	}
	return strings.Fields(rest)[0]
}

func TestAPartnerAcceptsAndTellsHowItWent(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, counsellor := o.member(t, "mitte@example.org", "counsellor")
	_, stranger := o.member(t, "elsewhere@example.org", "counsellor")
	_, guard := o.member(t, "guard@example.org", "guard")
	c := o.centre(t, &m.OrganisationID)
	r := o.agreed(t, c)
	for who, ctx := range map[string]context.Context{"another partner": stranger, "a guard": guard, "the person": o.amal, "the public": t.Context()} {
		if _, err := o.Reply(ctx, network.AnswerReferral{Referral: r.ID, Answer: "accepted"}); !errors.Is(err, network.ErrNone) {
			t.Errorf("%s: %v", who, err)
		}
		if list, _ := o.ReferredToMe(ctx); len(list) != 0 {
			t.Errorf("%s reads %v", who, list)
		}
	}
	_, err := o.Reply(counsellor, network.AnswerReferral{Referral: r.ID, Answer: "helped"})
	wants(t, err, network.ErrConflict)
	_, err = o.Reply(counsellor, network.AnswerReferral{Referral: r.ID, Answer: "perhaps", Note: to(strings.Repeat("x", 501))})
	wants(t, err, network.ErrInput, "answer", "note")
	r, err = o.Reply(counsellor, network.AnswerReferral{Referral: r.ID, Answer: "accepted"})
	must(t, err)
	if r.AnsweredBy == nil || *r.AnsweredBy != m.ID {
		t.Errorf("%+v", r)
	}
	link := o.link(t)
	r, err = o.Reply(t.Context(), network.AnswerReferral{Referral: r.ID, Link: &link, Answer: "helped", Note: to("Wohnung gefunden.")})
	must(t, err)
	if r.State != network.ReferralFinished || r.Outcome != "helped" || r.EndedAt == nil {
		t.Fatalf("%+v", r)
	}
	seen, err := o.Referrals(o.lead(t), &o.person, page.Args{})
	must(t, err)
	if len(seen.Items) != 1 || seen.Items[0].Answer != "Wohnung gefunden." {
		t.Errorf("%+v", seen.Items)
	}
	// Thirty days after the end nothing is left of her.
	o.Clock.Advance(30*24*time.Hour + time.Minute)
	if list, err := o.ReferredToMe(counsellor); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	for range 2 {
		must(t, o.Daily(t.Context()))
	}
	seen, err = o.Referrals(o.lead(t), &o.person, page.Args{})
	must(t, err)
	if seen.Items[0].Passed != (network.Passed{}) || seen.Items[0].EmptiedAt == nil || seen.Items[0].State != network.ReferralFinished {
		t.Errorf("%+v", seen.Items[0])
	}
}

func TestALinkOpensOneReferralForItsTime(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.centre(t, nil)
	r := o.agreed(t, c)
	first := o.link(t)
	other := o.agreed(t, c)
	if _, err := o.Reply(t.Context(), network.AnswerReferral{Referral: other.ID, Link: &first, Answer: "accepted"}); !errors.Is(err, network.ErrLink) {
		t.Error("a link answers another referral:", err)
	}
	for _, bad := range []string{"", "x", first + "A", strings.ToUpper(first), "\x00"} {
		if _, err := o.LookReferral(t.Context(), bad); !errors.Is(err, network.ErrLink) {
			t.Error(bad, err)
		}
	}
	declined, err := o.Reply(t.Context(), network.AnswerReferral{Referral: r.ID, Link: &first, Answer: "declined", Note: to("Kein Platz.")})
	must(t, err)
	if declined.State != network.ReferralDeclined || declined.Passed != (network.Passed{}) {
		t.Errorf("%+v", declined)
	}
	if _, err := o.LookReferral(t.Context(), first); !errors.Is(err, network.ErrLink) {
		t.Error("who declined still reads:", err)
	}
	second := o.link(t)
	o.Clock.Advance(14 * 24 * time.Hour)
	if _, err := o.LookReferral(t.Context(), second); !errors.Is(err, network.ErrLink) {
		t.Error("its time is over:", err)
	}
}

func TestAStrangersReferralIsNotThere(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.centre(t, nil)
	in := o.request(c)
	r, err := o.Refer(o.lead(t), in)
	must(t, err)
	if again, err := o.Refer(o.lead(t), in); err != nil || again.ID != r.ID || again.Version != r.Version {
		t.Error("the same key twice:", again, err)
	}
	elsewhere := in
	elsewhere.SubjectID = ids.New()
	_, err = o.Refer(o.lead(t), elsewhere)
	wants(t, err, network.ErrNone)
	_, err = o.Referrals(o.lead(t), &elsewhereRecord, page.Args{})
	wants(t, err, network.ErrNone)
	taken := o.request(o.centre(t, nil))
	taken.Key = in.Key
	_, err = o.Refer(o.lead(t), taken)
	wants(t, err, network.ErrNone)
	_, err = o.NoteConsent(o.lead(t), network.NoteConsent{Referral: r.ID, Text: "2020-01"})
	wants(t, err, network.ErrConsent)
	o.Sees = nil
	_, err = o.Withdraw(o.lead(t), network.WithdrawReferral{Referral: r.ID})
	wants(t, err, network.ErrNone)
	_, err = o.Refer(o.lead(t), network.Refer{Contact: c.ID, Email: to("no mail")})
	wants(t, err, network.ErrInput, "key", "name", "concern", "email", "ask")
	o.InTx(t, func(ctx context.Context, tx *db.Tx) error { return o.EraseTx(ctx, tx, o.person) })
	if mine, err := o.MyReferrals(o.amal); err != nil || len(mine) != 0 {
		t.Error(mine, err)
	}
}

func TestWhatNobodyAgreesToEndsByItself(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, err := o.Refer(o.lead(t), o.request(o.centre(t, nil)))
	must(t, err)
	o.Clock.Advance(31 * 24 * time.Hour)
	must(t, o.Daily(t.Context()))
	mine, err := o.MyReferrals(o.amal)
	must(t, err)
	if mine[0].State != network.ReferralWithdrawn || mine[0].Passed != (network.Passed{}) {
		t.Errorf("%+v", mine[0])
	}
}

func TestThePublicFindsWhoHelps(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.centre(t, nil)
	_, err := o.KeepContact(o.lead(t), network.KeepContact{Name: "Nur für uns", Topics: []network.HelpTopic{"residence"}, Words: []network.ContactWords{{"de", "Rückfragen."}}, Phone: to("1")})
	must(t, err)
	found := func(topic network.HelpTopic, language string) int {
		t.Helper()
		list, err := o.Help(t.Context(), &topic, language)
		must(t, err)
		return len(list)
	}
	if found("residence", "") != 1 || found("residence", "ar") != 1 || found("residence", "vi") != 0 || found("work", "") != 0 || found("residence", "\x00") != 0 {
		t.Error("not who helps")
	}
	if text, in := c.In("ar"); text != "نقدم المشورة." || in != "ar" {
		t.Error(text, in)
	}
	if text, in := c.In("tr"); text != "Wir beraten zum Aufenthalt." || in != "de" {
		t.Error(text, in)
	}
	all, err := o.Contacts(t.Context())
	must(t, err)
	if len(all) != 2 {
		t.Error(len(all))
	}
	_, err = o.KeepContact(o.lead(t), network.KeepContact{
		Name: "", Topics: []network.HelpTopic{"magic"}, Languages: []string{"arabic"}, Words: []network.ContactWords{{"en", "Hello"}}, Website: to("javascript:alert(1)"), Public: true,
		Hours: []network.ContactHours{{Weekday: 8, FromMinute: 600, ToMinute: 500}}, Organisation: to(ids.New()),
	})
	wants(t, err, network.ErrInput, "name", "topics", "languages", "words", "website", "hours")
	_, err = o.KeepContact(o.lead(t), network.KeepContact{ID: &c.ID, Version: to(9), Name: "x", Topics: []network.HelpTopic{"work"}, Words: []network.ContactWords{{"de", "x"}}})
	wants(t, err, network.ErrConflict)
	_, err = o.KeepContact(o.lead(t), network.KeepContact{ID: &c.ID, Version: &c.Version, Name: "x", Topics: []network.HelpTopic{"residence"}, Words: []network.ContactWords{{"de", "x"}}, Public: true, Phone: to("1"), Ended: to(true)})
	must(t, err)
	if found("residence", "") != 0 {
		t.Error("who ended is still shown")
	}
}
