package linguists

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
	"github.com/ankunft/ankunft/platform/sheet"
)

// ImportInterpreters brings a list of before into the directory.
type ImportInterpreters struct {
	CSV    string // with a head; see columns
	DryRun bool   // only tell what would be
}

// ImportReport tells what came of a list. With faults nothing was brought in.
type ImportReport struct {
	Lines   int // entries that were read
	Created int // 0 in a dry run and where there are faults
	DryRun  bool
	Faults  []ImportFault
	Preview []*Interpreter // the first of them, as they would be, or are
}

const previewed = 20

// Import reads a list, tells all that is wrong with it, each fault with its line, and brings it in whole or not at all.
func (s *Service) Import(ctx context.Context, in ImportInterpreters) (*ImportReport, error) {
	report := &ImportReport{DryRun: in.DryRun, Preview: []*Interpreter{}}
	rows, faults := readTable(in.CSV)
	list := []*Interpreter{}
	for _, r := range rows {
		i, wrong := s.read(r)
		list, faults = append(list, i), append(faults, wrong...)
	}
	for _, look := range []func(context.Context, []row, []*Interpreter) ([]ImportFault, error){s.known, s.employed} {
		wrong, err := look(ctx, rows, list)
		if err != nil {
			return nil, err
		}
		faults = append(faults, wrong...)
	}
	report.Lines, report.Faults = len(list), faults
	slices.SortStableFunc(report.Faults, func(a, b ImportFault) int { return cmp.Compare(a.Line, b.Line) })
	if len(report.Faults) > 0 {
		return report, nil
	}
	report.Preview = list[:min(len(list), previewed)]
	if in.DryRun {
		return report, nil
	}
	if len(list) == 0 {
		return report, nil
	}
	if err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.bringTx(ctx, tx, list) }); err != nil {
		return nil, err
	}
	report.Created = len(list)
	return report, nil
}

// bringTx puts many into the directory, in as many statements as one.
func (s *Service) bringTx(ctx context.Context, tx *db.Tx, list []*Interpreter) error {
	var spoken []*Skill
	var proved []*Proof
	trail := &pgx.Batch{}
	for _, i := range list {
		i.CreatedAt = tx.Now
		spoken = append(spoken, i.Skills...)
		for _, p := range i.Proofs {
			p.NotedBy, p.NotedAt = audit.ActorFrom(ctx).ID, tx.Now
			proved = append(proved, p)
		}
		d := audit.Details{"kind": string(i.Kind), "skills": strconv.Itoa(len(i.Skills)), "proofs": strconv.Itoa(len(i.Proofs)), "from": "list"}
		if err := s.Audit.QueueTx(ctx, tx, trail, Record(i.ID), "interpreter.added", d); err != nil {
			return err
		}
	}
	insert := func(rows any, n int) error {
		if n == 0 {
			return nil
		}
		_, err := tx.NewInsert().Model(rows).Exec(ctx)
		return db.MapConstraints(err, constraints)
	}
	for _, rows := range []struct {
		list any
		n    int
	}{{&list, len(list)}, {&spoken, len(spoken)}, {&proved, len(proved)}} {
		if err := insert(rows.list, rows.n); err != nil {
			return fmt.Errorf("bring in list: %w", err)
		}
	}
	return tx.Batch(ctx, trail)
}

// known tells of addresses that stand twice in the list or already in the directory.
func (s *Service) known(ctx context.Context, rows []row, list []*Interpreter) ([]ImportFault, error) {
	var faults []ImportFault
	lines := map[string]int{}
	for n, i := range list {
		mailbox := strings.ToLower(i.Email)
		if first, there := lines[mailbox]; there && mailbox != "" {
			faults = append(faults, ImportFault{Line: rows[n].line, Column: "email", Code: "twice", Value: strconv.Itoa(first)})
			continue
		}
		lines[mailbox] = rows[n].line
	}
	delete(lines, "")
	mailboxes := make([]string, 0, len(lines))
	for mailbox := range lines {
		mailboxes = append(mailboxes, mailbox)
	}
	if len(mailboxes) == 0 {
		return faults, nil
	}
	var there []string
	err := s.DB.NewSelect().Model((*Interpreter)(nil)).ColumnExpr("lower(email)").Where("lower(email) IN (?)", bun.List(mailboxes)).Scan(ctx, &there)
	if err != nil {
		return nil, fmt.Errorf("find known interpreters: %w", err)
	}
	for _, mailbox := range there {
		faults = append(faults, ImportFault{Line: lines[mailbox], Column: "email", Code: "known", Value: sheet.Short(mailbox)})
	}
	return faults, nil
}

// employed puts people to the agency that they name: one of the list or of the directory. Where two are called so, nobody guesses.
func (s *Service) employed(ctx context.Context, rows []row, list []*Interpreter) ([]ImportFault, error) {
	if !slices.ContainsFunc(rows, func(r row) bool { return r.cells["agency"] != "" }) {
		return nil, nil
	}
	var there []*Interpreter
	if err := s.DB.NewSelect().Model(&there).Column("id", "kind", "name").Where("kind = ? AND state <> ?", KindAgency, StateEnded).Scan(ctx); err != nil {
		return nil, fmt.Errorf("find agencies: %w", err)
	}
	called := map[string][]uuid.UUID{}
	for _, i := range append(there, list...) {
		if i.Kind == KindAgency {
			called[fold(i.Name)] = append(called[fold(i.Name)], i.ID)
		}
	}
	var faults []ImportFault
	for n, i := range list {
		name := rows[n].cells["agency"]
		found, code := called[fold(name)], ""
		switch {
		case name == "":
			continue
		case i.Kind != KindPerson:
			code = "of_an_agency"
		case len(found) == 0:
			code = "unknown"
		case len(found) > 1:
			code = "ambiguous"
		default:
			i.AgencyID = &found[0]
			continue
		}
		faults = append(faults, ImportFault{Line: rows[n].line, Column: "agency", Code: code, Value: sheet.Short(name)})
	}
	return faults, nil
}

// columnOf are the columns of the fields that a fault names.
var columnOf = map[string]string{
	"travelMinutes": "travel_minutes", "travelKm": "travel_km", "language": "mail_language", "taxNumber": "tax_number", "vatId": "vat_id", "skills": "languages", "state": "",
}

var ofSkill = regexp.MustCompile(`^skills\[\d+\]`)

// read makes an entry of a line, with all its faults.
func (s *Service) read(r row) (*Interpreter, []ImportFault) {
	var faults []ImportFault
	wrong := func(column, code string) {
		faults = append(faults, ImportFault{Line: r.line, Column: column, Code: code, Value: sheet.Short(r.cells[column])})
	}
	d := r.details(wrong)
	i := &Interpreter{ID: ids.New(), Version: 1}
	if e := errs.Of(s.into(i, d)); e != nil {
		for _, f := range e.Fields {
			column, renamed := columnOf[f.Path]
			switch {
			case ofSkill.MatchString(f.Path):
				column = "languages"
			case !renamed:
				column = f.Path
			}
			if !slices.ContainsFunc(faults, func(k ImportFault) bool { return k.Column == column }) { // told before, more exactly
				wrong(column, f.Code)
			}
		}
	}
	i.Proofs = append(r.proofs(i.ID, s.today(), wrong), r.certificates(i.ID, s.today(), wrong)...)
	return i, faults
}

func (r row) details(wrong func(column, code string)) InterpreterDetails {
	text := func(column string) *string { v := r.cells[column]; return &v }
	d := InterpreterDetails{
		Kind: InterpreterKind(sheet.OneOf(r.cells["kind"], map[string]string{"": "person", "agentur": "agency"})), Name: r.cells["name"], Email: text("email"), Phone: text("phone"),
		Subjects: parts(r.cells["subjects"]), Sites: parts(r.cells["sites"]), Contract: text("contract"), TaxNumber: text("tax_number"), VatID: text("vat_id"), Iban: text("iban"),
	}
	gender := Gender(sheet.OneOf(r.cells["gender"], map[string]string{"w": "female", "f": "female", "weiblich": "female", "m": "male", "männlich": "male", "d": "diverse", "divers": "diverse"}))
	exempt := sheet.OneOf(r.cells["exempt"], map[string]string{"ja": "yes", "nein": "no", "": "no", "true": "yes", "false": "no"}) == "yes"
	d.Gender, d.Exempt = &gender, &exempt
	if v := r.cells["mail_language"]; v != "" {
		d.Language = &v
	}
	if v := r.cells["exempt"]; v != "" && !slices.Contains([]string{"yes", "no", "ja", "nein", "true", "false"}, strings.ToLower(v)) {
		wrong("exempt", "format")
	}
	for column, into := range map[string]**int{"travel_minutes": &d.TravelMinutes, "travel_km": &d.TravelKm} {
		if v := r.cells[column]; v != "" {
			n, err := strconv.Atoi(v)
			if *into = &n; err != nil {
				wrong(column, "format")
			}
		}
	}
	for _, m := range parts(r.cells["modes"]) {
		d.Modes = append(d.Modes, Mode(sheet.OneOf(m, map[string]string{"vor ort": "on_site", "telefon": "phone"})))
	}
	for _, cell := range parts(r.cells["languages"]) {
		d.Skills = append(d.Skills, readSkill(cell))
	}
	return d
}

// words of lists for the forms and directions of a language.
var (
	formWords      = map[string]string{"gesprochen": "spoken", "gebärdet": "signed", "schriftlich": "written"}
	directionWords = map[string]string{"beide richtungen": "both", "ins deutsche": "into_german", "aus dem deutschen": "from_german"}
)

// readSkill reads a language as a cell has it: code or name, a dialect behind a slash, then form, direction, level and sworn in any order behind colons.
func readSkill(cell string) SkillDetails {
	words := strings.Split(cell, ":")
	name, dialect, _ := strings.Cut(words[0], "/")
	k := SkillDetails{Language: findLanguage(name), Dialect: &dialect, Form: Spoken}
	for _, w := range words[1:] {
		w = strings.TrimSpace(w)
		switch form, direction := Form(sheet.OneOf(w, formWords)), Direction(sheet.OneOf(w, directionWords)); {
		case direction == Both || direction == IntoGerman || direction == FromGerman:
			k.Direction = &direction
		case form == Spoken || form == Signed || form == Written:
			k.Form = form
		case slices.Contains([]string{"sworn", "beeidigt", "vereidigt"}, strings.ToLower(w)):
			sworn := true
			k.Sworn = &sworn
		default:
			level := Level(strings.Replace(strings.ToUpper(w), "NATIVE", "native", 1)) // what is no level is told as one
			k.Level = &level
		}
	}
	return k
}

// proofs are the declarations and the oath of a line.
func (r row) proofs(id uuid.UUID, today clock.Date, wrong func(column, code string)) []*Proof {
	list := []*Proof{}
	day := func(column string) (d clock.Date, ok bool) {
		if r.cells[column] == "" {
			return d, false
		}
		d, err := sheet.Day(r.cells[column])
		if err != nil {
			wrong(column, "format")
		}
		return d, err == nil
	}
	until, ends := day("oath_until")
	for column, kind := range map[string]ProofKind{"secrecy_on": Secrecy, "data_protection_on": DataProtection, "oath_on": Oath} {
		issued, ok := day(column)
		if !ok {
			continue
		}
		p := &Proof{ID: ids.New(), InterpreterID: id, Kind: kind, IssuedOn: issued}
		if kind == Oath && ends {
			p.ValidUntil = until
		}
		for _, f := range p.check(today) {
			wrong(column, f.Code)
		}
		list = append(list, p)
	}
	return list
}

// certificates are those of a line: what each is called, the day on which it was given and, where it ends, its last.
func (r row) certificates(id uuid.UUID, today clock.Date, wrong func(column, code string)) []*Proof {
	list := []*Proof{}
	for _, cell := range parts(r.cells["certificates"]) {
		words := strings.Split(cell, ":")
		p := &Proof{ID: ids.New(), InterpreterID: id, Kind: Certificate, Name: norm.NFC.String(strings.TrimSpace(words[0]))}
		var bad, worse error
		if len(words) > 1 {
			p.IssuedOn, bad = sheet.Day(strings.TrimSpace(words[1]))
		}
		if len(words) > 2 {
			p.ValidUntil, worse = sheet.Day(strings.TrimSpace(words[2]))
		}
		if bad != nil || worse != nil || len(words) > 3 {
			wrong("certificates", "format")
			continue
		}
		faults := p.check(today)
		faults.Need(p.Name != "", "name", "required")
		for _, f := range faults {
			wrong("certificates", f.Code)
		}
		list = append(list, p)
	}
	return list
}

func parts(cell string) []string {
	list := []string{}
	for p := range strings.SplitSeq(cell, "|") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}
