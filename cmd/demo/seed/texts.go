package seed

// What people write in their own words, by topic and language; who speaks another language writes English here.
//
//nolint:misspell,staticcheck // many languages, as people type them
var wordsOf = map[string]map[string]string{
	"late": {
		"en": "I was in hospital and could not apply before my permit ended. I am sorry for the delay.",
		"ar": "كنت في المستشفى ولم أستطع تقديم الطلب قبل انتهاء الإقامة. أعتذر عن التأخير.",
		"fa": "در بیمارستان بودم و نتوانستم پیش از پایان اقامت درخواست بدهم. بابت تأخیر عذر می‌خواهم.",
		"tr": "Hastanedeydim ve iznim bitmeden başvuramadım. Gecikme için özür dilerim.",
		"es": "Estuve en el hospital y no pude presentar la solicitud antes de que venciera mi permiso.",
		"fr": "J’étais à l’hôpital et je n’ai pas pu faire ma demande avant la fin de mon titre.",
		"ru": "Я лежал в больнице и не смог подать заявление до окончания срока.",
		"uk": "Я був у лікарні й не зміг подати заяву до закінчення строку.",
		"vi": "Tôi phải nằm viện nên không kịp nộp đơn trước khi giấy phép hết hạn.",
	},
	"delay": {
		"en": "I had to care for my mother for two semesters. My supervisor confirms that I can finish within a year.",
		"ar": "اضطررت إلى رعاية والدتي لفصلين دراسيين. يؤكد المشرف أنني أستطيع التخرج خلال سنة.",
		"fa": "دو ترم از مادرم مراقبت می‌کردم. استاد راهنمایم تأیید می‌کند که تا یک سال دیگر تمام می‌کنم.",
		"tr": "İki dönem anneme bakmak zorunda kaldım. Danışmanım bir yıl içinde bitirebileceğimi onaylıyor.",
		"fr": "J’ai dû m’occuper de ma mère pendant deux semestres. Mon directeur confirme que je peux finir en un an.",
		"vi": "Tôi phải chăm sóc mẹ trong hai học kỳ. Giáo sư hướng dẫn xác nhận tôi có thể tốt nghiệp trong một năm.",
	},
	"subject":     {"en": "In my first subject I found out that my strength lies in statistics. The examination office counts four semesters."},
	"passport":    {"en": "My passport was stolen in August. The embassy has no appointment before spring. I have a police report."},
	"proceedings": {"en": "A fine for riding a tram without a ticket. I have objected; the court has not answered yet."},
	"apart":       {"en": "My husband works in another town during the week. We spend every weekend together."},
	"question": {
		"en": "Good morning, do you need my new rental contract as well? I moved last month.",
		"ar": "صباح الخير، هل تحتاجون أيضاً إلى عقد الإيجار الجديد؟ انتقلت الشهر الماضي.",
		"fa": "سلام، آیا قرارداد اجارهٔ جدید من را هم لازم دارید؟ ماه گذشته جابه‌جا شدم.",
		"tr": "Günaydın, yeni kira sözleşmem de gerekli mi? Geçen ay taşındım.",
		"es": "Buenos días, ¿necesitan también mi nuevo contrato de alquiler? Me mudé el mes pasado.",
		"fr": "Bonjour, avez-vous aussi besoin de mon nouveau bail ? J’ai déménagé le mois dernier.",
		"ru": "Добрый день, нужен ли вам и мой новый договор аренды? Я переехал в прошлом месяце.",
		"uk": "Добрий день, чи потрібен вам і мій новий договір оренди? Я переїхав минулого місяця.",
		"vi": "Chào anh chị, có cần hợp đồng thuê nhà mới của tôi không? Tháng trước tôi đã chuyển nhà.",
	},
	"hearing": {
		"en": "My employer has promised a higher salary from January. I will send the new contract.",
		"ar": "وعدني صاحب العمل براتب أعلى ابتداءً من يناير. سأرسل العقد الجديد.",
		"es": "Mi empresa me ha prometido un salario más alto desde enero. Enviaré el nuevo contrato.",
	},
}

// freely is what a person writes about a topic.
func freely(p person, topic string) string {
	if text, ok := wordsOf[topic][p.language]; ok {
		return text
	}
	return wordsOf[topic]["en"]
}

// What the office writes.
const (
	inArchive     = "Liegt in der Papierakte vor."
	officeAnswer  = "Guten Tag, ja bitte: Laden Sie den neuen Mietvertrag im Portal hoch, sobald wir Sie darum bitten. Vielen Dank für den Hinweis."
	requestText   = "Bitte achten Sie darauf, dass alle Seiten vollständig und lesbar sind."
	hearingReason = "Nach den bisher vorgelegten Unterlagen liegen die Voraussetzungen nicht vollständig vor. Wir beabsichtigen deshalb, den Antrag abzulehnen. Sie können sich vorher dazu äußern."
	hearingAnswer = "Telefonisch: Die Person hält ihren Antrag aufrecht, neue Tatsachen wurden nicht vorgetragen."
	refusalReason = "Die Voraussetzungen für die Erteilung liegen nach den vorgelegten Unterlagen nicht vor. Auch nach der Anhörung haben sich keine Gesichtspunkte ergeben, die zu einem anderen Ergebnis führen. Das Ermessen wurde ausgeübt; die öffentlichen Interessen überwiegen."
	lessReason    = "Das Studium endet voraussichtlich zu diesem Zeitpunkt."
	returnRemark  = "Bitte die Prognose des Studienabschlusses in den Gründen ergänzen."
)

//nolint:misspell // German
var notes = []string{
	"Telefonat: Person fragt nach dem Stand, Auskunft nach Identitätsprüfung erteilt.",
	"Rückfrage bei der Hochschule per E-Mail gestellt.",
	"Unterlagen plausibel, keine Auffälligkeiten.",
	"Wiedervorlage nach Eingang der fehlenden Nachweise.",
}
