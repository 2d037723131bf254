package seed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/ankunft/ankunft/modules/applications"
	"github.com/ankunft/ankunft/modules/documents"
	"github.com/ankunft/ankunft/modules/identity"
	"github.com/ankunft/ankunft/platform/ids"
)

// apply fills in the form, gives in papers, signs and submits.
func apply(h *hand, s *story) error {
	if err := begin(h, s); err != nil {
		return err
	}
	for i, a := range s.sitting.Applications {
		name, missing := s.Name(), s.missing
		if i > 0 {
			name, missing = s.members[i-1].Name(), 0
		}
		if s.closed() {
			missing = max(missing, len(a.Checklist)-inPaperFile)
		}
		if err := giveIn(h, s, documents.SubjectApplication, a.ID, wanted(a, missing), name); err != nil {
			return err
		}
	}
	h.pass()
	review, err := h.Applications.Review(h.as(s.viewer), s.viewer.AccountID, s.sitting.ID)
	if err != nil {
		return fmt.Errorf("review: %w", err)
	}
	done, err := h.Applications.Submit(h.as(s.viewer), s.viewer, applications.SubmitApplication{
		Sitting: s.sitting.ID, Version: review.Version, Digest: review.Digest, Declaration: true,
		Consents: applications.SubmitConsents{PortalDelivery: s.portal}, IdempotencyKey: ids.Token(),
	})
	if err != nil {
		return fmt.Errorf("submit: %w", err)
	}
	s.cases = done.Cases
	return nil
}

// inPaperFile is after how many papers a closed case refers to the paper file.
const inPaperFile = 4

// begin makes the account known and fills in the form, members included.
func begin(h *hand, s *story) error {
	account, err := h.Identity.Know(h.ctx, identity.KindApplicant, s.claims)
	if err != nil {
		return fmt.Errorf("know account: %w", err)
	}
	s.viewer = &identity.Viewer{AccountID: account.ID, Kind: identity.KindApplicant, Trust: s.claims.Trust, Language: s.language, Name: s.Name()}
	ctx := h.as(s.viewer)
	s.sitting, err = h.Applications.Start(ctx, s.viewer, applications.StartSitting{
		Service: s.service, Language: h.language(s.language), IdempotencyKey: ids.Token(),
	})
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if err := fill(h, s, s.sitting.Applications[0], s.answers); err != nil {
		return err
	}
	for _, m := range s.members {
		s.sitting, err = h.Applications.AddMember(ctx, account.ID, applications.AddMember{
			Sitting: s.sitting.ID, Relation: m.relation, IdempotencyKey: ids.Token(),
		})
		if err != nil {
			return fmt.Errorf("add member: %w", err)
		}
		a := s.sitting.Applications[len(s.sitting.Applications)-1]
		if err := fill(h, s, a, m.answers); err != nil {
			return err
		}
		if _, err := h.Applications.SetSigner(ctx, account.ID, applications.SetSigner{Application: a.ID, As: m.signedAs}); err != nil {
			return fmt.Errorf("say who signs: %w", err)
		}
	}
	s.sitting, err = h.Applications.Sitting(ctx, account.ID, s.sitting.ID)
	return err
}

func fill(h *hand, s *story, a *applications.Application, given answers) error {
	raw, err := json.Marshal(given)
	if err != nil {
		return err
	}
	_, err = h.Applications.SaveAnswers(h.as(s.viewer), s.viewer.AccountID, applications.SaveAnswers{Application: a.ID, Version: a.Version, Answers: raw})
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	h.pass()
	return nil
}

// wanted are the items that are given in: all that are required and not there yet, but for the last few.
func wanted(a *applications.Application, missing int) map[string]string {
	var items []*applications.ChecklistItem
	for _, c := range a.Checklist {
		if c.Required && !c.Reused {
			items = append(items, c)
		}
	}
	found := map[string]string{}
	for _, c := range items[:min(len(items), max(1, len(items)-missing))] {
		found[c.Item] = c.Title
	}
	return found
}

// giveIn uploads a paper for each item the way a browser does, and has them inspected at once.
func giveIn(h *hand, s *story, kind documents.SubjectKind, subject uuid.UUID, items map[string]string, name string) error {
	if !s.named {
		name = "Muster Person"
	}
	g, ctx := errgroup.WithContext(h.ctx)
	g.SetLimit(inspectors)
	for item := range items {
		p := h.printer.paper(item, h.title(s.service, item), name, s.closed())
		file, err := upload(h, s, kind, subject, item, p)
		if err != nil {
			return errors.Join(fmt.Errorf("give in %s: %w", item, err), g.Wait())
		}
		g.Go(func() error {
			if err := h.Documents.Inspect(ctx, documents.InspectArgs{FileID: file}); err != nil {
				return fmt.Errorf("inspect %s: %w", item, err)
			}
			return nil
		})
	}
	return g.Wait()
}

// inspectors is how many files an office looks at at once (documents.Config.Inspectors): one more would wait for its turn, and give up on a slow machine.
const inspectors = 2

// upload tells the file that it made; it waits to be inspected.
func upload(h *hand, s *story, kind documents.SubjectKind, subject uuid.UUID, item string, p sheet) (uuid.UUID, error) {
	ctx, account := h.as(s.viewer), s.viewer.AccountID
	up, err := h.Documents.BeginUpload(ctx, account, documents.BeginUpload{
		SubjectKind: kind, SubjectID: subject, Item: item, Name: p.name, Type: p.kind, Size: len(p.content),
	})
	if err != nil {
		return uuid.Nil, err
	}
	parts, err := h.Documents.SignParts(ctx, account, up.File.ID, []int{1})
	if err != nil {
		return uuid.Nil, err
	}
	if err := put(h, parts[0].URL, p.content); err != nil {
		return uuid.Nil, err
	}
	_, err = h.Documents.CompleteUpload(ctx, account, up.File.ID)
	h.pass()
	return up.File.ID, err
}

func put(h *hand, url string, content []byte) error {
	req, err := http.NewRequestWithContext(h.ctx, http.MethodPut, url, bytes.NewReader(content))
	if err != nil {
		return err
	}
	res, err := h.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("object store answers %s", res.Status)
	}
	return nil
}
