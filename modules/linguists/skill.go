package linguists

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Form is how a language is used.
type Form string

// The forms.
const (
	Spoken  Form = "spoken"
	Signed  Form = "signed"
	Written Form = "written" // translations
)

// Direction says from where to where somebody works.
type Direction string

// The directions.
const (
	Both       Direction = "both"
	IntoGerman Direction = "into_german"
	FromGerman Direction = "from_german"
)

// Level of the language by the Common European Framework.
type Level string

// Levels are all of them, the lowest first.
var Levels = []Level{"A1", "A2", "B1", "B2", "C1", "C2", "native"}

// Skill is a language that an interpreter works in.
type Skill struct {
	bun.BaseModel `bun:"table:linguists.skill,alias:skill"`

	ID            uuid.UUID `bun:",pk"`
	InterpreterID uuid.UUID
	Language      string // ISO 639-3
	Dialect       string // as people call it: Dari, Kurmancî
	Form          Form
	Direction     Direction
	Level         Level
	Sworn         bool // GVG §189 and the law of the Land
}

// Skills of nobody are more than this.
const mostSkills = 60

// SkillDetails is what the office knows of a language of somebody. What is left out is both directions, C1, not sworn.
type SkillDetails struct {
	Language  string
	Dialect   *string
	Form      Form
	Direction *Direction
	Level     *Level
	Sworn     *bool
}

const german = "deu"

// skills reads languages, with all faults.
func skills(id uuid.UUID, list []SkillDetails, f *errs.Faults) []*Skill {
	f.Need(len(list) <= mostSkills, "skills", "too_many")
	rows := []*Skill{}
	seen := map[string]bool{}
	for i, d := range list[:min(len(list), mostSkills)] {
		s := &Skill{ID: ids.New(), InterpreterID: id, Language: d.Language, Form: d.Form, Direction: Both, Level: "C1"}
		if d.Dialect != nil {
			s.Dialect = strings.TrimSpace(*d.Dialect)
		}
		if d.Direction != nil {
			s.Direction = *d.Direction
		}
		if d.Level != nil {
			s.Level = *d.Level
		}
		s.Sworn = d.Sworn != nil && *d.Sworn
		at := fmt.Sprintf("skills[%d].", i)
		f.Need(KnownLanguage(s.Language) && s.Language != german, at+"language", "unknown")
		f.Fits(s.Dialect, 60, at+"dialect")
		f.Need(plain(s.Dialect), at+"dialect", "forbidden_characters")
		f.Need(slices.Contains([]Form{Spoken, Signed, Written}, s.Form), at+"form", "unknown")
		f.Need(slices.Contains([]Direction{Both, IntoGerman, FromGerman}, s.Direction), at+"direction", "unknown")
		f.Need(slices.Contains(Levels, s.Level), at+"level", "unknown")
		key := s.Language + " " + fold(s.Dialect) + " " + string(s.Form)
		f.Need(!seen[key], at+"language", "twice")
		seen[key] = true
		rows = append(rows, s)
	}
	return rows
}
