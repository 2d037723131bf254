package poppler

// Fields reads what pdfinfo says; Skim reads a file once, in pieces.
var (
	Fields = fields
	Skim   = skim
)
