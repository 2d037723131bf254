package pickup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/cmd/demo/mailsink"
	"github.com/ankunft/ankunft/examples/neighbour/pickup"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
)

// The city's own integration promises what Ankunft's do.
func TestMailerIsWhatTheOfficeExpects(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "pickup")
	down := func(down bool) {
		if down {
			if err := os.Rename(folder, folder+".away"); err != nil {
				t.Fatal(err)
			}
			return
		}
		if err := os.Rename(folder+".away", folder); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	config := pickup.Config{Folder: folder, From: "amt@nachbarstadt.example", FromName: "Nachbarstadt", Never: []string{"nowhere.example"}}
	if err := config.Validate(); err != nil {
		t.Fatal(err)
	}
	messagestest.ExerciseMailer(t, messagestest.Rig{
		Mailer: pickup.New(config, clock.System()), Received: func(t *testing.T, to string) []messages.Mail { t.Helper(); return mails(t, folder, to) }, Down: down,
		Refused: "nobody@nowhere.example",
	})
}

func mails(t *testing.T, folder, to string) (found []messages.Mail) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m := mailsink.Parse(raw)
		if strings.Trim(m.To, "<>") != to {
			continue
		}
		got := messages.Mail{To: to, Subject: m.Subject, Text: m.Text, HTML: m.HTML, MessageID: m.MessageID, Language: m.Language, Headers: m.Headers}
		for _, a := range m.Attachments {
			got.Attachments = append(got.Attachments, messages.Attachment(a))
		}
		found = append(found, got)
	}
	return found
}
