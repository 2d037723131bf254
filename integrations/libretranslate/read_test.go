package libretranslate

import "testing"

func FuzzRead(f *testing.F) {
	f.Add(200, []byte(`{"translatedText": "Hallo"}`))
	f.Add(400, []byte(`{"error": 5}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if text, err := read(status, body); err == nil && status != 200 {
			t.Errorf("status %d gave %q", status, text)
		}
	})
}
