package main

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
	"net/http/pprof"
	"os"
	"os/exec"
	"runtime"

	"github.com/ankunft/ankunft/bench/limit"
	"github.com/ankunft/ankunft/bench/load"
	"github.com/ankunft/ankunft/bench/stand"
)

// server is a process under measurement. It ends when its standard input does, which also happens when we die.
type server struct {
	cmd   *exec.Cmd
	stdin io.Closer
	addr  string
}

// launch starts this program again in another role and waits for its address.
func launch(role string, spec stand.Spec) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, role)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if err := json.NewEncoder(stdin).Encode(spec); err != nil {
		return nil, err
	}
	addr, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%s did not start: %w", role, cmd.Wait())
	}
	return &server{cmd, stdin, addr[:len(addr)-1]}, nil
}

func (s *server) stop() { _, _ = s.stdin.Close(), s.cmd.Wait() }

// orders reads what the parent says; the context ends with the parent.
func orders(ctx context.Context) (stand.Spec, context.Context, error) {
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return stand.Spec{}, ctx, err
	}
	var spec stand.Spec
	if err := json.Unmarshal(line, &spec); err != nil {
		return spec, ctx, err
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, in)
		cancel()
	}()
	return spec, ctx, nil
}

type officeCmd struct{}

// Run is the office as `ankunft serve` runs it.
func (officeCmd) Run(ctx context.Context) error {
	spec, ctx, err := orders(ctx)
	if err != nil {
		return err
	}
	o, err := spec.Office(ctx, os.Stderr)
	if err != nil {
		return err
	}
	if spec.Profile != "" {
		mux := http.NewServeMux()
		mux.HandleFunc("/debug/pprof/", pprof.Index)
		mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
		go func() { _ = http.ListenAndServe(spec.Profile, mux) }() // on this machine, for as long as the bench runs
	}
	return errors.Join(o.Serve(ctx, func(a net.Addr) { fmt.Println(a) }), o.Close())
}

type limitCmd struct{}

// Run is the limit server.
func (limitCmd) Run(ctx context.Context) error {
	runtime.MemProfileRate = 0 // as in the office
	spec, ctx, err := orders(ctx)
	if err != nil {
		return err
	}
	s, err := limit.Open(ctx, spec.Database, 16)
	if err != nil {
		return err
	}
	if spec.Site != "" {
		c, err := openings(ctx, spec)
		if err != nil {
			return err
		}
		s.Prepare(c)
	}
	l, err := net.Listen("tcp", spec.Listen)
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return s.Serve(ctx, l)
}

// openings asks the office what is open, which the limit server then has in memory.
func openings(ctx context.Context, spec stand.Spec) (*limit.Calendar, error) {
	o, err := spec.Office(ctx, os.Stderr)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	return limit.CalendarOf(ctx, o.Appointments, spec.Site, concern)
}

type loadCmd struct{}

// Run sends one burst.
func (loadCmd) Run(ctx context.Context) error {
	var o load.Order
	if err := json.NewDecoder(os.Stdin).Decode(&o); err != nil {
		return err
	}
	r, err := load.Run(ctx, o)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// burst has a process of its own send an order.
func burst(ctx context.Context, o load.Order) (load.Result, error) {
	self, err := os.Executable()
	if err != nil {
		return load.Result{}, err
	}
	in, err := json.Marshal(o)
	if err != nil {
		return load.Result{}, err
	}
	cmd := exec.CommandContext(ctx, self, "load")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return load.Result{}, fmt.Errorf("send requests: %w", err)
	}
	var r load.Result
	return r, json.Unmarshal(out, &r)
}
