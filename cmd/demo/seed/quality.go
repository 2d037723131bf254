package seed

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/quality"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// judge gives the demo what was said of interpreters in the half-year before this one, and two complaints: one is due soon, one was heard.
func (f *filler) judge() error {
	h := f.hands[0]
	if h.Quality == nil {
		return nil
	}
	h.clock.Set(f.now)
	var people []uuid.UUID
	err := h.DB.NewSelect().TableExpr("linguists.interpreter_v1").Column("id").Where("kind = 'person' AND state = 'active'").OrderExpr("name").Limit(3).Scan(h.ctx, &people)
	if err != nil || len(people) < 3 {
		return err
	}
	half := clock.Date{Year: f.today.Year, Month: 1, Day: 1}
	if f.today.Month < 7 {
		half = clock.Date{Year: f.today.Year - 1, Month: 7, Day: 1}
	}
	for i, who := range people[:2] {
		for _, side := range quality.Sides {
			if err := h.said(who, half, side, i); err != nil {
				return err
			}
		}
	}
	return h.complained(people)
}

// said writes figures of a half-year down: there is no talk of that time from which they could come.
func (h *hand) said(who uuid.UUID, half clock.Date, side quality.Side, i int) error {
	for n, question := range h.Quality.Rules.Asked(side) {
		for value, count := range []int{i, 1 + n%2, 3 - n%2, 9 - i} {
			if count == 0 {
				continue
			}
			row := &quality.Tally{InterpreterID: who, HalfYear: half, Side: side, Question: question, Value: value + 1, N: count}
			_, err := h.DB.NewInsert().Model(row).Exec(h.ctx)
			if err != nil {
				return fmt.Errorf("count answers: %w", err)
			}
		}
	}
	text := map[quality.Side]string{quality.Client: "Sehr freundlich und geduldig.", quality.Clerk: "Immer vorbereitet, fragt bei Fachwörtern nach."}[side]
	remark := &quality.Remark{ID: uuid.New(), InterpreterID: who, HalfYear: half, Side: side, Text: text}
	if _, err := h.DB.NewInsert().Model(remark).Exec(h.ctx); err != nil {
		return fmt.Errorf("keep remark: %w", err)
	}
	return nil
}

func (h *hand) complained(people []uuid.UUID) error {
	for i, text := range []string{
		"Der Dolmetscher kam zwanzig Minuten zu spät, und wir hatten für unser Anliegen kaum noch Zeit.",
		"Es wurde nicht alles übersetzt, was ich gesagt habe. Ich möchte, dass jemand nachfragt.",
	} {
		in := quality.TakeComplaint{Key: ids.New(), Interpreter: people[2-i], From: quality.Client, Text: text}
		if i == 1 {
			in.Name, in.Email, in.Language = "Amal Haddad", "amal.haddad@example.org", "ar"
		}
		h.clock.Set(h.clock.Now().AddDate(0, 0, -11))
		c, err := h.Quality.Take(h.by("weber"), in)
		h.clock.Set(h.clock.Now().AddDate(0, 0, 11))
		if err != nil {
			return fmt.Errorf("take a complaint: %w", err)
		}
		if i == 0 {
			continue
		}
		said := quality.HearComplaint{ID: c.ID, Version: c.Version, Said: "Bei zwei langen Sätzen habe ich zusammengefasst. Das mache ich nicht wieder."}
		if _, err := h.Quality.Hear(h.by("brandt"), said); err != nil {
			return fmt.Errorf("hear a complaint: %w", err)
		}
	}
	return nil
}
