package letterstest

import (
	"time"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/platform/clock"
	"github.com/ankunft/ankunft/platform/ids"
)

// Kinds are all kinds of letters that a city has templates for.
var Kinds = []letters.Kind{
	letters.KindReceipt, letters.KindRequest, letters.KindHearing, letters.KindGrant, letters.KindPartial, letters.KindRefusal,
	letters.KindChecklist, letters.KindStatusNote, letters.KindClearing,
}

// Sender is the demo city's letterhead.
func Sender() letters.Sender {
	return letters.Sender{
		City: "Musterstadt", Office: "Stadt Musterstadt – Der Magistrat – Ausländerbehörde", Street: "Rathausplatz 1",
		Place: "99999 Musterstadt", Phone: "+49 999 115-0", Email: "einwanderung@musterstadt.example",
		Website: "https://www.musterstadt.example", Hours: []string{"Mo–Fr 08:00–12:00", "Do 14:00–18:00"}, Colour: "#0b4f6c",
		Law: map[string]string{
			"advice": "§ 25 Abs. 2 HVwVfG", "hearing": "§ 28 Abs. 1 HVwVfG", "file_access": "§ 29 HVwVfG",
			"language": "§ 23 Abs. 2 HVwVfG", "cooperation": "§ 82 Abs. 1 AufenthG",
		},
	}
}

// Sample is a letter of that kind as the office would send it, about a record of its own.
func Sample(kind letters.Kind, language string) letters.In {
	in := letters.In{
		About: letters.About{Kind: "case", ID: ids.New()}, Language: language, Dispatch: letters.ByPortal, Regime: letters.RegimeNone,
		Recipient: letters.Recipient{Name: "Amal Nguyễn-Šarić", Lines: []string{"Gartenweg 3", "99999 Musterstadt"}},
		Reference: "2026-000123-4",
		Contact:   letters.Contact{Name: "Team Studium", Phone: "+49 999 115-230", Email: "studium@musterstadt.example", Room: "2.14"},
		Content:   content(kind),
	}
	if kind == letters.KindReceipt {
		in.Secrets = map[string]string{"code": "3CDF-GHJK-MNPQ-RTVW"}
	}
	return in
}

func content(kind letters.Kind) letters.Content {
	day := func(month time.Month, d int) clock.Date { return clock.Date{Year: 2026, Month: month, Day: d} }
	switch kind {
	case letters.KindReceipt:
		return letters.Receipt{
			Service: service, SubmittedAt: "2026-11-21T09:14", StatusURL: "https://einwanderung.musterstadt.example/status",
			StatusCode: letters.Code(letters.StatusURL("https://einwanderung.musterstadt.example", "2026-000123-4")),
			Papers:     []letters.Words{passport, enrolment}, Missing: []letters.Words{insurance},
			Duration: &letters.Duration{Weeks: 6, Sample: 143, Percent: 80}, Fee: &letters.Fee{Cents: 9300, Law: "§ 45 Nr. 2 AufenthV"},
		}
	case letters.KindRequest:
		return letters.Request{Service: service, DueOn: day(time.December, 14), Items: []letters.RequestItem{
			{Title: insurance, Form: letters.Words{"de": "Bescheinigung der Kasse, nicht älter als drei Monate", "ar": "شهادة من التأمين لا يزيد عمرها على ثلاثة أشهر"}},
			{Title: passport, Reason: letters.Words{"de": "Die Seite mit dem Foto ist nicht lesbar.", "ar": "الصفحة التي فيها الصورة غير مقروءة."}, Note: "Bitte ohne Blitz fotografieren."},
		}}
	case letters.KindHearing:
		return letters.Hearing{
			Service: service, DueOn: day(time.December, 14), Intended: "Wir beabsichtigen, Ihren Antrag abzulehnen.",
			Reasons: []string{"Sie haben nicht nachgewiesen, dass Ihr Lebensunterhalt gesichert ist (§ 5 Abs. 1 Nr. 1 AufenthG)."},
		}
	case letters.KindChecklist:
		return letters.Checklist{Service: service, AsOf: day(time.November, 21), Items: []letters.ChecklistItem{
			{Title: passport, Have: true}, {Title: insurance, Why: letters.Words{"de": "Ohne Versicherung dürfen wir den Titel nicht verlängern.", "ar": "لا يجوز لنا التمديد دون تأمين."}},
			{Title: enrolment, Optional: true},
		}}
	case letters.KindStatusNote:
		return letters.StatusNote{
			Service: service, AsOf: day(time.November, 21), Duration: &letters.Duration{Weeks: 3},
			State: letters.Words{"de": "Wir prüfen Ihre Unterlagen", "ar": "نفحص مستنداتك"},
			Next:  letters.Words{"de": "Wir entscheiden über Ihren Antrag", "ar": "نتخذ قرارًا بشأن طلبك"},
		}
	case letters.KindClearing:
		return letters.Clearing{
			Service: service, At: "2026-11-21T09:14", Papers: []letters.ClearedPaper{{Title: passport, Pages: 2, Original: true}}, Seen: []letters.Words{enrolment},
			Missing:  []letters.ChecklistItem{{Title: insurance, Form: letters.Words{"de": "Bescheinigung der Kasse, nicht älter als drei Monate", "ar": "شهادة من التأمين لا يزيد عمرها على ثلاثة أشهر"}}},
			TakeOver: "https://einwanderung.musterstadt.example/taken#AZqH_2k1c0u7R3mT9xWbLQ0sVnYp5eKdGf8hJ4aUoZi2Mw", KeptUntil: day(time.December, 5),
			TakeOverCode: letters.Code("https://einwanderung.musterstadt.example/taken#AZqH_2k1c0u7R3mT9xWbLQ0sVnYp5eKdGf8hJ4aUoZi2Mw"),
			StatusCode:   letters.Code(letters.StatusURL("https://einwanderung.musterstadt.example", "2026-000123-4")),
		}
	default:
		return decision(kind)
	}
}

func decision(kind letters.Kind) letters.Decision {
	d := letters.Decision{
		Kind: kind, Service: service, SignedBy: "Petra Lindner",
		Person: letters.Person{
			Name: "Amal Nguyễn-Šarić", BornOn: clock.Birth{Year: 2000, Month: 2, Day: 29}, Nationality: "syrisch",
		},
		Fee: &letters.Fee{Cents: 9300, Law: "§ 45 Nr. 2 AufenthV"},
	}
	if kind != letters.KindRefusal {
		d.Title = "Aufenthaltserlaubnis nach § 16b Absatz 1 AufenthG"
		d.ValidFrom, d.ValidUntil = clock.Date{Year: 2026, Month: 12, Day: 1}, clock.Date{Year: 2028, Month: 11, Day: 30}
		d.Operative = []string{"Ihre Aufenthaltserlaubnis wird bis zum 30.11.2028 verlängert."}
		d.Conditions = []string{"Arbeit bis zu 140 Tagen oder 280 halben Tagen im Jahr ist erlaubt (§ 16b Abs. 3 AufenthG)."}
		d.WorkUntilCard = true
		d.NextSteps = []letters.Words{
			{"de": "Buchen Sie einen Termin für Foto und Fingerabdrücke.", "ar": "احجز موعدًا لالتقاط الصورة وأخذ بصمات الأصابع."},
			{"de": "Die Karte ist nach etwa sechs Wochen da. Wir schreiben Ihnen.", "ar": "تكون البطاقة جاهزة بعد نحو ستة أسابيع. سنكتب إليك."},
		}
	}
	if kind != letters.KindGrant {
		d.Facts = []string{"Sie haben am 21.11.2026 die Verlängerung Ihrer Aufenthaltserlaubnis um drei Jahre beantragt."}
		d.Reasons = []string{"Der Lebensunterhalt ist nur für zwei Jahre nachgewiesen (§ 5 Abs. 1 Nr. 1 AufenthG)."}
		d.Remedy = "Gegen diesen Bescheid kann innerhalb eines Monats nach seiner Bekanntgabe Klage beim Verwaltungsgericht Musterstadt, " +
			"Gerichtsplatz 1, 99999 Musterstadt, erhoben werden."
	}
	if kind == letters.KindRefusal {
		d.Operative = []string{"Ihr Antrag auf Verlängerung der Aufenthaltserlaubnis wird abgelehnt."}
		d.Sections = []letters.Paragraph{{Title: "Ausreise", Text: "Sie müssen Deutschland bis zum 31.01.2027 verlassen."}}
	}
	return d
}

var (
	service   = letters.Words{"de": "Verlängerung der Aufenthaltserlaubnis zum Studium (§ 16b AufenthG)", "ar": "تمديد تصريح الإقامة للدراسة (§ 16b AufenthG)"}
	passport  = letters.Words{"de": "Pass", "ar": "جواز السفر"}
	enrolment = letters.Words{"de": "Immatrikulationsbescheinigung", "ar": "شهادة القيد في الجامعة"}
	insurance = letters.Words{"de": "Nachweis der Krankenversicherung", "ar": "إثبات التأمين الصحي"}
)
