package linguists

import "github.com/ankunft/ankunft/platform/tongue"

// What rooms above ask of languages; their names have one home, which knows no module.
var (
	KnownLanguage = tongue.Known
	SpokenIn      = tongue.SpokenIn
	Name          = tongue.Name
	LanguageName  = tongue.Label
)

var (
	fold         = tongue.Fold
	findLanguage = tongue.Find
)
