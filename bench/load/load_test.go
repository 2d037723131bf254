package load_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ankunft/ankunft/bench/load"
)

func TestABurstAsksAndReadsEveryAnswer(t *testing.T) {
	t.Parallel()
	var asked, large atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		body, _ := io.ReadAll(r.Body)
		if c, err := r.Cookie("a"); err != nil || c.Value != "b" {
			t.Error("no cookie")
		}
		switch string(body) {
		case "large": // in chunks
			large.Add(1)
			for range 30 {
				_, _ = io.WriteString(w, strings.Repeat("x", 5000))
				w.(http.Flusher).Flush()
			}
		case "fault":
			_, _ = io.WriteString(w, `{"errors":[]}`)
		default:
			_, _ = io.WriteString(w, "small")
		}
	}))
	defer s.Close()
	order := load.Order{Address: s.Listener.Addr().String(), Conns: 3, Once: true, Path: "/", Requests: make([]load.Request, 60)}
	for i := range order.Requests {
		order.Requests[i] = load.Request{Cookie: "a=b", Body: []string{"large", "small", "fault"}[i%3]}
	}
	got, err := load.Run(t.Context(), order)
	if err != nil {
		t.Fatal(err)
	}
	if asked.Load() != 60 || len(got.Micros) != 60 || got.Faults != 20 || got.Bytes != 20*int64(30*5000+len("small")+len(`{"errors":[]}`)) {
		t.Fatalf("%d asked, %d answered, %d faults, %d bytes", asked.Load(), len(got.Micros), got.Faults, got.Bytes)
	}
}
