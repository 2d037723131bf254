package messages

import (
	"context"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/errs"
	"github.com/ankunft/ankunft/platform/ids"
)

// ErrTemplate says that a notice names no template of ours. It is a fault of the program.
var ErrTemplate = errs.New(errs.Internal, "messages.template")

// Template is the key of a mail's texts in the namespace "mail".
type Template = string

// The templates.
const (
	TemplateLoginLink        Template = "login_link" // param: minutes
	TemplateSubmitted        Template = "submitted"
	TemplateRequest          Template = "request" // param: date, as the reader writes it
	TemplateMessage          Template = "message"
	TemplateDecisionReady    Template = "decision_ready"
	TemplateDecisionProvided Template = "decision_provided" // counts unread (OZG §9); param: date, from which on
	TemplateDecisionPosted   Template = "decision_posted"   // the letter that counts comes by post; a copy can be read
	TemplateReminderRequest  Template = "reminder_request"  // param: date, as the reader writes it
	TemplateReminderDraft    Template = "reminder_draft"    // param: date, as the reader writes it
	TemplatePaperRefused     Template = "paper_refused"
	TemplateHearing          Template = "hearing" // param: date, as the reader writes it
	TemplateWithdrawn        Template = "withdrawn"
	TemplateLetter           Template = "letter" // a letter is attached, on the explicit wish of the person

	TemplateTakenIn          Template = "taken_in"        // papers were handed in at the clearing desk
	TemplatePapersComplete   Template = "papers_complete" // all papers are there and were accepted
	TemplatePapersIncomplete Template = "papers_incomplete"

	// Of appointments; params: date and time as the reader writes them, place, number. Who books without an account has no other place to read them.
	TemplateAppointmentConfirm   Template = "appointment_confirm" // param: minutes
	TemplateAppointmentBooked    Template = "appointment_booked"
	TemplateAppointmentMoved     Template = "appointment_moved"
	TemplateAppointmentCancelled Template = "appointment_cancelled"
	TemplateAppointmentCalledOff Template = "appointment_called_off" // by the office; param: reason
	TemplateAppointmentOffer     Template = "appointment_offer"      // param: minutes
	TemplateAppointmentInvited   Template = "appointment_invited"    // params: until
	TemplateAppointmentReminder  Template = "appointment_reminder"
	TemplateAppointmentSeries    Template = "appointment_series" // several at once; params: list, place

	// To interpreters; params: language, date, time, place. None names a client.
	TemplateInterpretingOffer          Template = "interpreting_offer" // params: pay, until
	TemplateInterpretingMoved          Template = "interpreting_moved" // asked again for another time; params: pay, until
	TemplateInterpretingBooked         Template = "interpreting_booked"
	TemplateInterpretingTaken          Template = "interpreting_taken" // by another
	TemplateInterpretingCancelled      Template = "interpreting_cancelled"
	TemplateInterpretingReminder       Template = "interpreting_reminder"
	TemplateInterpretingUnfilled       Template = "interpreting_unfilled"        // to the team: nobody was found
	TemplateInterpretingFree           Template = "interpreting_free"            // to the team: what can be called off for nothing today alone; param: bookings
	TemplateInterpreterProof           Template = "interpreter_proof"            // a proof ends; param: date
	TemplateInterpreterChangeConfirmed Template = "interpreter_change_confirmed" // what somebody changed in their own entry holds
	TemplateInterpreterChangeRefused   Template = "interpreter_change_refused"   // param: reason
	TemplateInterpretingSwap           Template = "interpreting_swap"            // a colleague seeks somebody who takes a booking over; param: pay
	TemplateInterpretingSwapped        Template = "interpreting_swapped"         // a colleague has taken it
	TemplateInterpretingSwapUndone     Template = "interpreting_swap_undone"     // the office has given it back to who had it first
	TemplateInterpretingSwapTold       Template = "interpreting_swap_told"       // to the team
	TemplateBudgetWarned               Template = "budget_warned"                // to who is responsible for it; params: percent, year, team
	TemplateSettlementLapses           Template = "settlement_lapses"            // what somebody can claim lapses soon; param: date
	TemplateSettlementUnsigned         Template = "settlement_unsigned"          // the times of a day are not signed yet; params: day, date until when they can be claimed
	TemplateSettlementLoss             Template = "settlement_loss"              // called off late: what was lost is paid; params: most, date
	TemplateSettlementNews             Template = "settlement_news"              // confirmed, seen otherwise, an invoice sent back: the page tells

	// To translators; params: language, date. None names a client or a paper.
	TemplateTranslationOffer     Template = "translation_offer" // params: pay, until
	TemplateTranslationGiven     Template = "translation_given"
	TemplateTranslationReturned  Template = "translation_returned"
	TemplateTranslationDue       Template = "translation_due"
	TemplateTranslationCancelled Template = "translation_cancelled"
	TemplateTranslationDelivered Template = "translation_delivered" // to the team
	TemplateTranslationUnfilled  Template = "translation_unfilled"  // to the team: nobody was found

	// To interpreters about duty; params: language, date, time, place.
	TemplateDutyAsked     Template = "duty_asked" // whether they come
	TemplateDutyCancelled Template = "duty_cancelled"

	TemplateNews Template = "news" // something is there for the reader, behind their login; what it is must not show in a mailbox, nor in this table

	TemplateFeedbackAsked    Template = "feedback_asked"    // to who was interpreted for: how it went; param: date
	TemplateComplaintSettled Template = "complaint_settled" // that it was looked into, and no more; param: date, on which it came
	TemplateComplaintOverdue Template = "complaint_overdue" // to who hears complaints; names nobody; param: date, on which it was due

	// To people of partners; none names a client.
	TemplatePartnerBriefing  Template = "partner_briefing"          // to be read; params: title, date
	TemplatePartnerReferral  Template = "partner_referral"          // somebody is referred to them, with consent; param: date
	TemplatePartnerMeeting   Template = "partner_meeting"           // invited, or changed; params: title, date, time, place
	TemplatePartnerCancelled Template = "partner_meeting_cancelled" // params: title, date, time, place
	TemplatePartnerMinutes   Template = "partner_minutes"           // to be read; param: title
	TemplatePartnerMeasure   Template = "partner_measure"           // is due or over; params: title, date
	TemplateIncidentReported Template = "incident_reported"         // to leads: something happened in a house; params: place, date, time
	TemplateIncidentHelp     Template = "incident_help"             // to colleagues to whom it happened: what the city offers; params: place, date, time, help
	TemplateReferralAsked    Template = "referral_asked"            // to the person: whether something may be passed on; not to whom, for families share mailboxes

	// To staff who learn; params: title, date, time, place. A request goes to those who approve it and names nobody.
	TemplateCourseRequest  Template = "course_request"
	TemplateCourseWaiting  Template = "course_waiting"
	TemplateCourseEnrolled Template = "course_enrolled" // at once, or approved
	TemplateCourseMovedUp  Template = "course_moved_up" // from the waiting list
	TemplateCourseDeclined Template = "course_declined" // param: reason
	TemplateCourseMoved    Template = "course_moved"
	TemplateCourseOff      Template = "course_off"     // the session is called off
	TemplateCourseRemoved  Template = "course_removed" // the office took somebody out
	TemplateCourseReminder Template = "course_reminder"
	TemplateCourseUnplaced Template = "course_unplaced" // it began without who waited
	TemplateCourseAfter    Template = "course_after"    // how it was
	TemplateCourseEffect   Template = "course_effect"   // what it has brought, three months later
	TemplateCourseBudget   Template = "course_budget"   // to who is responsible for it; params: percent, year, team

	TemplateTrainingDue         Template = "training_due"         // what somebody of the staff must learn soon, or should have; param: list
	TemplateTrainingTeam        Template = "training_team"        // to a lead: how many are late; param: people
	TemplateTrainingCertificate Template = "training_certificate" // was judged: the page tells
	TemplateTrainingExemptOver  Template = "training_exempt_over" // before its time: what they were free of is asked again; param: title
	TemplateQualificationEnds   Template = "qualification_ends"   // of a member of staff; params: what, date
	TemplatePostEnds            Template = "post_ends"            // to the personnel office and the lead: who fills it goes; params: post, date
	TemplateSurveyAsked         Template = "survey_asked"         // to all who are asked; params: title, date (the last day)
	TemplateSurveyReminder      Template = "survey_reminder"      // to all alike, whoever has answered; params: title, date
	TemplateSurveyCounted       Template = "survey_counted"       // the result is there; param: title
	TemplateSurveyMeasure       Template = "survey_measure"       // what follows from one is the addressee's; params: title, date
)

// Templates are all of them.
var Templates = []Template{
	TemplateLoginLink, TemplateSubmitted, TemplateRequest, TemplateMessage, TemplateDecisionReady, TemplateDecisionProvided, TemplateDecisionPosted, TemplateReminderRequest,
	TemplateReminderDraft, TemplatePaperRefused, TemplateHearing, TemplateWithdrawn, TemplateLetter,
	TemplateTakenIn, TemplatePapersComplete, TemplatePapersIncomplete,
	TemplateAppointmentConfirm, TemplateAppointmentBooked, TemplateAppointmentMoved, TemplateAppointmentCancelled, TemplateAppointmentCalledOff,
	TemplateAppointmentOffer, TemplateAppointmentInvited, TemplateAppointmentReminder, TemplateAppointmentSeries,
	TemplateInterpretingOffer, TemplateInterpretingMoved, TemplateInterpretingBooked, TemplateInterpretingTaken, TemplateInterpretingCancelled,
	TemplateInterpretingReminder, TemplateInterpretingUnfilled, TemplateInterpretingFree, TemplateInterpreterProof,
	TemplateInterpreterChangeConfirmed, TemplateInterpreterChangeRefused, TemplateInterpretingSwap, TemplateInterpretingSwapped, TemplateInterpretingSwapUndone,
	TemplateInterpretingSwapTold, TemplateBudgetWarned,
	TemplateSettlementLapses, TemplateSettlementUnsigned, TemplateSettlementLoss, TemplateSettlementNews,
	TemplateTranslationOffer, TemplateTranslationGiven, TemplateTranslationReturned, TemplateTranslationDue, TemplateTranslationCancelled,
	TemplateTranslationDelivered, TemplateTranslationUnfilled, TemplateDutyAsked, TemplateDutyCancelled, TemplateFeedbackAsked, TemplateComplaintSettled, TemplateComplaintOverdue,
	TemplatePartnerBriefing, TemplatePartnerReferral, TemplatePartnerMeeting, TemplatePartnerCancelled, TemplatePartnerMinutes, TemplatePartnerMeasure,
	TemplateIncidentReported, TemplateIncidentHelp, TemplateReferralAsked,
	TemplateCourseRequest, TemplateCourseWaiting, TemplateCourseEnrolled, TemplateCourseMovedUp, TemplateCourseDeclined, TemplateCourseMoved, TemplateCourseOff, TemplateCourseRemoved, TemplateCourseReminder, TemplateCourseUnplaced, TemplateCourseAfter, TemplateCourseEffect, TemplateCourseBudget,
	TemplateTrainingDue, TemplateTrainingTeam, TemplateTrainingCertificate, TemplateTrainingExemptOver,
	TemplateNews,
	TemplateQualificationEnds, TemplatePostEnds,
	TemplateSurveyAsked, TemplateSurveyReminder, TemplateSurveyCounted, TemplateSurveyMeasure,
}

// Addressee is whom to reach. AccountID may be uuid.Nil; an empty Email cannot be reached by mail.
type Addressee struct {
	AccountID uuid.UUID
	Email     string
	Language  string // BCP 47, or "de-simple"
}

// LogValue keeps the address out of logs.
func (a Addressee) LogValue() slog.Value { return slog.StringValue("account " + a.AccountID.String()) }

// String keeps the address out of texts.
func (a Addressee) String() string { return "account " + a.AccountID.String() }

// AttachmentRef names a stored file that goes with a mail. Only on the explicit wish of the addressee, never with a secret in it.
type AttachmentRef struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Type string `json:"type"`
}

// Notice asks for a mail.
type Notice struct {
	Key      string // wanting the same key again does nothing
	Template Template
	About    audit.Record
	To       Addressee
	Path     string // of the portal, "/my/…"
	Secret   string // goes behind Path as its fragment, which no server logs; wiped once the mail is gone
	Params   map[string]string
	Attach   []AttachmentRef
	Until    *time.Time // afterwards the mail is not sent any more; nil means three days
}

// MailState is how far a mail got.
type MailState string

// The states of a mail.
const (
	MailQueued  MailState = "queued"
	MailSent    MailState = "sent"    // accepted by the mail server
	MailRefused MailState = "refused" // for good: the address does not work
	MailFailed  MailState = "failed"  // given up
)

type storedMail struct {
	bun.BaseModel `bun:"table:messages.mail,alias:mail"`

	ID        uuid.UUID `bun:",pk"`
	Key       string
	Template  Template
	AboutKind string
	AboutID   uuid.UUID
	AccountID *uuid.UUID
	Address   string
	Language  string
	Path      string
	Secret    string
	Params    map[string]string `bun:"type:jsonb"`
	Attach    []AttachmentRef   `bun:"type:jsonb"`
	Until     *time.Time
	State     MailState
	Attempts  int
	CreatedAt time.Time
	SentAt    *time.Time
}

// Undeliverable tells that a mail will not reach anybody: no address, refused, or given up. Who needs an answer falls back to post.
type Undeliverable struct {
	MailID    uuid.UUID
	Key       string
	Template  Template
	AboutKind string
	AboutID   uuid.UUID
	Reason    string    // no_address, refused, gave_up
	WantedAt  time.Time // when the mail was asked for: what it was about is not older
}

// EventName implements events.Event.
func (Undeliverable) EventName() string { return "messages.undeliverable" }

// NotifyTx has a mail sent after the commit of tx. A person without an address cannot be mailed: that is no error, but told as
// messages.undeliverable.
func (s *Service) NotifyTx(ctx context.Context, tx *db.Tx, n Notice) error {
	if !known(n.Template) || n.Key == "" {
		return fmt.Errorf("notice %q of %q: %w", n.Key, n.Template, ErrTemplate)
	}
	row := storedMail{
		ID: ids.New(), Key: n.Key, Template: n.Template, AboutKind: n.About.Kind, AboutID: n.About.ID, Address: n.To.Email,
		Language: n.To.Language, Path: localPath(n.Path), Secret: n.Secret, Params: n.Params, Attach: n.Attach, Until: n.Until,
		State: MailQueued, CreatedAt: tx.Now,
	}
	if n.To.AccountID != uuid.Nil {
		row.AccountID = &n.To.AccountID
	}
	if row.Params == nil {
		row.Params = map[string]string{}
	}
	if row.Attach == nil {
		row.Attach = []AttachmentRef{}
	}
	reachable := validAddress(n.To.Email)
	if !reachable {
		row.State, row.Secret = MailRefused, ""
	}
	res, err := tx.NewInsert().Model(&row).On("CONFLICT ON CONSTRAINT mail_key DO NOTHING").Exec(ctx)
	if err != nil {
		return fmt.Errorf("queue mail: %w", err)
	}
	if written, err := res.RowsAffected(); err != nil || written == 0 {
		return err // wanted before
	}
	if !reachable {
		return tx.Emit(ctx, row.undeliverable("no_address"))
	}
	return tx.Enqueue(ctx, SendArgs{MailID: row.ID}, nil)
}

func (m *storedMail) undeliverable(reason string) Undeliverable {
	return Undeliverable{m.ID, m.Key, m.Template, m.AboutKind, m.AboutID, reason, m.CreatedAt}
}

func known(t Template) bool {
	for _, k := range Templates {
		if k == t {
			return true
		}
	}
	return false
}

// validAddress refuses what could smuggle a second address or header into a mail.
func validAddress(a string) bool {
	if len(a) > 254 || strings.ContainsAny(a, "\r\n\x00 ,;<>") {
		return false
	}
	parsed, err := mail.ParseAddress(a)
	return err == nil && parsed.Address == a && parsed.Name == ""
}

// localPath keeps links within the portal.
func localPath(p string) string {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n\t #") {
		return "/"
	}
	return p
}
