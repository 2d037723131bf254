package office

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/frontdesk"
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/modules/training"
	"github.com/ankunft/ankunft/platform/sheet"
)

// LoadCity reads a city's folder as the office does. The error is all that is wrong in it, each with file and line: of its services, of how it gives
// appointments, of its halls, of interpreters and of what staff learn. The rules are nil where a city gives none.
func LoadCity(folder string) (*catalogue.City, *capacity.Rules, error) {
	fsys := os.DirFS(folder)
	city, err := catalogue.Load(fsys)
	languages := written(fsys)
	if city != nil {
		languages = city.Languages
	}
	rules, faults := capacity.LoadRules(fsys, languages)
	if city != nil && rules != nil {
		faults = offered(fsys, city, rules)
	}
	_, halls := frontdesk.LoadRules(fsys, languages)
	_, learning := training.LoadFirst(fsys)
	_, caring := supervision.LoadRules(fsys)
	return city, rules, errors.Join(err, faults, halls, interpreting(fsys), learning, caring)
}

// interpreting tells what is wrong with how the city works with interpreters and pays them: two readers of one file, each fault once.
func interpreting(fsys fs.FS) error {
	_, pay := remuneration.LoadTariffs(fsys)
	_, booking := linguists.LoadRules(fsys)
	var all sheet.Faults
	for _, err := range []error{pay, booking} {
		var faults sheet.Faults
		if errors.As(err, &faults) {
			all = append(all, faults...)
		}
	}
	return all.Err()
}

// written are the languages in which there are texts of appointments: what to go by while city.yaml cannot be read.
func written(fsys fs.FS) (languages []string) {
	files, _ := fs.Glob(fsys, "appointments/*.yaml") // a constant pattern
	for _, f := range files {
		languages = append(languages, strings.TrimSuffix(path.Base(f), ".yaml"))
	}
	return languages
}

// offered tells of concerns and series about services that the city does not offer: nobody could say what to bring.
func offered(fsys fs.FS, city *catalogue.City, rules *capacity.Rules) error {
	var faults sheet.Faults
	doc := sheet.Read(fsys, capacity.RulesFile, &faults)
	for i, c := range rules.Concerns {
		for j, key := range c.Services {
			if city.Offer(key) == nil && doc != nil {
				faults.Add(doc.File, doc.Line(fmt.Sprintf("concerns[%d].services[%d]", i, j)), "concern %q: the city has no service %q", c.Key, key)
			}
		}
	}
	for i, series := range rules.Series {
		for j, key := range series.Services {
			if city.Offer(key) == nil && doc != nil {
				faults.Add(doc.File, doc.Line(fmt.Sprintf("series[%d].services[%d]", i, j)), "series %q: the city has no service %q", series.Key, key)
			}
		}
	}
	return faults.Err()
}
