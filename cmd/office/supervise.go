package office

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"

	"github.com/google/uuid"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/decisions"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/onboarding"
	"github.com/ankunft/ankunft/modules/partners"
	"github.com/ankunft/ankunft/modules/supervision"
	"github.com/ankunft/ankunft/platform/db"
	"github.com/ankunft/ankunft/platform/events"
)

var errSupervisionKey = errors.New("supervision_key: must be 32 bytes in base64 (openssl rand -base64 32)")

// supervisionKey is the key of that room alone; nil where none is configured.
func (c *Config) supervisionKey() ([]byte, error) {
	if c.SupervisionKey == "" {
		return nil, nil
	}
	text, err := c.SupervisionKey.Reveal()
	if err != nil {
		return nil, fmt.Errorf("supervision_key: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != supervision.KeySize {
		return nil, errSupervisionKey
	}
	return key, nil
}

// supervise makes what leads newcomers, and supervision if the city offers it and has a key for it.
func (o *Office) supervise(*catalogue.City, *letters.Calendar) error {
	o.Onboarding = onboarding.New(onboarding.Deps{DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Training: o.Training, Log: o.Log})
	o.Onboarding.Register(o.Jobs, o.DB.Bus)
	rules, err := supervision.LoadRules(os.DirFS(o.Config.City))
	if err != nil || rules == nil {
		return loading(err)
	}
	key, err := o.Config.supervisionKey()
	if err != nil || key == nil {
		return err
	}
	o.Supervision, err = supervision.New(supervision.Deps{DB: o.DB, Audit: o.Audit, Messages: o.Messages, Identity: o.Identity, Rules: rules, Key: key, Log: o.Log})
	if err != nil {
		return err
	}
	o.Supervision.Register(o.Jobs)
	return nil
}

// standBy lets rooms that know nothing of each other stand by those who work here: who is new decides when their mentor says so, and after something hard there is an offer.
func (o *Office) standBy(bus *events.Bus) {
	o.Decisions.OnProposal(func(ctx context.Context, tx *db.Tx, proposer uuid.UUID, _ string) error {
		return o.Onboarding.CheckTx(ctx, tx, proposer, onboarding.Propose)
	})
	o.Decisions.OnApproval(func(ctx context.Context, tx *db.Tx, approver uuid.UUID, _ string) (map[string]string, error) {
		return nil, o.Onboarding.CheckTx(ctx, tx, approver, onboarding.Approve)
	})
	if o.Supervision == nil {
		return
	}
	incident := func(ctx context.Context, id uuid.UUID, concerned []uuid.UUID) error {
		return o.offer(ctx, concerned, supervision.AfterIncident, "incident", id)
	}
	events.Subscribe(bus, "office.offer_after_incident", func(ctx context.Context, e partners.IncidentReported) error {
		return incident(ctx, e.IncidentID, e.Concerned)
	})
	events.Subscribe(bus, "office.offer_after_concern", func(ctx context.Context, e partners.IncidentConcerns) error {
		return incident(ctx, e.IncidentID, e.Concerned)
	})
	events.Subscribe(bus, "office.offer_after_decision", o.afterDecision)
}

// afterDecision offers supervision to those who made a decision that weighs on them, as the city's rules say.
func (o *Office) afterDecision(ctx context.Context, e decisions.Made) error {
	var service string
	err := o.DB.NewSelect().TableExpr("cases.case_v1").Column("service").Where("id = ?", e.CaseID).Scan(ctx, &service)
	if err := db.NoRows(err, supervision.ErrNone, "read service of case"); err != nil {
		return unlessGone(err)
	}
	outcome, by, err := o.Decisions.Makers(ctx, e.CaseID)
	if err != nil || !o.Supervision.Rules.Weighs(service, string(outcome)) {
		return err
	}
	return o.offer(ctx, by, supervision.AfterHardCase, "decision", e.DecisionID)
}

func (o *Office) offer(ctx context.Context, accounts []uuid.UUID, reason, source string, id uuid.UUID) error {
	if len(accounts) == 0 {
		return nil
	}
	return o.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return o.Supervision.OfferTx(ctx, tx, accounts, reason, source, id)
	})
}
