package office_test

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cloudflare/circl/blindsign/blindrsa"
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

const (
	askSurvey  = `mutation($in: AskSurvey!) { askSurvey(input: $in) { id people publicKey sealKey } }`
	signSurvey = `mutation($in: SignSurvey!) { signSurvey(input: $in) { signature } }`
	handIn     = `mutation($in: HandInSurvey!) { handInSurvey(input: $in) }`
	readSurvey = `query($id: ID!) { survey(id: $id) { state people answers fingerprint publicKey questions { place shares remarks } measures { title } } }`
)

// askedSurvey is a survey as who asked reads it.
type askedSurvey struct {
	ID        uuid.UUID
	People    int
	PublicKey string
	SealKey   []byte
}

func survey(o *officetest.Office, teams ...string) map[string]any {
	today := clock.Today(o.Clock.Now())
	return map[string]any{"in": map[string]any{
		"key": ids.New(), "title": "Puls", "teams": teams, "opensOn": today, "closesOn": today.AddDays(3), "questions": []map[string]any{{"kind": "scale", "text": "Alles gut?"}},
	}}
}

// taking is what a browser hands in for somebody.
func taking(t *testing.T, p *officetest.Person, s askedSurvey, value int) map[string]any {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(s.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.ParsePKIXPublicKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSRandomized, key.(*rsa.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	token, err := client.Prepare(rand.Reader, ids.Hash(ids.Token()))
	if err != nil {
		t.Fatal(err)
	}
	blinded, state, err := client.Blind(rand.Reader, token)
	if err != nil {
		t.Fatal(err)
	}
	var signed struct{ SignSurvey struct{ Signature []byte } }
	p.Must(t, signSurvey, map[string]any{"in": map[string]any{"survey": s.ID, "blinded": blinded}}, &signed)
	signature, err := client.Finalize(state, signed.SignSurvey.Signature)
	if err != nil {
		t.Fatal(err)
	}
	letter, err := json.Marshal(map[string]any{"token": token, "signature": signature, "answers": []map[string]any{{"place": 1, "value": value}}})
	if err != nil {
		t.Fatal(err)
	}
	to, err := hpke.DHKEM(ecdh.P256()).NewPublicKey(s.SealKey)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := hpke.Seal(to, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("ankunft survey "+s.ID.String()), letter)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{"in": map[string]any{"survey": s.ID, "sealed": sealed}}
}

// surveyed adds a survey that asks none of the strangers.
func (w *world) surveyed(t *testing.T) {
	t.Helper()
	for range 7 {
		w.Colleague(t, officetest.Clerk())
	}
	var made struct{ AskSurvey askedSurvey }
	w.Colleague(t, identity.Right{Role: identity.Council}).Must(t, askSurvey, survey(w.Office, officetest.StudyTeam), &made)
	w.things["survey"] = made.AskSurvey.ID
}

// Whoever may ask asks, whoever is asked answers once, without a login, and leaves nothing behind; everybody reads the same, and nobody before the end.
func TestASurveyByTheAPIInEveryRole(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	var clerks []*officetest.Person
	for range 6 {
		clerks = append(clerks, o.Colleague(t, officetest.Clerk()))
	}
	council := o.Colleague(t, identity.Right{Role: identity.Council})
	council.Refused(t, "surveys.few", askSurvey, survey(o, officetest.StudyTeam))
	clerks = append(clerks, o.Colleague(t, officetest.Clerk()))
	var made struct{ AskSurvey askedSurvey }
	council.Must(t, askSurvey, survey(o, officetest.StudyTeam), &made)
	s, id := made.AskSurvey, map[string]any{"id": made.AskSurvey.ID}
	for _, role := range identity.Roles {
		p := o.Colleague(t, identity.Right{Role: role, Teams: []string{"family"}})
		mayAsk := slices.Contains([]identity.Role{identity.Training, identity.Personnel, identity.Council}, role)
		for document, variables := range map[string]map[string]any{
			`{ surveyCircles { people } }`: nil,
			askSurvey:                      survey(o, "nobody"),
			`mutation($in: WithdrawSurvey!) { withdrawSurvey(input: $in) { id } }`:       {"in": map[string]any{"id": s.ID, "version": 99}},
			`mutation($in: KeepSurveyMeasure!) { keepSurveyMeasure(input: $in) { id } }`: {"in": map[string]any{"survey": s.ID, "id": ids.New(), "version": 0, "title": "x", "owner": ids.New(), "dueOn": "2030-01-01", "state": "open"}},
		} {
			if code := p.Ask(t, document, variables).Code(); (code == "FORBIDDEN") == mayAsk {
				t.Errorf("%s: %s: %q", role, document, code)
			}
		}
		if code := p.Ask(t, readSurvey, id).Code(); (code == "") != mayAsk {
			t.Errorf("%s, who is not asked, reads it: %q", role, code)
		}
		p.Refused(t, "surveys.none", signSurvey, map[string]any{"in": map[string]any{"survey": s.ID, "blinded": "AAAA"}})
		if a := p.Ask(t, readSurvey, id); mayAsk && !strings.Contains(a.Raw, `"answers":null`) {
			t.Errorf("%s reads before the end: %s", role, a.Raw)
		}
	}
	o.Stranger(t).Refused(t, "UNAUTHENTICATED", readSurvey, id)
	for i, p := range clerks {
		in := taking(t, p, s, 1+i%5)
		p.Refused(t, "surveys.known", handIn, in)
		trail, log := o.Count(t, "audit.entry"), o.Logs.String()
		o.Stranger(t).Must(t, handIn, in, nil)
		if o.Count(t, "audit.entry") != trail || o.Logs.String() != log {
			t.Error("the trail or the log tells that somebody has answered")
		}
		o.Stranger(t).Refused(t, "surveys.spent", handIn, in)
	}
	during := council.Ask(t, readSurvey, id).Raw
	if !strings.Contains(during, `"answers":null`) || clerks[0].Ask(t, readSurvey, id).Raw != during {
		t.Error("before the end somebody reads more than others:", during)
	}
	o.Clock.Advance(7 * 24 * time.Hour)
	if err := o.Surveys.Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
	council.LogInAgain(t, o.Worlds.Staff)
	clerks[0].LogInAgain(t, o.Worlds.Staff)
	told := council.Ask(t, readSurvey, id).Raw
	if !strings.Contains(told, `"answers":7`) || clerks[0].Ask(t, readSurvey, id).Raw != told {
		t.Error("after the end they read different things:", told, clerks[0].Ask(t, readSurvey, id).Raw)
	}
	if n := o.Count(t, "surveys.answer"); n != 0 {
		t.Error(n, "single answers are left")
	}
}
