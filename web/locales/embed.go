// Package locales holds the texts of the office in all its languages: one
// folder for each language, one JSON file for each namespace (i18next JSON v4).
// The web apps read the same files.
package locales

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed */*.json
var files embed.FS

// Files are the texts as they lie in this folder: <language>/<namespace>.json.
func Files() fs.FS { return files }

// Language is one language of the portal.
type Language struct {
	// Tag is the BCP 47 tag and the folder's name; "de-simple" is plain German.
	Tag string
	// Name is the language's name in itself: العربية.
	Name string `json:"name"`
	// Dir is "ltr" or "rtl".
	Dir string `json:"dir"`
	// Reviewed says for each namespace who, as a speaker of the language, has
	// reviewed its texts; nil where nobody has.
	Reviewed map[string]*string `json:"reviewed"`
}

type library struct {
	languages []Language
	// texts: tag, namespace, dotted key → text.
	texts map[string]map[string]map[string]string
	err   error
}

// The files are part of the program; they are read once, at first use.
var open = sync.OnceValue(func() library { return read(files) })

// Check reports every text file that cannot be read. Text and Languages work
// with what could; a test keeps Check nil for what is committed.
func Check() error { return open().err }

// Languages lists all languages, German first, then by tag.
func Languages() []Language { return slices.Clone(open().languages) }

// Text finds a text by its dotted key and fills in {{params}}. It looks in the
// language itself, then along its fallbacks (de-simple → de, prs → fa; a
// language we do not speak → en → de). A key that no language has comes back
// as it is, so that a fault is seen and nothing breaks.
func Text(lang, namespace, key string, params map[string]string) string {
	lib := open()
	for _, tag := range chain(lib, lang) {
		if text, ok := lib.texts[tag][namespace][key]; ok {
			return fill(text, params)
		}
	}
	return key
}

func chain(lib library, lang string) []string {
	tag := strings.ToLower(lang)
	if tag == "prs" || strings.HasPrefix(tag, "prs-") {
		tag = "fa"
	}
	if _, known := lib.texts[tag]; !known {
		tag, _, _ = strings.Cut(tag, "-")
	}
	switch tag {
	case "de-simple":
		return []string{"de-simple", "de"}
	case "de":
		return []string{"de"}
	default:
		return []string{tag, "en", "de"}
	}
}

func fill(text string, params map[string]string) string {
	if len(params) == 0 || !strings.Contains(text, "{{") {
		return text
	}
	pairs := make([]string, 0, 2*len(params))
	for name, value := range params {
		pairs = append(pairs, "{{"+name+"}}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func read(files fs.FS) library {
	lib := library{texts: map[string]map[string]map[string]string{}}
	paths, err := fs.Glob(files, "*/*.json")
	if err != nil {
		lib.err = err
		return lib
	}
	for _, path := range paths {
		if err := lib.add(files, path); err != nil && lib.err == nil {
			lib.err = fmt.Errorf("read %s: %w", path, err)
		}
	}
	slices.SortFunc(lib.languages, func(a, b Language) int {
		return strings.Compare(rank(a.Tag), rank(b.Tag))
	})
	return lib
}

func rank(tag string) string {
	if tag == "de" || tag == "de-simple" {
		return "0" + tag
	}
	return "1" + tag
}

func (l *library) add(files fs.FS, path string) error {
	data, err := fs.ReadFile(files, path)
	if err != nil {
		return err
	}
	tag, file, _ := strings.Cut(path, "/")
	if file == "meta.json" {
		language := Language{Tag: tag}
		if err := json.Unmarshal(data, &language); err != nil {
			return err
		}
		l.languages = append(l.languages, language)
		return nil
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		return err
	}
	flat := map[string]string{}
	flatten("", tree, flat)
	if l.texts[tag] == nil {
		l.texts[tag] = map[string]map[string]string{}
	}
	l.texts[tag][strings.TrimSuffix(file, ".json")] = flat
	return nil
}

func flatten(prefix string, tree map[string]any, into map[string]string) {
	for name, value := range tree {
		switch value := value.(type) {
		case string:
			into[prefix+name] = value
		case map[string]any:
			flatten(prefix+name+".", value, into)
		}
	}
}
