// Package limit is a server written by hand to be as fast as it can be: net/http and pgx, one SQL statement for each operation that
// returns the finished JSON. It has no login, no rights, no GraphQL, no limits and no trail of who looked: what is left is the work that
// every server would have to do. It is a measuring stick, not an example.
package limit

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/ankunft/ankunft/platform/ids"
)

// Server answers the operations that are measured.
type Server struct {
	pool     *pgxpool.Pool
	calendar *Calendar // nil where no appointments are measured
}

// Open connects to the office's database.
func Open(ctx context.Context, url string, conns int32) (*Server, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = conns
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	return &Server{pool: pool}, err
}

// Close gives the connections back.
func (s *Server) Close() { s.pool.Close() }

// Serve answers until ctx ends.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /work", s.work)
	mux.HandleFunc("POST /case", s.detail)
	mux.HandleFunc("POST /status", s.status)
	mux.HandleFunc("POST /submit", s.submit)
	if s.calendar != nil {
		mux.HandleFunc("POST /days", s.days)
		mux.HandleFunc("POST /hold", s.hold)
	}
	server := &http.Server{Handler: mux, BaseContext: func(net.Listener) context.Context { return ctx }} // nobody but the bench asks
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (s *Server) work(w http.ResponseWriter, r *http.Request) {
	var in struct{ Team string }
	if read(w, r, &in) {
		s.answer(w, r, workList, in.Team)
	}
}

func (s *Server) detail(w http.ResponseWriter, r *http.Request) {
	var in struct{ ID uuid.UUID }
	if read(w, r, &in) {
		s.answer(w, r, caseDetail, in.ID)
	}
}

func (s *Server) status(w http.ResponseWriter, r *http.Request) {
	var in struct{ Number, Code string }
	if read(w, r, &in) {
		s.answer(w, r, publicStatus, in.Number, ids.Hash(ids.NormalizeCode(in.Code)))
	}
}

func read(w http.ResponseWriter, r *http.Request, in any) bool {
	if err := json.NewDecoder(r.Body).Decode(in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

// answer writes what the statement returns.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, sql string, args ...any) {
	var out []byte
	err := s.pool.QueryRow(r.Context(), sql, args...).Scan(&out)
	if errors.Is(err, pgx.ErrNoRows) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(out)
}
