package office_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// bookOnce has an interpreter booked by phone for an hour of a day ahead; client is for whom.
func bookOnce(t *testing.T, o *officetest.Office, lead *officetest.Person, who uuid.UUID, address, client string) {
	t.Helper()
	from := clock.Wall(clock.Today(o.Clock.Now()).AddDays(7), 10*60, false)
	lead.Must(t, `mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"key": ids.Token(), "about": map[string]any{"kind": "occasion", "id": ids.New()}, "manner": "one", "chosen": []uuid.UUID{who}, "team": "study", "client": client,
		"wanted": map[string]any{"language": "prs", "form": "spoken", "mode": "phone", "from": from, "to": from.Add(time.Hour)},
	}}, nil)
	o.Work(t)
	for _, m := range o.Worlds.Mailer.Sent(address) {
		if _, rest, ok := strings.Cut(m.Text, "/interpreting/offer#"); ok {
			token, _, _ := strings.Cut(rest, "\n")
			o.Stranger(t).Must(t, `mutation($in: AcceptInterpreting!) { acceptInterpreting(input: $in) { state } }`, map[string]any{"in": map[string]any{"token": strings.TrimSpace(token)}}, nil)
			return
		}
	}
	t.Fatal("nobody was asked")
}

// phoned puts somebody who speaks Dari and interprets by phone into the directory, with what the city requires.
func phoned(t *testing.T, lead *officetest.Person, email string) uuid.UUID {
	t.Helper()
	var made struct{ CreateInterpreter struct{ ID uuid.UUID } }
	lead.Must(t, createInterpreter, parwana(email), &made)
	for _, kind := range []string{"secrecy", "data_protection"} {
		lead.Must(t, `mutation($in: NoteProof!) { noteProof(input: $in) { id } }`, map[string]any{"in": map[string]any{"interpreter": made.CreateInterpreter.ID, "kind": kind, "issuedOn": "2026-01-01"}}, nil)
	}
	return made.CreateInterpreter.ID
}

// An interpreter reads the own bookings in a calendar program, which learns of no client; others have no such calendar, and with the entry it ends.
func TestAnInterpretersCalendar(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead, her := o.Colleague(t, officetest.Lead()), o.Applicant(t)
	who := phoned(t, lead, her.Claims.Email)
	her.Must(t, `{ myInterpreter { interpreter { id } } }`, nil, nil)
	bookOnce(t, o, lead, who, her.Claims.Email, "Samira Rahimi, 0151 000")
	var made struct {
		RenewMyInterpretingFeed struct{ Address string }
	}
	const renew = `mutation { renewMyInterpretingFeed { address feeds { usedAt } } }`
	her.Must(t, renew, nil, &made)
	path := strings.TrimPrefix(made.RenewMyInterpretingFeed.Address, o.Config.BaseURL)
	program := o.Stranger(t)
	head, body := program.Get(t, path)
	text := string(body)
	if head.StatusCode != http.StatusOK || strings.Count(text, "BEGIN:VEVENT") != 1 || !strings.Contains(text, "Dari") || !strings.Contains(text, "STATUS:CONFIRMED") || strings.Contains(text, "Rahimi") {
		t.Fatalf("%d\n%s", head.StatusCode, text)
	}
	again, err := http.NewRequestWithContext(t.Context(), http.MethodGet, o.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	again.Header.Set("If-None-Match", head.Header.Get("ETag"))
	if same, rest := program.Send(t, again); same.StatusCode != http.StatusNotModified || len(rest) != 0 {
		t.Errorf("the same is sent again: %d %s", same.StatusCode, rest)
	}
	day := clock.Today(o.Clock.Now()).AddDays(8)
	var shift struct{ PlanInterpreterShift struct{ ID uuid.UUID } }
	lead.Must(t, `mutation($in: PlanInterpreterShift!) { planInterpreterShift(input: $in) { id } }`, map[string]any{"in": map[string]any{
		"key": ids.New(), "language": "prs", "mode": "on_site", "site": "rathaus", "day": day, "fromMinute": 480, "toMinute": 720, "interpreter": who, "team": "study"}}, &shift)
	if _, body := program.Get(t, path); strings.Count(string(body), "BEGIN:VEVENT") != 1 {
		t.Error("a shift that nobody has confirmed is told")
	}
	lead.Must(t, `mutation($in: ChangeInterpreterShift!) { changeInterpreterShift(input: $in) { id } }`, map[string]any{"in": map[string]any{"id": shift.PlanInterpreterShift.ID, "version": 1, "state": "confirmed"}}, nil)
	if _, body := program.Get(t, path); strings.Count(string(body), "BEGIN:VEVENT") != 2 {
		t.Errorf("their duty is missing:\n%s", body)
	}
	o.Applicant(t).Refused(t, "feeds.input", renew, nil)
	var feeds struct{ MyInterpretingFeed []struct{ UsedAt *string } }
	her.Must(t, `{ myInterpretingFeed { usedAt } }`, nil, &feeds)
	if len(feeds.MyInterpretingFeed) != 1 || feeds.MyInterpretingFeed[0].UsedAt == nil {
		t.Errorf("nobody sees that it was read: %+v", feeds)
	}
	o.Exec(t, "UPDATE linguists.interpreter SET state = 'ended'")
	if head, _ := program.Get(t, path); head.StatusCode != http.StatusNotFound {
		t.Error("who has ended still reads:", head.StatusCode)
	}
	o.Exec(t, "UPDATE linguists.interpreter SET state = 'active'")
	o.Exec(t, "UPDATE identity.account SET disabled_at = ? WHERE id = ?", o.Clock.Now(), her.Account)
	if head, _ := program.Get(t, path); head.StatusCode != http.StatusNotFound {
		t.Error("whose account has ended still reads:", head.StatusCode)
	}
}

// Whoever may set a budget is told once for each threshold that is reached; a clerk and another team's lead are not. Sums of a year pass 32 bits.
func TestWhoIsResponsibleForABudgetIsTold(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	lead := o.Colleague(t, identity.Right{Role: identity.Lead, Teams: []string{"study"}})
	o.Exec(t, "UPDATE identity.account SET email = 'leitung@amt.example' WHERE id = ?", lead.Account)
	other := o.Colleague(t, identity.Right{Role: identity.Lead, Teams: []string{"family"}})
	o.Exec(t, "UPDATE identity.account SET email = 'andere@amt.example' WHERE id = ?", other.Account)
	o.Colleague(t, officetest.Clerk())
	who := phoned(t, lead, "parwana@dolmetschen.example")
	year := clock.Today(o.Clock.Now()).AddDays(7).Year
	set := func(cents int64, version int) *officetest.Answer {
		return lead.Ask(t, `mutation($in: SetBudget!) { setBudget(input: $in) { cents restCents forecastCents } }`, map[string]any{"in": map[string]any{
			"purpose": "interpreting", "year": year, "team": "study", "cents": cents, "warnAt": []int{50, 90}, "version": version}})
	}
	const much = 300_000_000_00
	if a := set(much, 0); !strings.Contains(a.Raw, `"cents":`+strconv.Itoa(much)) || !strings.Contains(a.Raw, `"restCents":`+strconv.Itoa(much)) {
		t.Fatal(a.Raw)
	}
	if a := set(200_00, 1); a.Code() != "" {
		t.Fatal(a.Raw)
	}
	bookOnce(t, o, lead, who, "parwana@dolmetschen.example", "")
	o.Work(t)
	told := o.Worlds.Mailer.Sent("leitung@amt.example")
	if len(told) != 1 || !strings.Contains(told[0].Subject, "50 %") || !strings.Contains(told[0].Text, strconv.Itoa(year)) || !strings.Contains(told[0].Text, "/office/interpreters/budget") {
		t.Fatal(told)
	}
	for _, address := range []string{"andere@amt.example", "petra.lindnerova@amt.example"} {
		for _, m := range o.Worlds.Mailer.Sent(address) {
			t.Error("told, but not responsible:", address, m.Subject)
		}
	}
}
