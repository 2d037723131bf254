package smtp_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/demo/mailsink"
	"github.com/ankunft/ankunft/integrations/smtp"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/messages/messagestest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/plugin"
)

func listen(t *testing.T, opts mailsink.Options) *mailsink.Sink {
	t.Helper()
	opts.Dir, opts.Clock = t.TempDir(), clock.System()
	sink, err := mailsink.Start(opts)
	if err != nil {
		t.Fatalf("start mail sink: %v", err)
	}
	t.Cleanup(func() { _ = sink.Close() })
	return sink
}

func open(t *testing.T, sink *mailsink.Sink, config smtp.Config) *smtp.Mailer {
	t.Helper()
	host, port, err := net.SplitHostPort(sink.Address)
	if err != nil {
		t.Fatal(err)
	}
	config.Host, config.From, config.FromName = host, "office@ankunft.example", "Stadt Müsterstadt"
	if config.Port, err = strconv.Atoi(port); err != nil {
		t.Fatal(err)
	}
	mailer, err := smtp.New(config, clock.System())
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return mailer
}

// rig reads back what the sink has received.
func rig(mailer messages.Mailer, sink *mailsink.Sink) messagestest.Rig {
	return messagestest.Rig{
		Mailer: mailer,
		Received: func(t *testing.T, to string) []messages.Mail {
			t.Helper()
			mails, err := sink.Mails(to)
			if err != nil {
				t.Fatal(err)
			}
			received := make([]messages.Mail, len(mails))
			for i, m := range mails {
				received[i] = messages.Mail{To: m.To, Subject: m.Subject, Text: m.Text, HTML: m.HTML, MessageID: m.MessageID, Language: m.Language, Headers: m.Headers}
				for _, a := range m.Attachments {
					received[i].Attachments = append(received[i].Attachments, messages.Attachment(a))
				}
			}
			return received
		},
		Down:    func(down bool) { _ = sink.Down(down) },
		Refused: "nobody@" + mailsink.RefusedDomain,
	}
}

func TestMailerInTheClear(t *testing.T) {
	t.Parallel()
	sink := listen(t, mailsink.Options{})
	messagestest.ExerciseMailer(t, rig(open(t, sink, smtp.Config{TLS: "none"}), sink))
}

func TestMailerWithTLSAndPassword(t *testing.T) {
	t.Parallel()
	certificate, authority := certify(t)
	for mode, implicit := range map[string]bool{"starttls": false, "implicit": true} {
		sink := listen(t, mailsink.Options{TLS: certificate, ImplicitTLS: implicit, Username: "office", Password: "secret"})
		mailer := open(t, sink, smtp.Config{TLS: mode, CAFile: authority, Username: "office", Password: "secret"})
		if err := mailer.Probe(t.Context()); err != nil {
			t.Errorf("%s: probe: %v", mode, err)
		}
		messagestest.ExerciseMailer(t, rig(mailer, sink))
	}
}

func TestNothingLeavesWithoutTheTLSThatWasAskedFor(t *testing.T) {
	t.Parallel()
	certificate, _ := certify(t)
	mail := messages.Mail{To: "amal@example.org", Subject: "s", Text: "t", MessageID: "1@x"}
	for name, c := range map[string]struct {
		sink   mailsink.Options
		config smtp.Config
	}{
		"a server without TLS":             {mailsink.Options{}, smtp.Config{TLS: "starttls"}},
		"a certificate nobody vouches for": {mailsink.Options{TLS: certificate}, smtp.Config{}},
	} {
		sink := listen(t, c.sink)
		if err := open(t, sink, c.config).Send(t.Context(), mail); !errors.Is(err, messages.ErrMailUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
		if mails, err := sink.Mails(""); err != nil || len(mails) != 0 {
			t.Errorf("%s: %d mails, %v", name, len(mails), err)
		}
	}
}

func TestAWrongPasswordIsNotTheAddresseesFault(t *testing.T) {
	t.Parallel()
	certificate, authority := certify(t)
	sink := listen(t, mailsink.Options{TLS: certificate, Username: "office", Password: "secret"})
	mailer := open(t, sink, smtp.Config{CAFile: authority, Username: "office", Password: "wrong"})
	err := mailer.Send(t.Context(), messages.Mail{To: "amal@example.org", Subject: "s", Text: "t", MessageID: "1@x"})
	if !errors.Is(err, messages.ErrMailUnavailable) || strings.Contains(err.Error(), "wrong") || mailer.Probe(t.Context()) == nil {
		t.Errorf("send: %v", err)
	}
}

func TestMailNamesItsSender(t *testing.T) {
	t.Parallel()
	sink := listen(t, mailsink.Options{})
	mailer := open(t, sink, smtp.Config{TLS: "none", ReplyTo: "answers@ankunft.example"})
	if err := mailer.Send(t.Context(), messages.Mail{To: "amal@example.org", Subject: "s", Text: "t", MessageID: "1@x"}); err != nil {
		t.Fatal(err)
	}
	mails, err := sink.Mails("amal@example.org")
	if err != nil || len(mails) != 1 {
		t.Fatalf("%d mails, %v", len(mails), err)
	}
	if h := mails[0].Headers; h["From"] != "Stadt Müsterstadt <office@ankunft.example>" || !strings.Contains(h["Reply-To"], "answers@ankunft.example") || h["Date"] == "" {
		t.Errorf("headers: %v", h)
	}
}

func TestConfigurationTellsEveryFault(t *testing.T) {
	t.Parallel()
	err := smtp.Plugin.Check([]byte("port: 99999\ntls: ssl\ncaFile: /does/not/exist\nusername: office\nfrom: Stadt <office@example.org>\nreplyTo: nobody\ntimeoutSeconds: -1"))
	if err == nil {
		t.Fatal("a configuration full of faults was accepted")
	}
	for _, fault := range []string{"host:", "port:", "tls:", "caFile:", "password:", "from:", "replyTo:", "timeoutSeconds:"} {
		if !strings.Contains(err.Error(), fault) {
			t.Errorf("%s is not told in:\n%v", fault, err)
		}
	}
	if err := smtp.Plugin.Check([]byte("host: mail\ntls: none\nusername: a\npassword: b\nfrom: a@example.org")); err == nil || !strings.Contains(err.Error(), "in the clear") {
		t.Errorf("a password without TLS: %v", err)
	}
	good := []byte("host: mail.example.org\nusername: office\npassword: secret\nfrom: office@example.org")
	if _, err := plugin.Open[messages.Mailer](t.Context(), plugin.List{smtp.Plugin}, "messages.Mailer", "smtp", good, plugin.Deps{Clock: clock.System()}); err != nil {
		t.Errorf("a good configuration: %v", err)
	}
}

// certify makes a certificate for 127.0.0.1 that vouches for itself, and the file to trust it by.
func certify(t *testing.T) (config *tls.Config, authorityFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := clock.System().Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail sink"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	authorityFile = filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(authorityFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, authorityFile
}
