// Package load asks a server as fast as it answers (a closed loop), or so many times a second however it answers (an open one), over a fixed number of
// connections that stay open. It is lean, because it shares the machine with what it measures.
package load

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ankunft/ankunft/platform/clock"
)

// Order is one burst. Requests are sent in turn, each as often as it takes; with Once each is sent one time and the burst ends with the
// last.
type Order struct {
	Address  string
	Conns    int
	Seconds  float64
	Once     bool
	Rate     float64 // a second, in an open loop: an answer's time counts from when it should have been asked; 0: as fast as it answers
	Offset   int     // of the first request
	Path     string
	Requests []Request
	Lost     string // an answer with this text says that somebody else was faster; it is no fault
}

// Request is a POST.
type Request struct{ Cookie, Body string }

// Result is what came of it.
type Result struct {
	Seconds float64
	Bytes   int64
	Micros  []int32 // of each answer
	Lost    int
	Faults  int
	Fault   string // the first that was seen
}

// Run carries out an order.
func Run(ctx context.Context, o Order) (Result, error) {
	raw := make([][]byte, len(o.Requests))
	for i, r := range o.Requests {
		raw[i] = fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nCookie: %s\r\nContent-Length: %d\r\n\r\n%s",
			o.Path, o.Address, r.Cookie, len(r.Body), r.Body)
	}
	l := &loop{Order: o, raw: raw, clk: clock.System()}
	l.next.Store(int64(o.Offset))
	if o.Lost != "" {
		l.lost = []byte(o.Lost)
	}
	l.start = l.clk.Now()
	var wg sync.WaitGroup
	errs := make(chan error, o.Conns)
	for range o.Conns {
		wg.Go(func() { errs <- l.connection(ctx) })
	}
	wg.Wait()
	close(errs)
	l.result.Seconds = l.clk.Now().Sub(l.start).Seconds()
	for err := range errs {
		if err != nil {
			return l.result, err
		}
	}
	return l.result, nil
}

type loop struct {
	Order
	raw   [][]byte
	clk   clock.Clock
	start time.Time
	next  atomic.Int64
	lost  []byte

	mu     sync.Mutex
	result Result
}

func (l *loop) connection(ctx context.Context) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", l.Address)
	if err != nil {
		return err
	}
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 64<<10)
	var mine Result
	end := l.start.Add(time.Duration(l.Seconds * float64(time.Second)))
	var body []byte
	for at := l.clk.Now(); l.Once || at.Before(end); {
		n := int(l.next.Add(1)) - 1
		if l.Once && n >= len(l.raw) {
			break
		}
		if l.Rate > 0 {
			if at = l.start.Add(time.Duration(float64(n-l.Offset) / l.Rate * float64(time.Second))); !at.Before(end) {
				break
			}
			time.Sleep(at.Sub(l.clk.Now()))
		}
		if _, err := conn.Write(l.raw[n%len(l.raw)]); err != nil {
			return err
		}
		status, answer, err := read(in, body)
		if err != nil {
			return err
		}
		body = answer[:0]
		now := l.clk.Now()
		mine.Micros = append(mine.Micros, int32(now.Sub(at).Microseconds())) // under half an hour
		mine.Bytes += int64(len(answer))
		if l.lost != nil && bytes.Contains(answer, l.lost) {
			mine.Lost++
		} else if status != http.StatusOK || bytes.HasPrefix(answer, []byte(`{"errors"`)) || bytes.HasPrefix(answer, []byte(`{"data":null`)) {
			mine.Faults++
			mine.Fault = fmt.Sprintf("%d %s", status, answer[:min(len(answer), 300)])
		}
		at = now
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.result.Micros = append(l.result.Micros, mine.Micros...)
	l.result.Bytes += mine.Bytes
	l.result.Lost += mine.Lost
	l.result.Faults += mine.Faults
	if l.result.Fault == "" {
		l.result.Fault = mine.Fault
	}
	return nil
}

// read reads one answer, by its length or in chunks.
func read(in *bufio.Reader, body []byte) (int, []byte, error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("no answer: %q", line)
	}
	status, _ := strconv.Atoi(string(line[9:12]))
	length, chunked := 0, false
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		if len(line) <= 2 {
			break
		}
		key, value, _ := bytes.Cut(bytes.TrimSpace(line), []byte(": "))
		switch {
		case bytes.EqualFold(key, []byte("Content-Length")):
			length, err = strconv.Atoi(string(value))
		case bytes.EqualFold(key, []byte("Transfer-Encoding")):
			chunked = true
		}
		if err != nil {
			return 0, nil, err
		}
	}
	if !chunked {
		body, err = take(in, body, length)
		return status, body, err
	}
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return 0, nil, err
		}
		if body, err = take(in, body, int(n)); err != nil {
			return 0, nil, err
		}
		if _, err := in.Discard(2); err != nil || n == 0 {
			return status, body, err
		}
	}
}

func take(in *bufio.Reader, body []byte, n int) ([]byte, error) {
	from := len(body)
	if cap(body) < from+n {
		body = append(make([]byte, 0, 2*(from+n)), body...)
	}
	body = body[:from+n]
	_, err := io.ReadFull(in, body[from:])
	return body, err
}
