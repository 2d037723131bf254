package idp

import (
	"bytes"
	"context"
	"crypto/subtle"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"sort"
	"strings"

	"golang.org/x/text/language"
)

//go:embed page
var page embed.FS

var pages = template.Must(template.ParseFS(page, "page/*.html"))

// login is the page on which people say who they are.
type login struct {
	realm    Realm
	store    *storage
	callback func(context.Context, string) string
}

type loginPage struct {
	Lang, Title, Request string
	Text                 map[string]string
	People               []listedPerson
	Failed               bool
}

type listedPerson struct{ Username, Name, Email, Password, Note string }

// The texts of the page. Each language is whole; "de" is shown when the browser asks for neither.
var texts = map[string]map[string]string{
	"de": {
		"demo": "DEMO – alle Personen sind erfunden, jeder kann sich als jede Person anmelden.", "choose": "Mit einem Klick anmelden als",
		"or": "Oder mit Benutzername und Passwort", "username": "Benutzername", "password": "Passwort", "logIn": "Anmelden", "passwordIs": "Passwort:",
		"failed": "Benutzername oder Passwort stimmen nicht.", "over": "Diese Anmeldung ist abgelaufen. Gehen Sie zurück zur Anwendung und beginnen Sie neu.", "bye": "Sie sind abgemeldet.",
	},
	"en": {
		"demo": "DEMO – all people are invented, anybody can log in as anybody.", "choose": "Log in with one click as",
		"or": "Or with user name and password", "username": "User name", "password": "Password", "logIn": "Log in", "passwordIs": "Password:",
		"failed": "User name or password is wrong.", "over": "This login has expired. Go back to the application and start again.", "bye": "You are logged out.",
	},
}

var matcher = language.NewMatcher(languages)

// headers sets what every page of the realm needs. form-action names the applications too: browsers hold a form to it even
// when its answer redirects.
func (l *login) headers(next http.Handler) http.Handler {
	origins := map[string]bool{}
	for _, client := range l.realm.Clients {
		for _, uri := range client.RedirectURIs {
			if u, err := url.Parse(uri); err == nil {
				origins[u.Scheme+"://"+u.Host] = true
			}
		}
	}
	allowed := make([]string, 0, len(origins))
	for origin := range origins {
		allowed = append(allowed, origin)
	}
	sort.Strings(allowed)
	policy := "default-src 'none'; style-src 'self'; form-action 'self' " + strings.Join(allowed, " ") + "; frame-ancestors 'none'; base-uri 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

func (l *login) show(w http.ResponseWriter, r *http.Request) { l.render(w, r, http.StatusOK, false) }

// submit takes a click on a person or user name and password.
func (l *login) submit(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "unreadable form", http.StatusBadRequest)
		return
	}
	username, clicked := r.PostForm.Get("as"), r.PostForm.Has("as")
	if !clicked {
		username = strings.TrimSpace(r.PostForm.Get("username"))
	}
	person, known := l.store.person(username)
	right := known && (clicked || subtle.ConstantTimeCompare([]byte(person.Password), []byte(r.PostForm.Get("password"))) == 1)
	if !right {
		l.render(w, r, http.StatusUnauthorized, true)
		return
	}
	id := r.PostForm.Get("request")
	if !l.store.logIn(id, person) {
		l.render(w, r, http.StatusGone, false)
		return
	}
	http.Redirect(w, r, l.callback(r.Context(), id), http.StatusFound)
}

func (l *login) bye(w http.ResponseWriter, r *http.Request) {
	lang := l.lang(r)
	write(w, http.StatusOK, "bye.html", loginPage{Lang: lang, Title: l.title(lang), Text: texts[lang]})
}

func (l *login) render(w http.ResponseWriter, r *http.Request, status int, failed bool) {
	data := loginPage{Lang: l.lang(r), Request: r.FormValue("request"), Failed: failed}
	data.Text, data.Title = texts[data.Lang], l.title(data.Lang)
	if _, err := l.store.AuthRequestByID(r.Context(), data.Request); err != nil {
		data.Request, status = "", http.StatusGone
	}
	for _, p := range l.realm.People {
		data.People = append(data.People, listedPerson{Username: p.Username, Name: p.Name, Email: p.Email, Password: p.Password, Note: inLanguage(p.Note, data.Lang)})
	}
	write(w, status, "login.html", data)
}

func write(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, data); err != nil {
		http.Error(w, "page cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// lang is what the application asked for, else what the browser prefers.
func (l *login) lang(r *http.Request) string {
	wanted := append(l.store.locales(r.FormValue("request")), r.Header.Get("Accept-Language"))
	_, index := language.MatchStrings(matcher, wanted...)
	base, _ := languages[index].Base()
	return base.String()
}

func (l *login) title(lang string) string {
	if title := inLanguage(l.realm.Title, lang); title != "" {
		return title
	}
	return l.realm.Name
}

func inLanguage(words map[string]string, lang string) string {
	if word := words[lang]; word != "" {
		return word
	}
	return words["de"]
}
