package settlementgql_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/graph"
	"github.com/ankunft/ankunft/graph/graphtest"
	settlementgql "github.com/ankunft/ankunft/graph/settlement"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/settlement"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// face is the office's settling over HTTP; who asks stands in a header: "lead@familie", or "interpreter".
type face struct {
	*testkit.Kit
	*settlement.Service
	url   string
	payee uuid.UUID
}

const (
	as   = "X-As"
	iban = "DE89370400440532013000"
)

func open(t *testing.T) *face {
	t.Helper()
	f := &face{Kit: testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations, interpreters.Migrations, settlement.Migrations), payee: ids.New()}
	f.Clock.Set(graphtest.Tuesday)
	tariffs, err := remuneration.LoadTariffs(os.DirFS("../../cities/musterstadt"))
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(f.DB, audit.Keyring{}, audittest.NewMemoryVault(), f.Log)
	posts := messages.New(f.DB, messagestest.NewMemoryMailer(), locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, f.Log)
	f.Service = settlement.New(settlement.Deps{
		DB: f.DB, Audit: trail, Messages: posts, Budgets: budgets.New(budgets.Deps{DB: f.DB, Audit: trail, Unbudgeted: map[string]bool{interpreters.Purpose: true}}), Tariffs: tariffs,
		Holiday: func(clock.Date) bool { return false }, Store: documentstest.NewMemoryStore(t, f.Clock), Scanner: documentstest.NewFakeScanner(1 << 30), Secret: graphtest.Secret, Log: f.Log,
	})
	account := ids.New()
	_, err = f.NewRaw("INSERT INTO identity.account (id, kind, issuer, subject, trust, created_at) VALUES (?, 'applicant', 'email', 'amal', 'email', now())", account).Exec(t.Context())
	if err == nil {
		_, err = f.NewInsert().Model(&linguists.Interpreter{
			ID: f.payee, Kind: linguists.KindPerson, Name: "Amal", Email: "amal@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "ar",
			State: linguists.StateActive, Version: 1, CreatedAt: graphtest.Tuesday, AccountID: &account, Tax: linguists.Tax{IBAN: iban, Exempt: true},
		}).Exec(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", graph.Server(&graph.Root{Settlement: settlementgql.Resolver{Settlement: f.Service}}, graph.Options{Open: true, Log: f.Log}))
	mux.Handle("/files/settlement/", settlementgql.Files(f.Service, f.Log))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &identity.Viewer{}
		switch role, team, _ := strings.Cut(r.Header.Get(as), "@"); role {
		case "":
		case "interpreter":
			v = &identity.Viewer{AccountID: account, Kind: identity.KindApplicant}
		default:
			v = identity.StaffViewer(ids.New(), identity.Right{Role: identity.Role(role), Teams: []string{team}})
		}
		mux.ServeHTTP(w, r.WithContext(identity.WithViewer(r.Context(), v)))
	}))
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

// owed is a claim of 9,300 cents, with times to talk about.
func (f *face) owed(t *testing.T) *settlement.Claim {
	t.Helper()
	var c *settlement.Claim
	day := clock.Today(graphtest.Tuesday)
	f.InTx(t, func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = f.ClaimTx(ctx, tx, settlement.NewClaim{
			About: audit.Record{Kind: "assignment", ID: ids.New()}, Kind: settlement.ForInterpreting, InterpreterID: f.payee, Team: "familie", Language: "ara", Mode: "phone", EndedOn: day,
			Bill:  remuneration.Bill{Lines: []remuneration.Line{{Code: remuneration.LineTime, Quantity: 60, Unit: "minutes", Rate: 9300, Cents: 9300, Law: "JVEG § 9 Abs. 1"}}, NetCents: 9300, TotalCents: 9300},
			Terms: &settlement.Terms{OrderedOn: day}, Times: &settlement.Times{StartsAt: graphtest.Tuesday.AddDate(0, 0, -1), EndsAt: graphtest.Tuesday.AddDate(0, 0, -1)},
		})
		return err
	})
	return c
}

func (f *face) send(t *testing.T, method, path, who, kind string, body io.Reader) (int, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, f.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set(as, who)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, raw
}

// ask answers with the data, or with the code of the first error.
func (f *face) ask(t *testing.T, who, query string, variables map[string]any, into any) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	_, raw := f.send(t, http.MethodPost, "/graphql", who, "application/json", bytes.NewReader(body))
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	if len(answer.Errors) > 0 {
		return answer.Errors[0].Extensions.Code
	}
	if into != nil {
		if err := json.Unmarshal(answer.Data, into); err != nil {
			t.Fatal(err)
		}
	}
	return ""
}

// post hands something in as an invoice.
func (f *face) post(t *testing.T, who, told string, file []byte) (int, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "r.pdf")
	if err == nil {
		_, err = part.Write(file)
	}
	if err = errors.Join(err, w.WriteField("invoice", told), w.Close()); err != nil {
		t.Fatal(err)
	}
	status, raw := f.send(t, http.MethodPost, "/files/settlement/invoices", who, w.FormDataContentType(), &body)
	return status, string(raw)
}

// By herself, over HTTP: she claims, the office confirms, she hands a wrong and a right invoice in, the treasury pays; nobody else sees any of it.
func TestSettlingOverHTTP(t *testing.T) {
	t.Parallel()
	f := open(t)
	c := f.owed(t)
	input := map[string]any{"input": map[string]any{"claim": c.ID, "version": 1}}
	if code := f.ask(t, "interpreter", `mutation($input: ProposeClaim!) { proposeClaim(input: $input) { state permitted } }`, input, nil); code != "" {
		t.Fatal(code)
	}
	input["input"].(map[string]any)["version"] = 2
	for who, want := range map[string]string{"": "FORBIDDEN", "interpreter": "FORBIDDEN", "auditor@familie": "FORBIDDEN", "clerk@studium": "settlement.none"} {
		if code := f.ask(t, who, `mutation($input: ConfirmClaim!) { confirmClaim(input: $input) { id } }`, input, nil); code != want && (want != "FORBIDDEN" || code == "" || strings.HasPrefix(code, "settlement.")) {
			t.Errorf("%q confirms: %q", who, code)
		}
	}
	if code := f.ask(t, "clerk@familie", `mutation($input: ConfirmClaim!) { confirmClaim(input: $input) { id state } }`, input, nil); code != "" {
		t.Fatal(code)
	}
	told := func(net, total string) string {
		return `{"claims": ["` + c.ID.String() + `"], "keyed": {"number": "A-1", "issuedOn": "2026-11-24", "netCents": ` + net + `, "vatCents": 0, "totalCents": ` + total + `}}`
	}
	pdf := []byte("%PDF-1.7 …")
	if status, answer := f.post(t, "interpreter", told("9300", "9400"), pdf); status != http.StatusOK || !strings.Contains(answer, `"total_sum"`) || !strings.Contains(answer, `"want":"9300"`) {
		t.Fatal(status, answer)
	}
	status, answer := f.post(t, "interpreter", told("9300", "9300"), pdf)
	if status != http.StatusCreated || !strings.Contains(answer, `"faults":[]`) {
		t.Fatal(status, answer)
	}
	if status, answer := f.post(t, "interpreter", told("9300", "9300"), pdf); status != http.StatusOK || !strings.Contains(answer, "settlement.invoice_twice") {
		t.Error(status, answer)
	}
	var found struct {
		SettlementInvoices struct {
			Items []struct {
				ID        uuid.UUID
				PayeeName string
				Version   int
				Claims    []struct{ Number int }
				Permitted []string
			}
		}
	}
	const list = `{ settlementInvoices { items { id payeeName version permitted claims { number } } } }`
	if code := f.ask(t, "lead@familie", list, nil, &found); code != "" || len(found.SettlementInvoices.Items) != 1 || found.SettlementInvoices.Items[0].PayeeName != "Amal" || len(found.SettlementInvoices.Items[0].Claims) != 1 {
		t.Fatal(code, found)
	}
	inv := found.SettlementInvoices.Items[0]
	if code := f.ask(t, "lead@familie", `mutation($input: AcceptInvoice!) { acceptInvoice(input: $input) { state } }`, map[string]any{"input": map[string]any{"id": inv.ID, "version": inv.Version}}, nil); code != "" {
		t.Fatal(code)
	}
	var batch struct {
		ExportInvoices struct {
			ID       uuid.UUID
			FileName string
		}
	}
	if code := f.ask(t, "lead@familie", `mutation { exportInvoices { id fileName } }`, nil, &batch); code != "" || batch.ExportInvoices.FileName != "kasse-00001.csv" {
		t.Fatal(code)
	}
	if code := f.ask(t, "lead@familie", `mutation { exportInvoices { id } }`, nil, nil); code != "settlement.nothing_to_export" {
		t.Error(code)
	}
	for path, holds := range map[string]string{
		"invoices/" + inv.ID.String(): "%PDF", "batches/" + batch.ExportInvoices.ID.String(): iban, "years/2026": "hours",
	} {
		for who, want := range map[string]int{"lead@familie": http.StatusOK, "auditor@familie": http.StatusOK, "clerk@familie": http.StatusNotFound, "interpreter": http.StatusNotFound, "": http.StatusNotFound} {
			status, raw := f.send(t, http.MethodGet, "/files/settlement/"+path, who, "", nil)
			if status != want || (want == http.StatusOK) != strings.Contains(string(raw), holds) {
				t.Errorf("%q gets %s: %d", who, path, status)
			}
		}
		if status, _ := f.send(t, http.MethodGet, "/files/settlement/"+path, "lead@studium", "", nil); status != http.StatusNotFound && !strings.HasPrefix(path, "years") {
			t.Errorf("another team gets %s: %d", path, status)
		}
	}
	paid := map[string]any{"input": map[string]any{"batch": batch.ExportInvoices.ID, "paidOn": "2026-11-24"}}
	if code := f.ask(t, "lead@familie", `mutation($input: MarkPaid!) { markPaid(input: $input) }`, paid, nil); code != "" {
		t.Fatal(code)
	}
	var mine struct {
		MyMoney struct {
			Claims       []struct{ State, LanguageName string }
			Invoices     []struct{ State, PaidOn string }
			Token        string
			WaitingCents int
		}
	}
	const money = `query($token: String) { myMoney(token: $token) { token waitingCents claims { state languageName } invoices { state paidOn } } }`
	if code := f.ask(t, "interpreter", money, nil, &mine); code != "" || mine.MyMoney.Claims[0].State != "paid" || mine.MyMoney.Invoices[0].PaidOn != "2026-11-24" || mine.MyMoney.WaitingCents != 0 || mine.MyMoney.Claims[0].LanguageName == "ara" {
		t.Error(code, mine)
	}
	if code := f.ask(t, "", money, map[string]any{"token": mine.MyMoney.Token}, nil); code != "" {
		t.Error("by the link:", code)
	}
	for _, token := range []any{nil, "", "forged", strings.Repeat("x", 5000)} {
		if code := f.ask(t, "", money, map[string]any{"token": token}, nil); code != "settlement.none" {
			t.Errorf("%.20v: %s", token, code)
		}
	}
}

// Whatever is posted as an invoice is refused with a word, not with a fall.
func TestOddPostsAreRefused(t *testing.T) {
	t.Parallel()
	f := open(t)
	for name, x := range map[string]struct {
		told string
		file []byte
		want int
	}{
		"no JSON":    {"{", []byte("x"), http.StatusOK},
		"no file":    {`{"claims": []}`, nil, http.StatusOK},
		"a payee":    {`{"payee": "` + f.payee.String() + `"}`, []byte("x"), http.StatusNotFound},
		"year 1":     {`{"keyed": {"number": "1", "issuedOn": "0001-01-01", "netCents": 1}}`, []byte("%PDF-"), http.StatusOK},
		"huge cents": {`{"keyed": {"number": "1", "issuedOn": "2026-11-24", "netCents": 9223372036854775807, "vatCents": 9223372036854775807, "totalCents": -2}}`, []byte("%PDF-"), http.StatusOK},
		"too large":  {`{}`, bytes.Repeat([]byte("x"), settlement.LargestInvoice+1<<20), http.StatusOK},
		"NUL":        {`{"keyed": {"number": "a\u0000b", "issuedOn": "2026-11-24", "netCents": 1, "totalCents": 1}}`, []byte("%PDF-"), http.StatusOK},
	} {
		if status, answer := f.post(t, "interpreter", x.told, x.file); status != x.want || !strings.Contains(answer, `"code":"settlement.`) {
			t.Errorf("%s: %d %s", name, status, answer)
		}
	}
	if status, _ := f.send(t, http.MethodPost, "/files/settlement/invoices", "interpreter", "text/plain", strings.NewReader("x")); status != http.StatusOK {
		t.Error(status)
	}
	if status, _ := f.send(t, http.MethodGet, "/files/settlement/years/1", "lead@familie", "", nil); status != http.StatusNotFound {
		t.Error(status)
	}
}

// A city that works without interpreters owes nobody anything.
func TestACityWithoutInterpreters(t *testing.T) {
	t.Parallel()
	r := settlementgql.Resolver{}
	if _, err := (settlementgql.Query{Resolver: r}).SettlementClaims(t.Context(), nil, nil, nil); !errors.Is(err, settlement.ErrNone) {
		t.Error(err)
	}
	if _, err := (settlementgql.Mutation{Resolver: r}).ExportInvoices(t.Context()); !errors.Is(err, settlement.ErrNone) {
		t.Error(err)
	}
	w := httptest.NewRecorder()
	settlementgql.Files(nil, nil).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/files/settlement/years/2026", nil))
	if w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}
