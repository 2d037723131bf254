package elearning

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// Limits of what a package says by xAPI in one attempt.
const (
	LargestStatement = 64 << 10
	mostStatements   = 2000
	mostAtOnce       = 100
	longestIRI       = 500
)

// Version is the version of xAPI that is spoken here.
const Version = "1.0.3"

// Agent is how xAPI knows the learner of an attempt.
type Agent struct {
	Type    string  `json:"objectType,omitempty"`
	Account account `json:"account"`
}

type account struct {
	HomePage string `json:"homePage"`
	Name     string `json:"name"`
}

// Agent is the learner of an attempt.
func (s *Service) Agent(a *Attempt) Agent { return Agent{"Agent", account{s.ContentURL, a.Learner()}} }

// Statement is what a package said, as it is kept.
type Statement struct {
	bun.BaseModel `bun:"table:elearning.statement,alias:s"`

	AttemptID uuid.UUID `bun:",pk"`
	ID        uuid.UUID `bun:",pk"`
	Verb      string
	Activity  string
	Body      json.RawMessage `bun:"type:bytea"`
	StoredAt  time.Time
}

// spoken is what of a statement is looked at.
type spoken struct {
	ID    *uuid.UUID `json:"id"`
	Actor *Agent     `json:"actor"`
	Verb  struct {
		ID string `json:"id"`
	} `json:"verb"`
	Object struct {
		ID   string `json:"id"`
		Type string `json:"objectType"`
	} `json:"object"`
	Result  *outcome `json:"result"`
	Context struct {
		Registration *uuid.UUID `json:"registration"`
	} `json:"context"`
}

type outcome struct {
	Success  *bool  `json:"success"`
	Duration string `json:"duration"`
	Score    struct {
		Scaled *float64 `json:"scaled"`
		Raw    *float64 `json:"raw"`
		Min    *float64 `json:"min"`
		Max    *float64 `json:"max"`
	} `json:"score"`
}

// The verbs that decide about an attempt, and the one that we do not know how to undo by.
const (
	verbs      = "http://adlnet.gov/expapi/verbs/"
	verbVoided = verbs + "voided"
)

var deciding = map[string]string{verbs + "passed": Passed, verbs + "failed": Failed, verbs + "completed": Completed}

// Say keeps statements of a package about its learner, and notes the result where one tells it of the package itself. It returns their ids. id is that of a single
// statement, if the address tells it. A statement that is there already is kept once; another with its id is ErrConflict.
func (s *Service) Say(ctx context.Context, token string, list []json.RawMessage, id *uuid.UUID) ([]uuid.UUID, error) {
	if len(list) == 0 || len(list) > mostAtOnce {
		return nil, ErrInput.With(field("statements", "out_of_range"))
	}
	var said []uuid.UUID
	err := s.change(ctx, token, func(ctx context.Context, tx *db.Tx, a *Attempt) error {
		p := &Package{ID: a.PackageID}
		if err := tx.NewSelect().Model(p).WherePK().Scan(ctx); err != nil {
			return fmt.Errorf("read package: %w", err)
		}
		held, err := tx.NewSelect().Model((*Statement)(nil)).Where("s.attempt_id = ?", a.ID).Count(ctx)
		if err != nil {
			return fmt.Errorf("count statements: %w", err)
		}
		if int(held)+len(list) > mostStatements {
			return ErrTooMuch
		}
		said = nil
		for i, raw := range list {
			st, sp, err := s.statement(a, raw, id, fmt.Sprintf("statements.%d", i), tx.Now)
			if err != nil {
				return err
			}
			said = append(said, st.ID)
			if err := s.sayTx(ctx, tx, a, p, st, sp); err != nil {
				return err
			}
		}
		return nil
	})
	return said, err
}

// statement reads one: whose it is, what it says.
func (s *Service) statement(a *Attempt, raw json.RawMessage, id *uuid.UUID, path string, now time.Time) (*Statement, *spoken, error) {
	sp, body := new(spoken), map[string]any{}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if len(raw) > LargestStatement || json.Unmarshal(raw, sp) != nil || d.Decode(&body) != nil {
		return nil, nil, ErrInput.With(field(path, "malformed"))
	}
	_, err := url.Parse(sp.Verb.ID)
	var f errs.Faults
	f.Need(sp.Actor != nil, path+".actor", "required")
	f.Need(err == nil && sp.Verb.ID != "" && len(sp.Verb.ID) <= longestIRI && sp.Verb.ID != verbVoided, path+".verb", "unknown")
	f.Need(sp.Object.ID != "" && len(sp.Object.ID) <= longestIRI, path+".object", "required")
	f.Need(id == nil || sp.ID == nil || *sp.ID == *id, path+".id", "differs")
	if err := f.As(ErrInput); err != nil {
		return nil, nil, err
	}
	if sp.Actor.Account != s.Agent(a).Account || sp.Context.Registration != nil && *sp.Context.Registration != a.ID {
		return nil, nil, ErrNotTheirs
	}
	switch {
	case id != nil:
	case sp.ID != nil:
		id = sp.ID
	default:
		fresh := ids.New()
		id = &fresh
	}
	body["id"], body["version"], body["authority"], body["stored"] = id.String(), Version, Agent{"Agent", account{s.ContentURL, "office"}}, now.Format(time.RFC3339Nano)
	if body["timestamp"] == nil {
		body["timestamp"] = body["stored"]
	}
	kept, err := json.Marshal(body)
	if err != nil {
		return nil, nil, fmt.Errorf("write statement: %w", err)
	}
	return &Statement{AttemptID: a.ID, ID: *id, Verb: sp.Verb.ID, Activity: sp.Object.ID, Body: kept, StoredAt: now}, sp, nil
}

func (s *Service) sayTx(ctx context.Context, tx *db.Tx, a *Attempt, p *Package, st *Statement, sp *spoken) error {
	res, err := tx.NewInsert().Model(st).On("CONFLICT (attempt_id, id) DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep statement: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("keep statement: %w", err)
	}
	if n == 0 {
		known := &Statement{AttemptID: st.AttemptID, ID: st.ID}
		if err := tx.NewSelect().Model(known).WherePK().Scan(ctx); err != nil {
			return fmt.Errorf("read statement: %w", err)
		}
		if known.Verb != st.Verb || known.Activity != st.Activity {
			return ErrConflict
		}
		return nil
	}
	if status, decides := deciding[sp.Verb.ID]; decides && sp.Object.ID == p.Activity {
		status, score := sp.Result.decide(status)
		if sp.Result != nil {
			a.Seconds = max(a.Seconds, sp.Result.seconds())
		}
		return s.resultTx(ctx, tx, a, status, score)
	}
	return nil
}

// decide is what a verb means with its result: success has the last word.
func (o *outcome) decide(verb string) (status string, score *int) {
	if o == nil {
		return verb, nil
	}
	switch {
	case o.Success == nil || verb == Failed:
		status = verb
	case *o.Success:
		status = Passed
	default:
		status = Failed
	}
	switch {
	case o.Score.Scaled != nil:
		none, all := 0.0, 1.0
		score = share(*o.Score.Scaled, &none, &all)
	case o.Score.Raw != nil:
		score = share(*o.Score.Raw, o.Score.Min, o.Score.Max)
	}
	return status, score
}

// lasted is a duration of ISO 8601 in the parts that packages use.
var lasted = regexp.MustCompile(`^PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:\.\d+)?S)?$`)

func (o *outcome) seconds() int {
	parts := lasted.FindStringSubmatch(o.Duration)
	if parts == nil {
		return 0
	}
	sum := 0
	for i, unit := range []int{3600, 60, 1} {
		n, _ := strconv.Atoi(parts[i+1]) // digits, or nothing
		sum += n * unit
	}
	return min(sum, math.MaxInt32)
}

// Ask narrows what is read of the statements of an attempt.
type Ask struct {
	ID             *uuid.UUID
	Verb, Activity string
	Limit          int
}

// Said are the statements of the attempt to which a ticket leads, the newest first. Those of others are not there.
func (s *Service) Said(ctx context.Context, token string, in Ask) ([]Statement, error) {
	a, err := seat(ctx, s.DB, token, s.DB.Clock.Now(), false)
	if err != nil {
		return nil, err
	}
	list := []Statement{}
	q := s.DB.NewSelect().Model(&list).Where("s.attempt_id = ?", a.ID).OrderExpr("s.stored_at DESC, s.id DESC").Limit(int64(max(1, min(in.Limit, mostAtOnce))))
	if in.ID != nil {
		q = q.Where("s.id = ?", *in.ID)
	}
	if in.Verb != "" {
		q = q.Where("s.verb = ?", in.Verb)
	}
	if in.Activity != "" {
		q = q.Where("s.activity = ?", in.Activity)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read statements: %w", err)
	}
	return list, nil
}
