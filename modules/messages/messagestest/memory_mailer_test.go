package messagestest_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
)

func TestMemoryMailer(t *testing.T) {
	t.Parallel()
	mailer := messagestest.NewMemoryMailer()
	mailer.Refuse("refused@example.org")
	messagestest.ExerciseMailer(t, messagestest.Rig{
		Mailer:   mailer,
		Received: func(_ *testing.T, to string) []messages.Mail { return mailer.Sent(to) },
		Down:     mailer.Down,
		Refused:  "refused@example.org",
	})
}
