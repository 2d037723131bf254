package office_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ankunft/ankunft/cmd/office"
	"github.com/ankunft/ankunft/cmd/office/officetest"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/logs"
)

// serverSwitch makes this program a server of the office whose configuration is its argument.
const serverSwitch = "ANKUNFT_TEST_SERVER"

// beServer answers until it is killed. Its first line says where.
func beServer() {
	if os.Getenv(serverSwitch) == "" {
		return
	}
	if err := answer(context.Background(), os.Args[1]); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func answer(ctx context.Context, config string) error {
	cfg, err := office.ReadConfig(config)
	if err != nil {
		return err
	}
	clk, log := clock.System(), logs.New(os.Stderr, 8)
	ports, err := office.OpenPorts(ctx, cfg, officetest.Open(new(testing.T), clk).Plugins(), clk, log)
	if err != nil {
		return err
	}
	o, err := office.Wire(ctx, cfg, ports, clk, log)
	if err != nil {
		return err
	}
	return o.Serve(ctx, func(a net.Addr) { fmt.Println("http://" + a.String()) })
}

// server starts one and returns its address and what ends it with kill -9.
func server(t *testing.T, config string) (url string, kill func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, config)
	cmd.Env = append(os.Environ(), serverSwitch+"=1")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	kill = func() { once.Do(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) }
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		kill()
		t.Fatalf("the server does not answer: %v\n%s", err, said.String())
	}
	return strings.TrimSpace(line), kill
}

// generous is the second city without its limits: many people come through one network.
func generous(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(nachbarstadt())); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "appointments.yaml")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("holds_per_minute: 60", "holds_per_minute: 100000", "search_per_minute: 300", "search_per_minute: 100000", "work: 12", "work: 0").Replace(string(raw))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// ask sends an operation to a server; an error when no whole answer came back.
func ask(ctx context.Context, url, query string, in map[string]any) (string, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"in": in}})
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return string(raw), err
}

// crowd is what many people with a phone in their hand want at the same moment, half of them from a server that dies.
type crowd struct {
	servers [2]string
	starts  []string
	links   []string // from the mails of those who only have to confirm
	kill    func()   // the first server
	answers atomic.Int64
	dropped [2]atomic.Int64 // who heard nothing: of those who want a time, of those who confirm
	mu      sync.Mutex
	tokens  map[string]string // request → token
}

// ask sends an operation to one of the servers. Who hears nothing asks the other again, as the portal does.
func (c *crowd) ask(ctx context.Context, n, of int, query string, in map[string]any) (string, error) {
	said, err := ask(ctx, c.servers[n%2], query, in)
	if c.answers.Add(1) == int64(len(c.starts)) {
		c.kill()
	}
	if err != nil {
		c.dropped[of].Add(1)
		said, err = ask(ctx, c.servers[1], query, in)
	}
	return said, err
}

// confirm follows the link in a mail.
func (c *crowd) confirm(ctx context.Context, n int) error {
	said, err := c.ask(ctx, n, 1, confirmDocument, map[string]any{"token": c.links[n]})
	if err == nil && !strings.Contains(said, `"state":"booked"`) {
		err = errors.New(said)
	}
	return err
}

// wish is what somebody wants under a key.
func wish(start, key string) map[string]any {
	return map[string]any{"site": "stadthaus", "concern": "extend", "people": 1, "start": start, "language": "tr", "key": key}
}

// book wants a time and says for whom.
func (c *crowd) book(ctx context.Context, n int) error {
	start, key := c.starts[n/4%len(c.starts)], fmt.Sprint("person", n) // four want each time, where at most two counters are
	said, err := c.ask(ctx, n, 0, holdDocument, wish(start, key))
	if err != nil {
		return err
	}
	token, held := tokenOf(said)
	switch {
	case !held && strings.Contains(said, "appointments.slot_taken"):
		return nil
	case !held:
		return errors.New(said)
	}
	c.mu.Lock()
	c.tokens[key] = token
	c.mu.Unlock()
	return c.request(ctx, token, key)
}

func (c *crowd) request(ctx context.Context, token, key string) error {
	said, err := ask(ctx, c.servers[1], requestDocument, map[string]any{"token": token, "name": "Ayşe", "email": key + "@post.example"})
	if err == nil && strings.Contains(said, `"errors"`) {
		err = errors.New(said)
	}
	return err
}

// early are those who have asked for a time before the crowd comes, and have the link in their mail.
func (c *crowd) early(t *testing.T, o *officetest.Office, starts []string) {
	t.Helper()
	for n, start := range starts {
		key := fmt.Sprint("early", n)
		said, err := ask(t.Context(), c.servers[n%2], holdDocument, wish(start, key))
		if err != nil {
			t.Fatal(err)
		}
		token, held := tokenOf(said)
		if !held {
			t.Fatal(said)
		}
		if err := c.request(t.Context(), token, key); err != nil {
			t.Fatal(err)
		}
	}
	o.Work(t)
	for n := range starts {
		mails := o.Mailer.Sent(fmt.Sprint("early", n, "@post.example"))
		link := regexp.MustCompile(`/appointments/confirm#(\S+)`).FindStringSubmatch(mails[0].Text)
		c.links = append(c.links, link[1])
	}
}

func tokenOf(said string) (token string, held bool) {
	var answer struct {
		Data struct{ HoldAppointment struct{ Token string } }
	}
	err := json.Unmarshal([]byte(said), &answer)
	token = answer.Data.HoldAppointment.Token
	return token, err == nil && token != ""
}

// Two servers on one database; one is killed while forty people hold times through each and twenty confirm theirs. Who got no answer asks again, for a time
// under the same key. Every time has as many appointments as counters at most, every appointment all that it takes, nothing is taken for nobody, each person
// is asked once to confirm, and who confirmed is booked and told once. Never skipped; where nothing
// has changed that it is made of, `go test` tells its last result.
func TestAServerKilledWhilePeopleBookLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t, officetest.Configured(func(c *office.Config) { c.City, c.MailDomain = generous(t), "nachbarstadt.example" }))
	o.Clock.Set(clock.System().Now()) // the servers are programs of their own, with a clock of their own
	if err := o.Appointments.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	config := configFile(t, o, map[string]any{"city": o.Config.City, "open_graphql": true, "listen": "127.0.0.1:0"})
	c := &crowd{tokens: map[string]string{}}
	c.servers[0], c.kill = server(t, config)
	c.servers[1], _ = server(t, config)
	b := &booking{Person: o.Stranger(t), office: o}
	var starts []string
	for day := clock.Today(o.Clock.Now()).AddDays(1); len(starts) < 60; day = day.AddDays(1) {
		for _, at := range b.times(t, day.String()) {
			starts = append(starts, day.String()+"T"+at)
		}
	}
	c.starts = starts[:20]
	c.early(t, o, starts[20:60])
	var all sync.WaitGroup
	for n := range 4 * len(c.starts) {
		all.Go(func() {
			if err := c.book(t.Context(), n); err != nil {
				t.Errorf("person %d: %v", n, err)
			}
		})
		if n >= len(c.links) {
			continue
		}
		all.Go(func() {
			if err := c.confirm(t.Context(), n); err != nil {
				t.Errorf("early %d: %v", n, err)
			}
		})
	}
	all.Wait()
	if c.dropped[0].Load() == 0 || c.dropped[1].Load() == 0 {
		t.Error("the server died when nobody needed it: the test shows nothing")
	}
	for fault, from := range map[string]string{
		"appointments take less than they need, or take it twice": `(SELECT a.id FROM appointments.appointment a LEFT JOIN appointments.occupation o ON o.appointment_id = a.id
 AND o.resource_id = a.counter_id AND o.cells * 300 = extract(epoch FROM a.ends_at - a.starts_at) GROUP BY a.id HAVING count(o.first) <> 1) x`,
		"times are taken for nobody": "appointments.occupation o LEFT JOIN appointments.appointment a ON a.id = o.appointment_id WHERE a.id IS NULL OR a.state NOT IN ('pending', 'booked')",
		"days do not say what is taken": `(SELECT resource_id, day, bit_or(appointments.cells(first, cells)) AS taken FROM appointments.occupation GROUP BY 1, 2) o
 FULL JOIN (SELECT * FROM appointments.day WHERE taken <> 0::bit(288)) d USING (resource_id, day) WHERE o.taken IS DISTINCT FROM d.taken`,
		"people are told twice, or not": "(SELECT address FROM messages.mail GROUP BY 1 HAVING count(*) <> CASE WHEN address LIKE 'early%' THEN 2 ELSE 1 END) m",
		"the house is told twice":       "(SELECT payload FROM events.event WHERE name = 'appointments.booked' GROUP BY 1 HAVING count(*) <> 1) e",
		"the trail tells twice, or not": `(SELECT a.id FROM appointments.appointment a LEFT JOIN audit.entry e ON e.record_id = a.id AND e.action = 'appointment.booked'
 GROUP BY a.id HAVING count(e.action) <> (a.state = 'booked')::int) x`,
	} {
		if n := o.Count(t, from); n != 0 {
			t.Errorf("%s: %d", fault, n)
		}
	}
	if held := o.Count(t, "appointments.appointment WHERE state = 'pending'"); held != len(c.tokens) || held < len(c.starts) {
		t.Errorf("%d appointments for %d people who were told that they have one", held, len(c.tokens))
	}
	if booked := o.Count(t, "appointments.appointment WHERE state = 'booked' AND booked_at IS NOT NULL"); booked != len(c.links) {
		t.Errorf("%d are booked for %d people who confirmed", booked, len(c.links))
	}
}
