package messages

import (
	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
)

// News is a notice that something is there for the reader behind their login. Neither the mail nor its row tells what: all rooms whose news are nobody's business send the same one, under
// a key that is chance. Who sends it remembers that they did.
func News(to Addressee, path string) Notice {
	return Notice{Key: TemplateNews + ":" + uuid.NewString(), Template: TemplateNews, About: audit.Record{Kind: "news", ID: to.AccountID}, To: to, Path: path}
}

// StaffNewsPath is where the office's people find what is there for them.
const StaffNewsPath = "/office/workplace"
