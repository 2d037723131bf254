package mailsink_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ankunft/ankunft/cmd/demo/mailsink"
	"github.com/ankunft/ankunft/platform/clock"
)

const letter = "From: Ankunft <office@ankunft.example>\r\nTo: amal@example.org\r\nSubject: =?utf-8?q?Nachricht_f=C3=BCr_Sie?=\r\n" +
	"Message-ID: <1@ankunft.example>\r\nContent-Language: de\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n" +
	"--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGuten Tag =E2=80=93 neu\r\n" +
	"--i\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+TmV1PC9wPjxzY3JpcHQ+YWxlcnQoMSk8L3NjcmlwdD4=\r\n--i--\r\n" +
	"--o\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"bescheid.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--o--\r\n"

func start(t *testing.T) *mailsink.Sink {
	t.Helper()
	s, err := mailsink.Start(mailsink.Options{Dir: t.TempDir(), Clock: clock.NewFixed(time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC))})
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func send(t *testing.T, s *mailsink.Sink, to string) {
	t.Helper()
	if err := smtp.SendMail(s.Address, nil, "office@ankunft.example", []string{to}, []byte(letter)); err != nil {
		t.Fatalf("send: %v", err)
	}
}

func get(t *testing.T, base, path string) (*http.Response, string) {
	t.Helper()
	resp, err := http.Get(base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestKeepsWhatComesAndReadsIt(t *testing.T) {
	t.Parallel()
	s := start(t)
	send(t, s, "amal@example.org")
	send(t, s, "other@example.org")
	mails, err := s.Mails("AMAL@")
	if err != nil || len(mails) != 1 {
		t.Fatalf("%d mails, %v", len(mails), err)
	}
	m := mails[0]
	if m.Subject != "Nachricht für Sie" || m.Text != "Guten Tag – neu" || !strings.HasPrefix(m.HTML, "<p>Neu</p>") || m.To != "amal@example.org" ||
		m.MessageID != "1@ankunft.example" || m.Language != "de" || m.ArrivedAt.Year() != 2026 || m.Fault != "" {
		t.Errorf("%+v", m)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "bescheid.pdf" || string(m.Attachments[0].Data) != "%PDF" {
		t.Errorf("attachments: %+v", m.Attachments)
	}
	if all, err := s.Mails(""); err != nil || len(all) != 2 || all[0].To != "other@example.org" {
		t.Errorf("all mails: %v, %v", all, err)
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Mails(""); err != nil || len(all) != 0 {
		t.Errorf("after clearing: %v, %v", all, err)
	}
}

func TestCanBeDownAndComesBackAtItsAddress(t *testing.T) {
	t.Parallel()
	s := start(t)
	address := s.Address
	if err := s.Down(true); err != nil || !s.IsDown() {
		t.Fatalf("down: %v", err)
	}
	if err := smtp.SendMail(address, nil, "a@example.org", []string{"b@example.org"}, []byte(letter)); err == nil {
		t.Fatal("a mail went to a server that is down")
	}
	if err := s.Down(false); err != nil || s.Address != address {
		t.Fatalf("up: %v at %s", err, s.Address)
	}
	send(t, s, "b@example.org")
}

func TestRefusesWhatItShould(t *testing.T) {
	t.Parallel()
	s := start(t)
	err := smtp.SendMail(s.Address, nil, "a@example.org", []string{"b@" + mailsink.RefusedDomain}, []byte(letter))
	if err == nil || !strings.Contains(err.Error(), "550") && !strings.Contains(err.Error(), "No mailbox") {
		t.Errorf("refused address: %v", err)
	}
	for _, id := range []string{"", "..", "../secret", "absent", "a/b", ".hidden"} {
		if _, err := s.Mail(id); !errors.Is(err, mailsink.ErrNoMail) {
			t.Errorf("mail %q: %v", id, err)
		}
	}
}

func TestPageShowsMailsAndLetsNothingOut(t *testing.T) {
	t.Parallel()
	s := start(t)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	if _, body := get(t, web.URL, "/"); !strings.Contains(body, "No mails") {
		t.Errorf("an empty list says: %s", body)
	}
	send(t, s, "amal@example.org")
	mails, err := s.Mails("")
	if err != nil {
		t.Fatal(err)
	}
	id := mails[0].ID
	for path, want := range map[string]string{
		"/":                               "Nachricht für Sie",
		"/?to=amal":                       "amal@example.org",
		"/?to=nobody":                     "No mails for “nobody”",
		"/mails/" + id:                    "Guten Tag – neu",
		"/mails/" + id + "/html":          "<p>Neu</p>",
		"/mails/" + id + "/raw":           "Return-Path: <office@ankunft.example>",
		"/mails/" + id + "/attachments/0": "%PDF",
		"/page/style.css":                 "body",
		"/page/refresh.js":                "watch",
	} {
		if resp, body := get(t, web.URL, path); resp.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, %.300s", path, resp.StatusCode, body)
		}
	}
	for _, path := range []string{"/mails/absent", "/mails/" + id + "/attachments/1", "/mails/" + id + "/attachments/-1", "/mails/%2e%2e%2fx/raw"} {
		if resp, _ := get(t, web.URL, path); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
	resp, _ := get(t, web.URL, "/mails/"+id+"/html")
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox ") || strings.Contains(csp, "allow-scripts") {
		t.Errorf("what strangers wrote is shown with %q", csp)
	}
}

func TestTestsWaitForAMailWithoutPolling(t *testing.T) {
	t.Parallel()
	s := start(t)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	send(t, s, "other@example.org")
	answer := make(chan string, 1)
	go func() {
		resp, err := http.Get(web.URL + "/api/mails?wait=20s&to=" + url.QueryEscape("amal@example.org"))
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answer <- string(body)
	}()
	send(t, s, "amal@example.org")
	var mails []mailsink.Mail
	if err := json.Unmarshal([]byte(<-answer), &mails); err != nil || len(mails) != 1 || mails[0].To != "amal@example.org" {
		t.Fatalf("%v, %v", mails, err)
	}
	if _, body := get(t, web.URL, "/api/mails?wait=10ms&after="+mails[0].ID); strings.TrimSpace(body) != "[]" {
		t.Errorf("newer than the newest: %s", body)
	}
}

func TestInterfaceSwitchesAndDeletes(t *testing.T) {
	t.Parallel()
	s := start(t)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	send(t, s, "amal@example.org")
	post := func(method, path, origin string) int {
		req, err := http.NewRequestWithContext(t.Context(), method, web.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if origin != "" {
			req.Header.Set("Origin", origin)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
	if code := post(http.MethodPost, "/delete", "https://elsewhere.example.org"); code != http.StatusForbidden {
		t.Errorf("another site may delete: %d", code)
	}
	if code := post(http.MethodPost, "/api/down?down=true", ""); code != http.StatusOK || !s.IsDown() {
		t.Errorf("down: %d", code)
	}
	if code := post(http.MethodPost, "/api/down?down=false", ""); code != http.StatusOK || s.IsDown() {
		t.Errorf("up: %d", code)
	}
	if code := post(http.MethodDelete, "/api/mails", ""); code != http.StatusNoContent {
		t.Errorf("delete: %d", code)
	}
	if all, err := s.Mails(""); err != nil || len(all) != 0 {
		t.Errorf("after deletion: %v, %v", all, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(letter))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a"))
	f.Add([]byte("\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := mailsink.Parse(raw)
		if m.Headers == nil || m.Attachments == nil {
			t.Fatal("a mail without headers or attachments must hold empty ones")
		}
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
	})
}
