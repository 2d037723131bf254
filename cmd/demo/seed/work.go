package seed

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/cases"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/messages"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/ids"
)

// open reads a case as its clerk, which is recorded; the clerk is chosen by the team the first time.
func open(h *hand, s *story, id uuid.UUID) (*cases.Detail, error) {
	if s.staff == "" {
		s.staff = clerks[teamOf(s)]
		if s.staff == "lindner" && s.born.Day%2 == 0 && (s.state == cases.Checking || s.state == cases.Waiting) {
			s.staff = beginner
		}
	}
	h.pass()
	d, err := h.Cases.Detail(h.by(s.staff), id, "work")
	if err != nil {
		return nil, fmt.Errorf("open case: %w", err)
	}
	return d, nil
}

// teamOf is where routing sends a story.
func teamOf(s *story) string {
	if s.twist == noPassport {
		return teamSpecial
	}
	return map[string]string{study: teamStudy, work: teamWork, family: teamFamily}[s.service]
}

// check accepts the papers of all cases of a sitting, leaving the last few of each.
func check(leave int) func(h *hand, s *story) error {
	return func(h *hand, s *story) error {
		for _, c := range s.cases {
			d, err := open(h, s, c.CaseID)
			if err != nil {
				return err
			}
			papers := slices.DeleteFunc(slices.Clone(d.Papers), func(p cases.PaperRow) bool {
				return p.State != cases.PaperToCheck && (!s.closed() || p.State != cases.PaperMissing)
			})
			for _, p := range papers[:max(0, len(papers)-leave)] {
				h.pass()
				if err := h.Cases.Check(h.by(s.staff), verdict(h, c.CaseID, p)); err != nil {
					return fmt.Errorf("check %s: %w", p.Item, err)
				}
			}
		}
		return nil
	}
}

// verdict accepts what is there, and does without what lies in the paper file.
func verdict(h *hand, id uuid.UUID, p cases.PaperRow) cases.CheckPaper {
	in := cases.CheckPaper{Case: id, Item: p.Item, Version: p.Version, Verdict: cases.PaperAccepted}
	if p.DocumentID == nil {
		reason := inArchive
		in.Verdict, in.Reason = cases.PaperWaived, &reason
		return in
	}
	if p.Expires {
		in.ValidUntil = h.today().AddMonths(30)
	}
	return in
}

// ask requests what is missing; where nothing is, one paper is found unreadable first.
func ask(days int) func(h *hand, s *story) error {
	return func(h *hand, s *story) error {
		d, err := open(h, s, s.decisive())
		if err != nil {
			return err
		}
		items := owed(d)
		if len(items) == 0 {
			p := d.Papers[slices.IndexFunc(d.Papers, func(p cases.PaperRow) bool { return p.DocumentID != nil && !p.Reused })]
			reason := "unreadable"
			err := h.Cases.Check(h.by(s.staff), cases.CheckPaper{Case: d.ID, Item: p.Item, Version: p.Version, Verdict: cases.PaperRejected, Reason: &reason})
			if err != nil {
				return fmt.Errorf("reject paper: %w", err)
			}
			if d, err = open(h, s, d.ID); err != nil {
				return err
			}
			items = owed(d)
		}
		text := requestText
		return h.Cases.RequestPapers(h.by(s.staff), cases.RequestPapers{
			Case: d.ID, Version: d.Version, Items: items, DueOn: h.today().AddDays(days), Text: &text,
		})
	}
}

func owed(d *cases.Detail) []string {
	var items []string
	for _, p := range d.Papers {
		if p.Required && (p.State == cases.PaperMissing || p.State == cases.PaperRejected) {
			items = append(items, p.Item)
		}
	}
	return items
}

// answer uploads what was asked for and hands it in.
func answer(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil {
		return err
	}
	r := d.Requests[0]
	items := map[string]string{}
	for _, item := range r.Items {
		items[item] = item
	}
	if err := giveIn(h, s, documents.SubjectCase, d.ID, items, s.Name()); err != nil {
		return err
	}
	h.pass()
	return h.Cases.AnswerRequest(h.as(s.viewer), cases.AnswerRequest{Case: d.ID, Request: r.ID})
}

func pause(reason cases.PauseReason) func(h *hand, s *story) error {
	return func(h *hand, s *story) error {
		d, err := open(h, s, s.decisive())
		if err != nil {
			return err
		}
		return h.Cases.Pause(h.by(s.staff), cases.PauseCase{Case: d.ID, Version: d.Version, Reason: reason})
	}
}

func note(text string) func(h *hand, s *story) error {
	return func(h *hand, s *story) error {
		if _, err := open(h, s, s.decisive()); err != nil {
			return err
		}
		return h.Cases.AddNote(h.by(s.staff), cases.AddNote{Case: s.decisive(), Text: text})
	}
}

// hear opens the hearing before a refusal.
func hear(days int) func(h *hand, s *story) error {
	return func(h *hand, s *story) error {
		d, err := open(h, s, s.decisive())
		if err != nil {
			return err
		}
		return h.Decisions.OpenHearing(h.by(s.staff), decisions.OpenHearing{Case: d.ID, Version: d.Version, DueOn: h.today().AddDays(days), Text: hearingReason})
	}
}

func speak(h *hand, s *story) error {
	return h.Decisions.AnswerHearing(h.as(s.viewer), decisions.AnswerHearing{Case: s.decisive(), Answer: freely(s.person, "hearing")})
}

// draft writes the decision.
func draft(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil {
		return err
	}
	frame, err := h.Decisions.Frame(h.by(s.staff), d.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(frame.Outcomes, func(o decisions.OutcomeFrame) bool { return o.Outcome == s.outcome() })
	in := decisions.DraftDecision{Case: d.ID, Version: d.Version, Outcome: s.outcome(), Modules: frame.Outcomes[i].Modules}
	if frame.Outcomes[i].Title {
		in.ValidFrom, in.ValidUntil = h.today(), frame.LongestUntil
		if in.ValidUntil.IsZero() {
			in.ValidUntil = h.today().AddMonths(12)
		}
		if !s.until.IsZero() && s.until.Before(in.ValidUntil) {
			reason := lessReason
			in.ValidUntil, in.LessReason = s.until, &reason
		}
	}
	if s.refused {
		in.Reasons = refusalReason
	}
	if err := h.Decisions.Draft(h.by(s.staff), in); err != nil {
		return fmt.Errorf("draft decision: %w", err)
	}
	return nil
}

// hearingOver writes down what the person said, by them or by the clerk.
func hearingOver(h *hand, s *story) error {
	if s.born.Day%2 == 0 {
		return speak(h, s)
	}
	d, err := open(h, s, s.decisive())
	if err != nil {
		return err
	}
	return h.Decisions.RecordHearing(h.by(s.staff), decisions.RecordHearing{Case: d.ID, Version: d.Version, Answer: hearingAnswer})
}

// proposeAgain proposes what is a draft; what one pair of eyes decided already stays.
func proposeAgain(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil || d.State != cases.Deciding {
		return err
	}
	return propose(h, s)
}

// propose freezes the draft; where one pair of eyes is enough, that decides.
func propose(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil {
		return err
	}
	drafted := decisions.Of(d).Decision(d)
	err = h.Decisions.Propose(h.by(s.staff), decisions.ProposeDecision{Case: d.ID, Decision: drafted.ID, Version: drafted.Version})
	if err != nil {
		return fmt.Errorf("propose decision: %w", err)
	}
	return nil
}

// approve is the second pair of eyes, where one is needed.
func approve(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil || d.State != cases.Approval {
		return err
	}
	h.pass()
	proposed := decisions.Of(d).Decision(d)
	err = h.Decisions.Approve(h.by(approvers[d.Team]), decisions.ApproveDecision{Case: d.ID, Decision: proposed.ID, Digest: *proposed.Digest})
	if err != nil {
		return fmt.Errorf("approve decision: %w", err)
	}
	return nil
}

// sendBack returns a proposal with a remark.
func sendBack(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil || d.State != cases.Approval {
		return err
	}
	return h.Decisions.Return(h.by(approvers[d.Team]), decisions.ReturnDecision{
		Case: d.ID, Decision: decisions.Of(d).Decision(d).ID, Remark: returnRemark,
	})
}

// fetch opens the decision in the portal, or has the mail room post it.
func fetch(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil {
		return err
	}
	delivery := decisions.Of(d).Delivery()
	if delivery.Regime != "post" {
		return h.Decisions.Retrieve(h.as(s.viewer), decisions.RetrieveDecision{Case: d.ID})
	}
	if !delivery.PostedOn.IsZero() {
		return nil
	}
	return h.Letters.MarkPosted(h.by("adler"), []uuid.UUID{delivery.LetterID}, h.today())
}

// comesBack notes that the post could not deliver.
func comesBack(h *hand, s *story) error {
	d, err := open(h, s, s.decisive())
	if err != nil {
		return err
	}
	delivery := decisions.Of(d).Delivery()
	if delivery.PostedOn.IsZero() {
		return nil
	}
	return h.Letters.MarkReturned(h.by("adler"), delivery.LetterID, "moved")
}

func withdraw(h *hand, s *story) error {
	return h.Cases.Withdraw(h.as(s.viewer), cases.WithdrawCase{Case: s.decisive()})
}

// write is a message of the applicant, reply one of the office.
func write(h *hand, s *story) error {
	return h.DB.InTx(h.as(s.viewer), func(ctx context.Context, tx *db.Tx) error {
		_, err := h.Messages.PostTx(ctx, tx, messages.Post{
			Key: ids.Token(), Thread: cases.Record(s.decisive()), From: messages.Applicant, Author: s.viewer.AccountID,
			Text: freely(s.person, "question"), Language: s.spoken("question"), To: s.addressee(h), Path: s.path(),
		})
		return err
	})
}

func reply(h *hand, s *story) error {
	if _, err := open(h, s, s.decisive()); err != nil {
		return err
	}
	return h.DB.InTx(h.by(s.staff), func(ctx context.Context, tx *db.Tx) error {
		_, err := h.Messages.PostTx(ctx, tx, messages.Post{
			Key: ids.Token(), Thread: cases.Record(s.decisive()), From: messages.Office, Author: h.staff[s.staff].AccountID,
			Text: officeAnswer, Language: "de", To: s.addressee(h), Path: s.path(),
		})
		return err
	})
}

func (s *story) addressee(h *hand) messages.Addressee {
	return messages.Addressee{AccountID: s.viewer.AccountID, Email: s.claims.Email, Language: h.language(s.language)}
}

func (s *story) path() string { return "/my/" + s.decisive().String() }

// spoken is the language of what the person writes about a topic.
func (s *story) spoken(topic string) string {
	if _, ok := wordsOf[topic][s.language]; ok {
		return s.language
	}
	return "en"
}
