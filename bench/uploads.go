package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/bench/load"
)

const (
	uploadCount = 20
	uploadSize  = 50 << 20
)

// growth is what uploads did to the memory of the server.
type growth struct {
	before, peak float64 // MB
	seconds      float64
}

// upload sends 20 files of 50 MB at once, as browsers do: announced and signed by GraphQL, the pieces straight to the object store.
func (a *arena) upload(ctx context.Context, w *workload) (growth, error) {
	requests := make([]func(context.Context) error, uploadCount)
	for i := range requests {
		session, in, err := w.draft(ctx)
		if err != nil {
			return growth{}, err
		}
		requests[i] = func(ctx context.Context) error { return a.uploadOne(ctx, w, session, in.application, byte(i)) }
	}
	var g growth
	g.before, _ = memory(a.office.cmd.Process.Pid)
	var done atomic.Bool
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for !done.Load() {
			<-tick.C
			now, _ := memory(a.office.cmd.Process.Pid)
			g.peak = max(g.peak, now)
		}
	}()
	start := w.o.DB.Clock.Now()
	group, gctx := errgroup.WithContext(ctx)
	for _, r := range requests {
		group.Go(func() error { return r(gctx) })
	}
	err := group.Wait()
	g.seconds = w.o.DB.Clock.Now().Sub(start).Seconds()
	done.Store(true)
	<-watched
	return g, err
}

func (a *arena) uploadOne(ctx context.Context, w *workload, session, application string, mark byte) error {
	var begun struct {
		BeginUpload struct {
			PartSize, PartCount int
			File                struct{ ID string }
		}
	}
	err := a.call(ctx, w.ask(session, "BeginUpload", map[string]any{"input": map[string]any{
		"subjectKind": "application", "subjectId": application, "item": "passport", "name": "pass.pdf", "type": "application/pdf", "size": uploadSize,
	}}), &begun)
	if err != nil {
		return err
	}
	file := begun.BeginUpload.File.ID
	numbers := make([]int, begun.BeginUpload.PartCount)
	for i := range numbers {
		numbers[i] = i + 1
	}
	var signed struct {
		SignParts []struct {
			URL  string
			Size int
		}
	}
	if err := a.call(ctx, w.ask(session, "SignParts", map[string]any{"input": map[string]any{"file": file, "numbers": numbers}}), &signed); err != nil {
		return err
	}
	piece := bytes.Repeat([]byte{'%', 'P', 'D', 'F', mark}, 1+begun.BeginUpload.PartSize/5)
	for _, part := range signed.SignParts {
		req, err := http.NewRequestWithContext(ctx, http.MethodPut, part.URL, bytes.NewReader(piece[:part.Size]))
		if err != nil {
			return err
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, res.Body) // the store has nothing to say
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return fmt.Errorf("send a piece: %s", res.Status)
		}
	}
	var complete struct{ CompleteUpload struct{ State string } }
	return a.call(ctx, w.ask(session, "CompleteUpload", map[string]any{"input": map[string]any{"file": file}}), &complete)
}

// call sends one GraphQL request and reads its data.
func (a *arena) call(ctx context.Context, r load.Request, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+a.office.addr+"/graphql", bytes.NewReader([]byte(r.Body)))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", r.Cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var answer struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return err
	}
	if answer.Errors != nil {
		return fmt.Errorf("refused: %s", answer.Errors)
	}
	return json.Unmarshal(answer.Data, into)
}
