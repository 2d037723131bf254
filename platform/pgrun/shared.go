package pgrun

import (
	"context"
	"os"
	"sync"
)

// SharedEnv names a running throwaway server for all test processes of one run; `make test` sets it. Without it each
// test process starts one of its own, which takes about a second.
const SharedEnv = "ANKUNFT_TEST_PG"

var shared struct {
	sync.Mutex
	server *Server
}

// Shared returns the throwaway server for tests. It must not be stopped: it ends with the process or with the run.
// Processes share it, so names of databases must be unique; guard a template that several may build with an advisory lock.
func Shared(ctx context.Context) (*Server, error) {
	shared.Lock()
	defer shared.Unlock()
	if shared.server != nil {
		return shared.server, nil
	}
	s, err := startShared(ctx)
	if err == nil {
		shared.server = s
	}
	return s, err
}

func startShared(ctx context.Context) (*Server, error) {
	if given := os.Getenv(SharedEnv); given != "" {
		return attach(given)
	}
	return Start(ctx, Options{Throwaway: true})
}
