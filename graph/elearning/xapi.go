package elearninggql

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/platform/errs"
)

const versionHeader = "X-Experience-API-Version"

// xapi mounts what a package needs of a learning record store (xAPI 1.0.3, part three): statements, state, profiles. Each attempt has its own, which nobody else reads.
// The old way of sending everything by POST, for Internet Explorer, is left out.
func (c Content) xapi(data func(string, func(http.ResponseWriter, *http.Request) error)) {
	const root = "/play/{ticket}/xapi/"
	spoken := func(pattern string, do func(http.ResponseWriter, *http.Request) error) {
		data(pattern, func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set(versionHeader, elearning.Version)
			if v := r.Header.Get(versionHeader); v != "1.0" && !strings.HasPrefix(v, "1.0.") {
				return input(versionHeader, "unknown")
			}
			return do(w, r)
		})
	}
	data("GET "+root+"about", func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set(versionHeader, elearning.Version)
		return answer(w, http.StatusOK, map[string][]string{"version": {elearning.Version}})
	})
	spoken("PUT "+root+"statements", c.putStatement)
	spoken("POST "+root+"statements", c.postStatements)
	spoken("GET "+root+"statements", c.statements)
	for path, keep := range map[string]shelf{
		"activities/state":   {elearning.StateDocument, "stateId"},
		"activities/profile": {elearning.ActivityDocument, "profileId"},
		"agents/profile":     {elearning.AgentDocument, "profileId"},
	} {
		with := func(do func(shelf, http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
			return func(w http.ResponseWriter, r *http.Request) error { return do(keep, w, r) }
		}
		spoken("GET "+root+path, with(c.document))
		spoken("PUT "+root+path, with(c.lay))
		spoken("POST "+root+path, with(c.lay))
		spoken("DELETE "+root+path, with(c.clear))
	}
}

func input(path, code string) error {
	return elearning.ErrInput.With(errs.Field{Path: path, Code: code})
}

// optionalID is an id of the query; nil where there is none.
func optionalID(r *http.Request, name string) (*uuid.UUID, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return nil, nil // there is none
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return nil, input(name, "format")
	}
	return &id, nil
}

func (c Content) putStatement(w http.ResponseWriter, r *http.Request) error {
	id, err := optionalID(r, "statementId")
	if err == nil && id == nil {
		err = input("statementId", "required")
	}
	if err != nil {
		return err
	}
	var one json.RawMessage
	if err := read(w, r, elearning.LargestStatement, &one); err != nil {
		return err
	}
	if _, err := c.Elearning.Say(r.Context(), r.PathValue("ticket"), []json.RawMessage{one}, id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// largestPost is how many bytes of statements are taken at once.
const largestPost = 512 << 10

func (c Content) postStatements(w http.ResponseWriter, r *http.Request) error {
	var body json.RawMessage
	if err := read(w, r, largestPost, &body); err != nil {
		return err
	}
	list := []json.RawMessage{body}
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) && json.Unmarshal(body, &list) != nil {
		return input("body", "malformed")
	}
	said, err := c.Elearning.Say(r.Context(), r.PathValue("ticket"), list, nil)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, said)
}

func (c Content) statements(w http.ResponseWriter, r *http.Request) error {
	id, err := optionalID(r, "statementId")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit <= 0 {
		limit = 100
	}
	list, err := c.Elearning.Said(r.Context(), r.PathValue("ticket"), elearning.Ask{ID: id, Verb: q.Get("verb"), Activity: q.Get("activity"), Limit: limit})
	if err != nil {
		return err
	}
	if id != nil {
		if len(list) == 0 {
			return elearning.ErrNone
		}
		return answer(w, http.StatusOK, list[0].Body)
	}
	told := make([]json.RawMessage, len(list))
	for i, s := range list {
		told[i] = s.Body
	}
	return answer(w, http.StatusOK, map[string]any{"statements": told, "more": ""})
}

// shelf is where documents of a kind lie, and how their names are called.
type shelf struct{ kind, name string }

func (s shelf) key(r *http.Request) (elearning.DocumentKey, error) {
	q := r.URL.Query()
	key := elearning.DocumentKey{Kind: s.kind, Activity: q.Get("activityId"), Name: q.Get(s.name)}
	if agent := q.Get("agent"); agent != "" {
		key.Agent = new(elearning.Agent)
		if json.Unmarshal([]byte(agent), key.Agent) != nil {
			return key, input("agent", "malformed")
		}
	}
	var err error
	key.Registration, err = optionalID(r, "registration")
	return key, err
}

func condition(r *http.Request) elearning.Condition {
	return elearning.Condition{Match: r.Header.Get("If-Match"), NoneMatch: r.Header.Get("If-None-Match")}
}

func (c Content) document(s shelf, w http.ResponseWriter, r *http.Request) error {
	key, err := s.key(r)
	if err != nil {
		return err
	}
	if key.Name == "" {
		names, err := c.Elearning.Documents(r.Context(), r.PathValue("ticket"), key)
		if err != nil {
			return err
		}
		return answer(w, http.StatusOK, names)
	}
	d, err := c.Elearning.Document(r.Context(), r.PathValue("ticket"), key)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("ETag", d.ETag())
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'") // it may say that it is a page
	_, _ = w.Write(d.Body)                                          // a client that has gone is no fault of ours
	return nil
}

func (c Content) lay(s shelf, w http.ResponseWriter, r *http.Request) error {
	key, err := s.key(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, elearning.LargestDocument))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return elearning.ErrTooMuch
	case err != nil:
		return input("body", "malformed")
	}
	kept, err := c.Elearning.Lay(r.Context(), r.PathValue("ticket"), elearning.Lay{
		Key: key, Type: kindOf(r), Body: body, Merge: r.Method == http.MethodPost, If: condition(r),
	})
	if err != nil {
		return err
	}
	w.Header().Set("ETag", kept.ETag())
	w.WriteHeader(http.StatusNoContent)
	return nil
}

const longestKind = 100

// kindOf is what a document is said to be.
func kindOf(r *http.Request) string {
	kind := r.Header.Get("Content-Type")
	if kind == "" || len(kind) > longestKind {
		return "application/octet-stream"
	}
	return kind
}

func (c Content) clear(s shelf, w http.ResponseWriter, r *http.Request) error {
	key, err := s.key(r)
	if err == nil {
		err = c.Elearning.Clear(r.Context(), r.PathValue("ticket"), key, condition(r))
	}
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
