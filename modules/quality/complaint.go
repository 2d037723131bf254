package quality

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/mail"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// ComplaintState is how far a complaint is.
type ComplaintState string

// The states.
const (
	Received ComplaintState = "received"
	Heard    ComplaintState = "heard" // the interpreter was
	Settled  ComplaintState = "settled"
)

// Outcome is what was found.
type Outcome string

// The outcomes.
const (
	Founded   Outcome = "founded"
	Partly    Outcome = "partly"
	Unfounded Outcome = "unfounded"
	Withdrawn Outcome = "withdrawn"
)

// Outcomes are all of them.
var Outcomes = []Outcome{Founded, Partly, Unfounded, Withdrawn}

// Who is what a complaint knows of somebody in the directory.
type Who struct {
	bun.BaseModel `bun:"table:linguists.interpreter_v1,alias:i"`

	ID   uuid.UUID `bun:",pk"`
	Name string
}

// Complaint is about an interpreter. Who complained may have no name.
type Complaint struct {
	bun.BaseModel `bun:"table:quality.complaint,alias:c"`

	ID            uuid.UUID `bun:",pk"`
	Key           []byte
	InterpreterID uuid.UUID
	FromSide      Side
	Name          string
	Email         string
	Language      string // in which an answer is written
	Text          string
	State         ComplaintState
	ReceivedOn    clock.Date
	DueOn         clock.Date
	Said          string // by the interpreter
	Outcome       Outcome
	Measure       string // what follows
	SettledOn     clock.Date
	Version       int

	Interpreter *Who `bun:"rel:belongs-to,join:interpreter_id=id"`
}

// String tells nothing personal.
func (c *Complaint) String() string { return "complaint " + c.ID.String() }

// LogValue implements slog.LogValuer: the id only.
func (c *Complaint) LogValue() slog.Value { return slog.StringValue(c.ID.String()) }

// Overdue says whether it should be settled by now.
func (c *Complaint) Overdue(today clock.Date) bool {
	return c.State != Settled && c.DueOn.Before(today)
}

// Limits of what is believed.
const (
	longestText = 4_000
	longestName = 200
	longestMail = 254
	mostOfLinks = 20 // complaints about one interpreter on one day that come by links
)

// Complain takes a complaint of a client by their link, with a name or without. It is not kept by which link it came, and nobody stands in the trail but the public, also where somebody
// is logged in. The same words on the same day are one complaint.
func (s *Service) Complain(ctx context.Context, token, text, name, email string) error {
	id, err := s.opened(token)
	if err != nil {
		return err
	}
	t, err := readTalk(ctx, s.DB, id)
	if err != nil {
		return err
	}
	there, err := s.DB.NewSelect().Model((*asked)(nil)).Where("a.assignment_id = ? AND a.side = ?", id, Client).Exists(ctx)
	if err != nil {
		return fmt.Errorf("read whether somebody was asked: %w", err)
	}
	if !there {
		return ErrNone
	}
	c := &Complaint{InterpreterID: t.InterpreterID, FromSide: Client, Name: tidy(name), Email: tidy(email), Language: german, Text: tidy(text)}
	if err := c.check(s.Languages); err != nil {
		return err
	}
	if c.Email != "" && s.Clients != nil {
		to, known, err := s.Clients.Of(ctx, t.about())
		if err != nil {
			return fmt.Errorf("find who came: %w", err)
		}
		if known {
			c.Language = cmp.Or(to.Language, german)
		}
	}
	c.Key = keyOf("link", c.InterpreterID.String(), c.Name, c.Email, c.Text, s.today().String())
	ctx = audit.WithActor(ctx, audit.Actor{Kind: audit.Public})
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.NewSelect().Model((*Complaint)(nil)).Where("c.interpreter_id = ? AND c.from_side = ? AND c.received_on = ?", c.InterpreterID, Client, clock.Today(tx.Now)).Count(ctx)
		if err != nil {
			return fmt.Errorf("count complaints: %w", err)
		}
		if n >= mostOfLinks {
			return ErrTooOften
		}
		return s.receiveTx(ctx, tx, c)
	})
}

const german = "de"

func keyOf(parts ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return sum[:]
}

func (c *Complaint) check(languages []string) error {
	var f errs.Faults
	words(&f, c.Text, longestText, "text", true)
	words(&f, c.Name, longestName, "name", c.Email != "")
	f.Need(c.Email != "" || c.Name == "", "email", "required")
	if c.Email != "" {
		parsed, err := mail.ParseAddress(c.Email)
		f.Need(err == nil && parsed.Address == c.Email && parsed.Name == "" && len(c.Email) <= longestMail && !strings.ContainsAny(c.Email, "\r\n\x00 ,;<>"), "email", "not_an_email")
	}
	f.Need(c.FromSide == Client || c.FromSide == Clerk || c.FromSide == Other, "from", "unknown")
	f.Need(c.Language == german || slices.Contains(languages, c.Language), "language", "unknown")
	return f.As(ErrInput)
}

// TakeComplaint writes a complaint down that came otherwise.
type TakeComplaint struct {
	Key         uuid.UUID // the same complaint once
	Interpreter uuid.UUID
	From        Side
	Text        string
	Name, Email string // both or neither
	Language    string // "" is German
}

// Take writes a complaint down for who made it at the counter, by telephone or by letter. The same key of the viewer again is the same complaint.
func (s *Service) Take(ctx context.Context, in TakeComplaint) (*Complaint, error) {
	c := &Complaint{
		InterpreterID: in.Interpreter, FromSide: in.From, Name: tidy(in.Name), Email: tidy(in.Email), Language: cmp.Or(in.Language, german), Text: tidy(in.Text),
		Key: keyOf("taken", identity.ViewerFrom(ctx).AccountID.String(), in.Key.String()),
	}
	if err := c.check(s.Languages); err != nil {
		return nil, err
	}
	if err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.receiveTx(ctx, tx, c) }); err != nil {
		return nil, err
	}
	taken := new(Complaint)
	err := s.DB.NewSelect().Model(taken).Relation("Interpreter").Where("c.key = ?", c.Key).Scan(ctx)
	if err := db.NoRows(err, ErrNone, "read complaint"); err != nil {
		return nil, err
	}
	if !identity.ViewerFrom(ctx).Can(ActionComplaints) { // what became of it is for who leads
		taken.State, taken.Said, taken.Outcome, taken.Measure, taken.SettledOn, taken.Version = Received, "", "", "", clock.Date{}, 1
	}
	return taken, nil
}

// receiveTx writes a complaint down, unless it is there.
func (s *Service) receiveTx(ctx context.Context, tx *db.Tx, c *Complaint) error {
	today := clock.Today(tx.Now)
	c.ID, c.State, c.ReceivedOn, c.DueOn, c.Version = uuid.New(), Received, today, today.AddDays(s.Rules.ComplaintDays), 1
	res, err := tx.NewInsert().Model(c).On("CONFLICT ON CONSTRAINT complaint_key DO NOTHING").Exec(ctx)
	if err != nil {
		return db.MapConstraints(fmt.Errorf("write complaint: %w", err), map[string]error{"complaint_interpreter": ErrNone})
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return s.recordTx(ctx, tx, c, "received", audit.Details{"interpreter": c.InterpreterID.String(), "from": string(c.FromSide)})
}

func (s *Service) recordTx(ctx context.Context, tx *db.Tx, c *Complaint, action string, d audit.Details) error {
	if err := s.Audit.RecordTx(ctx, tx, Record(c.ID), "complaint."+action, d); err != nil {
		return fmt.Errorf("record complaint: %w", err)
	}
	return nil
}
