package dense

import "sync"

// memory remembers what was found out about documents. They live in the executor's own cache, so that this one is cleared when it grows past
// what that holds.
type memory[K comparable, V any] struct {
	mu sync.RWMutex
	m  map[K]V
}

const most = 1000

func (m *memory[K, V]) find(key K) (V, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	v, ok := m.m[key]
	return v, ok
}

func (m *memory[K, V]) keep(key K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.m == nil || len(m.m) >= most {
		m.m = map[K]V{}
	}
	m.m[key] = v
}
