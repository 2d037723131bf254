package casestest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Staff makes a colleague with rights; the context is that of a request of theirs.
func (o *Office) Staff(t testing.TB, name string, rights ...identity.Right) context.Context {
	t.Helper()
	c := identity.Claims{Issuer: "https://staff.example", Subject: name, Name: name, Trust: identity.TrustSubstantial}
	for _, r := range rights {
		c.Roles, c.Teams = append(c.Roles, string(r.Role)), append(c.Teams, r.Teams...)
	}
	a, err := o.Who.Know(t.Context(), identity.KindStaff, c)
	if err != nil {
		t.Fatal(err)
	}
	v := identity.StaffViewer(a.ID, rights...)
	v.Name = name
	return identity.WithViewer(t.Context(), v)
}

// All are the services of the town.
var All = []string{"16b-extension", "18g-first", "28-family"}

// Clerk is Kim, who works on cases of the study team and decides them.
func (o *Office) Clerk(t testing.TB) context.Context {
	return o.Staff(t, "Kim", identity.Right{Role: identity.Clerk, Teams: []string{"study", "special"}, Decide: All})
}

// Approver is Alex, the second pair of eyes of the same teams.
func (o *Office) Approver(t testing.TB) context.Context {
	return o.Staff(t, "Alex", identity.Right{Role: identity.Approver, Teams: []string{"study", "special"}, Approve: All})
}

// Applicant logs somebody in and gives their context.
func (o *Office) Applicant(t testing.TB, change ...func(*identity.Claims)) context.Context {
	t.Helper()
	c := identity.Claims{
		Issuer: "https://id.example", Subject: ids.Token(), Trust: identity.TrustSubstantial, Email: "linh@example.org", EmailVerified: true,
		GivenName: "Linh", FamilyName: "Nguyễn", BirthDate: "2001-02-03", Name: "Linh Nguyễn",
	}
	for _, f := range change {
		f(&c)
	}
	a, err := o.Who.Know(t.Context(), identity.KindApplicant, c)
	if err != nil {
		t.Fatal(err)
	}
	return identity.WithViewer(t.Context(), &identity.Viewer{AccountID: a.ID, Kind: identity.KindApplicant, Trust: c.Trust, Language: "ar"})
}

// Viewer is who asks.
func Viewer(ctx context.Context) *identity.Viewer { return identity.ViewerFrom(ctx) }

// Linh is a complete set of answers for the extension of a permit for study.
func Linh(change ...map[string]any) map[string]any {
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

// Sitting is a draft with these answers.
func (o *Office) Sitting(t testing.TB, who context.Context, answers map[string]any) *applications.Sitting {
	t.Helper()
	sit, err := o.Apps.Start(who, Viewer(who), applications.StartSitting{Service: "16b-extension", Language: "ar", IdempotencyKey: ids.Token()})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	a := sit.Applications[0]
	in := applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: raw}
	if _, err := o.Apps.SaveAnswers(who, Viewer(who).AccountID, in); err != nil {
		t.Fatal(err)
	}
	return sit
}

// Submit hands a sitting in.
func (o *Office) Submit(t testing.TB, who context.Context, sitting uuid.UUID, consent bool) *applications.OpenedCase {
	t.Helper()
	r, err := o.Apps.Review(who, Viewer(who).AccountID, sitting)
	if err != nil {
		t.Fatal(err)
	}
	done, err := o.Apps.Submit(who, Viewer(who), applications.SubmitApplication{
		Sitting: sitting, Version: r.Version, Digest: r.Digest, Declaration: true, IdempotencyKey: ids.Token(),
		Consents: applications.SubmitConsents{PortalDelivery: consent},
	})
	if err != nil {
		t.Fatal(err)
	}
	return done.Cases[0]
}

// Apply is the portal's part of the story in one go.
func (o *Office) Apply(t testing.TB, who context.Context, change ...map[string]any) *applications.OpenedCase {
	t.Helper()
	return o.Submit(t, who, o.Sitting(t, who, Linh(change...)).ID, true)
}

// Upload gives in a paper and has it inspected.
func (o *Office) Upload(t testing.TB, who context.Context, kind documents.SubjectKind, id uuid.UUID, item string, content []byte) *documents.File {
	t.Helper()
	account := Viewer(who).AccountID
	up, err := o.Docs.BeginUpload(who, account, documents.BeginUpload{
		SubjectKind: kind, SubjectID: id, Item: item, Name: item + ".pdf", Type: "application/pdf", Size: len(content),
	})
	if err != nil {
		t.Fatal(err)
	}
	parts, err := o.Docs.SignParts(who, account, up.File.ID, []int{1})
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
	f, err := o.Docs.CompleteUpload(who, account, up.File.ID)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Read opens a case as staff.
func (o *Office) Read(t testing.TB, ctx context.Context, id uuid.UUID) *cases.Detail {
	t.Helper()
	d, err := o.Detail(ctx, id, "work")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Mine opens the own case.
func (o *Office) Mine(t testing.TB, who context.Context, id uuid.UUID) *cases.MyCase {
	t.Helper()
	m, err := o.MyCase(who, id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Paper finds a paper of a case.
func Paper(t testing.TB, d *cases.Detail, item string) cases.PaperRow {
	t.Helper()
	for _, p := range d.Papers {
		if p.Item == item {
			return p
		}
	}
	t.Fatalf("the list has no %s", item)
	return cases.PaperRow{}
}

// Must ends the test on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Refused wants this error.
func Refused(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

// Today is the day of the office's clock.
func (o *Office) Today() clock.Date { return clock.Today(o.Clock.Now()) }

// EachDay adds what a module above does daily.
func (o *Office) EachDay(do func(ctx context.Context) error) { o.daily = append(o.daily, do) }

// Days lets days pass; what becomes due is done at the end of each.
func (o *Office) Days(t testing.TB, n int) {
	t.Helper()
	for range n {
		o.Clock.Advance(24 * 60 * 60 * 1e9)
		Must(t, o.Daily(t.Context()))
		for _, daily := range o.daily {
			Must(t, daily(t.Context()))
		}
	}
	o.RunJobs(t)
}

// Count counts rows.
func (o *Office) Count(t testing.TB, from string, args ...any) int {
	t.Helper()
	var n int
	Must(t, o.DB.NewRaw("SELECT count(*) FROM "+from, args...).Scan(t.Context(), &n))
	return n
}

// Family is a sitting of a principal and a child.
func (o *Office) Family(t testing.TB, who context.Context) uuid.UUID {
	t.Helper()
	sit := o.Sitting(t, who, Linh(map[string]any{"family_here": true, "family_apply": true}))
	account := Viewer(who).AccountID
	sit, err := o.Apps.AddMember(who, account, applications.AddMember{Sitting: sit.ID, Relation: "child", IdempotencyKey: ids.Token()})
	Must(t, err)
	child := sit.Applications[1]
	raw := []byte(`{"relation": "child", "custody": "sole", "family_name": "Nguyễn", "given_names": "Karim", "birth_date": "2019-05-01",
		"birth_place": "Huế", "birth_country": "VN", "sex": "male", "nationality": "VN", "marital_status": "single", "passport_kind": "passport",
		"passport_number": "C7654321", "passport_valid_until": "2031-01-01", "title_kind": "none", "insurance": "statutory", "proceedings": false}`)
	child, err = o.Apps.SaveAnswers(who, account, applications.SaveAnswers{Application: child.ID, Version: child.Version, Answers: raw})
	Must(t, err)
	_, err = o.Apps.SetSigner(who, account, applications.SetSigner{Application: child.ID, As: applications.ParentWithCustody})
	Must(t, err)
	return sit.ID
}

// Accept accepts a paper.
func (o *Office) Accept(t testing.TB, clerk context.Context, id uuid.UUID, item string) {
	t.Helper()
	p := Paper(t, o.Read(t, clerk, id), item)
	Must(t, o.Check(clerk, cases.CheckPaper{
		Case: id, Item: item, Version: p.Version, Verdict: cases.PaperAccepted, ValidUntil: clock.Date{Year: 2031, Month: 1, Day: 1},
	}))
}

// WithPassport is a case in which the passport was given in and can be seen.
func (o *Office) WithPassport(t testing.TB, who context.Context, change ...map[string]any) uuid.UUID {
	t.Helper()
	sit := o.Sitting(t, who, Linh(change...))
	o.Upload(t, who, documents.SubjectApplication, sit.Applications[0].ID, "passport", documentstest.PDF(1))
	o.RunJobs(t)
	return o.Submit(t, who, sit.ID, true).CaseID
}

// Ask requests papers within fourteen days.
func (o *Office) Ask(t testing.TB, clerk context.Context, id uuid.UUID, items ...string) {
	t.Helper()
	Must(t, o.RequestPapers(clerk, cases.RequestPapers{
		Case: id, Version: o.Read(t, clerk, id).Version, Items: items, DueOn: o.Today().AddDays(14),
	}))
}

// WantFields wants a refusal that names exactly these faults, path:code.
func WantFields(t testing.TB, err error, want ...string) {
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
