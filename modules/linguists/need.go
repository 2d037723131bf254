package linguists

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// InterpreterNeed is what somebody needs of an interpreter. It stands on a record that lies above: a person, an appointment, a ticket, a case.
type InterpreterNeed struct {
	bun.BaseModel `bun:"table:linguists.need,alias:need"`

	SubjectKind  string    `bun:",pk"`
	SubjectID    uuid.UUID `bun:",pk"`
	EnoughGerman bool      // nobody is needed
	Language     string    // ISO 639-3; "" only with enough German
	Dialect      string
	Form         Form   // spoken or signed
	Gender       Gender // a wish
	ToldBy       string // person or office
	Version      int
	NotedAt      time.Time
}

// SetInterpreterNeed says what somebody needs.
type SetInterpreterNeed struct {
	SubjectKind  string
	SubjectID    uuid.UUID
	EnoughGerman bool
	Language     *string
	Dialect      *string
	Form         *Form // spoken by itself
	Gender       *Gender
	Version      int // of the need that was read; 0 where there was none
}

// Need is the need that stands on a record the viewer may see; nil where nothing was told.
func (s *Service) Need(ctx context.Context, rec audit.Record) (*InterpreterNeed, error) {
	if err := s.see(ctx, rec); err != nil {
		return nil, err
	}
	return s.NeedOf(ctx, rec)
}

// NeedOf is Need for who has looked at the rights.
func (s *Service) NeedOf(ctx context.Context, rec audit.Record) (*InterpreterNeed, error) {
	return needOf(ctx, s.DB.NewSelect(), rec)
}

func needOf(ctx context.Context, q *bun.SelectQuery, rec audit.Record) (*InterpreterNeed, error) {
	var list []*InterpreterNeed
	if err := q.Model(&list).Where("subject_kind = ? AND subject_id = ?", rec.Kind, rec.ID).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read need: %w", err)
	}
	if len(list) == 0 {
		return nil, nil //nolint:nilnil // nothing was told
	}
	return list[0], nil
}

// SetNeed changes the need that stands on a record the viewer may see. ErrConflict when somebody else was faster.
func (s *Service) SetNeed(ctx context.Context, in SetInterpreterNeed) (*InterpreterNeed, error) {
	rec := audit.Record{Kind: in.SubjectKind, ID: in.SubjectID}
	if err := s.see(ctx, rec); err != nil {
		return nil, err
	}
	var n *InterpreterNeed
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		before, err := needOf(ctx, tx.NewSelect().For("UPDATE"), rec)
		if err != nil {
			return err
		}
		if was := before; was == nil && in.Version != 0 || was != nil && was.Version != in.Version {
			return ErrConflict
		}
		n, err = s.setNeedTx(ctx, tx, in, before == nil)
		return err
	})
	return n, err
}

// SetNeedTx tells the need where it is asked for: at booking, at the ticket, in the portal. What was told before is replaced.
func (s *Service) SetNeedTx(ctx context.Context, tx *db.Tx, in SetInterpreterNeed) (*InterpreterNeed, error) {
	return s.setNeedTx(ctx, tx, in, false)
}

func (s *Service) setNeedTx(ctx context.Context, tx *db.Tx, in SetInterpreterNeed, first bool) (*InterpreterNeed, error) {
	n := &InterpreterNeed{
		SubjectKind: in.SubjectKind, SubjectID: in.SubjectID, EnoughGerman: in.EnoughGerman, Language: trimmed(in.Language), Dialect: trimmed(in.Dialect),
		Form: or(in.Form, Spoken), Gender: or(in.Gender, Unsaid), ToldBy: "person", Version: 1, NotedAt: tx.Now,
	}
	if audit.ActorFrom(ctx).Kind == audit.Staff {
		n.ToldBy = "office"
	}
	if err := n.check(); err != nil {
		return nil, err
	}
	q := tx.NewInsert().Model(n).Returning("version")
	if !first {
		q = q.On("CONFLICT (subject_kind, subject_id) DO UPDATE").Set("enough_german = excluded.enough_german, language = excluded.language, dialect = excluded.dialect").
			Set("form = excluded.form, gender = excluded.gender, told_by = excluded.told_by, noted_at = excluded.noted_at, version = need.version + 1")
	}
	if _, err := q.Exec(ctx); err != nil {
		return nil, db.MapConstraints(fmt.Errorf("note need: %w", err), map[string]error{"need_pkey": ErrConflict})
	}
	return n, s.Audit.RecordTx(ctx, tx, n.record(), "need.noted", audit.Details{"language": n.Language, "form": string(n.Form), "told_by": n.ToldBy})
}

func (n *InterpreterNeed) record() audit.Record {
	return audit.Record{Kind: n.SubjectKind, ID: n.SubjectID}
}

func (n *InterpreterNeed) check() error {
	var f errs.Faults
	f.Need(kindOfRecord.MatchString(n.SubjectKind), "subjectKind", "unknown")
	f.Need(n.Language != "" || n.EnoughGerman, "language", "required")
	f.Need(n.Language == "" || KnownLanguage(n.Language) && n.Language != german, "language", "unknown")
	f.Fits(n.Dialect, longestWord, "dialect")
	f.Need(plain(n.Dialect), "dialect", "forbidden_characters")
	f.Need(n.Form == Spoken || n.Form == Signed, "form", "unknown")
	f.Need(n.Gender == Unsaid || n.Gender == Female || n.Gender == Male, "gender", "unknown")
	return f.As(ErrInput)
}

// TakeOverNeedTx lets what concerns somebody have their need: an appointment that of the person, a ticket that of the appointment. What was told there itself stays.
func (s *Service) TakeOverNeedTx(ctx context.Context, tx *db.Tx, from, to audit.Record) error {
	_, err := tx.NewRaw(`INSERT INTO linguists.need (subject_kind, subject_id, enough_german, language, dialect, form, gender, told_by, noted_at)
SELECT ?, ?, enough_german, language, dialect, form, gender, told_by, ? FROM linguists.need WHERE subject_kind = ? AND subject_id = ? ON CONFLICT DO NOTHING`,
		to.Kind, to.ID, tx.Now, from.Kind, from.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("take over need: %w", err)
	}
	return nil
}

// EraseTx forgets needs of, and ties to, what is erased for good.
func (s *Service) EraseTx(ctx context.Context, tx *db.Tx, about ...audit.Record) error {
	for _, rec := range about {
		for _, table := range []string{"linguists.need", "linguists.bias"} {
			if _, err := tx.NewRaw("DELETE FROM ? WHERE subject_kind = ? AND subject_id = ?", bun.Ident(table), rec.Kind, rec.ID).Exec(ctx); err != nil {
				return fmt.Errorf("erase needs and ties of %s: %w", rec.Kind, err)
			}
		}
	}
	return nil
}
