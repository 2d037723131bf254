package seed

import (
	"fmt"
	"strings"

	"github.com/ankunft/ankunft/modules/workforce"
	"github.com/ankunft/ankunft/platform/clock"
)

const postsHead = "number;title;grade;share;team;name;staff_no;filled_share;since;until;kind;advertised_from;advertised_until"

// lastYear are the posts of Musterstadt as the personnel office told them first; today's list follows it.
var lastYear = []string{
	"32-101;Sachbearbeitung Studium;E 9b;1;study;Petra Lindner;40101;;2021-04-01;;;;", "32-102;Teamleitung Studium;A 11;1;study;Jonas Weber;40108;;2019-10-01;;;;",
	"32-103;Sachbearbeitung Studium;E 9b;1;study;Rainer Stolz;40115;;2012-02-01;;;;", "32-201;Sachbearbeitung Fachkräfte;E 9c;1;work;Aylin Kaya;40122;;2022-07-01;;;;",
	"32-202;Prüfung Fachkräfte;A 11;0,75;work;Martin Vogt;40129;;2020-01-01;;;;", "32-301;Sachbearbeitung Familie;E 9b;1;family;Sofia Marino;40136;;2020-09-01;;;;",
	"32-302;Sachbearbeitung Familie;E 9b;1;family;Ute Lang;40143;0,5;2018-05-01;;;;", "32-302;Sachbearbeitung Familie;E 9b;1;family;Nina Ebert;40150;0,5;2021-03-01;;;;",
	"32-303;Teamleitung Familie und Besondere Verfahren;A 12;1;family;Heike Brandt;40157;;2017-01-01;;;;", "32-401;Sachbearbeitung Besondere Verfahren;A 10;1;special;Daniel Okafor;40164;;2023-02-01;;;;",
	"32-501;Poststelle;E 5;1;service;Ruth Adler;40171;;2015-06-01;;;;", "32-502;Servicepunkt;E 6;1;service;Ben Otto;40178;;2022-11-01;;;;",
}

// todaysPosts are the posts now: somebody retired and was followed after months, half a post is vacant and advertised, and a secondment ends soon.
func todaysPosts(today clock.Date) []string {
	list := []string{
		"32-103;Sachbearbeitung Studium;E 9b;1;study;Lea Neumann;40185;;" + today.AddMonths(-3).String() + ";;;;",
		"32-302;Sachbearbeitung Familie;E 9b;1;family;Nina Ebert;40150;0,5;2021-03-01;;;" + today.AddDays(-20).String() + ";" + today.AddDays(22).String(),
		"32-402;Sachbearbeitung Besondere Verfahren;A 10;0,5;special;Olena Kravets;40192;;" + today.AddMonths(-8).String() + ";" + today.AddMonths(2).String() + ";Abordnung;;",
		"32-403;Springkraft Einwanderung;E 9a;1;special;;;;;;;" + today.AddDays(-5).String() + ";" + today.AddDays(30).String(),
	}
	for _, line := range lastYear {
		if !strings.Contains(line, "Rainer Stolz") && !strings.HasPrefix(line, "32-302") {
			list = append(list, line)
		}
	}
	return list
}

// keepPosts brings the personnel office's lists, of ten months ago, of when somebody retired, and of today.
func (f *filler) keepPosts() error {
	h := f.hands[0]
	h.clock.Set(f.now)
	retired := []string{}
	for _, line := range lastYear {
		if strings.Contains(line, "Rainer Stolz") {
			line = "32-103;Sachbearbeitung Studium;E 9b;1;study;;;;;;;;"
		}
		retired = append(retired, line)
	}
	for _, list := range []struct {
		asOf  clock.Date
		lines []string
	}{{f.today.AddMonths(-10), lastYear}, {f.today.AddMonths(-6), retired}, {f.today, todaysPosts(f.today)}} {
		in := workforce.ImportPosts{CSV: postsHead + "\n" + strings.Join(list.lines, "\n") + "\n", AsOf: list.asOf}
		seen, err := h.Workforce.Import(h.by("kraus"), in)
		if err == nil && len(seen.Faults) > 0 {
			err = fmt.Errorf("line %d: %s %s", seen.Faults[0].Line, seen.Faults[0].Column, seen.Faults[0].Code)
		}
		if err != nil {
			return fmt.Errorf("look at posts of %s: %w", list.asOf, err)
		}
		in.Digest = &seen.Digest
		if _, err := h.Workforce.Import(h.by("kraus"), in); err != nil {
			return fmt.Errorf("bring posts of %s: %w", list.asOf, err)
		}
	}
	return nil
}
