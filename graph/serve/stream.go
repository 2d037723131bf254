package serve

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
)

const keepAlive = 20 * time.Second

// stream is the transport of subscriptions: gqlgen's, which gets only what it can read, for what it cannot it writes into log and answer.
type stream struct{ transport.SSE }

// Do implements graphql.Transport.
func (s stream) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	var body bytes.Buffer
	if _, fault := read(r, nil, &body); fault != nil {
		refuse(w, r, exec, fault)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body.Bytes()))
	s.SSE.Do(w, r, exec)
}
