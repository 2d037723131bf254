-- +goose Up
-- A step may be a training: it is done by itself as long as the training counts, and nobody clicks or signs it.
ALTER TABLE onboarding.step ADD COLUMN training_id uuid REFERENCES training.training;
ALTER TABLE onboarding.step ADD CONSTRAINT step_training CHECK (training_id IS NULL OR sign = 'own');
ALTER TABLE onboarding.task ADD COLUMN training_id uuid REFERENCES training.training;
ALTER TABLE onboarding.task ADD CONSTRAINT task_training CHECK (training_id IS NULL OR sign = 'own');
CREATE INDEX task_learned ON onboarding.task (journey_id) WHERE training_id IS NOT NULL;

-- +goose Down
ALTER TABLE onboarding.task DROP COLUMN training_id;
ALTER TABLE onboarding.step DROP COLUMN training_id;
