package messages

import (
	"fmt"
	"html"
	"maps"
	"strings"

	"golang.org/x/text/language"
)

const (
	german    = "de"
	namespace = "mail"
)

// compose writes a mail: in the language of its reader, and below in German, which is the language of the office.
func (s *Service) compose(m *storedMail) Mail {
	params := maps.Clone(m.Params)
	if params == nil {
		params = map[string]string{}
	}
	params["city"] = s.cfg.City
	link := s.cfg.BaseURL + m.Path
	if m.Secret != "" {
		link += "#" + m.Secret
	}
	languages := []string{german}
	if m.Language != "" && m.Language != german {
		languages = []string{m.Language, german}
	}
	var text, body strings.Builder
	for i, lang := range languages {
		if i > 0 {
			below := s.texts(languages[0], namespace, "frame.inGerman", params)
			text.WriteString("\n----------------------------------------\n" + below + "\n\n")
			body.WriteString("<hr>\n" + paragraphs(below))
		}
		p := s.part(lang, m.Template, link, params)
		text.WriteString(p.text())
		body.WriteString(p.html())
	}
	first := languages[0]
	subject := oneLine(s.texts(first, namespace, m.Template+".subject", params))
	return Mail{
		To: m.Address, Subject: subject, Text: text.String(), HTML: page(first, subject, body.String()),
		MessageID: fmt.Sprintf("%s@%s", m.ID, s.cfg.Domain), Language: tag(first),
		Headers: map[string]string{"Auto-Submitted": "auto-generated"},
	}
}

// part is a mail in one language.
type part struct{ language, greeting, body, action, link, note, closing, city, footer string }

// withNote says which templates add a note below the link.
var withNote = map[Template]bool{
	TemplateLoginLink: true, TemplateDecisionReady: true, TemplateDecisionProvided: true, TemplateDecisionPosted: true, TemplateWithdrawn: true, TemplateLetter: true,
	TemplateAppointmentConfirm: true, TemplateAppointmentBooked: true, TemplateAppointmentMoved: true, TemplateAppointmentCancelled: true,
	TemplateAppointmentCalledOff: true,
	TemplateAppointmentOffer:     true, TemplateAppointmentInvited: true, TemplateAppointmentReminder: true,
	TemplateAppointmentSeries: true, TemplateInterpretingOffer: true, TemplateInterpretingMoved: true, TemplateInterpretingBooked: true,
	TemplateInterpretingReminder: true, TemplateInterpretingSwap: true, TemplateSettlementLapses: true, TemplateSettlementUnsigned: true, TemplateSettlementLoss: true,
	TemplateSettlementNews: true, TemplateTranslationOffer: true, TemplateTranslationGiven: true,
	TemplateFeedbackAsked: true, TemplateSurveyAsked: true, TemplateSurveyReminder: true,
}

func (s *Service) part(lang string, t Template, link string, params map[string]string) part {
	say := func(key string) string { return s.texts(lang, namespace, key, params) }
	p := part{
		language: lang, greeting: say("frame.greeting"), body: say(t + ".body"), action: say(t + ".action"), link: link,
		closing: say("frame.closing"), city: params["city"], footer: say("frame.footer") + " " + say("frame.noReply"),
	}
	if withNote[t] {
		p.note = say(t + ".note")
	}
	return p
}

func (p part) text() string {
	note := ""
	if p.note != "" {
		note = p.note + "\n\n"
	}
	return p.greeting + "\n\n" + p.body + "\n\n" + p.action + ":\n" + p.link + "\n\n" + note + p.closing + "\n" + p.city + "\n\n" + p.footer + "\n"
}

func (p part) html() string {
	link := html.EscapeString(p.link)
	var b strings.Builder
	fmt.Fprintf(&b, "<div lang=\"%s\" dir=\"%s\">\n%s%s", tag(p.language), direction(p.language), paragraphs(p.greeting), paragraphs(p.body))
	fmt.Fprintf(&b, "<p><a href=\"%s\">%s</a></p>\n<p><span dir=\"ltr\">%s</span></p>\n", link, html.EscapeString(p.action), link)
	if p.note != "" {
		b.WriteString(paragraphs(p.note))
	}
	b.WriteString(paragraphs(p.closing+"\n"+p.city) + paragraphs(p.footer) + "</div>\n")
	return b.String()
}

func page(lang, title, body string) string {
	return fmt.Sprintf("<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head><meta charset=\"utf-8\"><title>%s</title></head>\n"+
		"<body style=\"font-family: sans-serif; font-size: 1rem; line-height: 1.5\">\n%s</body>\n</html>\n",
		tag(lang), direction(lang), html.EscapeString(title), body)
}

func paragraphs(text string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(text, "\n\n") {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>\n")
	}
	return b.String()
}

// tag is the language as mail programs know it: plain German is German.
func tag(lang string) string {
	t, err := language.Parse(lang)
	if err != nil {
		return german
	}
	base, _ := t.Base()
	return base.String()
}

// direction is how the language is written.
func direction(lang string) string {
	switch tag(lang) {
	case "ar", "fa", "prs", "ps", "ur", "he", "ku", "ckb":
		return "rtl"
	}
	return "ltr"
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
