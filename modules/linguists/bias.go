package linguists

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// Bias says that an interpreter is tied to a party and does not interpret for them (VwVfG §§20, 21 by analogy).
type Bias struct {
	bun.BaseModel `bun:"table:linguists.bias,alias:bias"`

	InterpreterID uuid.UUID `bun:",pk"`
	SubjectKind   string    `bun:",pk"`
	SubjectID     uuid.UUID `bun:",pk"`
	ToldBy        string    // interpreter, office or client
	NotedAt       time.Time
}

// NoteBias says that somebody must not interpret for a party, or that they may after all. Named by what it was met at, the party is the person behind it.
type NoteBias struct {
	Interpreter uuid.UUID
	SubjectKind string // person, case …
	SubjectID   uuid.UUID
	ToldBy      string
	Ended       *bool // true: it was a mistake
}

var kindOfRecord = regexp.MustCompile(`^[a-z][a-z_]{0,29}$`)

// NoteBias notes a tie, or takes it back; again is as before. Whoever tells is believed: nobody has to say what ties them.
func (s *Service) NoteBias(ctx context.Context, in NoteBias) (*Interpreter, error) {
	var f errs.Faults
	f.Need(kindOfRecord.MatchString(in.SubjectKind), "subjectKind", "unknown")
	f.Need(slices.Contains([]string{"interpreter", "office", "client"}, in.ToldBy), "toldBy", "unknown")
	if err := f.As(ErrInput); err != nil {
		return nil, err
	}
	behind, err := s.behind(ctx, audit.Record{Kind: in.SubjectKind, ID: in.SubjectID})
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.Interpreter, func(ctx context.Context, tx *db.Tx) error {
		if !or(in.Ended, false) {
			return s.TieTx(ctx, tx, in.Interpreter, behind[0], in.ToldBy)
		}
		for _, to := range behind {
			_, err := tx.NewDelete().Model(&Bias{InterpreterID: in.Interpreter, SubjectKind: to.Kind, SubjectID: to.ID}).WherePK().Exec(ctx)
			if err != nil {
				return fmt.Errorf("end bias: %w", err)
			}
		}
		to := behind[0]
		return s.record(ctx, tx, in.Interpreter, "interpreter.bias_ended", audit.Details{"subject": to.Kind + "/" + to.ID.String(), "told_by": in.ToldBy})
	})
}

// TieTx notes a tie in the transaction in which it was told; who is tied already stays so.
func (s *Service) TieTx(ctx context.Context, tx *db.Tx, interpreter uuid.UUID, to audit.Record, toldBy string) error {
	b := &Bias{InterpreterID: interpreter, SubjectKind: to.Kind, SubjectID: to.ID, ToldBy: toldBy, NotedAt: tx.Now}
	if _, err := tx.NewInsert().Model(b).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("note bias: %w", err)
	}
	return s.record(ctx, tx, interpreter, "interpreter.bias_noted", audit.Details{"subject": to.Kind + "/" + to.ID.String(), "told_by": toldBy})
}

// Biases lists to whom somebody is tied, the newest first.
func (s *Service) Biases(ctx context.Context, interpreter uuid.UUID) ([]Bias, error) {
	list := []Bias{}
	err := s.DB.NewSelect().Model(&list).Where("interpreter_id = ?", interpreter).OrderExpr("noted_at DESC, subject_id").Limit(200).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read biases: %w", err)
	}
	return list, nil
}
