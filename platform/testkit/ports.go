package testkit

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// FreePorts is the first of so many ports in a row at which nobody listens: for a program that is told where to listen, and may have to again. They lie below
// those that systems give to connections, which would sit on one of them sooner or later.
func FreePorts(t testing.TB, count int) int {
	t.Helper()
	for range 50 {
		if port := 20_000 + rand.IntN(12_000); free(port, count) {
			return port
		}
	}
	t.Fatalf("no %d free ports in a row", count)
	return 0
}

func free(port, count int) bool {
	for at := range count {
		l, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port+at))
		if err != nil {
			return false
		}
		_ = l.Close()
	}
	return true
}
