package capacity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/ankunft/ankunft/platform/ids"
)

// challengeFor is how long a browser may take to work on its challenge and its person to choose a time.
const challengeFor = 30 * time.Minute

// Challenge is some work that a browser does before it may hold a time: nothing for one person, much for whoever harvests times to sell them. It asks
// nobody to read distorted letters.
type Challenge struct {
	Text string // signed by us
	Bits int    // how many leading zero bits SHA-256(text + ":" + answer) must have
}

// Challenge makes a new one under a secret; 0 bits where the city asks for none.
func (l *Limits) Challenge(secret []byte, now time.Time) Challenge {
	text := fmt.Sprintf("%d.%s", now.Add(challengeFor).Unix(), ids.SecretCode())
	return Challenge{text + "." + hex.EncodeToString(sealWork(secret, text)), l.Work}
}

func sealWork(secret []byte, text string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("appointments.work\x00" + text))
	return mac.Sum(nil)[:16]
}

// Worked says whether "challenge:answer" is work done on a challenge of ours that still holds.
func (l *Limits) Worked(secret []byte, work string, now time.Time) bool {
	if l.Work == 0 {
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
	if err != nil || !hmac.Equal(seal, sealWork(secret, challenge[:cut])) {
		return false
	}
	until, _, _ := strings.Cut(challenge, ".")
	unix, err := strconv.ParseInt(until, 10, 64)
	if err != nil || !now.Before(time.Unix(unix, 0)) {
		return false
	}
	sum := sha256.Sum256([]byte(work))
	return bits.LeadingZeros64(binary.BigEndian.Uint64(sum[:8])) >= l.Work
}
