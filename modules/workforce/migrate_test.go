package workforce_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/page"
)

// Who filled posts before there were persons is told apart as before, back and forth; an account that came to a number by a name is forgotten.
func TestPersonsAreMadeOfWhoFilledPosts(t *testing.T) {
	t.Parallel()
	o := open(t)
	file, err := os.ReadFile("migrations/00002_persons.sql")
	must(t, err)
	up, down, _ := strings.Cut(string(file), "-- +goose Down")
	one, two := o.post(t, "1", "family", 100), o.post(t, "2", "study", 100)
	must(t, o.fill(t, one, "Zoe", 50, "2024-02-01", ""))
	do := func(statements string, args ...any) {
		t.Helper()
		_, err := o.Pool().Exec(t.Context(), statements, args...)
		must(t, err)
	}
	do(down)
	do(`INSERT INTO identity.account (id, kind, issuer, subject, name, email, language, trust, created_at) VALUES ('0198c0de-0000-7000-8000-00000000000a', 'staff', 'staff', 'anna', 'Anna', 'a@b.example', 'de', 'high', now())`)
	do(`INSERT INTO workforce.filling (id, post_id, kind, account_id, name, staff_no, share, from_on, until_on) VALUES
(gen_random_uuid(), $1, 'regular', '0198c0de-0000-7000-8000-00000000000a', 'Anna', '4711', 25, '2024-02-01', '2024-12-31'), (gen_random_uuid(), $2, 'regular', '0198c0de-0000-7000-8000-00000000000a', 'Anna Neu', '4711', 25, '2025-01-01', NULL),
(gen_random_uuid(), $2, 'regular', '0198c0de-0000-7000-8000-00000000000a', 'Anna', '', 25, '2024-02-01', NULL), (gen_random_uuid(), $2, 'regular', NULL, 'zoe', '', 25, '2024-02-01', NULL)`, one, two)
	do(up)
	rows, err := o.Pool().Query(t.Context(), "SELECT p.name || '|' || p.staff_no || '|' || (p.account_id IS NOT NULL) || '|' || count(*) FROM workforce.person p JOIN workforce.filling f ON f.person_id = p.id GROUP BY p.id ORDER BY 1")
	must(t, err)
	defer rows.Close()
	var got []string
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		got = append(got, line)
	}
	if want := []string{"Anna Neu|4711|false|2", "Anna||true|1"}; len(got) != 3 || !slices.Contains(got, want[0]) || !slices.Contains(got, want[1]) || !strings.HasSuffix(got[2], "||false|2") {
		t.Errorf("%q", got)
	}
	if err := o.fill(t, two, "Zoe", 80, "2026-01-01", ""); err == nil {
		t.Error("the table judges nothing any more")
	}
	if p, err := o.List(personnel(t), workforce.PostFilter{}, page.Args{}); err != nil || len(p.Items) != 2 {
		t.Error(p, err)
	}
}
