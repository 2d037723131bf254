package officetest

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

// The study service of the demo city, and the team that works it.
const (
	Study     = "16b-extension"
	StudyTeam = "study"
)

// Clerk is who works the cases of the study team and decides them.
func Clerk() identity.Right {
	return identity.Right{Role: identity.Clerk, Teams: []string{StudyTeam}, Decide: []string{Study}}
}

// Approver is the second pair of eyes of the study team.
func Approver() identity.Right {
	return identity.Right{Role: identity.Approver, Teams: []string{StudyTeam}, Approve: []string{Study}}
}

// Lead works, decides and approves in the study team.
func Lead() identity.Right {
	return identity.Right{Role: identity.Lead, Teams: []string{StudyTeam}, Decide: []string{Study}, Approve: []string{Study}}
}

// Answers are a complete set for the extension of a permit for study; changes win, nil takes an answer out.
func Answers(changes map[string]any) map[string]any {
	a := map[string]any{
		"family_name": "Haddadin", "given_names": "Amal", "name_original": "أمل حدّادين", "birth_date": "2001-02-03", "birth_place": "Irbid",
		"birth_country": "JO", "sex": "female", "nationality": "JO", "marital_status": "single",
		"passport_kind": "passport", "passport_number": "T7654321", "passport_valid_until": "2031-01-01",
		"street": "Am Weiher 3", "postal_code": "60311", "town": "Musterstadt",
		"title_kind": "residence_permit", "title_end": "2026-12-20", "title_expired": false,
		"university": "Universität Musterstadt", "degree": "master", "subject": "Physik", "full_time": true, "semester_now": 3,
		"semesters_regular": 4, "study_end": "2028-03-31", "university_changed": false, "subject_changed": false, "on_track": true,
		"means": []string{"blocked_account"}, "monthly_income": 1200.5, "monthly_rent": 450, "benefits": false, "insurance": "statutory",
		"works": false, "family_here": false, "proceedings": false,
	}
	maps.Copy(a, changes)
	return a
}

// Sitting is a draft as its owner sees it.
type Sitting struct {
	ID           uuid.UUID
	Version      int
	Applications []struct {
		ID        uuid.UUID
		Version   int
		Checklist []struct {
			Item     string
			Required bool
		}
		Problems []struct{ Field, Code string }
	}
}

const sittingFields = `{ id version applications { id version checklist { item required } problems { field code } } }`

// Draft begins a sitting and answers its questions.
func (p *Person) Draft(t testing.TB, answers map[string]any) *Sitting {
	t.Helper()
	var started struct{ StartSitting Sitting }
	p.Must(t, `mutation($in: StartSitting!) { startSitting(input: $in) `+sittingFields+` }`,
		map[string]any{"in": map[string]any{"service": Study, "language": "ar", "idempotencyKey": ids.Token()}}, &started)
	a := started.StartSitting.Applications[0]
	p.Must(t, `mutation($in: SaveAnswers!) { saveAnswers(input: $in) { id } }`,
		map[string]any{"in": map[string]any{"application": a.ID, "version": a.Version, "answers": answers}}, nil)
	var read struct{ Sitting Sitting }
	p.Must(t, `query($id: ID!) { sitting(id: $id) `+sittingFields+` }`, map[string]any{"id": started.StartSitting.ID}, &read)
	if problems := read.Sitting.Applications[0].Problems; len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	return &read.Sitting
}

// Upload gives in one PDF for an item and returns its document and file.
func (p *Person) Upload(t testing.TB, kind string, subject uuid.UUID, item string) (document, file uuid.UUID) {
	t.Helper()
	content := documentstest.PDF(2, item, subject.String())
	var begun struct {
		BeginUpload struct {
			File, Document      struct{ ID uuid.UUID }
			PartSize, PartCount int
		}
	}
	p.Must(t, `mutation($in: BeginUpload!) { beginUpload(input: $in) { file { id } document { id } partSize partCount } }`,
		map[string]any{"in": map[string]any{"subjectKind": kind, "subjectId": subject, "item": item, "name": item + ".pdf",
			"type": "application/pdf", "size": len(content)}}, &begun)
	up := begun.BeginUpload
	if up.PartCount != 1 {
		t.Fatalf("%d parts", up.PartCount)
	}
	var signed struct{ SignParts []struct{ URL string } }
	p.Must(t, `mutation($in: SignParts!) { signParts(input: $in) { url } }`,
		map[string]any{"in": map[string]any{"file": up.File.ID, "numbers": []int{1}}}, &signed)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, signed.SignParts[0].URL, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.Body.Close() != nil || res.StatusCode != http.StatusOK {
		t.Fatal("send part: ", res, err)
	}
	p.Must(t, `mutation($in: CompleteUpload!) { completeUpload(input: $in) { id } }`, map[string]any{"in": map[string]any{"file": up.File.ID}}, nil)
	return up.Document.ID, up.File.ID
}

// UploadAll gives in every required paper of a draft.
func (p *Person) UploadAll(t testing.TB, s *Sitting) {
	t.Helper()
	for _, item := range s.Applications[0].Checklist {
		if item.Required {
			p.Upload(t, "application", s.Applications[0].ID, item.Item)
		}
	}
}

// Submit is the call that hands a sitting in, ready to be sent once or many times.
func (p *Person) Submit(t testing.TB, s *Sitting) map[string]any {
	t.Helper()
	var review struct {
		ReviewSitting struct {
			Version int
			Digest  string
		}
	}
	p.Must(t, `query($id: ID!) { reviewSitting(id: $id) { version digest } }`, map[string]any{"id": s.ID}, &review)
	return map[string]any{"in": map[string]any{
		"sitting": s.ID, "version": review.ReviewSitting.Version, "digest": review.ReviewSitting.Digest, "declaration": true,
		"consents": map[string]any{"portalDelivery": true, "pdfByMail": false}, "idempotencyKey": ids.Token(),
	}}
}

// SubmitDocument is the operation for what Submit returns.
const SubmitDocument = `mutation($in: SubmitApplication!) { submitApplication(input: $in) { cases { caseId number code receiptId } } }`

// Opened is a case as its applicant first hears of it.
type Opened struct {
	CaseID       uuid.UUID
	Number, Code string
	ReceiptID    uuid.UUID
	Sitting      *Sitting
}

// Opened reads the one case out of an answer to SubmitDocument.
func (a *Answer) Opened(t testing.TB) Opened {
	t.Helper()
	var got struct{ SubmitApplication struct{ Cases []Opened } }
	if err := json.Unmarshal(a.Data, &got); err != nil || len(a.Errors) > 0 || len(got.SubmitApplication.Cases) != 1 {
		t.Fatalf("%v %d %s", err, a.Status, a.Raw)
	}
	return got.SubmitApplication.Cases[0]
}

// Apply walks from the start to the case number; papers says whether every required paper is given in.
func (p *Person) Apply(t testing.TB, papers bool, changes map[string]any) Opened {
	t.Helper()
	s := p.Draft(t, Answers(changes))
	if papers {
		p.UploadAll(t, s)
		p.office.Work(t)
	}
	opened := p.Ask(t, SubmitDocument, p.Submit(t, s)).Opened(t)
	opened.Sitting = s
	p.office.Work(t)
	return opened
}
