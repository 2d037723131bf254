package interpretersgql_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/graph"
	"github.com/ankunft/ankunft/graph/graphtest"
	interpretersgql "github.com/ankunft/ankunft/graph/interpreters"
	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/duty"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/interpreters"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/testkit"
	"github.com/ankunft/ankunft/web/locales"
)

// face is the office's interpreting over HTTP; who asks stands in a header.
type face struct {
	*testkit.Kit
	mail *messagestest.MemoryMailer
	url  string
}

const (
	as     = "X-As"
	client = "Amal Haddad, 0170 1234567"
)

var account = uuid.MustParse("0198c0de-0000-7000-8000-000000000001")

func open(t *testing.T) *face {
	t.Helper()
	f := &face{
		Kit:  testkit.New(t, audit.Migrations, messages.Migrations, identity.Migrations, budgets.Migrations, linguists.Migrations, duty.Migrations, interpreters.Migrations),
		mail: messagestest.NewMemoryMailer(),
	}
	f.Clock.Set(graphtest.Tuesday)
	city := os.DirFS("../../cities/musterstadt")
	rules, err := linguists.LoadRules(city)
	if err != nil {
		t.Fatal(err)
	}
	tariffs, err := remuneration.LoadTariffs(city)
	if err != nil {
		t.Fatal(err)
	}
	trail := audit.New(f.DB, audit.Keyring{}, audittest.NewMemoryVault(), f.Log)
	posts := messages.New(f.DB, f.mail, locales.Text, nil, nil, messages.Config{BaseURL: "https://amt.example", Domain: "amt.example"}, f.Log)
	money := budgets.New(budgets.Deps{DB: f.DB, Audit: trail, Unbudgeted: map[string]bool{interpreters.Purpose: true}})
	asking := interpreters.New(interpreters.Deps{
		DB: f.DB, Audit: trail, Messages: posts, Budgets: money,
		Rules: rules, Tariffs: tariffs, Holiday: func(clock.Date) bool { return false }, Texts: locales.Text, Secret: graphtest.Secret, Log: f.Log,
	})
	planning := duty.New(duty.Deps{
		DB: f.DB, Audit: trail, Messages: posts, Budgets: money, Purpose: interpreters.Purpose, Modes: rules.Modes, Tariffs: tariffs, Holiday: asking.Holiday, Texts: locales.Text,
	})
	planning.Connect(asking.Booked)
	asking.Register(f.Jobs)
	posts.Register(f.Jobs)
	schema := graph.Server(&graph.Root{Interpreters: interpretersgql.Resolver{Interpreters: asking, Duty: planning}}, graph.Options{Open: true, Log: f.Log})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &identity.Viewer{}
		role, team, _ := strings.Cut(r.Header.Get(as), "@")
		switch role {
		case "":
		case "partner", "applicant":
			v = &identity.Viewer{AccountID: account, Kind: identity.AccountKind(role)}
		default:
			v = identity.StaffViewer(ids.New(), identity.Right{Role: identity.Role(role), Teams: []string{team}})
		}
		schema.ServeHTTP(w, r.WithContext(identity.WithViewer(r.Context(), v)))
	}))
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

// ask answers with the data, or with the code of the first error.
func (f *face) ask(t *testing.T, who, query string, variables map[string]any, into any) (code string) {
	t.Helper()
	return graphtest.Ask(t, http.DefaultClient, f.url, query, variables, into, as, who)
}

func (f *face) amal(t *testing.T) uuid.UUID {
	t.Helper()
	now := f.Clock.Now()
	i := &linguists.Interpreter{
		ID: ids.New(), Kind: linguists.KindPerson, Name: "Amal", Email: "amal@example.org", Modes: linguists.Modes, Subjects: []string{}, Sites: []string{}, Language: "en",
		State: linguists.StateActive, Version: 1, CreatedAt: now,
	}
	rows := []any{i, &linguists.Skill{ID: ids.New(), InterpreterID: i.ID, Language: "ara", Form: linguists.Spoken, Direction: linguists.Both, Level: "C1"}}
	for _, kind := range []linguists.ProofKind{linguists.Secrecy, linguists.DataProtection} {
		rows = append(rows, &linguists.Proof{ID: ids.New(), InterpreterID: i.ID, Kind: kind, IssuedOn: clock.Date{Year: 2025, Month: time.January, Day: 1}, NotedBy: ids.New(), NotedAt: now})
	}
	for _, row := range rows {
		if _, err := f.NewInsert().Model(row).Exec(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	return i.ID
}

func wanted() map[string]any {
	return map[string]any{"language": "ara", "form": "spoken", "mode": "on_site", "site": "rathaus", "from": "2026-12-03T09:00:00Z", "to": "2026-12-03T10:00:00Z"}
}

func (f *face) asked(t *testing.T, who string, chosen uuid.UUID) (id, code string) {
	t.Helper()
	var got struct{ AskInterpreter struct{ ID, State string } }
	code = f.ask(t, who, "mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id state offers { name state cents } } }", map[string]any{"in": map[string]any{
		"key": ids.Token(), "about": map[string]any{"kind": "appointment", "id": ids.New()}, "wanted": wanted(), "place": "Rathaus", "manner": "one", "chosen": []uuid.UUID{chosen},
		"team": "familie", "client": client,
	}}, &got)
	f.RunJobs(t)
	return got.AskInterpreter.ID, code
}

func (f *face) link(t *testing.T, path string) string {
	t.Helper()
	f.RunJobs(t)
	sent := f.mail.Sent("amal@example.org")
	slices.Reverse(sent)
	for _, m := range sent {
		if _, rest, ok := strings.Cut(m.Text, "https://amt.example"+path+"#"); ok {
			token, _, _ := strings.Cut(rest, "\n")
			return token
		}
	}
	t.Fatal("no mail with a link to " + path)
	return ""
}

// A clerk finds and asks somebody; they accept by the link, learn for whom, and both sign. Before, nothing that they can ask for names the client.
func TestFromWhoCanToTheSignatures(t *testing.T) {
	t.Parallel()
	f := open(t)
	amal := f.amal(t)
	var found struct {
		WhoCan []struct {
			Interpreter uuid.UUID
			Cents       int
			Reasons     []struct{ Code string }
		}
	}
	if code := f.ask(t, "clerk@familie", "query($w: InterpreterWanted!) { whoCan(wanted: $w) { interpreter name rank cents reasons { code value } } }", map[string]any{"w": wanted()}, &found); code != "" || len(found.WhoCan) != 1 || found.WhoCan[0].Interpreter != amal || found.WhoCan[0].Cents == 0 {
		t.Fatal(code, found)
	}
	id, code := f.asked(t, "clerk@familie", amal)
	if code != "" {
		t.Fatal(code)
	}
	token := map[string]any{"t": f.link(t, "/interpreting/offer")}
	fields := "{ state taken language languageName dialect form mode place topic from to urgent cents until token people { id name } booking permitted }"
	var raw map[string]any
	if code := f.ask(t, "", "query($t: String!) { interpretingOffer(token: $t) "+fields+" }", token, &raw); code != "" {
		t.Fatal(code)
	}
	offer := raw["interpretingOffer"].(map[string]any)
	if offer["languageName"] != "Arabic" || offer["state"] != "offered" || strings.Contains(strings.ToLower(strings.Join(texts(raw), " ")), "haddad") {
		t.Fatal(offer)
	}
	if code := f.ask(t, "", "query($t: String!) { interpretingOffer(token: $t) { client } }", token, nil); !strings.HasPrefix(code, "graphql.") && code != "GRAPHQL_VALIDATION_FAILED" {
		t.Error("an offer has a client:", code)
	}
	var accepted struct {
		AcceptInterpreting struct{ Token, Client, State string }
	}
	if code := f.ask(t, "", "mutation($t: String!) { acceptInterpreting(input: {token: $t}) { token client state permitted } }", token, &accepted); code != "" || accepted.AcceptInterpreting.Client != client {
		t.Fatal(code, accepted)
	}
	var shown struct {
		InterpreterRequest struct {
			State       string
			Permitted   []string
			Assignments []struct {
				ID      string
				Version int
			}
		}
		InterpreterCancellation struct {
			FreeUntil string
			Cents     int
		}
	}
	query := "query($id: ID!) { interpreterRequest(id: $id) { state permitted assignments { id version } } interpreterCancellation(request: $id) { freeUntil cents } }"
	if code := f.ask(t, "clerk@familie", query, map[string]any{"id": id}, &shown); code != "" || shown.InterpreterRequest.State != "filled" || shown.InterpreterCancellation.FreeUntil != "2026-11-30" {
		t.Fatal(code, shown)
	}
	f.Clock.Set(time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC))
	a := shown.InterpreterRequest.Assignments[0]
	for i, state := range []string{"started", "ended"} {
		in := map[string]any{"in": map[string]any{"assignment": a.ID, "version": a.Version + i, "state": state}}
		if code := f.ask(t, "frontdesk@familie", "mutation($in: MarkInterpreter!) { markInterpreter(input: $in) { state } }", in, nil); code != "" {
			t.Fatal(state, code)
		}
	}
	if code := f.ask(t, "clerk@familie", "mutation($id: ID!) { signInterpreterTimes(input: {assignment: $id}) { state } }", map[string]any{"id": a.ID}, nil); code != "" {
		t.Fatal(code)
	}
	if code := f.ask(t, "", "mutation($t: String!) { signInterpreting(input: {token: $t}) { interpreterSignedAt } }", map[string]any{"t": accepted.AcceptInterpreting.Token}, nil); code != "" {
		t.Fatal(code)
	}
}

// texts are all texts within an answer.
func texts(v any) (list []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			list = append(list, texts(e)...)
		}
	case map[string]any:
		for _, e := range v {
			list = append(list, texts(e)...)
		}
	}
	return list
}

// Who may look, who may book, who plans duty; a team of others sees nothing.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	f := open(t)
	amal := f.amal(t)
	id, code := f.asked(t, "lead@familie", amal)
	if code != "" {
		t.Fatal(code)
	}
	one := map[string]any{"id": id}
	read, list := "query($id: ID!) { interpreterRequest(id: $id) { id client } }", "{ interpreterRequests { items { id } } }"
	for who, want := range map[string]string{
		"clerk@familie": "", "approver@familie": "", "lead@familie": "", "frontdesk@familie": "", "clerk@arbeit": "interpreters.none", "auditor@familie": "FORBIDDEN", "applicant": "FORBIDDEN",
		"partner": "FORBIDDEN", "": "UNAUTHENTICATED",
	} {
		if code := f.ask(t, who, read, one, nil); code != want && (want != "FORBIDDEN" && want != "UNAUTHENTICATED" || !refused(code)) {
			t.Errorf("%q reads a request: %q, want %q", who, code, want)
		}
	}
	var seen struct {
		InterpreterRequests struct{ Items []struct{ ID string } }
	}
	if code := f.ask(t, "clerk@arbeit", list, nil, &seen); code != "" || len(seen.InterpreterRequests.Items) != 0 {
		t.Error("a team of others sees requests:", code, seen)
	}
	if code := f.ask(t, "clerk@familie", list, nil, &seen); code != "" || len(seen.InterpreterRequests.Items) != 1 {
		t.Error(code, seen)
	}
	for who, may := range map[string]bool{"clerk@familie": false, "lead@familie": true, "frontdesk@familie": true, "approver@familie": false} {
		shift := map[string]any{"in": map[string]any{"key": ids.New(), "language": "ara", "mode": "phone", "day": "2026-12-03", "fromMinute": 480, "toMinute": 600, "team": "familie"}}
		if code := f.ask(t, who, "mutation($in: PlanInterpreterShift!) { planInterpreterShift(input: $in) { id languageName state } }", shift, nil); (code == "") != may {
			t.Errorf("%s plans duty: %q", who, code)
		}
	}
	for who, may := range map[string]bool{"approver@familie": false, "clerk@arbeit": false, "lead@familie": true} {
		if _, code := f.asked(t, who, amal); (code == "" || code == "interpreters.taken") != may {
			t.Errorf("%s asks: %q", who, code)
		}
	}
	if code := f.ask(t, "clerk@arbeit", "mutation($id: ID!) { cancelInterpreterRequest(input: {id: $id}) { id } }", one, nil); code != "interpreters.none" {
		t.Error("a team of others cancels:", code)
	}
	if code := f.ask(t, "lead@familie", "mutation($id: ID!) { setInterpreterTimes(input: {interpreter: $id, hours: [{weekday: 4, fromMinute: 480, toMinute: 720, modes: [phone], validFrom: \"2026-01-01\"}], away: []}) { hours { weekday modes validFrom validTo } } }", map[string]any{"id": amal}, nil); code != "" {
		t.Error(code)
	}
}

func refused(code string) bool {
	return strings.Contains(strings.ToLower(code), "forbidden") || strings.Contains(strings.ToLower(code), "unauthenticated") || strings.Contains(code, "not_allowed")
}

// Who has logged in sees what is asked of them and what they have accepted, and nobody else's; they answer as by the mails' links.
func TestWhoIsLoggedInNeedsNoMail(t *testing.T) {
	t.Parallel()
	f := open(t)
	amal := f.amal(t)
	if _, err := f.NewInsert().Model(&identity.Account{ID: account, Kind: identity.KindPartner, Issuer: "email", Subject: "amal", Trust: identity.TrustEmail, Language: "en", ClaimedRoles: []string{}, ClaimedTeams: []string{}, CreatedAt: f.Clock.Now()}).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewUpdate().Model((*linguists.Interpreter)(nil)).Set("account_id = ?", account).Where("id = ?", amal).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, code := f.asked(t, "clerk@familie", amal); code != "" {
		t.Fatal(code)
	}
	var mine struct {
		MyInterpreting struct {
			Offers   []struct{ Token, State string }
			Bookings []struct{ Token, Client string }
		}
	}
	query := "{ myInterpreting { offers { token state } bookings { token client } } }"
	if code := f.ask(t, "partner", query, nil, &mine); code != "" || len(mine.MyInterpreting.Offers) != 1 || len(mine.MyInterpreting.Bookings) != 0 {
		t.Fatal(code, mine)
	}
	token := map[string]any{"t": mine.MyInterpreting.Offers[0].Token}
	if code := f.ask(t, "partner", "mutation($t: String!) { acceptInterpreting(input: {token: $t}) { state } }", token, nil); code != "" {
		t.Fatal(code)
	}
	if code := f.ask(t, "partner", query, nil, &mine); code != "" || len(mine.MyInterpreting.Offers) != 0 || mine.MyInterpreting.Bookings[0].Client != client {
		t.Error(code, mine)
	}
	var own struct {
		SetMyInterpretingTimes, MyInterpretingTimes struct {
			Hours []struct{ Weekday, FromMinute int }
			Away  []struct{ From string }
		}
	}
	set := map[string]any{"in": map[string]any{
		"hours": []map[string]any{{"weekday": 2, "fromMinute": 540, "toMinute": 720, "modes": []string{"phone"}, "validFrom": "2026-11-24"}},
		"away":  []map[string]any{{"from": "2026-12-21T23:00:00Z", "to": "2026-12-27T23:00:00Z"}},
	}}
	const setOwn = "mutation($in: SetMyInterpretingTimes!) { setMyInterpretingTimes(input: $in) { hours { weekday fromMinute } away { from } } }"
	if code := f.ask(t, "partner", setOwn, set, &own); code != "" {
		t.Error(code)
	}
	if code := f.ask(t, "partner", "{ myInterpretingTimes { hours { weekday fromMinute } away { from } } }", nil, &own); code != "" || own.MyInterpretingTimes.Hours[0].FromMinute != 540 || len(own.MyInterpretingTimes.Away) != 1 {
		t.Error(code, own)
	}
	if code := f.ask(t, "partner", setOwn, set, nil); code != "interpreters.conflict" {
		t.Error("written over unread:", code)
	}
	if code := f.ask(t, "lead@familie", setOwn, set, nil); code != "interpreters.none" {
		t.Error("who is no interpreter has times:", code)
	}
	if code := f.ask(t, "lead@familie", query, nil, &mine); code != "" || len(mine.MyInterpreting.Bookings) != 0 {
		t.Error("somebody else's:", code, mine)
	}
	if code := f.ask(t, "", query, nil, nil); !refused(code) {
		t.Error("the public:", code)
	}
}

// Somebody who guesses links is slowed down, and learns nothing.
func TestGuessingLinks(t *testing.T) {
	t.Parallel()
	f := open(t)
	codes := map[string]int{}
	for range 80 {
		codes[f.ask(t, "", "query($t: String!) { interpretingOffer(token: $t) { state } }", map[string]any{"t": ids.Token()}, nil)]++
	}
	if codes["interpreters.none"] == 0 || codes["interpreters.too_often"] == 0 || len(codes) != 2 {
		t.Error(codes)
	}
}
