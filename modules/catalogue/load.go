package catalogue

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/ankunft/ankunft/platform/sheet"
)

// Faults is all that is wrong in a city's folder, sorted by file and line.
type (
	Fault  = sheet.Fault
	Faults = sheet.Faults
)

// loader gathers a city and all that is wrong with it.
type loader struct {
	fsys   fs.FS
	faults Faults
	city   *City
	shared sharedForm
	steps  *sheet.Sheet // shared/form.yaml, nil where it is missing
	texts  map[string]*textFile
	used   map[string]bool // shared texts that an offer shows
}

// Load reads a city's folder. The error is Faults: everything that is wrong, not only the first.
func Load(fsys fs.FS) (*City, error) {
	l := &loader{fsys: fsys, city: &City{}, texts: map[string]*textFile{}, used: map[string]bool{}}
	l.loadCity()
	l.loadShared()
	l.loadServices()
	if err := l.faults.Err(); err != nil {
		return nil, err
	}
	return l.city, nil
}

func (l *loader) loadCity() {
	c := l.city
	if d := sheet.Read(l.fsys, "city.yaml", &l.faults); d != nil {
		d.Into(c, &l.faults)
		l.checkCity(d) // also when a value is of the wrong type: everything else hangs on the languages
	}
	var teams struct {
		Teams []Team `json:"teams"`
	}
	if d := sheet.Read(l.fsys, "teams.yaml", &l.faults); d != nil && d.Into(&teams, &l.faults) {
		c.Teams = teams.Teams
		l.checkTeams(d)
	}
	l.loadQualifications()
	var fees struct {
		Amounts []Amount `json:"amounts"`
	}
	if d := sheet.Read(l.fsys, "fees.yaml", &l.faults); d != nil && d.Into(&fees, &l.faults) {
		c.Amounts = fees.Amounts
		checkFacts(l, d, "amounts", c.Amounts, func(a Amount) fact { return fact{a.Key, a.Proof} })
	}
	var figures struct {
		Parameters []Parameter `json:"parameters"`
	}
	if d := sheet.Read(l.fsys, "parameters.yaml", &l.faults); d != nil && d.Into(&figures, &l.faults) {
		c.Parameters = figures.Parameters
		checkFacts(l, d, "parameters", c.Parameters, func(p Parameter) fact { return fact{p.Key, p.Proof} })
	}
}

// loadQualifications reads what a city asks of its staff, if it has such a list.
func (l *loader) loadQualifications() {
	if _, err := fs.Stat(l.fsys, qualificationsFile); err != nil {
		return
	}
	var file struct {
		Qualifications []Qualification `json:"qualifications"`
	}
	d := sheet.Read(l.fsys, qualificationsFile, &l.faults)
	if d == nil || !d.Into(&file, &l.faults) {
		return
	}
	l.city.Qualifications = file.Qualifications
	c, seen := checker{l, d}, map[string]bool{}
	for i, q := range file.Qualifications {
		at := fmt.Sprintf("qualifications[%d]", i)
		c.must(simpleKey.MatchString(q.Key) && q.Title != "", at, "qualification: key and title are missing")
		c.must(!seen[q.Key], at, "qualification %q comes twice", q.Key)
		seen[q.Key] = true
	}
}

const qualificationsFile = "qualifications.yaml"

func (l *loader) loadShared() {
	if l.steps = sheet.Read(l.fsys, "shared/form.yaml", &l.faults); l.steps != nil && !l.steps.Into(&l.shared, &l.faults) {
		l.steps = nil
	}
	for _, lang := range l.city.Languages {
		l.texts[lang] = l.readTexts("shared/texts/" + lang + ".yaml")
	}
}

func (l *loader) loadServices() {
	entries, err := fs.ReadDir(l.fsys, "services")
	if err != nil {
		l.faults.Add("services", 1, "folder is missing")
		return
	}
	for _, e := range entries {
		if !e.IsDir() {
			l.faults.Add("services/"+e.Name(), 1, "a service is a folder")
			continue
		}
		if o := l.loadOffer(e.Name()); o != nil {
			l.city.Offers = append(l.city.Offers, o)
		}
	}
	l.checkUnusedShared()
}

// loadOffer reads one service and makes it whole with what it shares.
func (l *loader) loadOffer(key string) *Offer {
	dir := "services/" + key
	if !serviceKey.MatchString(key) {
		l.faults.Add(dir, 1, "name of a service: small letters, digits and hyphens")
	}
	l.checkFiles(dir)
	o := &Offer{Key: key, Languages: slices.Clone(l.city.Languages)}
	rules := sheet.Read(l.fsys, path.Join(dir, "service.yaml"), &l.faults)
	form := sheet.Read(l.fsys, path.Join(dir, "form.yaml"), &l.faults)
	readable := rules != nil && rules.Into(&o.Rules, &l.faults)
	places := map[string]place{}
	readable = form != nil && l.loadForms(o, form, places) && readable
	texts := l.serviceTexts(dir)
	if !readable {
		return nil
	}
	o.Parameters = l.city.Parameters
	o.Amounts = l.amountsOf(o)
	l.checkOffer(o, rules)
	l.checkForms(o, form, places)
	l.mergeTexts(o, dir, texts)
	before := len(l.faults)
	o.compile(func(at, message string) {
		if p, ok := places[at]; ok {
			l.faults.Add(p.file, p.line, "%s", message)
		} else if form.Has(at) {
			l.faults.Add(form.File, form.Line(at), "%s", message)
		} else {
			l.faults.Add(rules.File, rules.Line(at), "%s", message)
		}
	})
	if len(l.faults) > before {
		return nil
	}
	o.Parameters = parametersOf(o)
	return o
}

// amountsOf copies the amounts that the service names, so that its version stands by itself.
func (l *loader) amountsOf(o *Offer) []Amount {
	var own []Amount
	for _, a := range l.city.Amounts {
		if slices.ContainsFunc(o.FeeRules.Items, func(i FeeItem) bool { return i.Amount == a.Key }) ||
			slices.ContainsFunc(o.FeeRules.Reductions, func(r FeeReduction) bool { return r.Amount == a.Key }) {
			own = append(own, a)
		}
	}
	return own
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
