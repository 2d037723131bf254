package appointments

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ankunft/ankunft/modules/capacity"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/db"
)

// mailKind is a mail about an appointment: its words, the page that its link opens, and whether it brings the entry for the calendar.
type mailKind struct {
	template messages.Template
	path     string
	calendar bool
}

var (
	mailConfirm   = mailKind{messages.TemplateAppointmentConfirm, "/appointments/confirm", false}
	mailBooked    = mailKind{messages.TemplateAppointmentBooked, "/appointments/manage", true}
	mailMoved     = mailKind{messages.TemplateAppointmentMoved, "/appointments/manage", true}
	mailCancelled = mailKind{messages.TemplateAppointmentCancelled, "/appointments", true}
	mailCalledOff = mailKind{messages.TemplateAppointmentCalledOff, "/appointments", true}
	mailReminder  = mailKind{messages.TemplateAppointmentReminder, "/appointments/manage", false}
)

// mailTx has a mail sent about an appointment. It tells when and where, not why: whoever looks over the person's shoulder learns no more than that.
func (s *Service) mailTx(ctx context.Context, tx *db.Tx, a *Appointment, kind mailKind) error {
	if a.Email == "" {
		return nil // booked at the counter or on the phone, told there
	}
	n := messages.Notice{
		Key: fmt.Sprintf("%s:%s:%d", kind.template, a.ID, a.Version), Template: kind.template, About: Record(a.ID),
		To:   messages.Addressee{Email: a.Email, Language: a.Language},
		Path: kind.path, Until: &a.StartsAt,
		Params: map[string]string{
			"date": a.Day().Written(a.Language), "time": a.Time(), "number": a.Number, "place": s.place(ctx, a),
		},
	}
	if a.AccountID != nil {
		n.To.AccountID = *a.AccountID
	}
	switch kind.path {
	case mailConfirm.path:
		n.Secret, n.Until, n.Params["minutes"] = s.sign(toConfirm, a.ID, *a.HeldUntil), a.HeldUntil, a.minutesLeft(tx.Now)
	case mailBooked.path:
		n.Secret = s.sign(toManage, a.ID, a.EndsAt)
	}
	if kind == mailCalledOff {
		n.Params["reason"] = a.Reason // the office's; why a person cancels goes into no mail
	}
	if kind.calendar {
		n.Attach = []messages.AttachmentRef{{Key: calendarKey(a), Name: "termin.ics", Type: "text/calendar; charset=utf-8; method=" + method(a)}}
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}

// minutesLeft is how long a time is still kept, as a mail says it.
func (a *Appointment) minutesLeft(now time.Time) string {
	return strconv.Itoa(int(a.HeldUntil.Sub(now).Round(time.Minute) / time.Minute))
}

// mailSeriesTx tells the person of all that was booked together: one mail, one file for the calendar, one link.
func (s *Service) mailSeriesTx(ctx context.Context, tx *db.Tx, list []*Appointment) error {
	first, end := list[0], list[len(list)-1].EndsAt
	if first.Email == "" {
		return nil // told at the counter
	}
	lines := make([]string, len(list))
	for i, a := range list {
		lines[i] = fmt.Sprintf("\u2066%s, %s (%s)\u2069", a.Day().Written(a.Language), a.Time(), a.Number) // left to right, whatever is around it
	}
	n := messages.Notice{
		Key: fmt.Sprintf("%s:%s", messages.TemplateAppointmentSeries, first.SeriesID), Template: messages.TemplateAppointmentSeries, About: Record(first.ID),
		To: messages.Addressee{Email: first.Email, Language: first.Language}, Path: "/appointments/series", Secret: s.sign(toSeries, *first.SeriesID, end),
		Until: &first.StartsAt, Params: map[string]string{"place": s.place(ctx, first), "list": strings.Join(lines, "\n")},
		Attach: []messages.AttachmentRef{{Key: seriesKey(first), Name: "termine.ics", Type: "text/calendar; charset=utf-8; method=PUBLISH"}},
	}
	if first.AccountID != nil {
		n.To.AccountID = *first.AccountID
	}
	return s.Messages.NotifyTx(ctx, tx, n)
}

// place is where an appointment is, in one line; of a call-back, nowhere.
func (s *Service) place(ctx context.Context, a *Appointment) string {
	p, err := s.Plan(db.Outside(ctx)) // a worker may not have read it yet
	if err != nil || a.Purpose == capacity.Phone {
		return ""
	}
	site, ok := p.House(a.Site)
	if !ok {
		return ""
	}
	return strings.Join([]string{site.Name, site.Street, site.Place}, ", ")
}

// ValidAddress says whether a mail can go there.
func ValidAddress(a string) bool {
	at := strings.LastIndexByte(a, '@')
	return at > 0 && at < len(a)-3 && len(a) <= 254 && !strings.ContainsAny(a, " \r\n\t,;<>\"\x00") && strings.Contains(a[at:], ".")
}

func (s *Service) today() clock.Date { return clock.Today(s.DB.Clock.Now()) }

// Judge ranks a need today.
func (s *Service) Judge(answers map[string]any) capacity.Need {
	return s.Rules.Judge(answers, s.today())
}
