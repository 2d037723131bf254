// Package frontdesktest holds what an integration of the hall must promise, and a browser to promise it to.
package frontdesktest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ankunft/ankunft/modules/frontdesk"
)

// Browser is one with its push service: it takes messages over HTTP and reads what was encrypted for it (RFC 8291, written from the text of the RFC).
type Browser struct {
	URL string

	key  *ecdh.PrivateKey
	auth []byte

	mu   sync.Mutex
	got  []Message
	gone bool
}

// Message is what arrived.
type Message struct {
	Text   string
	Header http.Header
	Sealed int // bytes on the way
}

// NewBrowser opens one.
func NewBrowser(t testing.TB) *Browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := &Browser{key: key, auth: make([]byte, 16)}
	_, _ = rand.Read(b.auth) // never fails
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	b.URL = server.URL + "/push/of-this-browser"
	return b
}

// Watch is its subscription.
func (b *Browser) Watch() frontdesk.Watch {
	return frontdesk.Watch{Endpoint: b.URL, P256dh: b.key.PublicKey().Bytes(), Auth: b.auth}
}

// Keys are those of the subscription as a page hands them in.
func (b *Browser) Keys() (p256dh, auth string) {
	return base64.RawURLEncoding.EncodeToString(b.key.PublicKey().Bytes()), base64.RawURLEncoding.EncodeToString(b.auth)
}

// End makes the browser forget its subscription.
func (b *Browser) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.gone = true
}

// Got is what has arrived so far.
func (b *Browser) Got() []Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Message{}, b.got...)
}

// ServeHTTP implements http.Handler.
func (b *Browser) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sealed, err := io.ReadAll(io.LimitReader(r.Body, 8192))
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone {
		w.WriteHeader(http.StatusGone)
		return
	}
	text, fault := b.open(sealed)
	if err != nil || fault != nil || r.Header.Get("Content-Encoding") != "aes128gcm" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	b.got = append(b.got, Message{text, r.Header.Clone(), len(sealed)})
	w.WriteHeader(http.StatusCreated)
}

var errSealed = errors.New("not sealed for this browser")

// open reads a message of one record: salt (16), record size (4), length of the key (1), the sender's key, ciphertext.
func (b *Browser) open(sealed []byte) (string, error) {
	const head = 16 + 4 + 1
	if len(sealed) < head+65 || sealed[20] != 65 || int(binary.BigEndian.Uint32(sealed[16:])) < len(sealed)-head-65 {
		return "", errSealed
	}
	salt, from := sealed[:16], sealed[head:head+65]
	sender, err := ecdh.P256().NewPublicKey(from)
	if err != nil {
		return "", err
	}
	shared, err := b.key.ECDH(sender)
	if err != nil {
		return "", err
	}
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(from)
	ikm, err := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	if err != nil {
		return "", err
	}
	key, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return "", err
	}
	nonce, err := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return "", err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return "", err
	}
	plain, err := gcm.Open(nil, nonce, sealed[head+65:], nil)
	if err != nil {
		return "", err
	}
	text, ended := strings.CutSuffix(strings.TrimRight(string(plain), "\x00"), "\x02") // the last record
	if !ended {
		return "", errSealed
	}
	return text, nil
}

// ExercisePusher is what each Pusher must do; it may reach a Browser on this machine.
func ExercisePusher(t *testing.T, p frontdesk.Pusher) {
	t.Helper()
	if key, err := base64.RawURLEncoding.DecodeString(p.PublicKey()); err != nil || len(key) != 65 {
		t.Errorf("public key %q: %v", p.PublicKey(), err)
	}
	for _, wrong := range []string{"", "push", "ftp://push.example/1", "https://user:secret@push.example/1", "javascript:alert(1)", "https:push.example"} {
		if p.Accepts(wrong) {
			t.Errorf("accepts %q", wrong)
		}
	}
	b := NewBrowser(t)
	for _, text := range []string{"A001", "رقمك A002"} {
		if err := p.Push(t.Context(), b.Watch(), []byte(text), time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	got := b.Got()
	if len(got) != 2 || got[0].Text != "A001" || got[1].Text != "رقمك A002" {
		t.Fatalf("arrived: %+v", got)
	}
	if got[0].Sealed != got[1].Sealed {
		t.Error("the length tells one message from another")
	}
	if h := got[0].Header; h.Get("TTL") != "60" || !strings.HasPrefix(h.Get("Authorization"), "vapid t=") {
		t.Errorf("%v", h)
	}
	b.End()
	if err := p.Push(t.Context(), b.Watch(), []byte("A003"), time.Minute); !errors.Is(err, frontdesk.ErrGone) {
		t.Errorf("a browser that has ended its subscription: %v", err)
	}
}
