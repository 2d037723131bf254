package fill

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// name is a family's or a person's name with its form in searches and, for some, in its own script.
type name struct{ text, folded, original string }

var (
	families = names("Nguyễn Trần Lê Phạm Yılmaz Kaya Demir Şahin Çelik Öztürk Haddad/حداد Al-Masri/المصري Khalil/خليل Darwish/درويش Ahmadi/احمدی Rezaei/رضایی " +
		"Hosseini/حسینی Shevchenko/Шевченко Kovalenko/Коваленко Bondarenko/Бондаренко Tkachenko/Ткаченко Ivanova/Иванова Petrov/Петров Smirnov/Смирнов " +
		"García Rodríguez López Martínez Fernández Silva Souza Kim Park Lee Zhang Wang Li Chen Sharma Patel Singh Kumar Gupta Okafor Adeyemi Mensah Diallo " +
		"Traoré Kovács Nowak Horváth Popescu Ionescu Hodžić Đorđević Krasniqi Dupont Moreau Rossi Bianchi Smith Johnson Tanaka Sato Hernández Müller")
	givens = names("Linh Minh Anh Thu Hương Mehmet Ayşe Elif Mustafa Zeynep Omar/عمر Layla/ليلى Yusuf/يوسف Mariam/مريم Ali/علی Zahra/زهرا Reza/رضا Fatemeh/فاطمه " +
		"Olena/Олена Andrii/Андрій Oksana/Оксана Dmytro/Дмитро Ivan/Иван Anna/Анна Sergei/Сергей María José Lucía Carlos Sofía João Ana Ji-woo Min-jun " +
		"Wei Fang Jing Priya Rahul Ananya Arjun Chinwe Tunde Kofi Aminata Ousmane Zoltán Katarzyna Marek Elena Andrei Amra Miloš Arta Camille Luc Giulia " +
		"Marco Emily James Yuki Haruto Ximena Björn")
	countries = strings.Fields("VN TR SY IR UA RU AF IN CN BR KR NG GH ML RS XK BA US JP MX CO EG MA TN PK")
)

func names(list string) []name {
	var found []name
	for _, pair := range strings.Fields(list) {
		text, original, _ := strings.Cut(pair, "/")
		found = append(found, name{text, folded(text), original})
	}
	return found
}

// folded is near enough to what persons makes of a name.
func folded(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ':
			b.WriteByte('d')
		case r == 'ı':
			b.WriteByte('i')
		case unicode.IsLetter(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func nameKey(parts ...string) string {
	all := strings.Fields(strings.Join(parts, " "))
	slices.Sort(all)
	return strings.Join(all, " ")
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// weighted draws an index by its weight.
func weighted(r *rand.Rand, weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := r.IntN(sum)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return 0
}
