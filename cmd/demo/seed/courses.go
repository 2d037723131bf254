package seed

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/budgets"
	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/clock"
)

// teaching is a session of the demo: planned as so many days from today, the people who ask in this order, and what became of it.
type teaching struct {
	course   string
	ago, day int // planned so many days ago; held so many days from today
	places   int
	cents    int64
	people   []string
	approved int  // of the people, where places are approved
	finished bool // those who have a place attended, but for the last
	off      bool
	allDay   bool // whenever the demo is looked at, its code can be typed
}

var everybody = []string{"lindner", "weber", "neumann", "kaya", "vogt", "marino", "okafor", "brandt", "adler", "otto", "hahn"}

var teachings = []teaching{
	{course: "Neues im Aufenthaltsrecht", ago: 160, day: -115, places: 8, cents: 18000, people: everybody[:8], approved: 8, finished: true},
	{course: "Diskriminierungssensible Kommunikation", ago: 90, day: -40, places: 12, people: everybody, finished: true},
	{course: "Ruhig bleiben in schwierigen Gesprächen", ago: 30, day: -1, places: 8, people: []string{"kaya", "otto", "adler"}},
	{course: "Ruhig bleiben in schwierigen Gesprächen", ago: 20, day: 0, places: 8, people: []string{"lindner", "okafor", "otto"}, allDay: true},
	{course: "Diskriminierungssensible Kommunikation", ago: 14, day: 21, places: 3, people: []string{"marino", "okafor", "kaya", "neumann", "otto"}},
	{course: "Neues im Aufenthaltsrecht", ago: 10, day: 35, places: 6, cents: 18000, people: []string{"marino", "lindner", "neumann", "weber"}, approved: 1},
	{course: "Englisch am Schalter", ago: 9, day: 28, places: 10, people: []string{"otto", "neumann"}, approved: 1},
	{course: "Kollegiale Fallberatung", ago: 8, day: 17, places: 6, people: []string{"vogt"}, off: true},
}

// before are sessions of the last half-year, whose figures are written: held two months before it ended.
func (f *filler) before() []teaching {
	month := time.January
	if f.today.Month >= time.July {
		month = time.July
	}
	// Those who came later, or whose training of that kind has run out, were not there.
	known := []string{"vogt", "marino", "okafor", "brandt", "adler", "otto", "hahn", "lindner"}
	held := f.today.DaysUntil(clock.Date{Year: f.today.Year, Month: month, Day: 1}.AddDays(-60))
	return []teaching{
		{course: "Ruhig bleiben in schwierigen Gesprächen", ago: 45 - held, day: held, places: 12, people: known, finished: true},
		{course: "Kollegiale Fallberatung", ago: 44 - held, day: held + 1, places: 8, cents: 1500, people: known[:7], approved: 7, finished: true},
	}
}

// teach fills the catalogue: courses of each kind, and sessions in all states.
func (f *filler) teach() error {
	h := f.hands[0]
	h.clock.Set(f.now.AddDate(0, 0, -300))
	known, err := h.catalogue()
	if err != nil {
		return fmt.Errorf("fill the catalogue of courses: %w", err)
	}
	for year := h.today().Year; year <= f.today.Year+1; year++ {
		for lead, team := range map[string]string{"weber": teamStudy, "brandt": teamFamily} {
			_, err := h.Budgets.Set(h.by(lead), budgets.SetBudget{Purpose: courses.Purpose, Year: year, Team: team, Cents: 60000})
			if err != nil {
				return fmt.Errorf("set a training budget: %w", err)
			}
		}
	}
	all := slices.Concat(f.before(), teachings)
	for i, s := range all {
		if err := f.hold(h, &s, known); err != nil {
			return fmt.Errorf("hold session %d of %s: %w", i, s.course, err)
		}
	}
	for _, s := range all {
		if !s.finished {
			continue
		}
		if err := f.helped(h, f.today.AddDays(s.day)); err != nil {
			return fmt.Errorf("say what %s has brought: %w", s.course, err)
		}
	}
	h.clock.Set(f.now)
	if err := h.play(); err != nil {
		return err
	}
	return h.Courses.Due(h.ctx)
}

// catalogue are the courses, by title.
func (h *hand) catalogue() (map[string]*courses.Course, error) {
	eva := h.by("sommer")
	house, err := h.Courses.KeepProvider(eva, courses.KeepProvider{Name: "Eigene Kräfte der Behörde"})
	if err != nil {
		return nil, err
	}
	contact := "seminare@studieninstitut.example"
	institute, err := h.Courses.KeepProvider(eva, courses.KeepProvider{Name: "Studieninstitut Musterstadt", External: true, Contact: &contact})
	if err != nil {
		return nil, err
	}
	link, law, level := "https://lernen.musterstadt.example/datenschutz", "https://lernen.musterstadt.example/rechtsprechung", "B2"
	known := map[string]*courses.Course{}
	for about, in := range map[string]courses.KeepCourse{
		"Zuhören, Worte wählen, die niemanden ausgrenzen, und mit Kritik umgehen. Mit Übungen aus dem Alltag am Schalter.": {Title: "Diskriminierungssensible Kommunikation", Provider: &house.ID, Form: courses.InHouse, Subject: training.KindAntiRacism},
		"Was sich in diesem Jahr im Aufenthaltsrecht geändert hat, mit Fällen.":                                            {Title: "Neues im Aufenthaltsrecht", Provider: &institute.ID, Form: courses.External, Subject: training.KindLaw},
		"Gespräche auf Englisch führen und Bescheide erklären.":                                                            {Title: "Englisch am Schalter", Provider: &institute.ID, Form: courses.External, Subject: training.KindLanguage, Level: &level, Approval: true},
		"Was hilft, wenn jemand laut wird, und was danach.":                                                                {Title: "Ruhig bleiben in schwierigen Gesprächen", Provider: &house.ID, Form: courses.InHouse, Subject: training.KindCommunication},
		"Sechs Kolleginnen und Kollegen beraten einen Fall nach festem Ablauf.":                                            {Title: "Kollegiale Fallberatung", Provider: &house.ID, Form: courses.InHouse, Subject: training.KindCoaching},
		"Die Urteile des Jahres mit Fragen dazu. Am Ende steht eine Bescheinigung.":                                        {Title: "Rechtsprechung zum Selbstlernen", Provider: &institute.ID, Form: courses.Online, Subject: training.KindLaw, Link: &law},
		"Zum Selbstlernen, etwa vierzig Minuten.":                                                                          {Title: "Datenschutz am Arbeitsplatz", Form: courses.Online, Subject: training.KindDataProtection, Link: &link},
	} {
		in.About = &about
		if in.Training, err = h.taught(in.Subject); err != nil {
			return nil, err
		}
		if known[in.Title], err = h.Courses.KeepCourse(eva, in); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// hold plans a session and lets happen what happened.
func (f *filler) hold(h *hand, s *teaching, known map[string]*courses.Course) error {
	eva, place := h.by("sommer"), "Schulungsraum, Rathaus, Zimmer 214"
	h.clock.Set(f.now.AddDate(0, 0, -s.ago))
	day := courses.DayIn{Day: f.today.AddDays(s.day), FromMinute: 540, ToMinute: 960}
	if s.allDay {
		day.FromMinute, day.ToMinute = 0, 1440
	}
	days := []courses.DayIn{day}
	if s.day > 20 {
		days = append(days, courses.DayIn{Day: day.Day.AddDays(1), FromMinute: 540, ToMinute: 780})
	}
	se, err := h.Courses.Plan(eva, courses.PlanSession{Course: known[s.course].ID, Days: days, Places: s.places, Place: &place, Cents: &s.cents})
	if err != nil {
		return err
	}
	for i, who := range s.people {
		own, err := h.Courses.Enrol(h.by(who), se.ID)
		if err != nil {
			return err
		}
		if i < s.approved {
			if err := h.Courses.Approve(eva, courses.ApproveEnrolment{Enrolment: own.ID}); err != nil {
				return err
			}
		}
	}
	if s.off {
		_, err := h.Courses.CallOff(eva, courses.CancelSession{Session: se.ID, Version: se.Version})
		return err
	}
	if !s.finished {
		return nil
	}
	return f.finish(h, se)
}

// finish marks who was there, closes the list, and has most of them say how it was.
func (f *filler) finish(h *hand, se *courses.Session) error {
	eva := h.by("sommer")
	h.clock.Set(se.EndsAt.Add(time.Hour))
	list, err := h.Courses.Participants(eva, se.ID)
	if err != nil {
		return err
	}
	for i, p := range list {
		if i == len(list)-1 || p.State != courses.Enrolled {
			continue
		}
		for _, d := range se.Days {
			if _, err := h.Courses.Mark(eva, courses.MarkPresent{Enrolment: p.ID, Day: d.ID, Present: true}); err != nil {
				return err
			}
		}
	}
	se, err = h.Courses.Session(h.ctx, se.ID)
	if err != nil {
		return err
	}
	if _, err := h.Courses.Finish(eva, courses.FinishSession{Session: se.ID, Version: se.Version}); err != nil {
		return err
	}
	return f.review(h, se.ID)
}

// helped has most of those who were there on a day say three months later how much it helps, if that is over.
func (f *filler) helped(h *hand, day clock.Date) error {
	later := day.AddMonths(3).AddDays(2).Time(clock.Berlin)
	if !later.Before(f.now) {
		return nil
	}
	h.clock.Set(later)
	if err := h.Courses.Due(h.ctx); err != nil {
		return err
	}
	for i, who := range everybody[1:] {
		open, err := h.Courses.Questions(h.by(who))
		if err != nil {
			return err
		}
		for _, q := range open {
			if err := h.Courses.AnswerEffect(h.by(who), courses.AnswerEffect{ID: q.ID, Helps: 3 + i%2}); err != nil {
				return err
			}
		}
	}
	return nil
}

// review has most of those who attended say how a session was.
func (f *filler) review(h *hand, session uuid.UUID) error {
	remark := "Die Übungen mit echten Fällen haben mir am meisten gebracht."
	for i, who := range everybody[1:6] {
		mine, err := h.Courses.Mine(h.by(who))
		if err != nil {
			return err
		}
		for _, m := range mine {
			if m.SessionID != session || m.State != courses.Attended {
				continue
			}
			in := courses.GiveFeedback{Enrolment: m.ID, Useful: 4 - i%2, WellGiven: 3 + i%2}
			if i == 2 {
				in.Remark = &remark
			}
			if _, err := h.Courses.Say(h.by(who), in); err != nil {
				return err
			}
		}
	}
	return nil
}

// taught is the training that a course of a subject teaches, if the city knows one.
func (h *hand) taught(subject training.Kind) (*uuid.UUID, error) {
	list, err := h.Training.Trainings(h.ctx, false)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		if t.Kind == subject {
			return &t.ID, nil
		}
	}
	return nil, nil // not every course teaches a training
}
