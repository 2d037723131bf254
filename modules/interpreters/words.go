package interpreters

import "github.com/ankunft/ankunft/modules/linguists"

// The directory's words, as who asks and books uses them.
type (
	Interpreter     = linguists.Interpreter
	InterpreterKind = linguists.InterpreterKind
	Tax             = linguists.Tax
	Mode            = linguists.Mode
	Form            = linguists.Form
	Gender          = linguists.Gender
	ProofKind       = linguists.ProofKind
)

// Their values.
const (
	KindPerson = linguists.KindPerson
	KindAgency = linguists.KindAgency

	StateActive = linguists.StateActive

	OnSite = linguists.OnSite
	Phone  = linguists.Phone
	Video  = linguists.Video

	Spoken = linguists.Spoken
	Signed = linguists.Signed

	Unsaid  = linguists.Unsaid
	Female  = linguists.Female
	Male    = linguists.Male
	Diverse = linguists.Diverse
)

// Modes and ProofKinds are all of them.
var (
	Modes      = linguists.Modes
	ProofKinds = linguists.ProofKinds
)

// KnownLanguage says whether there is a language of this code of ISO 639-3.
func KnownLanguage(code string) bool { return linguists.KnownLanguage(code) }

// LanguageName is a language as readers of another call it; in German, or by its code, where they have no word that we know.
func LanguageName(code, reader string) string {
	if name, ok := linguists.Name(code, reader); ok {
		return name
	}
	return code
}
