package letters

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// byMail are the kinds of letters that may leave as PDF by unprotected mail. Decisions may not, whatever the person wishes.
var byMail = []Kind{KindReceipt, KindRequest, KindHearing, KindChecklist, KindStatusNote, KindClearing}

// MayGoByMail says whether a copy of the letter may be attached to a mail, if the person wishes it: it is out, is no decision, and nothing
// hangs on the day it is served.
func (l *Letter) MayGoByMail() bool {
	return l.State == Released && l.Regime == RegimeNone && slices.Contains(byMail, l.Kind)
}

// mailCopyOf is where the copy for mails lies, beside the letter itself.
func mailCopyOf(objectKey string) string { return objectKey + "-mail" }

// MailCopy keeps a copy of a released letter that may leave the house unprotected, and returns its key in the store. It says what the letter
// says, without what only the person may know: the secret code of a receipt, which is not kept once the letter itself is set. ErrState for a
// letter that must not be mailed, ErrNotRendered before the letter is there. Asked again, it writes the same bytes under the same key.
func (s *Service) MailCopy(ctx context.Context, id uuid.UUID) (key string, err error) {
	r, files, err := s.read(ctx, id)
	switch {
	case err != nil:
		return "", err
	case !r.MayGoByMail():
		return "", ErrState
	case r.ObjectKey == nil:
		return "", ErrNotRendered
	}
	r.Secrets = nil
	job, err := r.job(files, *r.ReleasedAt, false)
	if err != nil {
		return "", err
	}
	pdf, _, err := s.set(ctx, r, job)
	if err != nil {
		return "", err
	}
	key = mailCopyOf(*r.ObjectKey)
	if err := s.store.Put(ctx, key, bytes.NewReader(pdf), int64(len(pdf)), "application/pdf"); err != nil {
		return "", fmt.Errorf("keep copy of letter %s: %w", r.ID, err)
	}
	return key, nil
}
