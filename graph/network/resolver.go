// Package networkgql is the part of the schema about who helps, whom the office refers there, and where partners meet.
package networkgql

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/audit"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/modules/network"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/platform/page"
)

// Resolver resolves this part; it is Query and Mutation.
type Resolver struct {
	Network *network.Service // nil where the city has no partners
}

// Query resolves the queries.
type Query struct{ Resolver }

// Mutation resolves the mutations.
type Mutation struct{ Resolver }

// What this part shows of the module's things.
type (
	// HelpContact is a contact as everybody sees it.
	HelpContact struct{ *network.Contact }
	// NetworkContact is a contact as the office keeps it.
	NetworkContact struct {
		*network.Contact
		Words []network.ContactWords
	}
	// Referral is one as the office sees it.
	Referral struct {
		*network.Referral
		ContactName string
	}
	// ConsentSheet is what somebody signs.
	ConsentSheet struct {
		Referral *Referral
		Language string
		Texts    []network.SheetText
	}
	// ConsentSheetText is it in one language.
	ConsentSheetText = network.SheetText
	// ReferralPage is one page of them.
	ReferralPage struct {
		Items []Referral
		Next  *string
	}
	// OwnReferral is one as its person sees it.
	OwnReferral struct {
		*network.Referral
		ContactName, ConsentText string
	}
	// PartnerReferral is one as the partner sees it.
	PartnerReferral struct {
		*network.Referral
		ContactName string
		SentAt      *time.Time
	}
	// Meeting is a meeting as the office sees it.
	Meeting struct {
		*network.Meeting
		Measures []Measure
	}
	// Measure is a measure, and whether its day is over.
	Measure struct {
		*network.Measure
		Overdue bool
	}
	// OwnMeeting is a meeting as a guest sees it.
	OwnMeeting struct {
		*network.Meeting
		Measures []Measure
		Answer   network.GuestAnswer
		MemberID uuid.UUID
	}
)

// Text are the words in a language, German where there are none.
func (c *HelpContact) Text(language string) *network.ContactWords {
	text, in := c.In(language)
	return &network.ContactWords{Language: in, Text: text}
}

func (r Resolver) service() (*network.Service, error) {
	if r.Network == nil {
		return nil, network.ErrNone
	}
	return r.Network, nil
}

// mayAnswer slows a network down that guesses links.
func (r Resolver) mayAnswer(ctx context.Context) error {
	s, err := r.service()
	if err != nil {
		return err
	}
	return s.MayAnswer(identity.NetworkFrom(ctx))
}

// do does what is asked and shows what came of it, where the city has partners.
func do[In, Out, Shown any](
	ctx context.Context, r Resolver, in In, what func(*network.Service, context.Context, In) (Out, error), show func(Out) Shown,
) (shown Shown, err error) {
	s, err := r.service()
	if err != nil {
		return shown, err
	}
	out, err := what(s, ctx, in)
	if err != nil {
		return shown, err
	}
	return show(out), nil
}

// asked is what is asked without an input.
func asked[Out any](what func(*network.Service, context.Context) (Out, error)) func(*network.Service, context.Context, struct{}) (Out, error) {
	return func(s *network.Service, ctx context.Context, _ struct{}) (Out, error) { return what(s, ctx) }
}

var none struct{}

func each[In, Out any](show func(In) *Out) func([]In) []Out {
	return func(list []In) []Out {
		shown := make([]Out, len(list))
		for i, v := range list {
			shown[i] = *show(v)
		}
		return shown
	}
}

// HelpContacts lists who helps, for everybody.
func (q Query) HelpContacts(ctx context.Context, topic *network.HelpTopic, language *string) ([]HelpContact, error) {
	if q.Network == nil {
		return []HelpContact{}, nil
	}
	if err := q.Network.MayAsk(identity.NetworkFrom(ctx)); err != nil {
		return nil, err
	}
	in := ""
	if language != nil {
		in = *language
	}
	list, err := q.Network.Help(ctx, topic, in)
	return each(func(c *network.Contact) *HelpContact { return &HelpContact{c} })(list), err
}

// Contacts lists all for the office.
func (q Query) Contacts(ctx context.Context) ([]NetworkContact, error) {
	return do(ctx, q.Resolver, none, asked((*network.Service).Contacts), each(contact))
}

func contact(c *network.Contact) *NetworkContact {
	shown := &NetworkContact{c, []network.ContactWords{}}
	for _, l := range slices.Sorted(maps.Keys(c.Words)) {
		shown.Words = append(shown.Words, network.ContactWords{Language: l, Text: c.Words[l]})
	}
	return shown
}

// Referrals lists those of a record, or those that the viewer made.
func (q Query) Referrals(ctx context.Context, kind *string, id *uuid.UUID, first *int, after *string) (*ReferralPage, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	args := page.Args{}
	if first != nil {
		args.First = *first
	}
	if after != nil {
		args.After = *after
	}
	var about *audit.Record
	if kind != nil || id != nil {
		if kind == nil || id == nil {
			return nil, network.ErrNone
		}
		about = &audit.Record{Kind: *kind, ID: *id}
	}
	p, err := s.Referrals(ctx, about, args)
	if err != nil {
		return nil, err
	}
	shown := &ReferralPage{Items: each(referral)(p.Items)}
	if p.Next != "" {
		shown.Next = &p.Next
	}
	return shown, nil
}

func name(r *network.Referral) string {
	if r.Contact == nil {
		return ""
	}
	return r.Contact.Name
}

func referral(r *network.Referral) *Referral { return &Referral{r, name(r)} }

func ownReferral(r *network.Referral) *OwnReferral {
	return &OwnReferral{r, name(r), network.ConsentText}
}

func toPartner(r *network.Referral) *PartnerReferral {
	return &PartnerReferral{r, name(r), r.ConsentAt}
}

// ConsentSheet is what somebody signs to be referred.
func (q Query) ConsentSheet(ctx context.Context, id uuid.UUID) (*ConsentSheet, error) {
	return do(ctx, q.Resolver, id, (*network.Service).Sheet, func(s *network.Sheet) *ConsentSheet {
		return &ConsentSheet{referral(s.Referral), s.Language, s.Texts}
	})
}

// ConsentByLink is what the link to the person opens.
func (q Query) ConsentByLink(ctx context.Context, link string) (*OwnReferral, error) {
	if err := q.mayAnswer(ctx); err != nil {
		return nil, err
	}
	return do(ctx, q.Resolver, link, (*network.Service).LookConsent, ownReferral)
}

// Meetings lists them for the office.
func (q Query) Meetings(ctx context.Context) ([]Meeting, error) {
	return do(ctx, q.Resolver, none, asked((*network.Service).Meetings), each(q.meeting))
}

// OpenMeasures lists what is open.
func (q Query) OpenMeasures(ctx context.Context) ([]Measure, error) {
	return do(ctx, q.Resolver, none, asked((*network.Service).Measures), each(q.measure))
}

func (r Resolver) meeting(m *network.Meeting) *Meeting {
	return &Meeting{m, each(r.measure)(m.Measures)}
}

func (r Resolver) measure(m *network.Measure) *Measure { return &Measure{m, r.Network.Overdue(m)} }

// MyReferrals are those of the viewer themselves.
func (q Query) MyReferrals(ctx context.Context) ([]OwnReferral, error) {
	if q.Network == nil {
		return []OwnReferral{}, nil
	}
	return do(ctx, q.Resolver, none, asked((*network.Service).MyReferrals), each(ownReferral))
}

// PartnerReferrals are those to the viewer's organisation.
func (q Query) PartnerReferrals(ctx context.Context) ([]PartnerReferral, error) {
	return do(ctx, q.Resolver, none, asked((*network.Service).ReferredToMe), each(toPartner))
}

// ReferralByLink is what a link opens.
func (q Query) ReferralByLink(ctx context.Context, link string) (*PartnerReferral, error) {
	if err := q.mayAnswer(ctx); err != nil {
		return nil, err
	}
	return do(ctx, q.Resolver, link, (*network.Service).LookReferral, toPartner)
}

// MyMeetings are those to which the viewer is invited.
func (q Query) MyMeetings(ctx context.Context) ([]OwnMeeting, error) {
	s, err := q.service()
	if err != nil {
		return nil, err
	}
	list, err := s.MyMeetings(ctx)
	if err != nil {
		return nil, err
	}
	me, err := s.Partners.Own(ctx, partners.Meetings)
	if err != nil {
		return nil, err
	}
	return each(func(m *network.Meeting) *OwnMeeting { return q.ownMeeting(m, me.ID) })(list), nil
}

func (r Resolver) ownMeeting(m *network.Meeting, me uuid.UUID) *OwnMeeting {
	return &OwnMeeting{m, each(r.measure)(m.Measures), m.MyAnswer(me), me}
}
