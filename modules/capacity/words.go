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
}

type concernWords struct {
	Title string `json:"title"`
	Hint  string `json:"hint"`
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
		for _, key := range slices.Sorted(maps.Keys(w.Concerns)) {
			if _, ok := r.Concern(key); !ok {
				faults.Add(file, doc.Line("concerns."+key), "nobody comes for %q", key)
			}
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
