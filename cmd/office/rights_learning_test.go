package office_test

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/graph/sdl"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// The one whose things everybody is curious about, and words that are hers: why she is free of a training, and what her supervisor notes.
const (
	hers   = "Zielinska"
	reason = "Wochenbett"
	noted  = "schläft schlecht"
)

// partsOfWork are the parts of the schema about people who work here.
var partsOfWork = []string{"training", "courses", "supervision", "onboarding", "workforce", "surveys", "qualifications", "elearning"}

// whoReads tells of each query who reads by it that something is Mona's. Nobody else does, whatever they ask; a query that is missing fails the test.
var whoReads = map[string][]string{
	"trainingTeam": {"training", "her lead"}, "trainingPerson": {"training", "her lead"}, "trainingCertificates": {"training"},
	"courseRequests": {"training", "her lead"}, "courseSession": {"training"},
	"onboardings": {"training", "her lead"}, "posts": {"personnel", "her lead"}, "endingPosts": {"personnel", "her lead"},
	"qualifiedStaff": {"training", "frontdesk", "her lead"}, "fittingStaff": {"a colleague", "her lead"},

	"myTraining": {}, "myTrainingRecords": {}, "trainings": {}, "trainingRequirements": {}, "trainingRequirement": {}, "trainingScope": {}, "myTrainingLooks": {}, "trainingCompliance": {},
	"courseCatalogue": {}, "myCourses": {}, "myCourseQuestions": {}, "courses": {}, "courseProviders": {}, "courseSessions": {}, "courseYear": {},
	"supervisionOffers": {}, "privateSupervision": {}, "myAbsences": {}, "supervisors": {}, "supervisionSessions": {}, "supervisionUsage": {},
	"amSupervisor": {}, "ledSupervision": {}, "myOnboarding": {}, "mentoredOnboardings": {}, "onboardingPlans": {}, "postFigures": {},
	"surveys": {}, "survey": {}, "surveyCircles": {}, "myQualifications": {}, "speakers": {}, "postSums": {},
	"learningPackages": {}, "learningOffer": {},
}

// shownToAll are deeds on what everybody of the staff is shown: a course of the catalogue, and whether a talk is free.
var shownToAll = []string{"confirmCourse", "bookSupervision"}

// byWord are Mona's things by the names of arguments, byDeed those that a field means by "id".
var (
	byWord = map[string]string{"training": "training", "requirement": "requirement", "course": "course", "session": "session", "day": "day", "plan": "plan", "filling": "filling", "survey": "survey", "supervisor": "supervisor"}
	byDeed = map[string]string{
		"trainingPerson": "account", "trainingRequirement": "requirement", "endTrainingRequirement": "requirement", "endTrainingException": "exception", "withdrawCertificate": "certificate",
		"acceptCertificate": "certificate", "rejectCertificate": "certificate", "withdrawTrainingRecord": "record", "courseSession": "session", "bookSupervision": "single",
		"leaveSupervision": "single", "cancelSupervision": "single", "cancelLedSupervision": "single", "noteSupervision": "single", "holdSupervision": "single", "removeAbsence": "absence",
		"doOnboardingStep": "step", "signOnboardingStep": "step", "changeOnboarding": "onboarding", "keepOnboardingPlan": "plan", "changePost": "post", "closePost": "post", "fillPost": "post",
		"leavePost": "post", "advertisePost": "post", "dropQualification": "qualification", "certifyQualification": "qualification", "doubtQualification": "qualification",
		"survey": "survey", "withdrawSurvey": "survey",
	}
)

// learning is an office with somebody who has learned, booked, stated and answered something of each kind, and with everybody who may be curious.
type learning struct {
	*officetest.Office
	mona, vera *officetest.Person
	curious    map[string]*officetest.Person
	things     things
	paper      uuid.UUID // the file of her certificate
}

func openLearning(t *testing.T) *learning {
	t.Helper()
	o := officetest.Boot(t)
	l := &learning{Office: o, vera: o.Applicant(t, mailbox("vera.sander@supervision.example")), curious: map[string]*officetest.Person{
		"a colleague": o.Colleague(t, officetest.Clerk()), "her lead": o.Colleague(t, officetest.Lead()), "staff without rights": o.Colleague(t),
		"an applicant": o.Applicant(t), "the public": o.Stranger(t),
	}}
	for _, role := range identity.Roles {
		l.curious[string(role)] = o.Colleague(t, identity.Right{Role: role, Teams: []string{"family"}})
	}
	l.mona = o.LogIn(t, o.Worlds.Staff, identity.Claims{
		Subject: "mona", Name: "Mona " + hers, Email: "mona@amt.example", Trust: identity.TrustHigh, Roles: []string{string(identity.Clerk)}, Teams: []string{officetest.StudyTeam},
	})
	if _, err := o.Identity.SetGrant(t.Context(), identity.SetGrant{Account: l.mona.Account, Role: identity.Clerk, Teams: []string{officetest.StudyTeam}, Decide: []string{officetest.Study}}); err != nil {
		t.Fatal(err)
	}
	l.things = things{"any": ids.New(), "account": l.mona.Account, "case": l.Applicant(t).Apply(t, false, nil).CaseID}
	l.learns(t)
	l.takesPart(t)
	l.isNew(t)
	l.works(t)
	return l
}

// makes sends a mutation and notes the id of what it made under a name.
func (l *learning) makes(t *testing.T, by *officetest.Person, name, field, input string) {
	t.Helper()
	var made map[string]struct{ ID uuid.UUID }
	by.Must(t, fmt.Sprintf("mutation { %s(input: {%s}) { id } }", field, input), nil, &made)
	l.things[name] = made[field].ID
}

// learns: a record, freedom for a time with its reason, and a certificate with its paper.
func (l *learning) learns(t *testing.T) {
	t.Helper()
	plans := l.curious["training"]
	l.makes(t, plans, "training", "keepTraining", `key: "law", title: "Aufenthaltsrecht", kind: law`)
	l.makes(t, plans, "requirement", "setTrainingRequirement", fmt.Sprintf(`key: "law", training: %q, roles: [clerk], teams: [], actions: [], everyMonths: 12, dueDays: 0, graceDays: 0, blocks: [], services: []`, l.things["training"]))
	l.makes(t, plans, "exception", "giveTrainingException", fmt.Sprintf(`account: %q, requirement: %q, until: "2027-02-01", reason: %q`, l.mona.Account, l.things["requirement"], hers+": "+reason))
	l.makes(t, plans, "record", "recordTraining", fmt.Sprintf(`account: %q, training: %q, completedOn: "2026-10-01"`, l.mona.Account, l.things["training"]))
	l.makes(t, l.mona, "certificate", "handInCertificate", fmt.Sprintf(`training: %q, completedOn: "2026-11-10"`, l.things["training"]))
	_, l.paper = l.mona.Upload(t, "certificate", l.things["certificate"], "certificate")
	l.Work(t)
}

// takesPart: a place in a course that she asks for, supervision with a note, and a day on which she is away.
func (l *learning) takesPart(t *testing.T) {
	t.Helper()
	now := l.DB.Clock.Now()
	c := &courses.Course{ID: ids.New(), Title: "Zuhören", Form: courses.InHouse, Subject: training.KindCommunication, Approval: true, Version: 1}
	s := &courses.Session{ID: ids.New(), CourseID: c.ID, Places: 1, Asked: 1, Place: "Raum 4", StartsAt: now.AddDate(0, 0, 30), EndsAt: now.AddDate(0, 0, 31), MostDays: 1, Version: 1, MadeBy: l.curious["training"].Account}
	d := &courses.Day{ID: ids.New(), SessionID: s.ID, During: clock.Span{From: s.StartsAt, To: s.EndsAt}}
	e := &courses.Enrolment{ID: ids.New(), SessionID: s.ID, AccountID: l.mona.Account, Team: officetest.StudyTeam, State: courses.AskedFor, Position: 1, AskedAt: now}
	for _, row := range []any{c, s, d, e} {
		if _, err := l.DB.NewInsert().Model(row).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	l.things["course"], l.things["session"], l.things["day"], l.things["enrolment"] = c.ID, s.ID, d.ID, e.ID
	_, l.things["single"] = supervised(t, l.Office, l.curious["training"], l.vera, l.mona)
	l.vera.Must(t, fmt.Sprintf(`mutation { noteSupervision(input: {id: %q, was: "", notes: %q}) { members } }`, l.things["single"], hers+" "+noted), nil, nil)
	var away struct{ EnterAbsence []struct{ ID uuid.UUID } }
	l.mona.Must(t, `mutation { enterAbsence(input: {day: "2026-11-24", part: day}) { id } }`, nil, &away)
	l.things["absence"] = away.EnterAbsence[0].ID
}

// isNew: a way with a mentor.
func (l *learning) isNew(t *testing.T) {
	t.Helper()
	mentor := l.Colleague(t, officetest.Clerk())
	l.makes(t, l.curious["training"], "plan", "keepOnboardingPlan", `role: clerk, title: "Sachbearbeitung", steps: [{title: "Zu zweit entscheiden", days: 30, sign: mentor, opens: propose}]`)
	var way struct {
		BeginOnboarding struct {
			ID    uuid.UUID
			Steps []struct{ ID uuid.UUID }
		}
	}
	l.curious["her lead"].Must(t, fmt.Sprintf(`mutation { beginOnboarding(input: {account: %q, mentor: %q, plan: %q}) { id steps { id } } }`, l.mona.Account, mentor.Account, l.things["plan"]), nil, &way)
	l.things["onboarding"], l.things["step"] = way.BeginOnboarding.ID, way.BeginOnboarding.Steps[0].ID
}

// works: a post that she leaves soon, a language, and a survey that asks everybody.
func (l *learning) works(t *testing.T) {
	t.Helper()
	keeps := l.curious["personnel"]
	var post struct {
		OpenPost struct {
			ID      uuid.UUID
			Version int
		}
		FillPost struct{ Fillings []struct{ ID uuid.UUID } }
	}
	keeps.Must(t, `mutation { openPost(input: {number: "0815", title: "Sachbearbeitung", grade: "E 9b", share: 100, team: "study", from: "2026-01-01"}) { id version } }`, nil, &post)
	keeps.Must(t, fmt.Sprintf(`mutation { fillPost(input: {id: %q, version: %d, account: %q, share: 100, from: "2026-02-01", until: "2027-01-31", secondment: false}) { fillings { id } } }`, post.OpenPost.ID, post.OpenPost.Version, l.mona.Account), nil, &post)
	l.things["post"], l.things["filling"] = post.OpenPost.ID, post.FillPost.Fillings[0].ID
	l.makes(t, l.mona, "qualification", "stateQualification", `kind: language, key: "pol", level: "native", version: 0`)
	in := survey(l.Office)
	in["in"].(map[string]any)["teams"] = []string{}
	var made struct{ AskSurvey askedSurvey }
	l.curious["council"].Must(t, askSurvey, in, &made)
	l.things["survey"] = made.AskSurvey.ID
}

// state is what of Mona's nobody else may change.
func (l *learning) state(t *testing.T) (state string) {
	t.Helper()
	err := l.DB.NewRaw(`SELECT concat_ws('; ', (SELECT jsonb_agg(to_jsonb(r) ORDER BY id) FROM training.record r WHERE account_id = ?0),
 (SELECT jsonb_agg(to_jsonb(e) ORDER BY id) FROM training.exception e WHERE account_id = ?0), (SELECT jsonb_agg(to_jsonb(c) ORDER BY id) FROM training.certificate c WHERE account_id = ?0),
 (SELECT jsonb_agg(to_jsonb(e) ORDER BY id) FROM courses.enrolment e WHERE account_id = ?0), (SELECT count(*) FROM courses.presence), (SELECT count(*) FROM courses.feedback),
 (SELECT jsonb_agg(to_jsonb(a) ORDER BY id) FROM supervision.away a WHERE account_id = ?0), (SELECT jsonb_agg(to_jsonb(j) ORDER BY id) FROM onboarding.journey j WHERE account_id = ?0),
 (SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM onboarding.task t), (SELECT jsonb_agg(to_jsonb(f) ORDER BY id) FROM workforce.filling f), (SELECT jsonb_agg(to_jsonb(p) ORDER BY id) FROM workforce.post p),
 (SELECT jsonb_agg(to_jsonb(h) ORDER BY id) FROM qualifications.held h WHERE account_id = ?0), (SELECT jsonb_agg(to_jsonb(s) ORDER BY id) FROM surveys.survey s))`, l.mona.Account).Scan(t.Context(), &state)
	if err != nil {
		t.Fatal(err)
	}
	var mine offers
	l.mona.Must(t, offersDocument, nil, &mine)
	for _, s := range mine.SupervisionOffers {
		state += fmt.Sprint("; ", s.ID, s.Mine)
	}
	return state
}

// Whoever asks anything about the work of somebody else, in any role and by any field, reads that it is theirs only where the table says so, and changes nothing.
func TestWhatSomebodyLearnsAndBooksIsTheirOwn(t *testing.T) {
	t.Parallel()
	l := openLearning(t)
	s, err := sdl.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	before := l.state(t)
	for _, f := range ofWork(s.Query) {
		readers, known := whoReads[f.Name]
		if !known {
			t.Errorf("%s stands in no row of whoReads: say who reads by it that something is somebody's", f.Name)
		}
		text := "{ " + f.Name + l.filled(s, f, false) + " }"
		for who, p := range l.curious {
			a := p.Ask(t, text, nil)
			if told := l.tells(a.Raw); told != slices.Contains(readers, who) {
				t.Errorf("%s by %s: tells %v\n%s\n%s", f.Name, who, told, text, a.Raw)
			}
			l.looks(t, f.Name, who, a)
		}
	}
	for _, f := range ofWork(s.Mutation) {
		text := "mutation { " + f.Name + l.filled(s, f, true) + " }"
		for who, p := range l.curious {
			if l.mayAct(f, who) {
				continue
			}
			a := p.Ask(t, text, nil)
			if l.tells(a.Raw) {
				t.Errorf("%s by %s tells\n%s", f.Name, who, a.Raw)
			}
			l.looks(t, f.Name, who, a)
		}
	}
	if after := l.state(t); after != before {
		t.Errorf("somebody changed what is hers:\n%s\n%s", before, after)
	}
	for who, p := range l.curious {
		for _, kind := range []string{"original", "pages/1", "thumb"} {
			if res, _ := p.Get(t, fmt.Sprintf("/files/documents/%s/%s", l.paper, kind)); (res.StatusCode == http.StatusOK) != (who == "training") {
				t.Errorf("the paper of a certificate, as %s, for %s: %d", kind, who, res.StatusCode)
			}
		}
	}
	if log := l.Logs.String(); strings.Contains(log, hers) || strings.Contains(log, reason) || strings.Contains(log, noted) {
		t.Error("a log names her")
	}
}

// ofWork are the root fields of a definition that the parts about work bring.
func ofWork(d *ast.Definition) (found ast.FieldList) {
	for _, f := range d.Fields {
		if f.Position == nil {
			continue // of GraphQL itself
		}
		if part := strings.Split(f.Position.Src.Name, "/"); len(part) == 3 && slices.Contains(partsOfWork, part[1]) {
			found = append(found, f)
		}
	}
	return found
}

// filled is a field with Mona's things in its arguments, those that may be left out only if asked for, and with all that it can answer.
func (l *learning) filled(s *ast.Schema, f *ast.FieldDefinition, all bool) string {
	asked := *f
	if !all {
		asked.Arguments = slices.DeleteFunc(slices.Clone(f.Arguments), func(a *ast.ArgumentDefinition) bool { return !a.Type.NonNull })
	}
	b := builder{schema: s, things: l.things, field: f.Name}
	args, _ := b.arguments(&asked)
	return args + b.selection(f.Type, 0, map[string]bool{})
}

func (l *learning) tells(raw string) bool {
	return strings.Contains(raw, hers) || strings.Contains(raw, l.mona.Account.String())
}

// looks at an answer: the reason and the notes are read by nobody but who gave it, who plans, and her supervisor; no answer says that something is there.
func (l *learning) looks(t *testing.T, field, who string, a *officetest.Answer) {
	t.Helper()
	if strings.Contains(a.Raw, noted) || strings.Contains(a.Raw, reason) && (field != "trainingPerson" || who != "training") {
		t.Errorf("%s by %s tells what is confidential: %s", field, who, a.Raw)
	}
	if len(a.Errors) == 0 {
		return
	}
	switch e := a.Errors[0].Extensions; {
	case e.Code == "INTERNAL" || e.Code == "" || e.Code == "GRAPHQL_VALIDATION_FAILED":
		t.Errorf("%s by %s is %q: %s", field, who, e.Code, a.Raw)
	case e.Kind == "CONFLICT" && !slices.Contains(shownToAll, field):
		t.Errorf("%s by %s says how it stands: %s", field, who, e.Code)
	}
}

// mayAct says that somebody may do a thing to what is Mona's: her lead, and roles of the whole house, but what only the person does, their mentor or their supervisor.
func (l *learning) mayAct(f *ast.FieldDefinition, who string) bool {
	action := f.Directives.ForName("can").Arguments.ForName("action").Value.Raw
	if strings.HasSuffix(action, ".own") || action == identity.ActionAccount || action == identity.ActionPublic {
		return false
	}
	return who == "her lead" && identity.Lead.May(action) || slices.Contains([]string{"training", "personnel", "council"}, who) && identity.Role(who).May(action)
}
