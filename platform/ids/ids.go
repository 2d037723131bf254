// Package ids makes the names of things: ids that sort by time, tokens that cannot be guessed, codes that can be read aloud.
package ids

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// New is a UUID of version 7: it sorts by its time of birth.
func New() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Optional is nil for the zero id: what is nobody's.
func Optional(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// Token is 256 bits of chance, safe in a URL. Keep only its Hash.
func Token() string {
	return base64.RawURLEncoding.EncodeToString(random(32))
}

// Hash is what is stored of a token or code.
func Hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// alphabet has neither vowels (no words arise) nor signs that look alike in print (0/O, 1/I/L, 2/Z, 5/S, 8/B).
const alphabet = "3467CDFGHJKMNPQRTVWXY9"

// codeLength signs of 22 are 71 bits: enough for a code that is also limited in tries.
const codeLength = 16

// SecretCode is a code for paper: four groups of four signs, easy to read and to type.
func SecretCode() string {
	var b strings.Builder
	for b.Len() < codeLength+codeLength/4-1 {
		if b.Len()%5 == 4 {
			b.WriteByte('-')
		}
		b.WriteByte(sign())
	}
	return b.String()
}

// sign draws without bias: bytes past the last full run of the alphabet are thrown away.
func sign() byte {
	for {
		if c := int(random(1)[0]); c < 256-256%len(alphabet) {
			return alphabet[c%len(alphabet)]
		}
	}
}

// NormalizeCode undoes what people do to codes: small letters, blanks, other dashes.
func NormalizeCode(typed string) string {
	var b strings.Builder
	b.Grow(len(typed) + len(typed)/4)
	for _, r := range strings.ToUpper(typed) {
		if strings.ContainsRune(alphabet, r) {
			if b.Len()%5 == 4 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// CaseNumber is the number that people say on the phone: year, running number, check digit (weights 3 and 1, modulo 10),
// so that a mistyped digit is found before anybody searches.
func CaseNumber(year int, running int64) string {
	body := fmt.Sprintf("%04d-%06d", year, running)
	return fmt.Sprintf("%s-%d", body, checkDigit(body))
}

// ValidCaseNumber says whether the check digit fits.
func ValidCaseNumber(s string) bool {
	i := strings.LastIndexByte(s, '-')
	return strings.Trim(s, "0123456789-") == "" && i > 5 && i == len(s)-2 && s[4] == '-' && int(s[i+1]-'0') == checkDigit(s[:i])
}

func checkDigit(s string) int {
	sum, weight := 0, 3
	for _, r := range s {
		if r >= '0' && r <= '9' {
			sum += int(r-'0') * weight
			weight = 4 - weight
		}
	}
	return (10 - sum%10) % 10
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
