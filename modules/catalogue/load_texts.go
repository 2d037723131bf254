package catalogue

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/ankunft/ankunft/platform/sheet"
)

// textFile is one language of a folder: key → text, with the places.
type textFile struct {
	doc      *sheet.Sheet
	texts    map[string]string
	reviewed Review
}

func (l *loader) readTexts(file string) *textFile {
	d := sheet.Read(l.fsys, file, &l.faults)
	if d == nil {
		return nil
	}
	t := &textFile{doc: d, texts: map[string]string{}}
	top, ok := d.Data.(map[string]any)
	if !ok {
		l.faults.Add(file, 1, "must be a mapping")
		return nil
	}
	for _, key := range sortedKeys(top) {
		if key == "reviewed" {
			l.readReview(t, top[key])
			continue
		}
		l.flatten(t, key, top[key])
	}
	if _, ok := top["reviewed"]; !ok {
		l.faults.Add(file, 1, "must say who reviewed it: reviewed: null, or {by: …, on: …}")
	}
	return t
}

func (l *loader) readReview(t *textFile, v any) {
	if v == nil {
		return
	}
	m, _ := v.(map[string]any)
	t.reviewed.By, _ = m["by"].(string)
	t.reviewed.On, _ = m["on"].(string)
	if t.reviewed.By == "" || t.reviewed.On == "" {
		l.faults.Add(t.doc.File, t.doc.Line("reviewed"), "reviewed: null, or {by: …, on: …}")
	}
}

func (l *loader) flatten(t *textFile, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			l.flatten(t, path+"."+key, v[key])
		}
	case string:
		text := strings.TrimSpace(v)
		if text == "" {
			l.faults.Add(t.doc.File, t.doc.Line(path), "text %q is empty", path)
		}
		if hasForbidden(text, true) {
			l.faults.Add(t.doc.File, t.doc.Line(path), "text %q has control characters", path)
		}
		t.texts[path] = text
	default:
		l.faults.Add(t.doc.File, t.doc.Line(path), "text %q must be a text (numbers and yes/no in quotes)", path)
	}
}

// serviceTexts reads services/<key>/texts; other files there are faults.
func (l *loader) serviceTexts(dir string) map[string]*textFile {
	own := map[string]*textFile{}
	for _, lang := range l.city.Languages {
		own[lang] = l.readTexts(dir + "/texts/" + lang + ".yaml")
	}
	for _, folder := range []string{dir + "/texts", "shared/texts"} {
		entries, _ := fs.ReadDir(l.fsys, folder)
		for _, e := range entries {
			if lang, isYAML := strings.CutSuffix(e.Name(), ".yaml"); !isYAML || !slices.Contains(l.city.Languages, lang) {
				l.faults.Add(folder+"/"+e.Name(), 1, "not a language of this city")
			}
		}
	}
	return own
}

// mergeTexts gives the offer its texts, its own before the shared ones, and tells what is missing or too much.
func (l *loader) mergeTexts(o *Offer, dir string, own map[string]*textFile) {
	needed, staff := unique(o.needed()), unique(o.neededInGerman())
	german := union(l.texts[German], own[German])
	optional := optionalKeys(o, german)
	o.Texts, o.Reviews = map[string]map[string]string{}, map[string]Review{}
	for _, lang := range o.Languages {
		shared, mine := l.texts[lang], own[lang]
		if shared == nil || mine == nil {
			continue // told already
		}
		keys := slices.Concat(needed, optional)
		if lang == German {
			keys = slices.Concat(keys, staff)
		}
		all := union(shared, mine)
		texts := map[string]string{}
		for _, key := range keys {
			if text, ok := all[key]; ok {
				texts[key] = text
			} else if lang != "de-simple" {
				l.missingText(dir, lang, key)
			}
			l.used[key] = true
		}
		for _, key := range sortedKeys(mine.texts) {
			if _, used := texts[key]; !used {
				l.faults.Add(mine.doc.File, mine.doc.Line(key), "text %q is not used", key)
			}
		}
		o.Texts[lang] = texts
		if mine.reviewed.By != "" && shared.reviewed.By != "" {
			o.Reviews[lang] = mine.reviewed
		}
	}
}

// missingText is told in the file in which German has the text.
func (l *loader) missingText(dir, lang, key string) {
	folder := dir + "/texts/"
	if german := l.texts[German]; german != nil && lang != German {
		if _, shared := german.texts[key]; shared {
			folder = "shared/texts/"
		}
	}
	l.faults.Add(folder+lang+".yaml", 1, "text %q is missing", key)
}

// optionalKeys are the helps that German has; then the other languages must have them too.
func optionalKeys(o *Offer, german map[string]string) []string {
	var keys []string
	add := func(key string) {
		if _, ok := german[key]; ok {
			keys = append(keys, key)
		}
	}
	for _, f := range []*Form{o.Principal, o.Member} {
		if f == nil {
			continue
		}
		for _, s := range f.Steps {
			add("steps." + s.Key + ".help")
		}
		for _, field := range f.Fields() {
			add("fields." + field.Key + ".help")
		}
	}
	return unique(keys)
}

func (l *loader) checkUnusedShared() {
	for _, lang := range l.city.Languages {
		t := l.texts[lang]
		if t == nil || len(l.used) == 0 {
			continue
		}
		for _, key := range sortedKeys(t.texts) {
			if !l.used[key] {
				l.faults.Add(t.doc.File, t.doc.Line(key), "text %q is not used by any service", key)
			}
		}
	}
}

func union(files ...*textFile) map[string]string {
	all := map[string]string{}
	for _, t := range files {
		if t != nil {
			maps.Copy(all, t.texts)
		}
	}
	return all
}

func unique(keys []string) []string {
	slices.Sort(keys)
	return slices.Compact(keys)
}

// checkFiles tells of files that nobody reads.
func (l *loader) checkFiles(dir string) {
	entries, _ := fs.ReadDir(l.fsys, dir)
	for _, e := range entries {
		if !oneOf(e.Name(), "service.yaml", "form.yaml", "texts") {
			l.faults.Add(fmt.Sprintf("%s/%s", dir, e.Name()), 1, "nobody reads this file")
		}
	}
}
