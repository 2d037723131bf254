package network_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/platform/ids"
)

// asked is a referral for which Amal is asked, in one of the ways.
func (o *office) asked(t testing.TB, c *network.Contact, way network.ConsentWay) *network.Referral {
	t.Helper()
	in := o.request(c)
	in.Ask = way
	r, err := o.Refer(o.lead(t), in)
	must(t, err)
	return r
}

// consentLink is that of the newest mail to Amal.
func (o *office) consentLink(t testing.TB) string {
	t.Helper()
	o.RunJobs(t)
	mails := o.mails.Sent("amal@example.org")
	_, rest, ok := strings.Cut(mails[len(mails)-1].Text, "/referral#")
	if !ok {
		t.Fatal(mails[len(mails)-1].Text)
	}
	return strings.Fields(rest)[0]
}

// Who has no account agrees by the link of the mail in their language, and takes it back by the same; it is good for this alone.
func TestWhoHasNoAccountAgreesByALink(t *testing.T) {
	t.Parallel()
	o := open(t)
	m, counsellor := o.member(t, "mitte@example.org", "counsellor")
	c := o.centre(t, &m.OrganisationID)
	r := o.asked(t, c, network.AskByLink)
	link := o.consentLink(t)
	if mail := o.mails.Sent("amal@example.org")[0]; strings.Contains(mail.Subject+mail.Text+mail.HTML, c.Name) || !strings.Contains(mail.Subject, "?") || strings.Contains(mail.Subject, "Dürfen") {
		t.Error("the mail:", mail.Subject, mail.Text)
	}
	seen, err := o.LookConsent(t.Context(), link)
	must(t, err)
	if seen.ID != r.ID || seen.Contact.Name != c.Name || len(o.mails.Sent("mitte@example.org")) != 0 {
		t.Fatalf("%+v", seen)
	}
	_, err = o.AnswerConsentByLink(t.Context(), network.AnswerConsentByLink{Link: link, Text: "2020-01", Agreed: true})
	wants(t, err, network.ErrConsent)
	_, partners := o.LookReferral(t.Context(), link)
	_, bad := o.AnswerConsentByLink(t.Context(), network.AnswerConsentByLink{Link: link + "A", Text: network.ConsentText, Agreed: true})
	if !errors.Is(partners, network.ErrLink) || !errors.Is(bad, network.ErrLink) {
		t.Error("the link is good for something else:", partners, bad)
	}
	for range 2 { // a second click
		r, err = o.AnswerConsentByLink(t.Context(), network.AnswerConsentByLink{Link: link, Text: network.ConsentText, Agreed: true})
		must(t, err)
	}
	if r.State != network.ReferralSent || *r.ConsentBy != "link" || r.ConsentNotedBy != nil {
		t.Fatalf("%+v", r)
	}
	toPartner := o.link(t)
	if _, err := o.LookConsent(t.Context(), toPartner); !errors.Is(err, network.ErrLink) {
		t.Error("the partner's link opens the person's page:", err)
	}
	_, err = o.Reply(counsellor, network.AnswerReferral{Referral: r.ID, Answer: "accepted"})
	must(t, err)
	o.Clock.Advance(20 * 24 * time.Hour)
	r, err = o.AnswerConsentByLink(t.Context(), network.AnswerConsentByLink{Link: link})
	must(t, err)
	list, err := o.ReferredToMe(counsellor)
	must(t, err)
	if r.State != network.ReferralWithdrawn || r.Passed != (network.Passed{}) || len(list) != 0 {
		t.Errorf("taken back: %+v %v", r, list)
	}
	_, over := o.LookConsent(t.Context(), link)
	_, again := o.AnswerConsentByLink(t.Context(), network.AnswerConsentByLink{Link: link, Text: network.ConsentText, Agreed: true})
	if !errors.Is(over, network.ErrLink) || !errors.Is(again, network.ErrLink) {
		t.Error("what is over opens again:", over, again)
	}
}

func TestALinkIsMadeForWhomItReachesAndWasAskedByIt(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.centre(t, nil)
	r := o.asked(t, c, network.AskByLink)
	link := o.consentLink(t)
	if _, err := o.Pool().Exec(t.Context(), "UPDATE network.referral SET ask = 'paper'"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.LookConsent(t.Context(), link); !errors.Is(err, network.ErrLink) {
		t.Error(r.ID, "was not asked by a link:", err)
	}
	o.Reach = func(context.Context, audit.Record) (messages.Addressee, error) { return messages.Addressee{}, nil }
	in := o.request(c)
	in.Ask = network.AskByLink
	_, err := o.Refer(o.lead(t), in)
	wants(t, err, network.ErrInput, "ask")
}

// On paper nothing leaves the house before what was signed is there; the sheet has the words in German and in the person's language.
func TestWhoSignsOnPaper(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.centre(t, nil)
	r := o.asked(t, c, network.AskOnPaper)
	o.RunJobs(t)
	sheet, err := o.Sheet(o.lead(t), r.ID)
	must(t, err)
	if len(o.mails.Sent("amal@example.org")) != 0 || len(sheet.Texts) != 2 || sheet.Language != "en" || sheet.Texts[0].Language != "de" || sheet.Texts[0].Consent == sheet.Texts[1].Consent {
		t.Fatalf("%+v", sheet)
	}
	must(t, o.AwaitsPaper(o.lead(t), r.ID))
	note := network.NoteConsent{Referral: r.ID, Text: network.ConsentText}
	_, err = o.NoteConsent(o.lead(t), note)
	wants(t, err, network.ErrInput, "paper")
	if _, err := o.Pool().Exec(t.Context(), "UPDATE network.referral SET state = 'sent', consent_at = now(), consent_by = 'paper', consent_text = 'x'"); err == nil {
		t.Error("written past the program, without a paper")
	}
	paper := ids.New()
	o.papers[r.ID] = paper
	for range 2 {
		r, err = o.NoteConsent(o.lead(t), note)
		must(t, err)
	}
	if r.State != network.ReferralSent || *r.ConsentBy != "paper" || *r.ConsentPaper != paper || *r.ConsentNotedBy != o.boss {
		t.Fatalf("%+v", r)
	}
	wants(t, o.AwaitsPaper(o.lead(t), r.ID), network.ErrConflict)
	_, err = o.Withdraw(o.lead(t), network.WithdrawReferral{Referral: r.ID})
	must(t, err)
	if o.papers[r.ID] != paper {
		t.Error("what proves the consent is gone")
	}
	_, err = o.NoteConsent(o.lead(t), note)
	wants(t, err, network.ErrConflict)
}

func TestAPaperForNothingIsDropped(t *testing.T) {
	t.Parallel()
	o := open(t)
	c := o.centre(t, nil)
	thought, waits := o.asked(t, c, network.AskOnPaper), o.asked(t, c, network.AskOnPaper)
	for _, r := range []*network.Referral{thought, waits} {
		o.papers[r.ID] = uuid.New()
	}
	_, err := o.Withdraw(o.lead(t), network.WithdrawReferral{Referral: thought.ID})
	must(t, err)
	o.Clock.Advance(31 * 24 * time.Hour)
	must(t, o.Daily(t.Context()))
	if len(o.papers) != 0 {
		t.Error("papers are kept that prove nothing:", len(o.papers))
	}
	portal := o.asked(t, c, network.AskInPortal)
	o.papers[portal.ID] = uuid.New()
	_, err = o.NoteConsent(o.lead(t), network.NoteConsent{Referral: portal.ID, Text: network.ConsentText})
	wants(t, err, network.ErrConflict)
	stranger := identity.WithViewer(t.Context(), identity.StaffViewer(o.boss, identity.Right{Role: identity.Clerk, Teams: []string{"family"}}))
	o.Sees = func(context.Context, audit.Record) error { return network.ErrNone }
	_, sheet := o.Sheet(stranger, portal.ID)
	_, note := o.NoteConsent(stranger, network.NoteConsent{Referral: portal.ID, Text: network.ConsentText})
	for what, err := range map[string]error{"sheet": sheet, "note": note, "take in": o.AwaitsPaper(stranger, portal.ID), "look": o.SeesPaper(stranger, portal.ID)} {
		if !errors.Is(err, network.ErrNone) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
