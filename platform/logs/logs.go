// Package logs makes the logger of a program: JSON, opaque ids only.
//
// Types that hold personal data implement slog.LogValuer and say [personal data]; as a second wall the handler hides the
// values of keys that could only hold such data.
package logs

import (
	"io"
	"log/slog"
	"strings"
)

// Hidden is what a reader of the log sees in place of personal data.
const Hidden = "[personal data]"

// private are parts of keys whose values never belong in a log.
var private = []string{"email", "name", "address", "phone", "birth", "passport", "answers", "token", "code", "secret", "password", "body", "subject_line"}

// New writes JSON lines to w from the given level on.
func New(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: redact}))
}

func redact(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey) {
		return a
	}
	key := strings.ToLower(a.Key)
	for _, p := range private {
		if strings.Contains(key, p) && key != "error_code" && key != "event_name" {
			return slog.String(a.Key, Hidden)
		}
	}
	return a
}

// Personal wraps a text so that no log shows it.
type Personal string

// LogValue implements slog.LogValuer.
func (Personal) LogValue() slog.Value { return slog.StringValue(Hidden) }
