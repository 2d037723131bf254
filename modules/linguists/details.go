package linguists

import (
	"math/big"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/ankunft/ankunft/platform/errs"
)

// InterpreterDetails are what the office keeps of somebody. Texts that are left out are empty.
type InterpreterDetails struct {
	Kind          InterpreterKind
	Agency        *uuid.UUID // for whom a person works
	Name          string
	Email         *string
	Phone         *string
	Gender        *Gender
	State         *InterpreterState // active by itself
	Modes         []Mode
	Subjects      []string
	Sites         []string
	TravelMinutes *int
	TravelKm      *int
	Contract      *string
	Language      *string // German by itself
	TaxNumber     *string
	VatID         *string
	Exempt        *bool
	Iban          *string
	Skills        []SkillDetails
}

// Limits.
const (
	longestName   = 200
	longestWord   = 60
	mostWords     = 30
	longestWay    = 600  // minutes, one way
	farthest      = 2000 // km, one way
	longestMail   = 254
	longestNumber = 40
)

var vatID = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{2,12}$`)

// into fills an entry with what is known, and tells all that is wrong with it.
func (s *Service) into(i *Interpreter, d InterpreterDetails) error {
	var f errs.Faults
	i.Kind, i.AgencyID, i.Name = d.Kind, d.Agency, norm.NFC.String(strings.TrimSpace(d.Name))
	i.Email, i.Phone, i.Contract = trimmed(d.Email), trimmed(d.Phone), trimmed(d.Contract)
	i.Gender, i.State, i.Language = or(d.Gender, Unsaid), or(d.State, StateActive), or(d.Language, "de")
	i.Modes, i.Subjects, i.Sites = distinct(d.Modes), words(d.Subjects), words(d.Sites)
	i.TravelMinutes, i.TravelKm = or(d.TravelMinutes, 0), or(d.TravelKm, 0)
	i.Tax = Tax{Number: trimmed(d.TaxNumber), VATID: squeezed(d.VatID), Exempt: or(d.Exempt, false), IBAN: squeezed(d.Iban)}
	i.Skills = skills(i.ID, d.Skills, &f)

	f.Need(i.Kind == KindPerson || i.Kind == KindAgency, "kind", "unknown")
	f.Need(i.Kind == KindPerson || i.AgencyID == nil, "agency", "of_an_agency")
	f.Need(i.Name != "", "name", "required")
	f.Fits(i.Name, longestName, "name")
	f.Need(i.Email == "" || address(i.Email), "email", "format")
	f.Fits(i.Phone, longestNumber, "phone")
	for path, text := range map[string]string{"name": i.Name, "phone": i.Phone, "taxNumber": i.Tax.Number} {
		f.Need(plain(text), path, "forbidden_characters")
	}
	f.Need(slices.Contains([]Gender{Unsaid, Female, Male, Diverse}, i.Gender), "gender", "unknown")
	f.Need(slices.Contains([]InterpreterState{StateActive, StateResting, StateEnded}, i.State), "state", "unknown")
	f.Need(!slices.ContainsFunc(i.Modes, func(m Mode) bool { return !slices.Contains(Modes, m) }), "modes", "unknown")
	f.Need(len(i.Modes) > 0 || !slices.ContainsFunc(i.Skills, func(k *Skill) bool { return k.Form != Written }), "modes", "required")
	f.Need(len(i.Skills) > 0 || i.Kind == KindAgency, "skills", "required")
	for path, list := range map[string][]string{"subjects": i.Subjects, "sites": i.Sites} {
		f.Need(len(list) <= mostWords, path, "too_many")
		f.Need(!slices.ContainsFunc(list, func(w string) bool { return len([]rune(w)) > longestWord || !plain(w) }), path, "too_long")
	}
	f.Need(i.TravelMinutes >= 0 && i.TravelMinutes <= longestWay, "travelMinutes", "out_of_range")
	f.Need(i.TravelKm >= 0 && i.TravelKm <= farthest, "travelKm", "out_of_range")
	f.Need(s.Tariffs.Known(i.Contract), "contract", "unknown")
	f.Need(slices.Contains(s.Languages, i.Language), "language", "unknown")
	f.Fits(i.Tax.Number, longestNumber, "taxNumber")
	f.Need(i.Tax.VATID == "" || vatID.MatchString(i.Tax.VATID), "vatId", "format")
	f.Need(i.Tax.IBAN == "" || iban(i.Tax.IBAN), "iban", "format")
	i.derive()
	return f.As(ErrInput)
}

// derive fills what is searched: the name, the address, languages by their German names, dialects.
func (i *Interpreter) derive() {
	parts := []string{fold(i.Name), fold(i.Email)}
	for _, k := range i.Skills {
		name, _ := Name(k.Language, "de")
		parts = append(parts, fold(name), fold(k.Dialect))
	}
	i.Search = strings.Join(slices.Compact(strings.Fields(strings.Join(parts, " "))), " ")
}

func trimmed(text *string) string {
	if text == nil {
		return ""
	}
	return norm.NFC.String(strings.TrimSpace(*text))
}

// squeezed is a number without the blanks with which people write it.
func squeezed(text *string) string {
	return strings.ToUpper(strings.Join(strings.Fields(trimmed(text)), ""))
}

func or[T any](value *T, usual T) T {
	if value == nil {
		return usual
	}
	return *value
}

func distinct[T comparable](list []T) []T {
	kept := []T{}
	for _, v := range list {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

func words(list []string) []string {
	kept := []string{}
	for _, w := range list {
		if w = norm.NFC.String(strings.TrimSpace(w)); w != "" {
			kept = append(kept, w)
		}
	}
	return distinct(kept)
}

// address says whether a text is one address of mail, without a name and without anything that could smuggle in a second.
func address(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text && parsed.Name == "" && len(text) <= longestMail && !strings.ContainsAny(text, "\r\n\x00 ,;<>")
}

// plain says that a text holds no control characters and no marks that turn the direction of the text around them.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar
	})
}

// iban checks the length and the digits of an account number (ISO 13616: 97-10).
func iban(text string) bool {
	if len(text) < 15 || len(text) > 34 || text[:2] == "DE" && len(text) != 22 {
		return false
	}
	var digits strings.Builder
	for _, r := range text[4:] + text[:4] {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			digits.WriteString(strconv.Itoa(int(r-'A') + 10))
		default:
			return false
		}
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}
