package seed

import (
	"encoding/json"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
)

// Told is what a test sees of a story.
type Told struct {
	Name, Service, State, Twist string
	Filed                       clock.Date
	Facts                       []catalogue.Facts
	Days                        []int
}

// Tell plans the stories of a day.
func Tell(today clock.Date, n int) ([]Told, error) {
	var list []Told
	for _, s := range newPlanner(today, "https://id.example").stories(n) {
		t := Told{Name: s.Name(), Service: s.service, State: string(s.state), Twist: string(s.twist), Filed: s.filed}
		given := []answers{s.answers}
		for _, m := range s.members {
			given = append(given, m.answers)
		}
		for i, a := range given {
			f := catalogue.Facts{Form: catalogue.Principal, Today: s.filed}
			if i > 0 {
				f.Form = catalogue.Member
			}
			raw, err := json.Marshal(a)
			if err != nil {
				return nil, err
			}
			if err := json.Unmarshal(raw, &f.Answers); err != nil {
				return nil, err
			}
			t.Facts = append(t.Facts, f)
		}
		for _, step := range s.steps {
			t.Days = append(t.Days, step.day)
		}
		list = append(list, t)
	}
	return list, nil
}
