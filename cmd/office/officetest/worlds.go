package officetest

import (
	"context"
	"testing"

	"github.com/ankunft/ankunft/integrations/images"
	"github.com/ankunft/ankunft/modules/audit/audittest"
	"github.com/ankunft/ankunft/modules/documents/documentstest"
	"github.com/ankunft/ankunft/modules/identity/identitytest"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

// scanLimit is the largest file that the scanner looks at.
const scanLimit = 64 << 20

// Worlds are the outside worlds of an office; each can be taken away.
type Worlds struct {
	Store      *documentstest.MemoryStore
	Scanner    *documentstest.FakeScanner
	Pages      *documentstest.FakePages
	Mailer     *messagestest.MemoryMailer
	Vault      *audittest.MemoryVault
	Staff      *identitytest.FakeProvider
	Applicants *identitytest.FakeProvider

	more plugin.List
}

// Open makes the outside worlds of one office.
func Open(t testing.TB, clk clock.Clock) *Worlds {
	t.Helper()
	return &Worlds{
		Store: documentstest.NewMemoryStore(t, clk), Scanner: documentstest.NewFakeScanner(scanLimit), Pages: &documentstest.FakePages{},
		Mailer: messagestest.NewMemoryMailer(), Vault: audittest.NewMemoryVault(),
		Staff: identitytest.NewFakeProvider("staff"), Applicants: identitytest.NewFakeProvider("applicants"),
	}
}

// Plugins offers the worlds to the office as a city's own program would.
func (w *Worlds) Plugins() plugin.List {
	return append(plugin.List{
		Fill("documents.Store", "memory", w.Store), Fill("documents.Scanner", "memory", w.Scanner), Fill("documents.Pages", "memory", w.Pages),
		Fill("messages.Mailer", "memory", w.Mailer), Fill("audit.Vault", "memory", w.Vault),
		Fill("letters.Renderer", "memory", letterstest.Renderer{}),
		Fill("identity.Provider", "staff", w.Staff), Fill("identity.Provider", "applicants", w.Applicants),
		images.Plugin, // decodes photos in this program itself
	}, w.more...)
}

// Fill makes a plug-in of a value that is open already.
func Fill(port, kind string, value any) plugin.Plugin {
	return plugin.Plugin{Kind: kind, Port: port, Open: func(context.Context, []byte, plugin.Deps) (any, error) { return value, nil }}
}
