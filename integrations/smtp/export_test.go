package smtp

// BareAddress says whether a text is one address and nothing else; OneLine keeps a text within its header.
var (
	BareAddress = bareAddress
	OneLine     = oneLine
)
