package db

import "fmt"

// Numbered grows a statement with numbered parameters. Where its texts are few, each is prepared once for each connection.
type Numbered struct {
	SQL  string
	Args []any
}

// And adds a condition; each %s becomes the number of the next argument.
func (q *Numbered) And(condition string, args ...any) {
	marks := make([]any, len(args))
	for i, a := range args {
		q.Args = append(q.Args, a)
		marks[i] = fmt.Sprintf("$%d", len(q.Args))
	}
	q.SQL += " AND " + fmt.Sprintf(condition, marks...)
}
