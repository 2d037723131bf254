package linguists

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
)

// InterpreterNeed is what somebody needs of an interpreter. It stands on the person, as far as they are known; else on what they have: a ticket, an appointment. What
// concerns them is asked for theirs, so that nothing has to be taken over.
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
	Version      int    // to be sent with the next word; 0 where it was told of something else than what the next word will stand on
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

// Need is what was told of a record the viewer may see: of its person, or else of what lies nearest to them; nil where nothing was told.
func (s *Service) Need(ctx context.Context, rec audit.Record) (*InterpreterNeed, error) {
	behind, err := s.behind(ctx, rec)
	if err != nil {
		return nil, err
	}
	return s.NeedOf(ctx, behind...)
}

// NeedOf is Need for who has looked at the rights: of the first of some records of which anything was told.
func (s *Service) NeedOf(ctx context.Context, behind ...audit.Record) (*InterpreterNeed, error) {
	return needOf(ctx, s.DB.NewSelect(), behind...)
}

func needOf(ctx context.Context, q *bun.SelectQuery, behind ...audit.Record) (*InterpreterNeed, error) {
	var list []*InterpreterNeed
	q = q.Model(&list).WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		for _, rec := range behind {
			q = q.WhereOr("subject_kind = ? AND subject_id = ?", rec.Kind, rec.ID)
		}
		return q
	})
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read need: %w", err)
	}
	for i, rec := range behind {
		for _, n := range list {
			if n.record() != rec {
				continue
			}
			if i > 0 {
				n.Version = 0
			}
			return n, nil
		}
	}
	return nil, nil // nothing was told
}

// SetNeed changes the need of whom a record is about that the viewer may see: it stands on the person from then on, where they are known. ErrConflict when
// somebody else was faster.
func (s *Service) SetNeed(ctx context.Context, in SetInterpreterNeed) (*InterpreterNeed, error) {
	behind, err := s.behind(ctx, audit.Record{Kind: in.SubjectKind, ID: in.SubjectID})
	if err != nil {
		return nil, err
	}
	rec := behind[0]
	in.SubjectKind, in.SubjectID = rec.Kind, rec.ID
	var n *InterpreterNeed
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
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

// What somebody can tick that they need, where they book or draw a ticket.
const (
	needInterpreter  = "interpreter"
	needSignLanguage = "sign_language"
)

// TickedTx notes what follows from what somebody has ticked: an interpreter for the language that they named (ISO 639-3), else for that in which they ticked (tag), or for
// German signs. What was told of the record itself stays, and where no language follows, nothing is noted: the counter asks.
func (s *Service) TickedTx(ctx context.Context, tx *db.Tx, rec audit.Record, ticked []string, named, tag string) error {
	if named != "" && !KnownLanguage(named) {
		return ErrInput.With(errs.Field{Path: "tongue", Code: "unknown"})
	}
	n := &InterpreterNeed{SubjectKind: rec.Kind, SubjectID: rec.ID, Form: Spoken, Language: cmp.Or(named, SpokenIn(tag)), ToldBy: "person", Version: 1, NotedAt: tx.Now}
	switch {
	case slices.Contains(ticked, needSignLanguage):
		n.Form, n.Language = Signed, "gsg"
	case !slices.Contains(ticked, needInterpreter) || n.Language == "" || n.Language == german:
		return nil
	}
	res, err := tx.NewInsert().Model(n).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("note need: %w", err)
	}
	if noted, err := res.RowsAffected(); err != nil || noted == 0 {
		return err // told before
	}
	return s.Audit.RecordTx(ctx, tx, rec, "need.noted", audit.Details{"language": n.Language, "form": string(n.Form), "told_by": n.ToldBy})
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

// TellNeed is a need that somebody tells of themselves; the caller knows that the record is theirs. What was told before is replaced.
func (s *Service) TellNeed(ctx context.Context, in SetInterpreterNeed) (n *InterpreterNeed, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err = s.SetNeedTx(ctx, tx, in)
		return err
	})
	return n, err
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

// MergeTx follows two records of one party that became one: what was told of the first holds for the second, unless their own need is known. Again is no fault.
func (s *Service) MergeTx(ctx context.Context, tx *db.Tx, from, to audit.Record) error {
	moved := 0
	for _, statement := range []string{
		`INSERT INTO linguists.need SELECT ?2, ?3, enough_german, language, dialect, form, gender, told_by, version, noted_at FROM linguists.need
WHERE subject_kind = ?0 AND subject_id = ?1 ON CONFLICT DO NOTHING`,
		`INSERT INTO linguists.bias SELECT interpreter_id, ?2, ?3, told_by, noted_at FROM linguists.bias WHERE subject_kind = ?0 AND subject_id = ?1 ON CONFLICT DO NOTHING`,
	} {
		res, err := tx.NewRaw(statement, from.Kind, from.ID, to.Kind, to.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("follow merged %s: %w", from.Kind, err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return fmt.Errorf("follow merged %s: %w", from.Kind, err)
		}
		moved += int(n)
	}
	if err := s.EraseTx(ctx, tx, from); err != nil || moved == 0 {
		return err
	}
	return s.Audit.RecordTx(ctx, tx, to, "need.merged", audit.Details{"from": from.ID.String(), "rows": strconv.Itoa(moved)})
}
