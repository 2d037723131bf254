package surveys_test

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/platform/page"
)

// What lies in a browser is sealed to its survey: whoever reads it there learns neither the answer nor the token, and nobody can use it elsewhere.
func TestWhatABrowserKeepsIsOpenedByTheOfficeAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks := o.team(t, "study", 9)
	s := o.ask(t, pulse("study"))
	other := o.ask(t, pulse("study"))
	seal := func(to *surveys.Survey, in surveys.HandIn) []byte {
		t.Helper()
		plain, err := json.Marshal(map[string]any{"token": in.Token, "signature": in.Signature, "answers": []map[string]any{{"place": 1, "value": 2}, {"place": 2, "value": 1}, {"place": 3, "text": "geheim"}}})
		if err != nil {
			t.Fatal(err)
		}
		key, err := hpke.DHKEM(ecdh.P256()).NewPublicKey(to.SealKey)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := hpke.Seal(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("ankunft survey "+to.ID.String()), append(plain, "   "...))
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	letter := o.signed(t, s, clerks[0], nil)
	sealed := seal(s, letter)
	broken := slices.Clone(sealed)
	broken[len(broken)-1]++
	for name, c := range map[string]struct {
		survey uuid.UUID
		sealed []byte
	}{"of another survey": {other.ID, sealed}, "changed": {s.ID, broken}, "nothing": {s.ID, nil}, "for another survey": {other.ID, seal(other, letter)}} {
		if err := o.HandInSealed(nobody(t), c.survey, c.sealed); !errors.Is(err, surveys.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := o.HandInSealed(as(t, clerks[0]), s.ID, sealed); !errors.Is(err, surveys.ErrKnown) {
		t.Error("with a login:", err)
	}
	if err := o.HandInSealed(nobody(t), s.ID, sealed); err != nil {
		t.Fatal(err)
	}
	if err := o.HandInSealed(nobody(t), s.ID, sealed); !errors.Is(err, surveys.ErrSpent) {
		t.Error("twice:", err)
	}
	late := seal(s, o.signed(t, s, clerks[1], nil))
	for _, v := range clerks[2:] {
		o.takesPart(t, s, v, 2, 1, "")
	}
	o.on(t, counting)
	if got := o.read(t, clerks[0], s.ID); got.Answers == nil || got.AnswerKey != nil || got.Questions[0].Shares[2] != 100 {
		t.Errorf("%+v", got)
	}
	if err := o.HandInSealed(nobody(t), s.ID, late); !errors.Is(err, surveys.ErrOver) { // its key is gone
		t.Error("after the counting:", err)
	}
	if bare := (&surveys.Survey{PublicKey: s.PublicKey}).Fingerprint(); bare == s.Fingerprint() {
		t.Error("a key to seal with that is one person's own is not seen in what they compare")
	}
}

func TestWhoIsInChargeSeesItAndSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	o := open(t)
	clerks, janitor := o.team(t, "study", 7), o.hire(t, "haus", identity.Clerk, "service")
	s := o.ask(t, pulse("study"))
	for _, v := range clerks {
		o.takesPart(t, s, v, 1, 1, "")
	}
	o.on(t, counting)
	if _, err := o.Survey(as(t, janitor), s.ID); !errors.Is(err, surveys.ErrNone) {
		t.Error("who was not asked:", err)
	}
	in := surveys.KeepMeasure{Survey: s.ID, ID: uuid.New(), Title: "Türen, die schließen", Owner: janitor.AccountID, DueOn: counting.AddDays(30), State: "open"}
	for n := range 2 {
		in.Version = n
		if _, err := o.KeepMeasure(as(t, o.council), in); err != nil {
			t.Fatal(err)
		}
	}
	o.RunJobs(t)
	if sent := o.mail.Sent("haus@amt.example"); len(sent) != 1 || !strings.Contains(sent[0].Subject, "Türen, die schließen") {
		t.Errorf("%d mails", len(sent))
	}
	say := surveys.SayMeasure{ID: in.ID, Version: 2, State: "done", Note: "Seit Montag"}
	for name, v := range map[string]*identity.Viewer{"a colleague": clerks[0], "who asked": o.council} {
		if _, err := o.SayMeasure(as(t, v), say); !errors.Is(err, surveys.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	got, err := o.SayMeasure(as(t, janitor), say)
	if err != nil || got.Mine || len(got.Measures) != 1 || got.Measures[0].State != "done" || got.Measures[0].Note != "Seit Montag" {
		t.Fatal(got, err)
	}
	if _, err := o.SayMeasure(as(t, janitor), say); !errors.Is(err, surveys.ErrConflict) {
		t.Error("somebody was faster:", err)
	}
	say.State = "soon"
	if _, err := o.SayMeasure(as(t, janitor), say); !slices.Equal(faults(err), []string{"state unknown"}) {
		t.Errorf("%q", faults(err))
	}
	if list, err := o.Surveys(as(t, janitor), page.Args{}); err != nil || len(list.Items) != 1 {
		t.Errorf("%v, %v", list.Items, err)
	}
}
