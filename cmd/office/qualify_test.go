package office_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
)

const (
	stateQualification   = `mutation($in: StateQualification!) { stateQualification(input: $in) { id version } }`
	certifyQualification = `mutation($in: CertifyQualification!) { certifyQualification(input: $in) { certified certifiedBy } }`
)

// demanding is Musterstadt, had it asked for a qualification of who approves a stay for study.
func demanding(t *testing.T) officetest.Option {
	t.Helper()
	city := t.TempDir()
	if err := os.CopyFS(city, os.DirFS(officetest.City())); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(city, "services", officetest.Study, "service.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(text, "\nqualification: hardship\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	return officetest.Configured(func(c *office.Config) { c.City = city })
}

// statesThat says that somebody can something, and has it certified.
func statesThat(t *testing.T, who, by *officetest.Person, in map[string]any) {
	t.Helper()
	var stated struct {
		StateQualification struct {
			ID      uuid.UUID
			Version int
		}
	}
	in["version"] = 0
	who.Must(t, stateQualification, map[string]any{"in": in}, &stated)
	if by != nil {
		by.Must(t, certifyQualification, map[string]any{"in": map[string]any{"id": stated.StateQualification.ID, "version": stated.StateQualification.Version, "proof": "Zeugnis"}}, nil)
	}
}

// Only who holds what a service asks for, certified by somebody else, is its second pair of eyes.
func TestOnlyWhoHoldsItsQualificationApprovesAService(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t, demanding(t))
	amal := o.Applicant(t)
	lead, second := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Approver())
	opened := amal.Apply(t, true, map[string]any{"subject_changed": true, "change_reason": "Ich habe gemerkt, dass mir die Statistik mehr liegt."})
	c := propose(t, lead, draft(t, lead, checkAll(t, lead, look(t, lead, opened.CaseID))))
	const approve = `mutation($in: ApproveDecision!) { approveDecision(input: $in) { state } }`
	in := map[string]any{"in": map[string]any{"case": c.ID, "decision": c.Decision.ID, "digest": c.Decision.Digest}}
	second.Refused(t, "qualifications.not_held", approve, in)
	hardship := map[string]any{"kind": "qualification", "key": "hardship"}
	statesThat(t, second, nil, hardship)
	second.Refused(t, "qualifications.not_held", approve, in) // nobody has seen a proof
	var mine struct {
		MyQualifications struct {
			Items []struct {
				ID      uuid.UUID
				Version int
			}
		}
	}
	second.Must(t, `{ myQualifications { items { id version } } }`, nil, &mine)
	held := mine.MyQualifications.Items[0]
	second.Refused(t, "FORBIDDEN", certifyQualification, map[string]any{"in": map[string]any{"id": held.ID, "version": held.Version, "proof": "selbst"}})
	lead.Must(t, certifyQualification, map[string]any{"in": map[string]any{"id": held.ID, "version": held.Version, "proof": "Zeugnis"}}, nil)
	second.Must(t, approve, in, nil)
}

// Whom a case is given to, and who is in the house for somebody at a counter: who speaks the language comes first, or is found.
func TestWhoSpeaksTheLanguageIsFoundForACaseAndAtACounter(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	lead, olena, petra := o.Colleague(t, officetest.Lead()), o.Colleague(t, officetest.Clerk()), o.Colleague(t, officetest.Clerk())
	opened := amal.Apply(t, false, nil)
	lead.Must(t, `mutation($in: SetInterpreterNeed!) { setInterpreterNeed(input: $in) { language } }`,
		map[string]any{"in": map[string]any{"subjectKind": "case", "subjectId": opened.CaseID, "enoughGerman": false, "language": "ukr", "version": 0}}, nil)
	statesThat(t, olena, lead, map[string]any{"kind": "language", "key": "ukr", "level": "native"})
	statesThat(t, petra, nil, map[string]any{"kind": "language", "key": "ara", "level": "B1"})
	var fit struct {
		FittingStaff struct {
			Language *string
			Items    []struct {
				ID     uuid.UUID
				Speaks *struct{ Level string }
			}
		}
	}
	const fitting = `query($case: ID!) { fittingStaff(case: $case) { language items { id speaks { level } } } }`
	lead.Must(t, fitting, map[string]any{"case": opened.CaseID}, &fit)
	if f := fit.FittingStaff; f.Language == nil || *f.Language != "Ukrainisch" || len(f.Items) < 3 || f.Items[0].ID != olena.Account || f.Items[0].Speaks == nil {
		t.Errorf("%+v", f)
	}
	amal.Refused(t, "FORBIDDEN", fitting, map[string]any{"case": opened.CaseID})

	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	plan, err := o.Appointments.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range plan.Resources {
		if r.Kind == "counter" && r.Site == "rathaus" {
			olena.Must(t, `mutation($in: OpenDesk!) { openDesk(input: $in) { site } }`, map[string]any{"in": map[string]any{"counter": r.ID, "queues": []string{}}}, nil)
			a := petra.Ask(t, `{ speakers(site: "rathaus", language: "uk") { counter now languages { level certified } } }`, nil)
			if !strings.Contains(a.Raw, r.ID.String()) || !strings.Contains(a.Raw, `"now":true`) || strings.Contains(a.Raw, "ara") {
				t.Errorf("%s", a.Raw)
			}
			amal.Refused(t, "FORBIDDEN", `{ speakers(site: "rathaus") { name } }`, nil)
			return
		}
	}
	t.Error("no counter")
}
