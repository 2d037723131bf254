package catalogue_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/platform/testkit"
)

func load(t *testing.T, file, old, replacement string) *catalogue.City {
	t.Helper()
	city, err := catalogue.Load(changed(t, file, old, replacement))
	if err != nil {
		t.Fatal(err)
	}
	return city
}

// An application is judged by the version it was filed with, also after the law changed and the server was started anew.
func TestAFiledApplicationKeepsItsVersion(t *testing.T) {
	t.Parallel()
	kit, ctx := testkit.New(t, catalogue.Migrations), t.Context()
	first := catalogue.New(kit.DB, musterstadt(t))
	if _, err := first.Offer(ctx, "16b-extension"); !errors.Is(err, catalogue.ErrNotPublished) {
		t.Fatalf("before Publish: %v", err)
	}
	if err := first.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	filed, err := first.Offer(ctx, "16b-extension")
	if err != nil || filed.Version != 1 {
		t.Fatalf("%v %v", filed, err)
	}

	dearer := catalogue.New(kit.DB, load(t, "fees.yaml", "extension, cents: 9300", "extension, cents: 9900"))
	if err := dearer.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	now, err := dearer.Offer(ctx, "16b-extension")
	if err != nil || now.Version != 2 || now.Fee(student.with(nil), today).Cents != 9900 {
		t.Fatalf("new version: %v %v", now.Version, err)
	}
	then, err := dearer.OfferVersion(ctx, "16b-extension", filed.Version)
	if err != nil || then.Digest != filed.Digest || then.Fee(student.with(nil), today).Cents != 9300 {
		t.Fatalf("old version: %v", err)
	}
	if diff := cmp.Diff(filed.Checklist(student.with(nil)), then.Checklist(student.with(nil))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(filed.LocalForm("en", catalogue.Principal), then.LocalForm("en", catalogue.Principal)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(filed.Evaluate(student.with(answers{"sex": "?"})), then.Evaluate(student.with(answers{"sex": "?"}))); diff != "" {
		t.Error(diff)
	}
	again, err := dearer.OfferVersion(ctx, "16b-extension", filed.Version)
	if err != nil || again != then {
		t.Error("a version is read once")
	}
}

// The same content is the same version, whoever publishes it, and going back finds the old one again.
func TestTheSameContentIsTheSameVersion(t *testing.T) {
	t.Parallel()
	kit, ctx := testkit.New(t, catalogue.Migrations), t.Context()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := catalogue.New(kit.DB, musterstadt(t)).Publish(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	changedCity := catalogue.New(kit.DB, load(t, "services/28-family/service.yaml", "goal_days: 56", "goal_days: 57"))
	back := catalogue.New(kit.DB, musterstadt(t))
	for _, s := range []*catalogue.Service{changedCity, back} {
		if err := s.Publish(ctx); err != nil {
			t.Fatal(err)
		}
	}
	offers, err := back.Offers(ctx)
	if err != nil || len(offers) != 3 {
		t.Fatal(err)
	}
	for _, o := range offers {
		if o.Version != 1 || len(o.Digest) != 64 || o.PublishedAt.IsZero() {
			t.Errorf("%s version %d", o.Key, o.Version)
		}
	}
	if n, err := kit.NewSelect().Table("catalogue.offer_version").Count(ctx); err != nil || n != 4 {
		t.Errorf("%d versions, %v", n, err)
	}
	if other, err := changedCity.Offer(ctx, "28-family"); err != nil || other.Version != 2 || other.GoalDays != 57 {
		t.Errorf("%v", err)
	}
}

// A change of one service leaves the others' versions alone.
func TestOnlyWhatASharedFactTouchesIsNew(t *testing.T) {
	t.Parallel()
	kit, ctx := testkit.New(t, catalogue.Migrations), t.Context()
	for _, city := range []*catalogue.City{musterstadt(t), load(t, "parameters.yaml", "value: 50700", "value: 50701")} {
		s := catalogue.New(kit.DB, city)
		if err := s.Publish(ctx); err != nil {
			t.Fatal(err)
		}
		for _, o := range must(s.Offers(ctx)) {
			if want := city.Parameters[0].Value == 50701 && o.Key == "18g-first"; (o.Version == 2) != want {
				t.Errorf("%s has version %d", o.Key, o.Version)
			}
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestWhatWasPublishedCannotBeChanged(t *testing.T) {
	t.Parallel()
	kit, ctx := testkit.New(t, catalogue.Migrations), t.Context()
	s := catalogue.New(kit.DB, musterstadt(t))
	if err := s.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"UPDATE catalogue.offer_version SET version = 9", "DELETE FROM catalogue.offer_version", "TRUNCATE catalogue.offer_version",
	} {
		if _, err := kit.ExecContext(ctx, sql); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	_, err := kit.ExecContext(ctx, "INSERT INTO catalogue.offer_version VALUES ('x', 1, repeat('0', 64), '{}', now())")
	if err == nil || !strings.Contains(err.Error(), "offer_version_digest_true") {
		t.Errorf("a digest that is not its content's: %v", err)
	}
}

func TestUnknownServicesAndVersions(t *testing.T) {
	t.Parallel()
	kit, ctx := testkit.New(t, catalogue.Migrations), t.Context()
	s := catalogue.New(kit.DB, musterstadt(t))
	if err := s.Publish(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Offer(ctx, "naturalisation"); !errors.Is(err, catalogue.ErrUnknownService) {
		t.Error(err)
	}
	for _, version := range []int{0, -1, 2} {
		if _, err := s.OfferVersion(ctx, "28-family", version); !errors.Is(err, catalogue.ErrUnknownVersion) {
			t.Error(err)
		}
	}
}
