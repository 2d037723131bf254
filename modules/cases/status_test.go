package cases_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/cases/casestest"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/writing"
	"github.com/ankunft/ankunft/platform/errs"
)

func TestWhoHasNumberAndCodeSeesStateNextStepAndForecast(t *testing.T) {
	t.Parallel()
	o := open(t)
	opened := o.Apply(t, o.Applicant(t))
	for _, code := range []string{*opened.Code, strings.ToLower(*opened.Code), " " + strings.ReplaceAll(*opened.Code, "-", " ")} {
		s, err := o.PublicStatus(t.Context(), opened.Number, code, "net")
		if err != nil || s == nil {
			t.Fatalf("%q: %v", code, err)
		}
		if s.State != cases.Received || s.NextStep != "office_checks" || s.Forecast.Basis != cases.FromGoal || s.Forecast.Days != 42 ||
			s.Forecast.On.String() != "2027-01-02" || len(s.Steps) != 5 || !strings.Contains(s.ServiceTitle("de"), "Studium") {
			t.Errorf("%+v", s)
		}
	}
}

func TestCodesAreNotGuessed(t *testing.T) {
	t.Parallel()
	o := open(t)
	opened := o.Apply(t, o.Applicant(t))
	other := o.Apply(t, o.Applicant(t))
	for i := range 5 {
		if s, err := o.PublicStatus(t.Context(), opened.Number, "ABCD-EFGH-"+strconv.Itoa(i), "net"); s != nil || err != nil {
			t.Fatalf("%d: %+v %v", i, s, err)
		}
	}
	_, err := o.PublicStatus(t.Context(), opened.Number, *opened.Code, "elsewhere")
	casestest.Refused(t, err, cases.ErrGuesses) // the right code too, from wherever
	if s, err := o.PublicStatus(t.Context(), other.Number, *other.Code, "net"); s == nil || err != nil {
		t.Fatalf("others are shut out too: %v", err)
	}
	o.Clock.Advance(16 * time.Minute)
	if s, err := o.PublicStatus(t.Context(), opened.Number, *opened.Code, "net"); s == nil || err != nil {
		t.Fatalf("still shut after a quarter of an hour: %v", err)
	}
	for i := range 60 {
		s, err := o.PublicStatus(t.Context(), "2026-"+strconv.Itoa(10000+i), *opened.Code, "net") // unknown numbers answer the same
		if s != nil || err != nil {
			t.Fatalf("%d: %+v %v", i, s, err)
		}
	}
	_, err = o.PublicStatus(t.Context(), other.Number, *other.Code, "net")
	casestest.Refused(t, err, cases.ErrGuesses)
	if s, err := o.PublicStatus(t.Context(), other.Number, *other.Code, "another net"); s == nil || err != nil {
		t.Errorf("%v", err)
	}
}

func TestParallelGuessesDoNotPassTheLimit(t *testing.T) {
	t.Parallel()
	o := open(t)
	opened, other := o.Apply(t, o.Applicant(t)), o.Apply(t, o.Applicant(t))
	verdicts := func(tries int, try func(i int) (*cases.PublicStatus, error)) (wrong, stopped int) {
		t.Helper()
		var misses, limited atomic.Int32
		var wg sync.WaitGroup
		for i := range tries {
			wg.Go(func() {
				switch s, err := try(i); {
				case errors.Is(err, cases.ErrGuesses):
					limited.Add(1)
				case s == nil && err == nil:
					misses.Add(1)
				default:
					t.Errorf("%d: %+v %v", i, s, err)
				}
			})
		}
		wg.Wait()
		return int(misses.Load()), int(limited.Load())
	}
	wrong, stopped := verdicts(50, func(i int) (*cases.PublicStatus, error) { // at one number, from many networks
		return o.PublicStatus(t.Context(), opened.Number, "ABCD-EFGH-"+strconv.Itoa(i), "net "+strconv.Itoa(i))
	})
	if wrong != 5 || stopped != 45 {
		t.Errorf("%d guesses at one number were judged, %d stopped", wrong, stopped)
	}
	_, err := o.PublicStatus(t.Context(), opened.Number, *opened.Code, "home")
	casestest.Refused(t, err, cases.ErrGuesses)
	wrong, stopped = verdicts(90, func(i int) (*cases.PublicStatus, error) { // at many numbers, from one network
		return o.PublicStatus(t.Context(), "2026-"+strconv.Itoa(20000+i), *opened.Code, "cafe")
	})
	if wrong != 60 || stopped != 30 {
		t.Errorf("%d guesses of one network were judged, %d stopped", wrong, stopped)
	}
	if s, err := o.PublicStatus(t.Context(), other.Number, *other.Code, "home"); s == nil || err != nil {
		t.Errorf("others are shut out: %v", err)
	}
	if s, err := o.PublicStatus(t.Context(), "2026\x00", "x", "home"); s != nil || err != nil {
		t.Errorf("%+v %v", s, err)
	}
}

func TestAForecastStandsOnTwentyRealCasesOrIsTheGoal(t *testing.T) {
	t.Parallel()
	o := open(t)
	opened := o.Apply(t, o.Applicant(t))
	insert := func(days ...int) {
		for _, d := range days {
			_, err := o.DB.NewRaw(`INSERT INTO cases.case (id, number, code_hash, application_id, sitting_id, person_id, role, service, service_version,
 state, team, urgency, difficulty, routing, language, received_at, received_on, action_due_on, promise_due_on, promise_days, paused_days, fee, decided_at)
SELECT gen_random_uuid(), gen_random_uuid()::text, '', gen_random_uuid(), gen_random_uuid(), person_id, role, service, service_version, 'decided', team,
 urgency, difficulty, routing, language, received_at - make_interval(days => ?0), received_on - ?0, action_due_on, promise_due_on, promise_days, 10, fee,
 received_at FROM cases.case WHERE id = ?1`, d+10, opened.CaseID).Exec(t.Context())
			casestest.Must(t, err)
		}
	}
	for i := range 19 {
		insert(i + 1)
	}
	casestest.Must(t, o.RollUp(t.Context()))
	if s, err := o.PublicStatus(t.Context(), opened.Number, *opened.Code, "n"); err != nil || s.Forecast.Basis != cases.FromGoal {
		t.Fatalf("%+v %v", s, err)
	}
	insert(100)
	casestest.Must(t, o.RollUp(t.Context()))
	s, err := o.PublicStatus(t.Context(), opened.Number, *opened.Code, "n")
	if err != nil || s.Forecast.Basis != cases.FromCases || s.Forecast.Sample != 20 || s.Forecast.Days != 19 {
		t.Fatalf("%+v %v", s, err)
	}
	known, err := o.Durations(t.Context(), casestest.All)
	if err != nil || len(known) != 1 || known["16b-extension"].Median != 11 {
		t.Errorf("%+v %v", known, err)
	}
}

func TestTheApplicationReadsInGerman(t *testing.T) {
	t.Parallel()
	machine := casestest.NewFakeTranslator()
	o := open(t, func(p *casestest.Plan) { p.Deps.Translator = machine })
	who, clerk := o.Applicant(t), o.Clerk(t)
	words := map[string]any{"subject_changed": true, "change_reason": "غيرت التخصص"}
	id := o.WithPassport(t, who, words)
	machine.Down(true)
	casestest.Refused(t, o.TranslateField(clerk, cases.TranslateField{Case: id, Field: "change_reason"}), casestest.ErrDown)
	machine.Down(false)
	o.RunJobs(t)
	steps, err := o.Content(clerk, o.Read(t, clerk, id))
	casestest.Must(t, err)
	found := map[string]writing.ContentField{}
	for _, s := range steps {
		for _, f := range s.Fields {
			found[f.Key] = f
		}
	}
	for key, want := range map[string]string{"nationality": "Vietnam", "sex": "weiblich", "birth_date": "03.02.2001", "university_changed": "Nein", "monthly_income": "1200,5"} {
		if found[key].Value != want || found[key].Original != nil {
			t.Errorf("%s: %q, want %q", key, found[key].Value, want)
		}
	}
	f := found["change_reason"]
	if f.Original == nil || *f.Original != "غيرت التخصص" || *f.Language != "ar" || f.Translation == nil || *f.Translation != "[ar→de] غيرت التخصص" || !f.Machine {
		t.Errorf("%+v", f)
	}
	seal, err := o.Seal(clerk, o.Read(t, clerk, id))
	if err != nil || !seal.Valid || seal.Trust != "substantial" || len(seal.SHA256) != 32 {
		t.Errorf("%+v %v", seal, err)
	}
}

func TestWithoutATranslationTheOriginalStandsAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.WithPassport(t, o.Applicant(t), map[string]any{"subject_changed": true, "change_reason": "Sebep"})
	casestest.Refused(t, o.TranslateField(o.Clerk(t), cases.TranslateField{Case: id, Field: "change_reason"}), cases.ErrNoTranslator)
	casestest.Refused(t, o.TranslateField(o.Applicant(t), cases.TranslateField{Case: id, Field: "change_reason"}), cases.ErrNotFound)
}

func TestTheFakeTranslatorKeepsThePort(t *testing.T) {
	t.Parallel()
	casestest.ExerciseTranslator(t, func(*testing.T) cases.Translator { return casestest.NewFakeTranslator() },
		casestest.Sentence{Text: "مرحبا", From: "ar-SY", To: "de", Want: "[ar→de] مرحبا"})
}

func TestThreadsAndTrailsAreOpenToTheirOwnOnly(t *testing.T) {
	t.Parallel()
	o := open(t)
	who, clerk := o.Applicant(t), o.Clerk(t)
	id := o.Apply(t, who).CaseID
	desk := o.Staff(t, "Desk", identity.Right{Role: identity.Frontdesk, AllTeams: true})
	for name, c := range map[string]struct {
		ctx   context.Context
		side  messages.Side
		write bool
	}{"clerk": {clerk, messages.Office, true}, "desk": {desk, messages.Office, false}, "applicant": {who, messages.Applicant, true}} {
		st, err := o.Stance(c.ctx, id)
		if err != nil || st.Side != c.side || st.MayWrite != c.write || st.To.Language != "ar" || st.Path != "/my/"+id.String() {
			t.Errorf("%s: %+v %v", name, st, err)
		}
	}
	for _, ctx := range []context.Context{o.Applicant(t), t.Context(), o.Staff(t, "Else", identity.Right{Role: identity.Clerk, Teams: []string{"work"}})} {
		if _, err := o.Stance(ctx, id); !errors.Is(err, cases.ErrNotFound) {
			t.Error(err)
		}
		casestest.Refused(t, o.MayRead(ctx, cases.Record(id)), cases.ErrNotFound)
		if err := (cases.Subject{Service: o.Service}).MayRead(ctx, id); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
	}
	casestest.Must(t, o.MayRead(clerk, cases.Record(id)))
	casestest.Must(t, cases.Subject{Service: o.Service}.MayRead(clerk, id))
	casestest.WantFields(t, o.AddNote(clerk, cases.AddNote{Case: id, Text: "  "}), "text:required")
	casestest.WantFields(t, o.AddNote(clerk, cases.AddNote{Case: id, Text: "x", Channel: "pigeon"}), "channel:unknown")
	casestest.Must(t, o.AddNote(clerk, cases.AddNote{Case: id, Text: "Hat nachgefragt.", Channel: "phone"}))
	if d := o.Read(t, clerk, id); len(d.Notes) != 1 || d.Notes[0].Author.Name != "Kim" || d.Notes[0].Channel != "phone" {
		t.Errorf("%+v", d.Notes)
	}
}
