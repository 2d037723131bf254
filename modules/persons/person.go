package persons

import (
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/latin"
)

// PersonState says what a record stands for.
type PersonState string

// The states of a person's record.
const (
	StateOnFile      PersonState = "on_file"
	StateProvisional PersonState = "provisional" // may be somebody on file; a clerk has yet to say
	StateMerged      PersonState = "merged"      // became another record
	StateErased      PersonState = "erased"
)

// Sex as the passport says.
type Sex string

// The values of Sex.
const (
	Female     Sex = "female"
	Male       Sex = "male"
	Diverse    Sex = "diverse"
	SexUnknown Sex = "unknown"
)

// Person is someone the office deals with. It never shows itself in a log.
type Person struct {
	bun.BaseModel `bun:"table:persons.person,alias:p"`

	ID         uuid.UUID `bun:",pk"`
	State      PersonState
	MergedInto *uuid.UUID
	Version    int
	CreatedAt  time.Time
	ChangedAt  time.Time
	Details
	NameKey    string
	SearchText string
}

// Details are what is known of a person. All texts may be empty; see cleaned for what they may hold.
type Details struct {
	FamilyName    string // Latin letters of DIN 91379; the only name of those who have one; "" where there is none
	GivenNames    string // Latin letters of DIN 91379
	BirthName     string // Latin letters of DIN 91379
	OriginalName  string // in its own script, as the person writes it
	BirthDate     string // YYYY-MM-DD, unknown parts 00
	BirthPlace    string
	BirthCountry  string // ISO 3166-1 alpha-2
	Sex           Sex
	MaritalStatus string
	Nationalities []string `bun:",array"` // ISO 3166-1 alpha-2, stateless or unknown; at most four (as XAusländer has it)
	Address       Address  `bun:"embed:address_"`
	Email         string
	Phone         string
	Language      string // BCP 47
	Needs         string // interpreter, ramp …, in the person's words
}

// Address is where letters arrive.
type Address struct {
	Street, Extra, Postcode, Place string
	Country                        string // ISO 3166-1 alpha-2
}

// Limits of texts, in letters.
const (
	maxNationalities = 4
	maxText          = 500
)

// Name is the whole name as letters write it.
func (d Details) Name() string { return strings.TrimSpace(d.GivenNames + " " + d.FamilyName) }

// String tells nothing personal.
func (p Person) String() string { return "person " + p.ID.String() }

// String tells nothing personal.
func (Details) String() string { return "details of a person" }

// GoString tells nothing personal, not even to %#v.
func (p Person) GoString() string { return p.String() }

// LogValue implements slog.LogValuer: the id only.
func (p Person) LogValue() slog.Value { return slog.StringValue(p.ID.String()) }

// LogValue implements slog.LogValuer.
func (d Details) LogValue() slog.Value { return slog.StringValue(d.String()) }

func (p *Person) derive() {
	p.NameKey = nameKey(p.FamilyName, p.GivenNames)
	p.SearchText = searchText(p.FamilyName, p.GivenNames, p.BirthName, p.OriginalName)
}

// cleaned trims and composes all texts (NFC, as DIN 91379 wants) and refuses what cannot be, all faults at once.
func (d Details) cleaned() (Details, error) {
	for _, s := range d.texts() {
		*s = norm.NFC.String(strings.TrimSpace(*s))
	}
	if d.Sex == "" {
		d.Sex = SexUnknown
	}
	d.Nationalities = append([]string{}, d.Nationalities...)
	if faults := d.faults(); len(faults) > 0 {
		return d, ErrDetails.With(faults...)
	}
	return d, nil
}

func (d *Details) texts() map[string]*string {
	return map[string]*string{
		"family_name": &d.FamilyName, "given_names": &d.GivenNames, "birth_name": &d.BirthName, "original_name": &d.OriginalName,
		"birth_date": &d.BirthDate, "birth_place": &d.BirthPlace, "birth_country": &d.BirthCountry,
		"marital_status": &d.MaritalStatus, "address.street": &d.Address.Street, "address.extra": &d.Address.Extra,
		"address.postcode": &d.Address.Postcode, "address.place": &d.Address.Place, "address.country": &d.Address.Country,
		"email": &d.Email, "phone": &d.Phone, "language": &d.Language, "needs": &d.Needs,
	}
}

func (d *Details) faults() []errs.Field {
	var faults []errs.Field
	add := func(path, code string) { faults = append(faults, errs.Field{Path: path, Code: code}) }
	for path, s := range d.texts() {
		switch {
		case len([]rune(*s)) > maxText:
			add(path, "too_long")
		case strings.ContainsFunc(*s, isForbidden):
			add(path, "forbidden_characters")
		}
	}
	for path, s := range map[string]string{"family_name": d.FamilyName, "given_names": d.GivenNames, "birth_name": d.BirthName} {
		if !latin.Name(s) {
			add(path, "format")
		}
	}
	if d.FamilyName == "" && d.GivenNames == "" {
		add("family_name", "required")
	}
	if _, err := clock.ParseBirth(d.BirthDate); d.BirthDate != "" && err != nil {
		add("birth_date", "format")
	}
	if len(d.Nationalities) > maxNationalities {
		add("nationalities", "too_long")
	}
	for _, n := range d.Nationalities {
		if n != "stateless" && n != "unknown" && !catalogue.IsCountry(n) {
			add("nationalities", "not_in_list")
		}
	}
	switch d.Sex {
	case Female, Male, Diverse, SexUnknown:
	default:
		add("sex", "not_in_list")
	}
	return faults
}
