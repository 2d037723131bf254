package seed

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/cloudflare/circl/blindsign/blindrsa"
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/surveys"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// pulse is a survey of everybody: how many days ago it began, how long it runs, and how many take part.
type pulse struct {
	ago, days, answers int
	title, intro       string
	questions          []surveys.AskedQuestion
}

var pulses = []pulse{
	{74, 7, 5, "Technik am Arbeitsplatz", "", []surveys.AskedQuestion{{Kind: surveys.Scale, Text: "Meine Geräte und Programme helfen mir bei der Arbeit."}}},
	{40, 14, 12, "Wie geht es Ihnen mit der Arbeit?", "Fünf Minuten für drei Fragen. Was wir daraus machen, steht danach hier.", []surveys.AskedQuestion{
		{Kind: surveys.Scale, Text: "Ich schaffe meine Arbeit in der Zeit, die ich habe."},
		{Kind: surveys.Choice, Text: "Was würde Ihnen am meisten helfen?", Options: []string{"Ruhigere Arbeitsplätze", "Mehr Zeit je Fall", "Klarere Vorgaben", "Bessere Geräte"}},
		{Kind: surveys.Text, Text: "Was sollte sich ändern?"},
	}},
	{8, 10, 8, "Pausen und Ruhe", "Der Personalrat möchte wissen, ob Pausen im Alltag gelingen.", []surveys.AskedQuestion{
		{Kind: surveys.Scale, Text: "Ich kann meine Pausen nehmen."},
		{Kind: surveys.Choice, Text: "Wo machen Sie Pause?", Options: []string{"Im Pausenraum", "Am Schreibtisch", "Draußen"}},
		{Kind: surveys.Text, Text: "Was fehlt Ihnen für eine gute Pause?"},
	}},
}

var wishes = []string{
	"Weniger Unterbrechungen am Vormittag.", "Ein Raum für Gespräche, in dem man die Tür schließen kann.", "Feste Zeiten ohne Telefon.", "Mehr Zeit für die Einarbeitung.",
	"Vorgaben so, dass alle Teams sie gleich verstehen.", "Vertretungen früher planen.", "Öfter hören, was aus Vorschlägen geworden ist.", "Kopfhörer gegen den Lärm.",
}

// survey lets everybody be asked three times: too few answered, the result is there with what follows, and one that still runs.
func (f *filler) survey() error {
	h := f.hands[hands] // which works the jobs
	if h.Surveys == nil {
		return nil
	}
	for _, p := range pulses {
		id, err := f.pulse(h, p)
		if err != nil {
			return fmt.Errorf("ask %s: %w", p.title, err)
		}
		if p.ago > p.days+7 && p.answers >= surveys.Least {
			if err := f.follow(h, id); err != nil {
				return fmt.Errorf("follow from %s: %w", p.title, err)
			}
		}
	}
	return nil
}

func (f *filler) pulse(h *hand, p pulse) (uuid.UUID, error) {
	begin := f.today.AddDays(-p.ago)
	f.day(h, begin)
	s, err := h.Surveys.Ask(h.by("arslan"), surveys.Ask{Key: ids.New(), Title: p.title, Intro: p.intro, OpensOn: begin, ClosesOn: begin.AddDays(p.days), Questions: p.questions})
	if err != nil {
		return uuid.Nil, err
	}
	if err := f.tended(h); err != nil {
		return uuid.Nil, err
	}
	f.day(h, begin.AddDays(min(2, p.ago)))
	taking := 0
	for _, colleague := range Colleagues() {
		if colleague.Username == shy || taking == p.answers {
			continue
		}
		if err := h.takePart(s, colleague.Username, taking); err != nil {
			return uuid.Nil, err
		}
		taking++
	}
	for _, day := range []clock.Date{begin.AddDays(p.days - 1), s.CountsOn} {
		if f.today.Before(day) {
			continue
		}
		f.day(h, day)
		if err := f.tended(h); err != nil {
			return uuid.Nil, err
		}
	}
	return s.ID, nil
}

// shy has not answered yet: so that there is something to answer.
const shy = "lindner"

func (f *filler) day(h *hand, day clock.Date) {
	f.ago.Store(int64(day.DaysUntil(f.today)))
	h.clock.Set(day.Time(clock.Berlin).Add(9 * time.Hour))
	if !h.clock.Now().Before(f.now) {
		h.clock.Set(f.now)
	}
}

func (f *filler) tended(h *hand) error {
	if err := h.Surveys.Tend(h.ctx); err != nil {
		return err
	}
	failed, err := h.Jobs.Drain(h.ctx, hands)
	if err == nil && len(failed) > 0 {
		err = errors.New(failed[0].Error)
	}
	return err
}

// takePart does what a browser does.
func (h *hand) takePart(s *surveys.Survey, username string, n int) error {
	key, err := x509.ParsePKIXPublicKey(s.PublicKey)
	if err != nil {
		return err
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		return fmt.Errorf("a key of %T", key)
	}
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSRandomized, public)
	if err != nil {
		return err
	}
	token, err := client.Prepare(rand.Reader, ids.Hash(ids.Token()))
	if err != nil {
		return err
	}
	blinded, state, err := client.Blind(rand.Reader, token)
	if err != nil {
		return err
	}
	blind, err := h.Surveys.Sign(h.by(username), s.ID, blinded)
	if err != nil {
		return err
	}
	signature, err := client.Finalize(state, blind)
	if err != nil {
		return err
	}
	return h.Surveys.HandIn(h.ctx, surveys.HandIn{Survey: s.ID, Token: token, Signature: signature, Answers: answersTo(s.Questions, n)})
}

func answersTo(questions []surveys.Question, n int) []surveys.Answer {
	list := []surveys.Answer{}
	for _, q := range questions {
		a := surveys.Answer{Place: q.Place}
		switch q.Kind {
		case surveys.Scale:
			a.Value = []int{2, 3, 4, 2, 1, 3, 2, 5, 4, 2, 3, 0}[n%12]
		case surveys.Choice:
			a.Value = 1 + []int{0, 0, 1, 2, 0, 1, 1, 0, 2, 1, 0, 1}[n%12]
		case surveys.Text:
			if n < len(wishes) {
				a.Text = wishes[n]
			}
		}
		list = append(list, a)
	}
	return list
}

// follow agrees on what follows: one thing is done, one is not yet.
func (f *filler) follow(h *hand, survey uuid.UUID) error {
	for _, m := range []surveys.KeepMeasure{
		{Title: "Zwei Gesprächsräume im zweiten Stock freimachen", Owner: h.staff["kraus"].AccountID, DueOn: h.today().AddDays(14), State: "done", Note: "Seit dem Monatsanfang benutzbar, Buchung im Kalender."},
		{Title: "Telefonfreie Stunde am Vormittag erproben", Owner: h.staff["weber"].AccountID, DueOn: f.today.AddDays(30), State: "open"},
	} {
		m.Survey, m.ID = survey, ids.New()
		if _, err := h.Surveys.KeepMeasure(h.by("arslan"), m); err != nil {
			return err
		}
	}
	return nil
}
