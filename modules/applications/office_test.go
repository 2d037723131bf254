package applications_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/persons"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

var city = sync.OnceValues(func() (*catalogue.City, error) { return catalogue.Load(os.DirFS("../../cities/musterstadt")) })

// portal is the module on a database of its own, with the real modules below it and a small office above.
type portal struct {
	*testkit.Kit
	*applications.Service
	docs   *documents.Service
	who    *identity.Service
	people *persons.Service
	mail   *messagestest.MemoryMailer
	office *smallOffice
}

func open(t testing.TB) *portal {
	t.Helper()
	kit := testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, catalogue.Migrations, persons.Migrations,
		documents.Migrations, applications.Migrations)
	town, err := city()
	if err != nil {
		t.Fatal(err)
	}
	p := &portal{Kit: kit, mail: messagestest.NewMemoryMailer()}
	trail := audit.New(kit.DB, audit.Keyring{}, audittest.NewMemoryVault(), kit.Log)
	post := messages.New(kit.DB, p.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", City: "Musterstadt"}, kit.Log)
	post.Register(kit.Jobs)
	p.who = identity.New(kit.DB, trail, post, nil, identity.Config{BaseURL: "https://amt.example"}, kit.Log)
	services := catalogue.New(kit.DB, town)
	if err := services.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.people = persons.New(kit.DB, trail)
	p.docs = documents.New(kit.DB, trail, documents.Ports{
		Store: documentstest.NewMemoryStore(t, kit.Clock), Scanner: documentstest.NewFakeScanner(1 << 20),
		PDF: &documentstest.FakePages{}, Pictures: &documentstest.FakePages{},
	}, documents.Config{}, kit.Log)
	p.Service = applications.New(kit.DB, applications.Deps{
		Audit: trail, Messages: post, Identity: p.who, Catalogue: services, Persons: p.people, Documents: p.docs, Texts: locales.Text, Log: kit.Log,
	}, applications.Config{})
	p.docs.SetSubject(documents.SubjectApplication, applications.Subject{Service: p.Service})
	p.Service.Register(kit.Jobs, kit.Bus)
	p.office = openOffice(t, kit, p.docs)
	p.Connect(p.office)
	return p
}

// smallOffice opens cases as the real one does, in a table of its own: one for each application, or the database says no.
type smallOffice struct {
	docs *documents.Service
	mu   sync.Mutex
	last []applications.Submitted
	fail error
}

var _ applications.Office = (*smallOffice)(nil)

func openOffice(t testing.TB, kit *testkit.Kit, docs *documents.Service) *smallOffice {
	t.Helper()
	_, err := kit.DB.ExecContext(t.Context(), "CREATE TABLE opened (application_id uuid PRIMARY KEY, case_id uuid, withdrawn bool DEFAULT false)")
	if err != nil {
		t.Fatal(err)
	}
	return &smallOffice{docs: docs}
}

func (o *smallOffice) OpenTx(ctx context.Context, tx *db.Tx, in applications.Submitted) (applications.Opened, error) {
	o.mu.Lock()
	o.last = append(o.last, in)
	o.mu.Unlock()
	if o.fail != nil {
		return applications.Opened{}, o.fail
	}
	id := ids.New()
	if _, err := tx.NewRaw("INSERT INTO opened VALUES (?, ?)", in.ApplicationID, id).Exec(ctx); err != nil {
		return applications.Opened{}, err
	}
	app := audit.Record{Kind: "application", ID: in.ApplicationID}
	if err := o.docs.AdoptTx(ctx, tx, app, audit.Record{Kind: "case", ID: id}, in.PersonID); err != nil {
		return applications.Opened{}, err
	}
	return applications.Opened{CaseID: id, Number: ids.CaseNumber(2026, tx.Now.UnixMicro()%1e6), Code: ids.SecretCode()}, nil
}

func (o *smallOffice) WithdrawTx(ctx context.Context, tx *db.Tx, application uuid.UUID) error {
	_, err := tx.NewRaw("UPDATE opened SET withdrawn = true WHERE application_id = ?", application).Exec(ctx)
	return err
}

func (p *portal) count(t testing.TB, from string) int {
	t.Helper()
	var n int
	if err := p.DB.NewRaw("SELECT count(*) FROM "+from).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// logIn makes somebody with an account at a level of trust.
func (p *portal) logIn(t testing.TB, trust identity.Trust, change ...func(*identity.Claims)) *identity.Viewer {
	t.Helper()
	c := identity.Claims{
		Issuer: "https://id.example", Subject: ids.Token(), Trust: trust, Email: "linh@example.org", EmailVerified: true,
		GivenName: "Linh", FamilyName: "Nguyễn", BirthDate: "2001-02-03", Name: "Linh Nguyễn",
	}
	for _, f := range change {
		f(&c)
	}
	a, err := p.who.Know(t.Context(), identity.KindApplicant, c)
	if err != nil {
		t.Fatal(err)
	}
	return &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant, Trust: trust, Language: "vi"}
}

func (p *portal) start(t testing.TB, v *identity.Viewer, service string) *applications.Sitting {
	t.Helper()
	sit, err := p.Start(t.Context(), v, applications.StartSitting{Service: service, Language: "en", IdempotencyKey: ids.Token()})
	if err != nil {
		t.Fatal(err)
	}
	return sit
}

func (p *portal) save(t testing.TB, v *identity.Viewer, a *applications.Application, answers map[string]any) *applications.Application {
	t.Helper()
	raw, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	a, err = p.SaveAnswers(t.Context(), v.AccountID, applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: raw})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// linh is a complete set of answers for the extension of a permit for study.
func linh() map[string]any {
	return map[string]any{
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
}

// karim is a complete set of answers for a child who applies in the same sitting.
func karim() map[string]any {
	return map[string]any{
		"relation": "child", "custody": "sole", "family_name": "Nguyễn", "given_names": "Karim", "birth_date": "2019-05-01",
		"birth_place": "Huế", "birth_country": "VN", "sex": "male", "nationality": "VN", "marital_status": "single",
		"passport_kind": "passport", "passport_number": "C7654321", "passport_valid_until": "2031-01-01",
		"title_kind": "none", "insurance": "statutory", "proceedings": false,
	}
}

// ready is a sitting in which nothing is missing but papers.
func (p *portal) ready(t testing.TB, v *identity.Viewer) *applications.Sitting {
	t.Helper()
	sit := p.start(t, v, "16b-extension")
	p.save(t, v, sit.Applications[0], linh())
	return p.read(t, v, sit.ID)
}

func (p *portal) read(t testing.TB, v *identity.Viewer, id uuid.UUID) *applications.Sitting {
	t.Helper()
	sit, err := p.Sitting(t.Context(), v.AccountID, id)
	if err != nil {
		t.Fatal(err)
	}
	return sit
}

// sign reviews a sitting and makes the call that hands in what was reviewed.
func (p *portal) sign(t testing.TB, v *identity.Viewer, sitting uuid.UUID) applications.SubmitApplication {
	t.Helper()
	r, err := p.Review(t.Context(), v.AccountID, sitting)
	if err != nil {
		t.Fatal(err)
	}
	return applications.SubmitApplication{
		Sitting: sitting, Version: r.Version, Digest: r.Digest, Declaration: true, IdempotencyKey: ids.Token(),
		Consents: applications.SubmitConsents{PortalDelivery: true},
	}
}

// upload gives in a paper; it is not inspected yet.
func (p *portal) upload(t testing.TB, v *identity.Viewer, a *applications.Application, item string, content []byte) *documents.File {
	t.Helper()
	up, err := p.docs.BeginUpload(t.Context(), v.AccountID, documents.BeginUpload{
		SubjectKind: documents.SubjectApplication, SubjectID: a.ID, Item: item, Name: item + ".pdf", Type: "application/pdf", Size: len(content),
	})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := p.docs.SignParts(t.Context(), v.AccountID, up.File.ID, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, parts[0].URL, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
	f, err := p.docs.CompleteUpload(t.Context(), v.AccountID, up.File.ID)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (p *portal) inspect(t testing.TB, f *documents.File) {
	t.Helper()
	p.Clock.Advance(1e6) // a millisecond later
	if err := p.docs.Inspect(t.Context(), documents.InspectArgs{FileID: f.ID}); err != nil {
		t.Fatal(err)
	}
}
