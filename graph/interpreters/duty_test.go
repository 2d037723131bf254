package interpretersgql_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/ids"
)

// Under which number the client is met by phone or video is told with the booking, not before.
func TestTheNumberOfAConferenceIsToldAfterAcceptance(t *testing.T) {
	t.Parallel()
	const number = "https://konferenz.example/4711"
	f := open(t)
	amal := f.amal(t)
	what := wanted()
	what["mode"] = "video"
	delete(what, "site")
	in := map[string]any{
		"key": ids.Token(), "about": map[string]any{"kind": "appointment", "id": ids.New()}, "wanted": what, "place": number, "manner": "one", "chosen": []uuid.UUID{amal}, "team": "familie",
	}
	if code := f.ask(t, "clerk@familie", "mutation($in: AskInterpreter!) { askInterpreter(input: $in) { id } }", map[string]any{"in": in}, nil); code != "" {
		t.Fatal(code)
	}
	token := map[string]any{"t": f.link(t, "/interpreting/offer")}
	var shown struct {
		InterpretingOffer  struct{ State, Place string }
		AcceptInterpreting struct{ Place string }
	}
	if code := f.ask(t, "", "query($t: String!) { interpretingOffer(token: $t) { state place } }", token, &shown); code != "" || shown.InterpretingOffer.State != "offered" || shown.InterpretingOffer.Place != "" {
		t.Error(code, shown.InterpretingOffer)
	}
	for _, m := range f.mail.Sent("") {
		if strings.Contains(m.Text+m.HTML, "4711") {
			t.Error("a mail tells it before:", m.Subject)
		}
	}
	if code := f.ask(t, "", "mutation($t: String!) { acceptInterpreting(input: {token: $t}) { place } }", token, &shown); code != "" || shown.AcceptInterpreting.Place != number {
		t.Error(code, shown.AcceptInterpreting)
	}
}

// Who is given a shift sees it in their own login and confirms it there; nobody else does.
func TestAnOwnShiftIsAnswered(t *testing.T) {
	t.Parallel()
	f := open(t)
	amal := f.amal(t)
	if _, err := f.NewInsert().Model(&identity.Account{ID: account, Kind: identity.KindPartner, Issuer: "email", Subject: "amal", Trust: identity.TrustEmail, Language: "en", ClaimedRoles: []string{}, ClaimedTeams: []string{}, CreatedAt: f.Clock.Now()}).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewUpdate().Model((*linguists.Interpreter)(nil)).Set("account_id = ?", account).Where("id = ?", amal).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	plan := map[string]any{"in": map[string]any{"key": ids.New(), "language": "ara", "mode": "phone", "day": "2026-12-03", "fromMinute": 480, "toMinute": 600, "team": "familie", "interpreter": amal}}
	var planned struct{ PlanInterpreterShift struct{ Cents int } }
	if code := f.ask(t, "lead@familie", "mutation($in: PlanInterpreterShift!) { planInterpreterShift(input: $in) { id team cents } }", plan, &planned); code != "" || planned.PlanInterpreterShift.Cents == 0 {
		t.Fatal(code, planned)
	}
	type own struct {
		ID                  string
		Version             int
		LanguageName, State string
		Permitted           []string
	}
	var mine struct{ MyInterpretingShifts []own }
	const query = "{ myInterpretingShifts { id version languageName place state permitted } }"
	if code := f.ask(t, "partner", query, nil, &mine); code != "" || len(mine.MyInterpretingShifts) != 1 || mine.MyInterpretingShifts[0].LanguageName != "Arabic" || len(mine.MyInterpretingShifts[0].Permitted) != 1 {
		t.Fatal(code, mine)
	}
	answer := map[string]any{"in": map[string]any{"id": mine.MyInterpretingShifts[0].ID, "version": mine.MyInterpretingShifts[0].Version, "comes": true}}
	const say = "mutation($in: AnswerInterpretingShift!) { answerInterpretingShift(input: $in) }"
	if code := f.ask(t, "lead@familie", say, answer, nil); code != "duty.none" {
		t.Error("a lead answers for them:", code)
	}
	if code := f.ask(t, "partner", say, answer, nil); code != "" {
		t.Fatal(code)
	}
	if code := f.ask(t, "partner", query, nil, &mine); code != "" || mine.MyInterpretingShifts[0].State != "confirmed" || len(mine.MyInterpretingShifts[0].Permitted) != 0 {
		t.Error(code, mine)
	}
}
