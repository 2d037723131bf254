// Package catalogue is the city's law book as data: services with their forms, checklists, fees, routes and rules of decision,
// each fact with its source and its validity.
//
// A city is a folder. Load reads it and tells every fault at once, with file and line:
//
//	city.yaml            name, Land, procedure law, remedies, delivery, contact, languages, limits
//	teams.yaml           who works on what
//	fees.yaml            amounts by legal reference, with validity
//	parameters.yaml      figures that the law has published from time to time (minimum salaries)
//	shared/form.yaml     steps of a form that several services use
//	shared/texts/        their texts, one file a language
//	services/<key>/      service.yaml, form.yaml, texts/<language>.yaml
//
// An Offer is one service as it is offered on a day: the folder, made whole with what it shares. Service.Publish keeps every
// state of an Offer as an immutable version, so that an application is judged by the form it was filed with.
//
// Conditions over answers are CEL, compiled once. A condition sees every field of the service's forms by its key; a field that is
// hidden or unanswered reads as "" or 0, false, [] by its type. Dates are texts YYYY-MM-DD, so < and > compare them. It also sees
// `today`, `form` ("principal" or "member"), `parameters`, and, where a decision is judged, `outcome`. Its functions: `age(birth,
// day)`, `days(from, to)`, `add_months(day, n)`.
package catalogue
