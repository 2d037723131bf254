package officetest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/platform/ids"
)

// Person is somebody with a browser.
type Person struct {
	Client  *http.Client
	Account uuid.UUID
	Claims  identity.Claims
	office  *Office
}

// Stranger is somebody who has not logged in.
func (o *Office) Stranger(t testing.TB) *Person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Person{office: o, Client: &http.Client{
		Transport: o.server.Client().Transport, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Amal is what the provider says of the applicant of most tests.
func Amal(subject string) identity.Claims {
	return identity.Claims{
		Subject: subject, Email: subject + "@post.example", EmailVerified: true, Name: "Amal Haddadin", GivenName: "Amal",
		FamilyName: "Haddadin", BirthDate: "2001-02-03", Trust: identity.TrustSubstantial, Locale: "ar",
	}
}

// Applicant logs somebody new in at the applicants' provider.
func (o *Office) Applicant(t testing.TB, change ...func(*identity.Claims)) *Person {
	t.Helper()
	c := Amal("person-" + ids.Token()[:8])
	for _, f := range change {
		f(&c)
	}
	return o.LogIn(t, o.Applicants, c)
}

// Colleague logs a member of staff in who has these rights, by claims and by grants.
func (o *Office) Colleague(t testing.TB, rights ...identity.Right) *Person {
	t.Helper()
	c := identity.Claims{Subject: "colleague-" + ids.Token()[:8], Name: "Petra Lindnerova", Email: "petra.lindnerova@amt.example", Trust: identity.TrustHigh}
	for _, r := range rights {
		c.Roles, c.Teams = append(c.Roles, string(r.Role)), append(c.Teams, r.Teams...)
	}
	p := o.LogIn(t, o.Worlds.Staff, c)
	for _, r := range rights {
		teams := r.Teams
		if len(teams) == 0 {
			teams = []string{identity.EveryTeam}
		}
		in := identity.SetGrant{Account: p.Account, Role: r.Role, Teams: teams, Decide: r.Decide, Approve: r.Approve}
		if _, err := o.Identity.SetGrant(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// LogIn walks somebody through the login as a browser does.
func (o *Office) LogIn(t testing.TB, at *identitytest.FakeProvider, c identity.Claims) *Person {
	t.Helper()
	p := o.Stranger(t)
	p.Claims = c
	p.LogInAgain(t, at)
	return p
}

// LogInAgain logs the person in at a provider with the browser that they have.
func (p *Person) LogInAgain(t testing.TB, at *identitytest.FakeProvider) {
	t.Helper()
	way := "/auth/" + at.Name()
	begun, _ := p.Get(t, way+"/start?next=/")
	code, state := at.LogIn(t, begun.Header.Get("Location"), p.Claims)
	back, _ := p.Get(t, way+"/callback?"+url.Values{"code": {code}, "state": {state}}.Encode())
	if back.StatusCode != http.StatusSeeOther || strings.Contains(back.Header.Get("Location"), "error=") {
		t.Fatalf("login ends with %d at %s", back.StatusCode, back.Header.Get("Location"))
	}
	var me struct{ Me struct{ ID uuid.UUID } }
	p.Must(t, `{ me { id } }`, nil, &me)
	p.Account = me.Me.ID
}

// Reply is the head of an answer whose body has been read.
type Reply struct {
	StatusCode int
	Header     http.Header
	Cookies    []*http.Cookie
}

// Get fetches a path.
func (p *Person) Get(t testing.TB, path string) (Reply, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.office.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p.Send(t, r)
}

// Send sends any request.
func (p *Person) Send(t testing.TB, r *http.Request) (Reply, []byte) {
	t.Helper()
	res, err := p.Client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Reply{res.StatusCode, res.Header, res.Cookies()}, body
}

// Fault is an error of GraphQL as a client reads it.
type Fault struct {
	Message    string
	Path       []any
	Extensions struct {
		Code, Kind, RequestID string
		Fields                []struct {
			Path, Code string
			Params     map[string]string
		}
	}
}

// Answer is what the server said.
type Answer struct {
	Status int
	Data   json.RawMessage
	Errors []Fault
	Raw    string
}

// Code is the code of the first error, "" if there is none.
func (a *Answer) Code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// Ask sends an operation.
func (p *Person) Ask(t testing.TB, query string, vars map[string]any) *Answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": vars})
	if err != nil {
		t.Fatal(err)
	}
	return p.Post(t, body)
}

// Post sends a body to the endpoint of GraphQL.
func (p *Person) Post(t testing.TB, body []byte) *Answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.office.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, raw := p.Send(t, r)
	a := &Answer{Status: res.StatusCode, Raw: string(raw)}
	_ = json.Unmarshal(raw, a) // an answer that is no JSON is told by its status
	return a
}

// Must sends an operation that has to work and reads its data.
func (p *Person) Must(t testing.TB, query string, vars map[string]any, into any) {
	t.Helper()
	a := p.Ask(t, query, vars)
	if a.Status != http.StatusOK || len(a.Errors) > 0 {
		t.Fatalf("%s\n%d %s", query, a.Status, a.Raw)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(a.Data, into); err != nil {
		t.Fatalf("%v\n%s", err, a.Data)
	}
}

// Refused sends an operation that has to be refused with a code.
func (p *Person) Refused(t testing.TB, code, query string, vars map[string]any) {
	t.Helper()
	if a := p.Ask(t, query, vars); a.Code() != code {
		t.Errorf("want %s\n%s\n%d %s", code, query, a.Status, a.Raw)
	}
}
