package office

import (
	"io/fs"
	"os"

	"github.com/ankunft/ankunft/modules/catalogue"
	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/web/locales"
)

// letterDeps is what letters of this city stand on.
func (o *Office) letterDeps(city *catalogue.City, ports *Ports, holidays *letters.Calendar) letters.Deps {
	rules := letters.DefaultServiceRules
	if city.Delivery.FictionDays > 0 {
		rules.PostDays = city.Delivery.FictionDays
	}
	if city.Delivery.RetrieveDays > 0 {
		rules.RetrieveDays = city.Delivery.RetrieveDays
	}
	law := map[string]string{}
	for _, l := range city.Law {
		law[l.Key] = l.Cite
	}
	templates, _ := fs.Sub(os.DirFS(o.Config.City), "letters") // a constant name
	return letters.Deps{
		DB: o.DB, Audit: o.Audit, Jobs: o.Jobs, Renderer: ports.Renderer, Store: ports.Store, Log: o.Log, Templates: templates,
		Texts: locales.Files(), Rules: rules, Holidays: holidays,
		Sender: letters.Sender{
			City: city.Name, Office: city.Office, Street: city.Contact.Street, Place: city.Contact.Place, Phone: city.Contact.Phone,
			Email: city.Contact.Email, Website: city.Contact.Website, Hours: city.Contact.Hours, Colour: city.Look.Primary, Law: law,
		},
	}
}
