package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/ankunft/ankunft/graph/gate"
	"github.com/ankunft/ankunft/modules/identity"
)

// What bounds a request: the largest mutation of the public is a page of a form; the staff bring in a list of interpreters (linguists.Import).
const (
	maxBody      = 256 << 10
	maxStaffBody = 2 << 20
)

func largest(r *http.Request) int64 {
	if identity.ViewerFrom(r.Context()).Kind == identity.KindStaff {
		return maxStaffBody
	}
	return maxBody
}

// post is the transport of queries and mutations. It differs from gqlgen's in that it bounds the body, never repeats a stranger's
// body in an error, and writes finished data as it is instead of compacting it once more.
type post struct{ names gate.Names }

const jsonType = "application/json"

// Supports implements graphql.Transport.
func (post) Supports(r *http.Request) bool {
	if r.Method != http.MethodPost {
		return false
	}
	given := r.Header.Get("Content-Type")
	if given == jsonType { // as our apps send it
		return true
	}
	kind, _, err := mime.ParseMediaType(given)
	return err == nil && kind == jsonType
}

// Do implements graphql.Transport.
func (p post) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	body := buffers.Get().(*bytes.Buffer) //nolint:errcheck // the pool holds nothing else
	body.Reset()
	params, fault := read(r, p.names, body)
	keep(body)
	if fault != nil {
		refuse(w, r, exec, fault)
		return
	}
	headers(w)
	ctx := r.Context()
	op, faults := exec.CreateOperationContext(ctx, params)
	if faults != nil {
		w.WriteHeader(http.StatusUnprocessableEntity)
		write(w, exec.DispatchError(graphql.WithOperationContext(ctx, op), faults))
		return
	}
	responses, ctx := exec.DispatchOperation(ctx, op)
	write(w, responses(ctx))
}

func headers(w http.ResponseWriter) {
	head := w.Header()
	head.Set("Content-Type", "application/json; charset=utf-8")
	head.Set("Cache-Control", "no-store")
}

// refuse answers what cannot be read.
func refuse(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, fault *gqlerror.Error) {
	headers(w)
	status := http.StatusBadRequest
	if fault.Extensions["code"] == codeTooLarge {
		status = http.StatusRequestEntityTooLarge
	}
	w.WriteHeader(status)
	write(w, exec.DispatchError(r.Context(), gqlerror.List{fault}))
}

const codeTooLarge = "graphql.body_too_large"

func tooLarge() *gqlerror.Error {
	return &gqlerror.Error{Message: "the request is too large", Extensions: map[string]any{"code": codeTooLarge}}
}

// read reads the body of a request into a buffer: as it is, and what it asks for, which does not hold on to the buffer.
func read(r *http.Request, names gate.Names, body *bytes.Buffer) (*graphql.RawParams, *gqlerror.Error) {
	_, err := body.ReadFrom(r.Body) // bounded before
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, tooLarge()
	}
	params := &graphql.RawParams{Headers: r.Header}
	if err == nil {
		err = decode(body.Bytes(), names, params)
	}
	if err != nil {
		return nil, &gqlerror.Error{Message: "the body is no JSON object with query, variables and extensions", Extensions: map[string]any{"code": "graphql.malformed"}}
	}
	return params, nil
}

// buffers hold a request while it is read, and an answer while it is written.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func keep(b *bytes.Buffer) {
	if b.Cap() <= maxBody { // a giant is not kept
		buffers.Put(b)
	}
}

// write puts the parts of a response together; data is JSON already.
func write(w http.ResponseWriter, res *graphql.Response) {
	if res == nil {
		return
	}
	out := buffers.Get().(*bytes.Buffer) //nolint:errcheck // the pool holds nothing else
	defer keep(out)
	out.Reset()
	out.WriteByte('{')
	if len(res.Errors) > 0 {
		raw, err := json.Marshal(res.Errors)
		if err != nil {
			raw = []byte(`[{"message":"errors that cannot be told"}]`)
		}
		out.WriteString(`"errors":`)
		out.Write(raw)
		out.WriteByte(',')
	}
	out.WriteString(`"data":`)
	if len(res.Data) == 0 {
		out.WriteString("null")
	}
	out.Write(res.Data)
	out.WriteByte('}')
	w.Header().Set("Content-Length", strconv.Itoa(out.Len())) // one piece: no chunks
	_, _ = w.Write(out.Bytes())                               // a client that has gone is no fault of ours
}
