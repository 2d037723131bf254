// Package messagestest holds what tests of other packages need of messages: a mailer in memory and the suite
// that every mailer has to pass.
package messagestest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/ankunft/ankunft/modules/messages"
)

// MemoryMailer keeps mails instead of sending them.
type MemoryMailer struct {
	mu      sync.Mutex
	down    bool
	refused map[string]bool
	sent    []messages.Mail
	next    chan struct{} // closed by the next mail
}

var _ messages.Mailer = (*MemoryMailer)(nil)

// NewMemoryMailer returns a mailer that has sent nothing yet.
func NewMemoryMailer() *MemoryMailer {
	return &MemoryMailer{refused: map[string]bool{}, next: make(chan struct{})}
}

// Down makes every sending fail with messages.ErrMailUnavailable until it is called with false.
func (m *MemoryMailer) Down(down bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = down
}

// Refuse makes an address refused for good.
func (m *MemoryMailer) Refuse(address string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refused[address] = true
}

// Sent lists the accepted mails to an address in order; of all addresses when it is empty.
func (m *MemoryMailer) Sent(to string) []messages.Mail {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []messages.Mail
	for _, mail := range m.sent {
		if to == "" || strings.EqualFold(mail.To, to) {
			found = append(found, mail)
		}
	}
	return found
}

// Await waits for a mail to an address, which a worker sends meanwhile, until ctx ends.
func (m *MemoryMailer) Await(ctx context.Context, to string) error {
	for {
		m.mu.Lock()
		next := m.next
		m.mu.Unlock()
		if len(m.Sent(to)) > 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-next:
		}
	}
}

// Send implements messages.Mailer.
func (m *MemoryMailer) Send(ctx context.Context, mail messages.Mail) error {
	if err := ctx.Err(); err != nil {
		return messages.ErrMailUnavailable.Because(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return messages.ErrMailUnavailable
	}
	if m.refused[mail.To] || !strings.Contains(mail.To, "@") || strings.ContainsAny(mail.To, " \r\n") {
		return messages.ErrAddressRefused
	}
	mail.Headers = maps.Clone(mail.Headers)
	mail.Attachments = slices.Clone(mail.Attachments)
	m.sent = append(m.sent, mail)
	close(m.next)
	m.next = make(chan struct{})
	return nil
}
