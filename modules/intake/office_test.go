package intake_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/clearing"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/intake"
	"github.com/ankunft/ankunft/platform/db"
)

// office is the cases' office with a clearing desk below and this module beside.
type office struct {
	*casestest.Office
	papers *intake.Service
	desk   *clearing.Service
}

func open(t testing.TB) *office {
	t.Helper()
	o := &office{Office: casestest.Open(t, func(p *casestest.Plan) { p.Above = []db.Migrations{clearing.Migrations, intake.Migrations} })}
	o.desk = clearing.New(clearing.Deps{DB: o.DB, Audit: o.Trail, Catalogue: o.Services, Documents: o.Docs, Letters: o.Letters, Log: o.Log},
		clearing.Config{BaseURL: "https://amt.example", Secret: []byte("of the test")})
	o.desk.Connect(matters{o})
	o.Docs.SetSubject(documents.SubjectVisit, clearing.Subject{Service: o.desk})
	o.papers = intake.New(intake.Deps{
		DB: o.DB, Audit: o.Trail, Persons: o.People, Documents: o.Docs, Applications: o.Apps, Clearing: o.desk, Cases: o.Service,
	})
	o.papers.Register(o.Bus)
	return o
}

// matters tells the desk of cases, as cmd/office does.
type matters struct{ *office }

func (o matters) Matter(ctx context.Context, id uuid.UUID) (*clearing.Matter, error) {
	c, err := o.Reach(ctx, id, clearing.Action)
	if err != nil {
		return nil, err
	}
	m := &clearing.Matter{ID: c.ID, Number: c.Number, Person: "Linh Nguyễn", Language: c.Language, Service: c.Service, ServiceVersion: c.ServiceVersion, Team: c.Team, Undecided: c.Pending()}
	err = o.DB.NewSelect().TableExpr("cases.paper_v1").Column("item", "required", "state", "reason", "requested", "valid_until").Where("case_id = ?", id).
		OrderExpr("position").Scan(ctx, &m.Papers)
	return m, err
}

func (matters) Find(context.Context, string) ([]clearing.Found, error) { return nil, nil }

// frontDesk is Toni at the counter.
func (o *office) frontDesk(t testing.TB) context.Context {
	return o.Staff(t, "Toni", identity.Right{Role: identity.Frontdesk, AllTeams: true})
}

// visit opens one, takes papers in and ends it.
func (o *office) visit(t testing.TB, desk context.Context, in clearing.OpenVisit, name *string, papers map[string][]byte) *clearing.Visit {
	t.Helper()
	v, err := o.desk.Open(desk, in)
	casestest.Must(t, err)
	for item, content := range papers {
		o.takeIn(t, desk, v.ID, item, content)
	}
	v, err = o.desk.End(desk, clearing.EndVisit{Visit: v.ID, Name: name})
	casestest.Must(t, err)
	return v
}

func (o *office) takeIn(t testing.TB, desk context.Context, visit uuid.UUID, item string, content []byte) {
	t.Helper()
	account := casestest.Viewer(desk).AccountID
	up, err := o.Docs.BeginUpload(desk, account, documents.BeginUpload{
		SubjectKind: documents.SubjectVisit, SubjectID: visit, Item: item, Name: item + ".pdf", Type: "application/pdf", Size: len(content),
	})
	casestest.Must(t, err)
	parts, err := o.Docs.SignParts(desk, account, up.File.ID, []int{1})
	casestest.Must(t, err)
	req, err := http.NewRequestWithContext(desk, http.MethodPut, parts[0].URL, bytes.NewReader(content))
	casestest.Must(t, err)
	res, err := http.DefaultClient.Do(req)
	casestest.Must(t, err)
	_ = res.Body.Close()
	_, err = o.Docs.CompleteUpload(desk, account, up.File.ID)
	casestest.Must(t, err)
}

// messagesTo are the texts of the office in the thread of a case, in German, oldest first.
func (o *office) messagesTo(t testing.TB, id uuid.UUID) []string {
	t.Helper()
	all, err := o.Posts.Thread(t.Context(), cases.Record(id))
	casestest.Must(t, err)
	var texts []string
	for _, m := range all {
		texts = append(texts, *m.German())
	}
	return texts
}
