package seed

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/ankunft/ankunft/platform/clock"
)

// person is somebody invented.
type person struct {
	family, given, original string
	born                    clock.Date
	place, country          string
	sex, marital            string
	language, email         string
	street, phone           string
	passport                string
}

// Name is the whole name.
func (p person) Name() string { return strings.TrimSpace(p.given + " " + p.family) }

// BirthDate is YYYY-MM-DD.
func (p person) BirthDate() string { return p.born.String() }

// GivenName, FamilyName, Email and Language are what a login page and an identity provider know.
func (p person) GivenName() string  { return p.given }
func (p person) FamilyName() string { return p.family }
func (p person) Email() string      { return p.email }
func (p person) Language() string   { return p.language }

func (p person) withoutFamilyName() bool { return p.family == "" }

// origin is where invented people come from. Each name is common there; together they name nobody we know.
type origin struct {
	country, language      string
	places                 []string
	female, male, families []string
}

var origins = []origin{
	{"SY", "ar", words("Aleppo Damaskus Homs Latakia"), words("Layla Rima Nour Hala Dima Salma"), words("Omar Tarek Sami Bashar Yazan Karim"), words("Darwish Khoury Qasim Mansour Shahin Barakat")},
	{"VN", "vi", words("Huế Hà-Nội Đà-Nẵng Cần-Thơ"), words("Linh Hương Thảo Trang Ngọc Lan"), words("Minh Quân Tuấn Đức Hải Long"), words("Trần Lê Phạm Hoàng Vũ Đặng Bùi")},
	{"UA", "uk", words("Lwiw Odessa Charkiw Poltawa"), words("Olena Iryna Kateryna Oksana Daryna Sofija"), words("Andrij Taras Mykola Denys Bohdan Jurij"), words("Melnyk Schewtschuk Bondar Tkatschenko Lysenko Moroz")},
	{"IR", "fa", words("Teheran Schiras Isfahan Täbris"), words("Shirin Neda Parisa Mahsa Leila Yasaman"), words("Reza Arash Kian Babak Navid Dariush"), words("Karimi Rahimi Hosseini Moradi Jafari Azizi")},
	{"TR", "tr", words("Ankara İzmir Bursa Trabzon"), words("Zeynep Ayşe Merve Ceren Gizem Ebru"), words("Emre Kerem Burak Onur Tolga Serkan"), words("Demir Şahin Çelik Yılmaz Koç Arslan Öztürk")},
	{"IN", "en", words("Pune Chennai Jaipur Kochi"), words("Ananya Priya Kavya Meera Nisha Divya"), words("Arjun Rahul Vikram Rohan Aditya Sanjay"), words("Sharma Iyer Nair Kulkarni Reddy Banerjee Menon")},
	{"CN", "en", words("Chengdu Wuhan Xi’an Qingdao"), words("Mei Xiu Lan Jing Yan Hui"), words("Wei Jun Bo Hao Ming Tao"), words("Zhang Liu Huang Zhou Sun Guo Lin")},
	{"BR", "es", words("Recife Curitiba Manaus Santos"), words("Camila Beatriz Larissa Júlia Letícia Marina"), words("Thiago Rafael Gustavo Felipe Bruno Caio"), words("Oliveira Almeida Barbosa Cardoso Rocha Teixeira")},
	{"CO", "es", words("Medellín Cali Bogotá Cartagena"), words("Valentina Paula Daniela Lucía Andrea Natalia"), words("Santiago Mateo Andrés Julián Diego Camilo"), words("Restrepo Gómez Castaño Vargas Muñoz Peña")},
	{"MA", "fr", words("Rabat Fès Tanger Agadir"), words("Imane Salma Hajar Meryem Zineb Nadia"), words("Youssef Hamza Anas Mehdi Ilyas Adil"), words("Benali Alaoui Bennani Tazi Chraibi Idrissi")},
	{"CM", "fr", words("Douala Yaoundé Bafoussam Buea"), words("Aïcha Solange Mireille Carine Estelle Odile"), words("Serge Cédric Patrice Armand Hervé Blaise"), words("Ngono Mbarga Fotso Kamga Tchoua Essomba")},
	{"RU", "ru", words("Kasan Tomsk Omsk Perm"), words("Anna Maria Jelena Olga Darja Polina"), words("Sergej Alexej Dmitrij Ilja Pawel Roman"), words("Smirnow Kusnezow Popow Lebedew Nowikow Morosow")},
	{"US", "en", words("Portland Denver Austin Boston"), words("Emily Grace Hannah Olivia Claire Julia"), words("Ethan Noah Caleb Lucas Owen Mason"), words("Carter Hughes Mitchell Foster Brooks Coleman")},
	{"GE", "en", words("Tiflis Batumi Kutaissi Gori"), words("Nino Tamar Ana Ketewan Salome Eka"), words("Giorgi Lewan Dato Irakli Nika Sandro"), words("Beridse Kapanadse Gelaschwili Lomidse Maissuradse Tsiklauri")},
}

func words(list string) []string {
	found := strings.Fields(list)
	for i, w := range found {
		found[i] = strings.ReplaceAll(w, "-", " ")
	}
	return found
}

var streets = words("Am-Weiher Lindenallee Gartenstraße Mühlweg Schillerstraße Hafenstraße Bergstraße Kirchgasse Universitätsstraße Parkstraße")

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// population draws people; nobody comes twice.
type population struct {
	rand  *rand.Rand
	today clock.Date
	taken map[string]bool
	count int
}

// someone draws a person between two ages.
func (pop *population) someone(from, to int) person {
	for {
		o := pick(pop.rand, origins)
		p := person{country: o.country, language: o.language, place: pick(pop.rand, o.places), family: pick(pop.rand, o.families), marital: "single"}
		p.sex, p.given = "female", pick(pop.rand, o.female)
		if pop.rand.IntN(2) == 0 {
			p.sex, p.given = "male", pick(pop.rand, o.male)
		}
		if o.country == "RU" && p.sex == "female" {
			p.family += "a"
		}
		p.born = pop.today.AddDays(-365*from - pop.rand.IntN(365*(to-from)+1))
		key := p.Name() + p.born.String()
		if pop.taken[key] || pop.taken[p.Name()] && pop.rand.IntN(4) > 0 {
			continue
		}
		pop.taken[key], pop.taken[p.Name()] = true, true
		return pop.settle(p)
	}
}

// settle gives somebody what they lack: address, mailbox, passport.
func (pop *population) settle(p person) person {
	pop.count++
	if p.street == "" {
		p.street = fmt.Sprintf("%s %d", pick(pop.rand, streets), 1+pop.rand.IntN(120))
	}
	if p.email == "" {
		p.email = fmt.Sprintf("%s.%d@mail.example", strings.ToLower(ascii(strings.ReplaceAll(p.Name(), " ", "."))), pop.count)
	}
	if p.phone == "" {
		p.phone = fmt.Sprintf("+49 170 %07d", pop.rand.IntN(10_000_000))
	}
	if p.passport == "" {
		p.passport = fmt.Sprintf("%c%07d", 'A'+rune(pop.rand.IntN(20)), pop.rand.IntN(10_000_000))
	}
	return p
}
