package letterstest_test

import (
	"testing"

	"github.com/ankunft/ankunft/modules/letters"
	"github.com/ankunft/ankunft/modules/letters/letterstest"
)

func TestTheFakeKeepsThePort(t *testing.T) {
	t.Parallel()
	letterstest.ExerciseRenderer(t, func(*testing.T) letters.Renderer { return letterstest.Renderer{} })
}
