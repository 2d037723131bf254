package capacity

import (
	"io/fs"
	"maps"
	"slices"

	"github.com/ankunft/ankunft/platform/sheet"
)

const german = "de"

// words are the city's texts of its appointments: appointments/<language>.yaml.
type words struct {
	Reviewed  any                     `json:"reviewed"` // null until a speaker has read them
	Concerns  map[string]concernWords `json:"concerns"`
	Questions map[string]string       `json:"questions"`
	Ranks     map[string]string       `json:"ranks"`
	Series    map[string]seriesWords  `json:"series"`
}

type concernWords struct {
	Title string `json:"title"`
	Hint  string `json:"hint"`
}

type seriesWords struct {
	Title string            `json:"title"`
	Steps map[string]string `json:"steps"` // why there is this step, and why then
}

// loadWords reads the texts in all languages and tells what is missing. Plain German may lack what it has no simpler words for.
func (r *Rules) loadWords(fsys fs.FS, languages []string, faults *sheet.Faults) {
	r.words = map[string]words{}
	for _, lang := range languages {
		file := "appointments/" + lang + ".yaml"
		doc := sheet.Read(fsys, file, faults)
		var w words
		if doc == nil || !doc.Into(&w, faults) {
			continue
		}
		r.words[lang] = w
		missing := func(key string, there bool) {
			if !there && lang != "de-simple" {
				faults.Add(file, 1, "text %q is missing", key)
			}
		}
		for _, c := range r.Concerns {
			missing("concerns."+c.Key+".title", w.Concerns[c.Key].Title != "")
		}
		for _, q := range r.Emergency.Questions {
			missing("questions."+q.Key, w.Questions[q.Key] != "")
		}
		for _, rank := range r.Emergency.Ranks {
			missing("ranks."+rank.Key, w.Ranks[rank.Key] != "")
		}
		r.missingSeries(w, missing)
		for _, key := range slices.Sorted(maps.Keys(w.Concerns)) {
			if _, ok := r.Concern(key); !ok {
				faults.Add(file, doc.Line("concerns."+key), "nobody comes for %q", key)
			}
		}
		r.idleSeries(w, func(at, format string, args ...any) { faults.Add(file, doc.Line(at), format, args...) })
	}
}

// idleSeries tells of words for series and steps that are not there.
func (r *Rules) idleSeries(w words, wrong complain) {
	for _, key := range slices.Sorted(maps.Keys(w.Series)) {
		s, ok := r.FindSeries(key)
		if !ok {
			wrong("series."+key, "there is no series %q", key)
			continue
		}
		for _, step := range slices.Sorted(maps.Keys(w.Series[key].Steps)) {
			if _, ok := s.Step(step); !ok {
				wrong("series."+key+".steps."+step, "series %q has no step %q", key, step)
			}
		}
	}
}

// missingSeries tells of the words that series lack.
func (r *Rules) missingSeries(w words, missing func(key string, there bool)) {
	for i := range r.Series {
		s := &r.Series[i]
		missing("series."+s.Key+".title", w.Series[s.Key].Title != "")
		for _, st := range s.Steps {
			missing("series."+s.Key+".steps."+st.Key, w.Series[s.Key].Steps[st.Key] != "")
		}
	}
}

// ConcernWords are the title of a concern and what it is, in a language, else in German.
func (r *Rules) ConcernWords(lang, key string) (title, hint string) {
	w := r.words[lang].Concerns[key]
	if w.Title == "" {
		w = r.words[german].Concerns[key]
	}
	return w.Title, w.Hint
}

// QuestionText is a question of the emergency counter.
func (r *Rules) QuestionText(lang, key string) string {
	return either(r.words[lang].Questions[key], r.words[german].Questions[key])
}

// SeriesTitle is the name of a series in a language, else in German.
func (r *Rules) SeriesTitle(lang, key string) string {
	return either(r.words[lang].Series[key].Title, r.words[german].Series[key].Title)
}

// StepText is why a series has a step, and why then.
func (r *Rules) StepText(lang, series, step string) string {
	return either(r.words[lang].Series[series].Steps[step], r.words[german].Series[series].Steps[step])
}

// RankText is why something cannot wait, in words.
func (r *Rules) RankText(lang, key string) string {
	return either(r.words[lang].Ranks[key], r.words[german].Ranks[key])
}

func either(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
