package linguists

import "github.com/ankunft/ankunft/platform/sheet"

// ImportFault is one thing wrong with a list.
type ImportFault = sheet.CellFault

// columns are what a list may hold, with what else they are called. Languages stand in one cell, parted by |: "prs/Herati:spoken:into_german:C1:sworn | Arabisch"; so do
// certificates, with the days from and until which they hold: "BDÜ-Zertifikat:1.3.2024:28.2.2029". An agency is called by its name.
var columns = map[string][]string{
	"name": {"vollständiger name"}, "kind": {"art"}, "agency": {"agentur"}, "email": {"e-mail", "mail"}, "phone": {"telefon"}, "gender": {"geschlecht"}, "modes": {"formen", "einsatzarten"},
	"subjects": {"fachgebiete"}, "sites": {"standorte"}, "travel_minutes": {"fahrzeit", "anfahrt in minuten"}, "travel_km": {"km", "entfernung in km"}, "contract": {"rahmenvertrag"},
	"mail_language": {"sprache der mails"}, "languages": {"sprachen"}, "tax_number": {"steuernummer"}, "vat_id": {"ust-id"}, "exempt": {"kleinunternehmer"}, "iban": nil,
	"secrecy_on": {"verpflichtung am"}, "data_protection_on": {"datenschutz am"}, "oath_on": {"vereidigt am"}, "oath_until": {"vereidigt bis"},
	"certificates": {"zertifikate", "nachweise"},
}

// table is what a list of interpreters looks like.
var table = sheet.Table{Columns: columns, Needed: []string{"name", "languages"}}

// row is a line of a list, by column.
type row struct {
	line  int
	cells map[string]string
}

// readTable reads a list with a head.
func readTable(text string) ([]row, []ImportFault) {
	lines, faults := table.Read(text)
	rows := make([]row, len(lines))
	for i, l := range lines {
		rows[i] = row{l.Line, l.Cells}
	}
	return rows, faults
}
