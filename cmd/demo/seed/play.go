package seed

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"

	"github.com/ankunft/ankunft/modules/courses"
	"github.com/ankunft/ankunft/modules/elearning"
	"github.com/ankunft/ankunft/modules/training"
)

// played are the courses of the demo that are played: the folder of the city in which the package lies, and what the catalogue says of it.
var played = []struct {
	folder, title, about string
	subject              training.Kind
}{
	{"datenschutz", "Datenschutz am Schalter", "Drei kurze Seiten und fünf Fragen, etwa zehn Minuten. Wer vier richtig beantwortet, hat bestanden.", training.KindDataProtection},
	{"telefon", "Auskunft am Telefon", "Wer fragt da eigentlich? Eine kurze Seite und drei Fragen.", training.KindCommunication},
}

// play packs the city's own learning packages and brings them in.
func (h *hand) play() error {
	learning := os.DirFS(h.Config.City + "/learning")
	for _, p := range played {
		if _, err := fs.Stat(learning, p.folder); err != nil {
			continue // this city has none
		}
		if err := h.bring(learning, p.folder, p.title, p.about, p.subject); err != nil {
			return fmt.Errorf("bring in the course %s: %w", p.folder, err)
		}
	}
	return nil
}

func (h *hand) bring(learning fs.FS, folder, title, about string, subject training.Kind) error {
	own, err := fs.Sub(learning, folder)
	if err != nil {
		return err
	}
	shared, err := fs.Sub(learning, "shared")
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	if err := elearning.Pack(&archive, own, shared); err != nil {
		return err
	}
	in := courses.KeepCourse{Title: title, About: &about, Form: courses.Online, Subject: subject}
	if in.Training, err = h.taught(subject); err != nil {
		return err
	}
	eva := h.by("sommer")
	c, err := h.Courses.KeepCourse(eva, in)
	if err != nil {
		return err
	}
	p, err := h.Elearning.Import(eva, elearning.BeginUpload{Course: c.ID, Name: folder + ".zip", Size: archive.Len()}, &archive)
	if err != nil {
		return err
	}
	return h.Elearning.Unpack(h.ctx, elearning.UnpackArgs{Package: p.ID})
}
