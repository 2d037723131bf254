package appointments

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/ankunft/ankunft/platform/db"
)

// challengeFor is how long a browser may take to work on its challenge and its person to choose a time.
const challengeFor = 30 * time.Minute

// Challenge is some work that a browser does before it may hold a time: nothing for one person, much for whoever harvests times to sell them. It asks
// nobody to read distorted letters.
type Challenge struct {
	Text string // signed by us
	Bits int    // how many leading zero bits SHA-256(text + ":" + answer) must have
}

// Challenge makes a new one; 0 bits where the city asks for none.
func (s *Service) Challenge() Challenge {
	text := fmt.Sprintf("%d.%s", s.DB.Clock.Now().Add(challengeFor).Unix(), number()+number())
	return Challenge{text + "." + hex.EncodeToString(s.sealWork(text)), s.Rules.Limits.Work}
}

func (s *Service) sealWork(text string) []byte {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("appointments.work\x00" + text))
	return mac.Sum(nil)[:macBytes]
}

// worked says whether "challenge:answer" is work done on a challenge of ours that still holds.
func (s *Service) worked(work string) bool {
	if s.Rules.Limits.Work == 0 {
		return true
	}
	challenge, _, ok := strings.Cut(work, ":")
	if !ok || len(work) > 200 {
		return false
	}
	cut := strings.LastIndexByte(challenge, '.')
	if cut < 0 {
		return false
	}
	seal, err := hex.DecodeString(challenge[cut+1:])
	if err != nil || !hmac.Equal(seal, s.sealWork(challenge[:cut])) {
		return false
	}
	until, _, _ := strings.Cut(challenge, ".")
	unix, err := strconv.ParseInt(until, 10, 64)
	if err != nil || !s.DB.Clock.Now().Before(time.Unix(unix, 0)) {
		return false
	}
	sum := sha256.Sum256([]byte(work))
	return bits.LeadingZeros64(binary.BigEndian.Uint64(sum[:8])) >= s.Rules.Limits.Work
}

// spend uses work up with the time that it was done for: each is good for one. Whoever was too slow for one time tries the next without working again.
func (s *Service) spend(work string, a *Appointment) func(context.Context, *db.Tx) error {
	if s.Rules.Limits.Work == 0 {
		return nil
	}
	challenge, _, _ := strings.Cut(work, ":")
	return func(ctx context.Context, tx *db.Tx) error {
		res, err := tx.NewRaw("INSERT INTO appointments.request (key, appointment_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
			requestKey("work", "", challenge), a.ID, tx.Now).Exec(ctx)
		return db.One(res, err, ErrWork, "use work")
	}
}

// mayHold asks for the work and keeps the rate of a network.
func (s *Service) mayHold(work, network string) error {
	if !s.worked(work) {
		return ErrWork
	}
	if !s.holds.allow(network, s.Rules.Limits.HoldsPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}

// MaySearch keeps the rate of a network that looks for free times.
func (s *Service) MaySearch(network string) error {
	if !s.searches.allow(network, s.Rules.Limits.SearchPerMinute, s.DB.Clock.Now()) {
		return ErrTooOften
	}
	return nil
}
