package interpreters

import (
	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/platform/clock"
)

type (
	// Span is a time from one moment to another, the other not included.
	Span = clock.Span
	// Who is what asking and booking know of somebody in the directory.
	Who = linguists.Who
)
