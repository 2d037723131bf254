package letters

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// TextModule is a passage that clerks put into decisions; {{name}} stands for what the case knows.
type TextModule struct {
	Key      string   `yaml:"key"`
	Title    string   `yaml:"title"`    // what the clerk chooses by, and the heading in the letter
	Text     string   `yaml:"text"`     // German
	Law      string   `yaml:"law"`      // what it rests on
	Source   string   `yaml:"source"`   // where that was read
	Trust    string   `yaml:"trust"`    // S: read in the source; B: background knowledge, the city confirms
	Services []string `yaml:"services"` // keys of services; none: all
	Outcomes []string `yaml:"outcomes"` // keys of outcomes; none: all
	// Operative marks the sentence that decides: the office puts it in by its key, clerks do not choose it.
	Operative bool `yaml:"operative"`
}

var placeholder = regexp.MustCompile(`\{\{\s*([a-z][a-z0-9_]*)\s*\}\}`)

// Placeholders are the names that the text asks for, in the order of their first use.
func (m TextModule) Placeholders() []string {
	var names []string
	for _, found := range placeholder.FindAllStringSubmatch(m.Text, -1) {
		if !slices.Contains(names, found[1]) {
			names = append(names, found[1])
		}
	}
	return names
}

// Fill puts the values in; missing names those that were not there or empty: they stay as they are, for the clerk to see.
func (m TextModule) Fill(values map[string]string) (text string, missing []string) {
	text = placeholder.ReplaceAllStringFunc(m.Text, func(mark string) string {
		name := placeholder.FindStringSubmatch(mark)[1]
		if value := values[name]; value != "" {
			return value
		}
		if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
		return mark
	})
	return text, missing
}

// TextModules returns those to choose from for a service and an outcome, in the order of the city's file.
func (s *Service) TextModules(service, outcome string) []TextModule {
	var fit []TextModule
	for _, m := range s.modules {
		if !m.Operative && (len(m.Services) == 0 || slices.Contains(m.Services, service)) &&
			(len(m.Outcomes) == 0 || slices.Contains(m.Outcomes, outcome)) {
			fit = append(fit, m)
		}
	}
	return fit
}

// TextModule returns one by its key.
func (s *Service) TextModule(key string) (TextModule, bool) {
	i := slices.IndexFunc(s.modules, func(m TextModule) bool { return m.Key == key })
	if i < 0 {
		return TextModule{}, false
	}
	return s.modules[i], true
}

// readTextModules reads modules.yaml and tells all its faults; without the file there are none.
func readTextModules(templates fs.FS) ([]TextModule, error) {
	raw, err := fs.ReadFile(templates, "modules.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read text modules: %w", err)
	}
	var file struct {
		Modules []TextModule `yaml:"modules"`
	}
	if err := yaml.UnmarshalWithOptions(raw, &file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read text modules: %w", err)
	}
	var faults []error
	seen := map[string]bool{}
	for i, m := range file.Modules {
		for _, what := range slices.Sorted(maps.Keys(m.faults(seen))) {
			faults = append(faults, fmt.Errorf("modules.yaml: module %d (%s): %s", i+1, m.Key, what))
		}
		seen[m.Key] = true
	}
	return file.Modules, errors.Join(faults...)
}

func (m TextModule) faults(seen map[string]bool) map[string]bool {
	found := map[string]bool{
		"key is missing":                     m.Key == "",
		"key is there twice":                 m.Key != "" && seen[m.Key],
		"title is missing":                   m.Title == "",
		"text is missing":                    strings.TrimSpace(m.Text) == "",
		"trust is neither S nor B":           m.Trust != "S" && m.Trust != "B",
		"source is missing, yet trust is S":  m.Trust == "S" && m.Source == "",
		"text has braces that name no value": strings.Contains(placeholder.ReplaceAllString(m.Text, ""), "{{"),
	}
	maps.DeleteFunc(found, func(_ string, there bool) bool { return !there })
	return found
}
