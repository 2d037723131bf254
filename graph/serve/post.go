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
)

// maxBody bounds a request: the largest mutation is a page of a form.
const maxBody = 256 << 10

// post is the transport of queries and mutations. It differs from gqlgen's in that it bounds the body, never repeats a stranger's
// body in an error, and writes finished data as it is instead of compacting it once more.
type post struct{}

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
func (post) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	_, params, fault := read(r)
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

// read reads the body of a request: as it is, and what it asks for.
func read(r *http.Request) ([]byte, *graphql.RawParams, *gqlerror.Error) {
	body := bytes.NewBuffer(make([]byte, 0, max(r.ContentLength, 0)+bytes.MinRead)) // bounded before
	_, err := body.ReadFrom(r.Body)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, nil, tooLarge()
	}
	params := &graphql.RawParams{Headers: r.Header}
	if err == nil {
		err = decode(body.Bytes(), params)
	}
	if err != nil {
		return nil, nil, &gqlerror.Error{Message: "the body is no JSON object with query, variables and extensions", Extensions: map[string]any{"code": "graphql.malformed"}}
	}
	return body.Bytes(), params, nil
}

var answers = sync.Pool{New: func() any { return new([]byte) }}

// write puts the parts of a response together; data is JSON already.
func write(w http.ResponseWriter, res *graphql.Response) {
	if res == nil {
		return
	}
	buffer := answers.Get().(*[]byte) //nolint:errcheck // the pool holds nothing else
	out := append((*buffer)[:0], '{')
	defer func() {
		if cap(out) <= maxBody { // a giant is not kept
			*buffer = out
			answers.Put(buffer)
		}
	}()
	if len(res.Errors) > 0 {
		raw, err := json.Marshal(res.Errors)
		if err != nil {
			raw = []byte(`[{"message":"errors that cannot be told"}]`)
		}
		out = append(append(append(out, `"errors":`...), raw...), ',')
	}
	out = append(out, `"data":`...)
	if len(res.Data) == 0 {
		out = append(out, "null"...)
	}
	out = append(append(out, res.Data...), '}')
	w.Header().Set("Content-Length", strconv.Itoa(len(out))) // one piece: no chunks
	_, _ = w.Write(out)                                      // a client that has gone is no fault of ours
}
