package interpreters

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/linguists"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/modules/remuneration"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// mailKind is a mail to an interpreter and the page that its link opens. None of them names a client.
type mailKind struct {
	template messages.Template
	path     string
}

const (
	offerPath   = "/interpreting/offer"
	bookingPath = "/interpreting/booking"
	officePath  = "/office/interpreters"
)

var (
	mailOffer     = mailKind{messages.TemplateInterpretingOffer, offerPath}
	mailMoved     = mailKind{messages.TemplateInterpretingMoved, offerPath} // asked again
	mailBooked    = mailKind{messages.TemplateInterpretingBooked, bookingPath}
	mailReminder  = mailKind{messages.TemplateInterpretingReminder, bookingPath}
	mailTaken     = mailKind{messages.TemplateInterpretingTaken, "/"}
	mailCancelled = mailKind{messages.TemplateInterpretingCancelled, "/"}
)

// Notice is what a mail to an interpreter says: language, day, time, and the place or that it is by phone or video.
func (s *Service) Notice(kind messages.Template, r *Request, to messages.Addressee) messages.Notice {
	from := r.During.From.In(clock.Berlin)
	place := r.Place
	if r.Mode != linguists.OnSite {
		place = s.Texts(to.Language, "mail", "interpreting."+string(r.Mode), nil)
	}
	return messages.Notice{
		Template: kind, About: RequestRecord(r.ID), To: to, Path: "/", Until: &r.During.To,
		Params: map[string]string{
			"language": linguists.LanguageName(r.Language, to.Language), "date": r.During.Day().Written(to.Language), "place": place,
			"time": from.Format("15:04") + "–" + r.During.To.In(clock.Berlin).Format("15:04"),
		},
	}
}

// mailTx has a mail sent to an interpreter. What is the id of what it is about, which makes it one mail.
func (s *Service) mailTx(ctx context.Context, tx *db.Tx, kind mailKind, r *Request, who, what uuid.UUID, more ...func(*messages.Notice)) error {
	to, err := linguists.Addresses(ctx, tx, []uuid.UUID{who})
	if err != nil {
		return err
	}
	n := s.Notice(kind.template, r, to[who])
	n.Key = kind.template + ":" + what.String()
	for _, change := range more {
		change(&n)
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}

// mailOfferTx asks somebody: with what they would be paid, until when they can answer, and the link by which they do.
func (s *Service) mailOfferTx(ctx context.Context, tx *db.Tx, r *Request, o *Offer, to messages.Addressee) error {
	kind := mailOffer
	if r.movedFrom == o.InterpreterID {
		kind = mailMoved
	}
	until := o.Until.In(clock.Berlin)
	n := s.Notice(kind.template, r, to)
	n.Key, n.Path, n.Secret, n.Until = kind.template+":"+o.ID.String(), kind.path, s.links().Link(toAnswer, o.ID, *o.Until), o.Until
	n.Params["pay"] = remuneration.Euros(o.Cents)
	n.Params["until"] = clock.DateOf(until).Written(to.Language) + ", " + until.Format("15:04")
	return s.Messages.NotifyTx(ctx, tx, n)
}

func (s *Service) mailBookingTx(ctx context.Context, tx *db.Tx, kind mailKind, r *Request, a *Assignment) error {
	return s.mailTx(ctx, tx, kind, r, a.InterpreterID, a.ID, func(n *messages.Notice) { n.Path, n.Secret = kind.path, s.manageLink(a) })
}

// TellArgs is the job that tells a team that nobody was found.
type TellArgs struct {
	RequestID uuid.UUID
	Version   int
}

// Kind implements river.JobArgs.
func (TellArgs) Kind() string { return "interpreters.tell" }

// Tell mails a team that nobody was found for a request, if that is still so.
func (s *Service) Tell(ctx context.Context, in TellArgs) error {
	r := new(Request)
	if err := s.DB.NewSelect().Model(r).Where("r.id = ?", in.RequestID).Scan(ctx); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	if r.State != RequestUnfilled || r.Version != in.Version || s.Team == nil {
		return nil
	}
	team, err := s.Team(ctx, r.Team)
	if err != nil {
		return fmt.Errorf("find team: %w", err)
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for i, to := range team {
			n := s.Notice(messages.TemplateInterpretingUnfilled, r, to)
			n.Key, n.Path = fmt.Sprintf("%s:%s:%d:%d", n.Template, r.ID, r.Version, i), officePath
			if err := s.Messages.NotifyTx(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// remind mails those who are booked for tomorrow, once.
func (s *Service) remind(ctx context.Context) error {
	tomorrow := s.today().AddDays(1)
	var due []*Assignment
	err := s.DB.NewSelect().Model(&due).Relation("Request").Where("a.state = 'booked' AND lower(a.during) >= ? AND lower(a.during) < ?", clock.Wall(tomorrow, 0, false), clock.Wall(tomorrow, 1440, false)).
		OrderExpr("lower(a.during), a.id").Scan(ctx)
	if err != nil {
		return fmt.Errorf("find who comes tomorrow: %w", err)
	}
	for _, a := range due {
		if a.CreatedAt.After(s.DB.Clock.Now().Add(-time.Hour)) {
			continue // they have just accepted
		}
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return s.mailBookingTx(ctx, tx, mailReminder, a.Request, a)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// hint tells a team on the last day on which bookings can be called off for nothing (JVEG §9(5)) which they are: all in one mail, and what was booked today in none.
func (s *Service) hint(ctx context.Context) error {
	if s.Team == nil {
		return nil
	}
	today := s.today()
	var due []*Assignment
	err := s.DB.NewSelect().Model(&due).Relation("Request").Where("a.state = 'booked' AND a.free_until = ? AND a.created_at < ?", today, clock.Wall(today, 0, false)).
		OrderExpr("a.team, lower(a.during), a.id").Scan(ctx)
	if err != nil {
		return fmt.Errorf("find what can still be called off: %w", err)
	}
	of := map[string][]*Assignment{}
	for _, a := range due {
		of[a.Team] = append(of[a.Team], a)
	}
	for team, list := range of {
		if err := s.hintTeam(ctx, team, today, list); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) hintTeam(ctx context.Context, team string, today clock.Date, list []*Assignment) error {
	people, err := s.Team(ctx, team)
	if err != nil {
		return fmt.Errorf("find team: %w", err)
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for i, to := range people {
			lines := make([]string, len(list))
			for n, a := range list {
				told := s.Notice(messages.TemplateInterpretingFree, a.Request, to).Params
				lines[n] = told["language"] + ", " + told["date"] + ", " + told["time"]
			}
			err := s.Messages.NotifyTx(ctx, tx, messages.Notice{
				Template: messages.TemplateInterpretingFree, Key: fmt.Sprintf("%s:%s:%s:%d", messages.TemplateInterpretingFree, team, today, i), About: RequestRecord(list[0].RequestID), To: to,
				Path: officePath, Params: map[string]string{"bookings": strings.Join(lines, "\n")},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
