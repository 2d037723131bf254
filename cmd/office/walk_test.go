package office_test

import (
	"testing"

	"github.com/ankunft/ankunft/cmd/office/officetest"
)

func TestFromTheFirstAnswerToTheDelivery(t *testing.T) {
	t.Parallel()
	o := officetest.Boot(t)
	amal := o.Applicant(t)
	opened := amal.Apply(t, true, nil)
	t.Log(opened)
}
