package workforce

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/sheet"
)

// table is what a list of posts looks like, with what personnel offices call its columns.
var table = sheet.Table{
	Columns: map[string][]string{
		"number": {"stellennummer", "stelle", "nummer"}, "title": {"bezeichnung", "stellenbezeichnung"}, "grade": {"entgeltgruppe", "besoldung", "gruppe"},
		"share": {"anteil", "stellenanteil", "vzä"}, "team": nil, "name": {"besetzt mit", "inhaber", "stelleninhaber"}, "staff_no": {"personalnummer"}, "filled_share": {"besetzt zu", "beschäftigungsumfang"},
		"since": {"besetzt seit", "seit"}, "until": {"befristet bis", "bis"}, "kind": {"art"}, "advertised_from": {"ausgeschrieben ab"}, "advertised_until": {"ausgeschrieben bis"},
	},
	Needed: []string{"number", "title", "grade", "share", "team"},
}

// listedPost is a post as a list has it.
type listedPost struct {
	Number string
	Facts
	line       int
	people     []*listedPerson
	advert     *Advert
	advertLine int
}

// listedPerson is somebody on a post as a list has them.
type listedPerson struct {
	Name, staffNo string
	line          int
	kind          FillingKind
	share         int
	from, until   clock.Date

	person *Person
	before string   // what they were called, where that was otherwise
	was    *Filling // in which they stand already
}

// readList reads the list of a day, with all its faults. An empty one is a fault: it would end all posts.
func (s *Service) readList(text string, day clock.Date) ([]*listedPost, int, []sheet.CellFault) {
	rows, faults := table.Read(text)
	by, named, list := map[string]*listedPost{}, map[string]*listedPerson{}, []*listedPost{}
	for _, r := range rows {
		p, person, wrong := s.readLine(r, day)
		faults = append(faults, wrong...)
		first, again := by[p.Number]
		if !again {
			by[p.Number], first = p, p
			list = append(list, p)
		} else {
			faults = append(faults, first.also(p)...)
		}
		twice := func(column, code string, line int) {
			faults = append(faults, sheet.CellFault{Line: r.Line, Column: column, Code: code, Value: strconv.Itoa(line)})
		}
		if person == nil {
			if again {
				twice("number", "twice", first.line)
			}
			continue
		}
		if again && len(first.people) == 0 || slices.ContainsFunc(first.people, person.same) {
			twice("name", "twice", first.line)
			continue
		}
		if k := named[person.staffNo]; k != nil && k.Name != person.Name {
			twice("staff_no", "other_name", k.line)
		}
		if person.staffNo != "" && named[person.staffNo] == nil {
			named[person.staffNo] = person
		}
		first.people = append(first.people, person)
	}
	for _, l := range list { // whose line is at fault is not compared
		l.people = slices.DeleteFunc(l.people, func(k *listedPerson) bool { return k.from.IsZero() || k.share == 0 })
	}
	if len(rows) == 0 && len(faults) == 0 {
		faults = append(faults, sheet.CellFault{Line: 1, Code: "empty"})
	}
	return list, len(rows), faults
}

// also takes another line of the same post; it says of the post what the first one said.
func (l *listedPost) also(p *listedPost) (faults []sheet.CellFault) {
	if l.Facts != p.Facts {
		faults = append(faults, sheet.CellFault{Line: p.line, Column: "number", Code: "contradicts", Value: strconv.Itoa(l.line)})
	}
	switch {
	case p.advert == nil:
	case l.advert == nil:
		l.advert, l.advertLine = p.advert, p.line
	case *l.advert != *p.advert:
		faults = append(faults, sheet.CellFault{Line: p.line, Column: "advertised_from", Code: "contradicts", Value: strconv.Itoa(l.advertLine)})
	}
	return faults
}

// same says that two lines of a post are of one person.
func (l *listedPerson) same(k *listedPerson) bool {
	return l.staffNo == k.staffNo && (l.staffNo != "" || strings.EqualFold(l.Name, k.Name))
}

// readLine reads one line, with all its faults.
func (s *Service) readLine(r sheet.Row, today clock.Date) (*listedPost, *listedPerson, []sheet.CellFault) {
	var faults []sheet.CellFault
	wrong := func(column, code string) {
		if !slices.ContainsFunc(faults, func(k sheet.CellFault) bool { return k.Column == column }) {
			faults = append(faults, sheet.CellFault{Line: r.Line, Column: column, Code: code, Value: sheet.Short(r.Cells[column])})
		}
	}
	day := func(column string) (d clock.Date) {
		if r.Cells[column] == "" {
			return d
		}
		d, err := sheet.Day(r.Cells[column])
		if err != nil || !sensible(d) {
			wrong(column, "format")
		}
		return d
	}
	share := func(column string, otherwise int) int {
		if r.Cells[column] == "" {
			return otherwise
		}
		n, ok := readShare(r.Cells[column])
		if !ok {
			wrong(column, "format")
		}
		return n
	}
	p := &listedPost{Number: r.Cells["number"], line: r.Line, advertLine: r.Line, Facts: Facts{Title: r.Cells["title"], Grade: r.Cells["grade"], Share: share("share", 0), Team: r.Cells["team"]}}
	var f errs.Faults
	f.Need(p.Number != "", "number", "required")
	f.Fits(p.Number, longestNumber, "number")
	s.checkFacts(&f, &p.Facts)
	for _, k := range f {
		wrong(k.Path, k.Code)
	}
	if from, until := day("advertised_from"), day("advertised_until"); !from.IsZero() || !until.IsZero() {
		p.advert = &Advert{FromOn: from, UntilOn: until}
		if from.IsZero() {
			wrong("advertised_from", "required")
		} else if until.IsZero() || until.Before(from) {
			wrong("advertised_until", "too_early")
		}
	}
	if r.Cells["name"] == "" {
		return p, nil, faults
	}
	person := &listedPerson{Name: r.Cells["name"], staffNo: r.Cells["staff_no"], line: r.Line, share: share("filled_share", p.Share), from: day("since"), until: day("until")}
	person.kind = FillingKind(sheet.OneOf(r.Cells["kind"], map[string]string{"": "regular", "regulär": "regular", "planmäßig": "regular", "abordnung": "secondment", "abgeordnet": "secondment"}))
	person.check(wrong, today)
	return p, person, faults
}

func (l *listedPerson) check(wrong func(column, code string), today clock.Date) {
	if len(l.Name) > longestText {
		wrong("name", "too_long")
	}
	if len(l.staffNo) > longestNumber {
		wrong("staff_no", "too_long")
	}
	switch {
	case l.kind != Regular && l.kind != Secondment:
		wrong("kind", "unknown")
	case l.kind == Secondment && l.until.IsZero():
		wrong("until", "required")
	}
	if l.from.IsZero() {
		wrong("since", "required")
	}
	switch {
	case l.until.IsZero():
	case l.until.Before(l.from):
		wrong("until", "too_early")
	case l.until.Before(today):
		wrong("until", "over")
	}
}

// readShare reads a part of a whole post: "1", "0,5", "0.75", "50 %".
func readShare(text string) (int, bool) {
	number, percent := strings.CutSuffix(text, "%")
	number = strings.Replace(strings.TrimSpace(number), ",", ".", 1)
	whole, part, _ := strings.Cut(number, ".")
	if len(part) > 2 && strings.Trim(part[2:], "0") != "" {
		return 0, false
	}
	part = (part + "00")[:2]
	a, err := strconv.Atoi(whole)
	b, wrong := strconv.ParseUint(part, 10, 8)
	if err != nil || wrong != nil || a < 0 || a > 100 {
		return 0, false
	}
	n := a*100 + int(b)
	if percent {
		if b != 0 {
			return 0, false
		}
		n = a
	}
	return n, n >= 1 && n <= 100
}
