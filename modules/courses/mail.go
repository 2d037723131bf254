package courses

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// tell is what somebody is told.
type tell string

const (
	tellRequest  tell = "request" // those who may approve it
	tellWaiting  tell = "waiting"
	tellEnrolled tell = "enrolled"
	tellMovedUp  tell = "moved_up"
	tellDeclined tell = "declined"
	tellMoved    tell = "moved"
	tellOff      tell = "off"
	tellRemoved  tell = "removed"
	tellReminder tell = "reminder"
	tellUnplaced tell = "unplaced"
	tellAfter    tell = "after"  // how it was
	tellEffect   tell = "effect" // what it has brought
)

var tellOf = map[State]tell{AskedFor: tellRequest, Waiting: tellWaiting, Enrolled: tellEnrolled, Declined: tellDeclined}

var templates = map[tell]messages.Template{
	tellRequest: messages.TemplateCourseRequest, tellWaiting: messages.TemplateCourseWaiting, tellEnrolled: messages.TemplateCourseEnrolled,
	tellMovedUp:  messages.TemplateCourseMovedUp,
	tellDeclined: messages.TemplateCourseDeclined, tellMoved: messages.TemplateCourseMoved, tellOff: messages.TemplateCourseOff, tellRemoved: messages.TemplateCourseRemoved,
	tellReminder: messages.TemplateCourseReminder, tellUnplaced: messages.TemplateCourseUnplaced, tellAfter: messages.TemplateCourseAfter, tellEffect: messages.TemplateCourseEffect,
}

const (
	ownPath     = "/office/training/courses"
	german      = "de"
	mostAddress = 20 // who is told of one request
)

// TellArgs is the job that tells somebody something about their place; to whom a mail goes is read when it is written, outside of the transaction that wants it.
type TellArgs struct {
	Enrolment uuid.UUID `json:"enrolment"`
	What      tell      `json:"what"`
	Sequence  int       `json:"sequence"` // of the session: each change is told once
	Account   uuid.UUID `json:"account"`  // who is told
}

// Kind implements river.JobArgs.
func (TellArgs) Kind() string { return "courses.tell" }

func (s *Service) tellTx(ctx context.Context, tx *db.Tx, e *Enrolment, what tell, sequence int) error {
	return tx.Enqueue(ctx, TellArgs{Enrolment: e.ID, What: what, Sequence: sequence, Account: e.AccountID}, nil)
}

// tellSessionTx tells all of a session who stand so.
func (s *Service) tellSessionTx(ctx context.Context, tx *db.Tx, se *Session, what tell, states ...State) error {
	list, err := s.enrolmentsTx(ctx, tx, se.ID, states...)
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := s.tellTx(ctx, tx, e, what, se.Sequence); err != nil {
			return err
		}
	}
	return nil
}

// Tell writes the mail of a job. What is no longer so is not told: somebody has moved up before they heard that they wait.
func (s *Service) Tell(ctx context.Context, in TellArgs) error {
	e := new(Enrolment)
	if err := db.NoRows(s.DB.NewSelect().Model(e).Where("e.id = ?", in.Enrolment).Scan(ctx), ErrNone, "read enrolment"); err != nil {
		return err
	}
	if in.What == tellWaiting && e.State != Waiting || in.What == tellRequest && e.State != AskedFor || in.What == tellReminder && e.State != Enrolled ||
		in.What == tellMoved && e.State == Cancelled {
		return nil
	}
	se, err := s.Session(ctx, e.SessionID)
	if err != nil || in.What == tellMoved && in.Sequence < se.Sequence { // it was moved again: that mail tells all
		return err
	}
	to := []uuid.UUID{in.Account}
	if in.What == tellRequest {
		if to, err = s.approvers(ctx, e); err != nil {
			return err
		}
	}
	for _, account := range to {
		a, err := s.Identity.Account(ctx, account)
		if errors.Is(err, identity.ErrNoAccount) || err == nil && (a.DisabledAt != nil || a.Email == "") {
			continue
		}
		if err != nil {
			return err
		}
		n := s.notice(se, e, in)
		n.To = messages.Addressee{AccountID: a.ID, Email: a.Email, Language: german}
		n.Key += ":" + a.ID.String()
		if err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.Messages.NotifyTx(ctx, tx, n) }); err != nil {
			return err
		}
	}
	return nil
}

// notice is the mail of a tell, but for its reader.
func (s *Service) notice(se *Session, e *Enrolment, in TellArgs) messages.Notice {
	where := se.Place
	if where == "" {
		where = se.Video
	}
	n := messages.Notice{
		Key: fmt.Sprintf("course:%s:%s:%d", e.ID, in.What, in.Sequence), Template: templates[in.What], About: EnrolmentRecord(e.ID), Path: ownPath, Params: map[string]string{
			"title": se.Course.Title, "date": clock.Today(se.StartsAt).Written(german), "time": se.StartsAt.In(clock.Berlin).Format("15:04"), "place": where, "reason": e.Reason,
		},
	}
	switch in.What {
	case tellEnrolled, tellMovedUp, tellMoved, tellOff, tellRemoved:
		off := in.What == tellOff || in.What == tellRemoved
		if off || e.State == Enrolled {
			n.Attach = []messages.AttachmentRef{{Key: calendarKey(se, off), Name: "fortbildung.ics", Type: "text/calendar; charset=utf-8; method=" + method(off)}}
		}
	case tellAfter: // as long as it can be answered
		until := se.toldFrom()
		n.Until = &until
	case tellEffect:
		until := se.effectFrom()
		n.Until = &until
	}
	return n
}

// approvers are who may approve a place: who leads the team, else who plans what staff learn; never the person.
func (s *Service) approvers(ctx context.Context, e *Enrolment) ([]uuid.UUID, error) {
	var found []uuid.UUID
	err := s.DB.NewRaw(`WITH able AS (SELECT DISTINCT account_id, role FROM identity.staff_right_v1
  WHERE account_id <> ?0 AND (role = 'lead' AND team IN (?1, '*') AND ?1 <> '' OR role = 'training'))
SELECT DISTINCT account_id FROM able WHERE role = 'lead' OR NOT EXISTS (SELECT FROM able WHERE role = 'lead') ORDER BY account_id LIMIT ?2`,
		e.AccountID, e.Team, mostAddress).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("find who approves: %w", err)
	}
	return found, nil
}
