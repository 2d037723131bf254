package office_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
)

const createInterpreter = `mutation($in: InterpreterDetails!) { createInterpreter(input: $in) { id version gender missing tax { iban } skills { language name sworn } } }`

// parwana speaks Dari; amal@example.org is not her mailbox.
func parwana(email string) map[string]any {
	return map[string]any{"in": map[string]any{
		"kind": "person", "name": "Parwana Ahmadzai", "email": email, "gender": "female", "modes": []string{"on_site", "phone"}, "iban": "DE89370400440532013000",
		"skills": []any{map[string]any{"language": "prs", "form": "spoken"}},
	}}
}

// A lead keeps the directory, a clerk finds somebody in it and notes what the person of a case needs; whoever may not see the case learns nothing.
func TestTheDirectoryAndTheNeedOnACase(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, clerk, amal := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Applicant(t)
	var made struct {
		CreateInterpreter struct {
			ID      uuid.UUID
			Gender  string
			Missing []string
			Tax     *struct{ Iban string }
			Skills  []struct{ Name string }
		}
	}
	lead.Must(t, createInterpreter, parwana("parwana@example.org"), &made)
	who := made.CreateInterpreter
	if who.Gender != "female" || len(who.Missing) == 0 || who.Tax == nil || who.Skills[0].Name != "Dari" {
		t.Fatalf("%+v", who)
	}
	for _, kind := range []string{"secrecy", "data_protection"} {
		lead.Must(t, `mutation($in: NoteProof!) { noteProof(input: $in) { missing } }`, map[string]any{"in": map[string]any{"interpreter": who.ID, "kind": kind, "issuedOn": "2026-01-01"}}, nil)
	}
	var found struct {
		Interpreters struct {
			Items []struct {
				Missing []string
				Tax     *struct{ Iban string }
			}
		}
	}
	clerk.Must(t, `{ interpreters(filter: { language: "prs", mode: phone, text: "parw" }) { items { missing tax { iban } } next } }`, nil, &found)
	if items := found.Interpreters.Items; len(items) != 1 || len(items[0].Missing) != 0 || items[0].Tax != nil {
		t.Fatalf("a clerk finds %+v", items)
	}

	id := amal.Apply(t, false, nil).CaseID
	const set = `mutation($in: SetInterpreterNeed!) { setInterpreterNeed(input: $in) { name form gender version } }`
	const need = `query($id: ID!) { interpreterNeed(kind: "case", id: $id) { name toldBy } }`
	in := map[string]any{"in": map[string]any{"subjectKind": "case", "subjectId": id, "enoughGerman": false, "language": "prs", "gender": "female", "version": 0}}
	clerk.Must(t, set, in, nil)
	clerk.Refused(t, "linguists.conflict", set, in)
	if a := clerk.Ask(t, need, map[string]any{"id": id}); !strings.Contains(a.Raw, "Dari") {
		t.Error(a.Raw)
	}
	elsewhere := o.Colleague(t, identity.Right{Role: identity.Clerk, Teams: []string{"family"}})
	elsewhere.Refused(t, "linguists.none", need, map[string]any{"id": id})
	elsewhere.Refused(t, "linguists.none", set, in)
	elsewhere.Refused(t, "linguists.none", `mutation($in: NoteBias!) { noteBias(input: $in) { id } }`,
		map[string]any{"in": map[string]any{"interpreter": who.ID, "subjectKind": "case", "subjectId": id, "toldBy": "office"}})
	amal.Refused(t, "FORBIDDEN", need, map[string]any{"id": id})
	amal.Refused(t, "linguists.none", `{ myInterpreter { interpreter { name } } }`, nil)
}

// Whoever has the mailbox to which offers go has the entry: they see it, and what matters waits for the office.
func TestAnInterpreterChangesTheOwnEntry(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead := o.Colleague(t, officetest.Lead())
	her := o.Applicant(t)
	lead.Must(t, createInterpreter, parwana(her.Claims.Email), nil)
	her.Must(t, `mutation($in: TellChange!) { tellInterpreterChange(input: $in) { change { id state } interpreter { phone tax { iban } } } }`,
		map[string]any{"in": map[string]any{"phone": "+49 171 1", "facts": map[string]any{"travelKm": 30}}}, nil)
	var waiting struct {
		Interpreters struct {
			Items []struct {
				Change struct {
					ID    uuid.UUID
					Facts struct{ TravelKm int }
				}
			}
		}
	}
	lead.Must(t, `{ interpreters(filter: { changed: true }) { items { change { id facts { travelKm } } } } }`, nil, &waiting)
	if len(waiting.Interpreters.Items) != 1 || waiting.Interpreters.Items[0].Change.Facts.TravelKm != 30 {
		t.Fatalf("%+v", waiting)
	}
	change := map[string]any{"in": map[string]any{"change": waiting.Interpreters.Items[0].Change.ID, "confirmed": true}}
	lead.Must(t, `mutation($in: SettleChange!) { settleChange(input: $in) { travelKm version } }`, change, nil)
	if a := her.Ask(t, `{ myInterpreter { interpreter { travelKm permitted } change { state } } }`, nil); !strings.Contains(a.Raw, `"travelKm":30`) || !strings.Contains(a.Raw, "confirmed") {
		t.Error(a.Raw)
	}
}

// Each field of the directory and the budgets, asked by each role: who may, hears something else than FORBIDDEN.
func TestWhichRoleReachesWhichFieldOfTheDirectory(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	none := `"` + uuid.New().String() + `"`
	fields := map[string]string{ // c clerk, p approver, l lead, m mailroom, f front desk, u auditor, a admin, t training, o personnel, r council
		`{ interpreters { next } }`:                                      "cplf",
		`{ interpreter(id: ` + none + `) { id } }`:                       "cplf",
		`{ interpreterBiases(interpreter: ` + none + `) { toldBy } }`:    "l",
		`{ endingProofs { id } }`:                                        "l",
		`{ interpreterNeed(kind: "person", id: ` + none + `) { name } }`: "cplf",
		`{ tariffs { name } }`:                                           "cplf",
		`{ budgets(year: 2026) { year } }`:                               "lu",
		`mutation { createInterpreter(input: {kind: person, name: "", modes: [], skills: []}) { id } }`:                                                   "l",
		`mutation { noteProof(input: {interpreter: ` + none + `, kind: oath, issuedOn: "2026-01-01"}) { id } }`:                                           "l",
		`mutation { dropProof(input: {interpreter: ` + none + `, proof: ` + none + `}) { id } }`:                                                          "l",
		`mutation { noteBias(input: {interpreter: ` + none + `, subjectKind: "person", subjectId: ` + none + `, toldBy: "office"}) { id } }`:              "clf",
		`mutation { settleChange(input: {change: ` + none + `, confirmed: true}) { id } }`:                                                                "l",
		`mutation { setInterpreterNeed(input: {subjectKind: "person", subjectId: ` + none + `, enoughGerman: true, version: 0}) { name } }`:               "clf",
		`mutation { importInterpreters(input: {csv: "", dryRun: true}) { lines } }`:                                                                       "l",
		`mutation { setBudget(input: {purpose: "interpreting", year: 2026, team: "nobody", cents: 1, version: 0}) { id } }`:                               "l",
		`mutation { changeInterpreter(input: {interpreter: ` + none + `, version: 1, details: {kind: person, name: "", modes: [], skills: []}}) { id } }`: "l",
	}
	letters := map[identity.Role]string{
		identity.Clerk: "c", identity.Approver: "p", identity.Lead: "l", identity.Mailroom: "m", identity.Frontdesk: "f", identity.Auditor: "u", identity.Admin: "a",
		identity.Training: "t", identity.Personnel: "o", identity.Council: "r",
	}
	for _, role := range identity.Roles {
		p := o.Colleague(t, identity.Right{Role: role, Teams: []string{"family"}})
		for field, may := range fields {
			a := p.Ask(t, field, nil)
			if refused := a.Code() == "FORBIDDEN"; refused == strings.Contains(may, letters[role]) || strings.HasPrefix(a.Code(), "graphql") || a.Code() == "INTERNAL" {
				t.Errorf("%s asks %s: %s", role, field, a.Raw)
			}
		}
	}
	for name, p := range map[string]*officetest.Person{"FORBIDDEN": o.Applicant(t), "UNAUTHENTICATED": o.Stranger(t)} {
		for field := range fields {
			p.Refused(t, name, field, nil)
		}
	}
}

// What is wrong in a city's file about interpreters is told with everything else, each fault once and with its line.
func TestACitysInterpretersAreCheckedWithTheRest(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(officetest.City())); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "interpreters.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := office.LoadCity(folder); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		from, to string
		want     []string
	}{
		"a gap and a word": {"valid_from: 2027-01-01", "valid_from: 2027-02-01", []string{"interpreters.yaml:", "there is a gap"}},
		"not YAML":         {"booking:", "booking: [", []string{"interpreters.yaml:"}},
		"a mode":           {"modes: [on_site,", "modes: [by_pigeon,", []string{"interpreters.yaml:3", "booking.modes"}},
	} {
		broken := strings.Replace(string(text), c.from, c.to, 1)
		if err := os.WriteFile(file, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err := office.LoadCity(folder)
		if err == nil {
			t.Errorf("%s: nothing told", name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if lines := strings.Split(err.Error(), "\n"); len(lines) > 1 && lines[0] == lines[1] {
			t.Errorf("%s is told twice: %v", name, err)
		}
	}
}
