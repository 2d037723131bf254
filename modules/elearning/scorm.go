package elearning

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/platform/db"
)

// Save is what a page keeps of an item of SCORM 1.2.
type Save struct {
	Item    int
	Version int             // of the attempt, as it was read
	CMI     json.RawMessage // flat: {"cmi.core.lesson_status": "completed", …}
	Seconds int             // since the last save
}

const (
	// LargestState is how many bytes of an item are kept.
	LargestState = 256 << 10
	mostKeys     = 5000
	longestSit   = 24 * time.Hour // between two saves
)

// state is how far somebody is in an item.
type state struct {
	bun.BaseModel `bun:"table:elearning.state,alias:st"`

	AttemptID uuid.UUID `bun:",pk"`
	Item      int       `bun:",pk"`
	CMI       cmi       `bun:"cmi,type:jsonb"`
	Status    string
	Score     *int
	Seconds   int
}

// Save keeps how far the learner is in an item, and notes the result once all items have one. ErrConflict where another window was faster; the same once more, after an
// answer that was lost, is no conflict.
func (s *Service) Save(ctx context.Context, token string, in Save) (*Attempt, error) {
	said, err := readCMI(in.CMI)
	if err != nil {
		return nil, err
	}
	if in.Seconds < 0 || in.Seconds > int(longestSit.Seconds()) {
		return nil, ErrInput.With(field("seconds", "out_of_range"))
	}
	var saved *Attempt
	err = s.change(ctx, token, func(ctx context.Context, tx *db.Tx, a *Attempt) error {
		saved = a
		item := new(Item)
		if err := db.NoRows(tx.NewSelect().Model(item).Where("i.package_id = ? AND i.number = ?", a.PackageID, in.Item).Scan(ctx), ErrNone, "find item"); err != nil {
			return err
		}
		var known []*state
		if err := tx.NewSelect().Model(&known).Where("st.attempt_id = ?", a.ID).OrderExpr("st.item").Scan(ctx); err != nil {
			return fmt.Errorf("read state: %w", err)
		}
		mine := &state{AttemptID: a.ID, Item: in.Item}
		for i, st := range known {
			if st.Item == in.Item {
				mine, known = st, append(known[:i], known[i+1:]...)
				break
			}
		}
		if in.Version != a.Version {
			if in.Version == a.Version-1 && mine.CMI.same(said) {
				return nil
			}
			return ErrConflict
		}
		mine.CMI, mine.Seconds = said, min(mine.Seconds+in.Seconds, math.MaxInt32)
		mine.Status, mine.Score = said.result(item.Mastery)
		_, err := tx.NewInsert().Model(mine).On("CONFLICT (attempt_id, item) DO UPDATE").Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep state: %w", err)
		}
		a.Seconds = min(a.Seconds+in.Seconds, math.MaxInt32)
		var items int
		if err := tx.NewRaw("SELECT items FROM elearning.package WHERE id = ?", a.PackageID).Scan(ctx, &items); err != nil {
			return fmt.Errorf("count items: %w", err)
		}
		status, score := together(append(known, mine), items)
		return s.resultTx(ctx, tx, a, status, score)
	})
	return saved, err
}

// cmi is what an item of SCORM 1.2 says: names and texts.
type cmi map[string]string

func readCMI(raw json.RawMessage) (cmi, error) {
	wrong := ErrInput.With(field("cmi", "malformed"))
	if len(raw) > LargestState {
		return nil, ErrInput.With(field("cmi", "too_large"))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var values map[string]any
	if d.Decode(&values) != nil || values == nil || len(values) > mostKeys {
		return nil, wrong
	}
	said := make(cmi, len(values))
	for name, value := range values {
		text := ""
		switch v := value.(type) {
		case nil:
		case string:
			text = v
		case json.Number:
			text = v.String()
		case bool:
			text = strconv.FormatBool(v)
		default:
			return nil, wrong
		}
		if strings.ContainsRune(name+text, 0) {
			return nil, wrong
		}
		said[name] = text
	}
	return said, nil
}

func (c cmi) same(other cmi) bool {
	if len(c) != len(other) {
		return false
	}
	for name, text := range c {
		if told, there := other[name]; !there || told != text {
			return false
		}
	}
	return true
}

// result is how an item stands (SCORM 1.2 RTE 3.4.4, cmi.core.lesson_status). Where the manifest says from when it is passed, the score decides.
func (c cmi) result(mastery *float64) (status string, score *int) {
	raw, most := c.number("cmi.core.score.raw"), c.number("cmi.core.score.max")
	least := c.number("cmi.core.score.min")
	if raw != nil {
		score = share(*raw, least, most)
	}
	switch c["cmi.core.lesson_status"] {
	case Passed:
		status = Passed
	case Completed:
		status = Completed
	case Failed:
		status = Failed
	default:
		return Open, score
	}
	if mastery != nil && raw != nil {
		status = Failed
		if *raw >= *mastery {
			status = Passed
		}
	}
	return status, score
}

func (c cmi) number(name string) *float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(c[name]), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// share is where a number lies between two others in percent; without them, between 0 and 100.
func share(raw float64, least, most *float64) *int {
	low, high := 0.0, 100.0
	if least != nil {
		low = *least
	}
	if most != nil {
		high = *most
	}
	if high <= low {
		low, high = 0, 100
	}
	percent := int(math.Round(100 * max(0, min(1, (raw-low)/(high-low)))))
	return &percent
}

// together is how an attempt stands whose items stand so: open while one has no result, failed if one failed, passed if none but one passed.
func together(known []*state, items int) (status string, score *int) {
	done, passed, failed, sum, scored := 0, false, false, 0, 0
	for _, st := range known {
		if st.Status != Open {
			done++
		}
		passed, failed = passed || st.Status == Passed, failed || st.Status == Failed
		if st.Score != nil {
			sum, scored = sum+*st.Score, scored+1
		}
	}
	if scored > 0 {
		mean := int(math.Round(float64(sum) / float64(scored)))
		score = &mean
	}
	switch {
	case done < items:
		return Open, score
	case failed:
		return Failed, score
	case passed:
		return Passed, score
	}
	return Completed, score
}
