package cases_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

var city = sync.OnceValues(func() (*catalogue.City, error) { return catalogue.Load(os.DirFS("../../cities/musterstadt")) })

// office is the whole office below the schema, on a database of its own.
type office struct {
	*testkit.Kit
	*cases.Service
	trail   *audit.Service
	who     *identity.Service
	people  *persons.Service
	docs    *documents.Service
	letters *letters.Service
	apps    *applications.Service
	posts   *messages.Service
	mail    *messagestest.MemoryMailer
}

// setting changes what an office stands on.
type setting func(town *catalogue.City, d *cases.Deps)

func open(t testing.TB, change ...setting) *office {
	t.Helper()
	loaded, err := city()
	if err != nil {
		t.Fatal(err)
	}
	town, deps := *loaded, cases.Deps{}
	for _, c := range change {
		c(&town, &deps)
	}
	o := &office{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, catalogue.Migrations, persons.Migrations,
		documents.Migrations, letters.Migrations, applications.Migrations, cases.Migrations), mail: messagestest.NewMemoryMailer()}
	o.trail = audit.New(o.DB, audit.Keyring{}, audittest.NewMemoryVault(), o.Log)
	o.posts = messages.New(o.DB, o.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, o.Log)
	o.who = identity.New(o.DB, o.trail, o.posts, nil, identity.Config{BaseURL: "https://amt.example", Grants: identity.GrantsOptional}, o.Log)
	services := catalogue.New(o.DB, &town)
	if err := services.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.people = persons.New(o.DB, o.trail)
	o.docs = documents.New(o.DB, o.trail, documents.Ports{
		Store: documentstest.NewMemoryStore(t, o.Clock), Scanner: documentstest.NewFakeScanner(1 << 20),
		PDF: &documentstest.FakePages{}, Pictures: &documentstest.FakePages{},
	}, documents.Config{}, o.Log)
	hessen, err := letters.NewCalendar("DE-HE")
	if err != nil {
		t.Fatal(err)
	}
	o.letters, err = letters.New(letters.Deps{
		DB: o.DB, Audit: o.trail, Jobs: o.Jobs, Renderer: letterstest.Renderer{}, Store: new(letterstest.Store), Log: o.Log,
		Templates: os.DirFS("../../cities/musterstadt/letters"), Texts: locales.Files(), Sender: letterstest.Sender(), Holidays: hessen,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.apps = applications.New(o.DB, applications.Deps{
		Audit: o.trail, Messages: o.posts, Identity: o.who, Catalogue: services, Persons: o.people, Documents: o.docs, Texts: locales.Text, Log: o.Log,
	}, applications.Config{})
	deps.DB, deps.Audit, deps.Messages, deps.Identity, deps.Catalogue, deps.Persons = o.DB, o.trail, o.posts, o.who, services, o.people
	deps.Documents, deps.Letters, deps.Applications, deps.Texts, deps.Log = o.docs, o.letters, o.apps, locales.Text, o.Log
	deps.BaseURL = "https://amt.example"
	o.Service = cases.New(deps)
	o.connect()
	return o
}

func (o *office) connect() {
	o.apps.Connect(o.Service)
	o.docs.SetSubject(documents.SubjectApplication, applications.Subject{Service: o.apps})
	o.docs.SetSubject(documents.SubjectCase, cases.Subject{Service: o.Service})
	o.posts.Register(o.Jobs)
	o.docs.Register(o.Jobs)
	o.apps.Register(o.Jobs, o.Bus)
	o.Service.Register(o.Jobs, o.Bus)
}

// staff makes a colleague with rights; the context is that of a request of theirs.
func (o *office) staff(t testing.TB, name string, rights ...identity.Right) context.Context {
	t.Helper()
	c := identity.Claims{Issuer: "https://staff.example", Subject: name, Name: name, Trust: identity.TrustSubstantial}
	for _, r := range rights {
		c.Roles, c.Teams = append(c.Roles, string(r.Role)), append(c.Teams, r.Teams...)
	}
	a, err := o.who.Know(t.Context(), identity.KindStaff, c)
	if err != nil {
		t.Fatal(err)
	}
	v := identity.StaffViewer(a.ID, rights...)
	v.Name = name
	return identity.WithViewer(t.Context(), v)
}

var all = []string{"16b-extension", "18g-first", "28-family"}

// The colleagues of most stories.
func (o *office) clerk(t testing.TB) context.Context {
	return o.staff(t, "Kim", identity.Right{Role: identity.Clerk, Teams: []string{"study", "special"}, Decide: all})
}

func (o *office) approver(t testing.TB) context.Context {
	return o.staff(t, "Alex", identity.Right{Role: identity.Approver, Teams: []string{"study", "special"}, Approve: all})
}

// applicant logs somebody in and gives their context.
func (o *office) applicant(t testing.TB, change ...func(*identity.Claims)) context.Context {
	t.Helper()
	c := identity.Claims{
		Issuer: "https://id.example", Subject: ids.Token(), Trust: identity.TrustSubstantial, Email: "linh@example.org", EmailVerified: true,
		GivenName: "Linh", FamilyName: "Nguyễn", BirthDate: "2001-02-03", Name: "Linh Nguyễn",
	}
	for _, f := range change {
		f(&c)
	}
	a, err := o.who.Know(t.Context(), identity.KindApplicant, c)
	if err != nil {
		t.Fatal(err)
	}
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant, Trust: c.Trust, Language: "ar"})
}

func viewer(ctx context.Context) *identity.Viewer { return identity.ViewerFrom(ctx) }

// linh is a complete set of answers for the extension of a permit for study.
func linh(change ...map[string]any) map[string]any {
	answers := map[string]any{
		"family_name": "Nguyễn", "given_names": "Linh", "name_original": "Nguyễn Thị Linh", "birth_date": "2001-02-03", "birth_place": "Huế",
		"birth_country": "VN", "sex": "female", "nationality": "VN", "marital_status": "single",
		"passport_kind": "passport", "passport_number": "C1234567", "passport_valid_until": "2031-01-01",
		"street": "Am Weiher 3", "postal_code": "60311", "town": "Musterstadt",
		"title_kind": "residence_permit", "title_end": "2026-12-20", "title_expired": false,
		"university": "Universität Musterstadt", "degree": "master", "subject": "Physik", "full_time": true, "semester_now": 3,
		"semesters_regular": 4, "study_end": "2028-03-31", "university_changed": false, "subject_changed": false, "on_track": true,
		"means": []string{"blocked_account"}, "monthly_income": 1200.5, "monthly_rent": 450, "benefits": false, "insurance": "statutory",
		"works": false, "family_here": false, "proceedings": false,
	}
	for _, c := range change {
		for k, v := range c {
			answers[k] = v
		}
	}
	return answers
}

// sitting is a draft with these answers.
func (o *office) sitting(t testing.TB, who context.Context, answers map[string]any) *applications.Sitting {
	t.Helper()
	sit, err := o.apps.Start(who, viewer(who), applications.StartSitting{Service: "16b-extension", Language: "ar", IdempotencyKey: ids.Token()})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	a := sit.Applications[0]
	in := applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: raw}
	if _, err := o.apps.SaveAnswers(who, viewer(who).AccountID, in); err != nil {
		t.Fatal(err)
	}
	return sit
}

// submit hands a sitting in.
func (o *office) submit(t testing.TB, who context.Context, sitting uuid.UUID, consent bool) *applications.OpenedCase {
	t.Helper()
	r, err := o.apps.Review(who, viewer(who).AccountID, sitting)
	if err != nil {
		t.Fatal(err)
	}
	done, err := o.apps.Submit(who, viewer(who), applications.SubmitApplication{
		Sitting: sitting, Version: r.Version, Digest: r.Digest, Declaration: true, IdempotencyKey: ids.Token(),
		Consents: applications.SubmitConsents{PortalDelivery: consent},
	})
	if err != nil {
		t.Fatal(err)
	}
	return done.Cases[0]
}

// apply is the portal's part of the story in one go.
func (o *office) apply(t testing.TB, who context.Context, change ...map[string]any) *applications.OpenedCase {
	t.Helper()
	return o.submit(t, who, o.sitting(t, who, linh(change...)).ID, true)
}

// upload gives in a paper and has it inspected.
func (o *office) upload(t testing.TB, who context.Context, kind documents.SubjectKind, id uuid.UUID, item string, content []byte) *documents.File {
	t.Helper()
	account := viewer(who).AccountID
	up, err := o.docs.BeginUpload(who, account, documents.BeginUpload{
		SubjectKind: kind, SubjectID: id, Item: item, Name: item + ".pdf", Type: "application/pdf", Size: len(content),
	})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := o.docs.SignParts(who, account, up.File.ID, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(who, http.MethodPut, parts[0].URL, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
	f, err := o.docs.CompleteUpload(who, account, up.File.ID)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (o *office) detail(t testing.TB, ctx context.Context, id uuid.UUID) *cases.Detail {
	t.Helper()
	d, err := o.Detail(ctx, id, "work")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (o *office) mine(t testing.TB, who context.Context, id uuid.UUID) *cases.MyCase {
	t.Helper()
	m, err := o.MyCase(who, id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func paper(t testing.TB, d *cases.Detail, item string) cases.PaperRow {
	t.Helper()
	for _, p := range d.Papers {
		if p.Item == item {
			return p
		}
	}
	t.Fatalf("the list has no %s", item)
	return cases.PaperRow{}
}

// must ends the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused wants this error.
func refused(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func (o *office) today() clock.Date { return clock.Today(o.Clock.Now()) }

// days lets days pass; what becomes due is done at the end of each.
func (o *office) days(t testing.TB, n int) {
	t.Helper()
	for range n {
		o.Clock.Advance(24 * 60 * 60 * 1e9)
		must(t, o.Daily(t.Context()))
	}
	o.RunJobs(t)
}

func (o *office) count(t testing.TB, from string, args ...any) int {
	t.Helper()
	var n int
	must(t, o.DB.NewRaw("SELECT count(*) FROM "+from, args...).Scan(t.Context(), &n))
	return n
}

// family is a sitting of a principal and a child.
func (o *office) family(t testing.TB, who context.Context) uuid.UUID {
	t.Helper()
	sit := o.sitting(t, who, linh(map[string]any{"family_here": true, "family_apply": true}))
	account := viewer(who).AccountID
	sit, err := o.apps.AddMember(who, account, applications.AddMember{Sitting: sit.ID, Relation: "child", IdempotencyKey: ids.Token()})
	must(t, err)
	child := sit.Applications[1]
	raw := []byte(`{"relation": "child", "custody": "sole", "family_name": "Nguyễn", "given_names": "Karim", "birth_date": "2019-05-01",
		"birth_place": "Huế", "birth_country": "VN", "sex": "male", "nationality": "VN", "marital_status": "single", "passport_kind": "passport",
		"passport_number": "C7654321", "passport_valid_until": "2031-01-01", "title_kind": "none", "insurance": "statutory", "proceedings": false}`)
	child, err = o.apps.SaveAnswers(who, account, applications.SaveAnswers{Application: child.ID, Version: child.Version, Answers: raw})
	must(t, err)
	_, err = o.apps.SetSigner(who, account, applications.SetSigner{Application: child.ID, As: applications.ParentWithCustody})
	must(t, err)
	return sit.ID
}

// accept accepts a paper.
func (o *office) accept(t testing.TB, clerk context.Context, id uuid.UUID, item string) {
	t.Helper()
	p := paper(t, o.detail(t, clerk, id), item)
	must(t, o.Check(clerk, cases.CheckPaper{
		Case: id, Item: item, Version: p.Version, Verdict: cases.PaperAccepted, ValidUntil: clock.Date{Year: 2031, Month: 1, Day: 1},
	}))
}

// withPassport is a case in which the passport was given in and can be seen.
func (o *office) withPassport(t testing.TB, who context.Context, change ...map[string]any) uuid.UUID {
	t.Helper()
	sit := o.sitting(t, who, linh(change...))
	o.upload(t, who, documents.SubjectApplication, sit.Applications[0].ID, "passport", documentstest.PDF(1))
	o.RunJobs(t)
	return o.submit(t, who, sit.ID, true).CaseID
}

// ask requests papers within fourteen days.
func (o *office) ask(t testing.TB, clerk context.Context, id uuid.UUID, items ...string) {
	t.Helper()
	must(t, o.RequestPapers(clerk, cases.RequestPapers{
		Case: id, Version: o.detail(t, clerk, id).Version, Items: items, DueOn: o.today().AddDays(14),
	}))
}

// wantFields wants a refusal that names exactly these faults, path:code.
func wantFields(t testing.TB, err error, want ...string) {
	t.Helper()
	var got []string
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			got = append(got, f.Path+":"+f.Code)
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got %v %v, want %v", err, got, want)
	}
}
