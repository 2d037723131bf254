package capacity

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/jackc/pgx/v5/pgtype"
)

const (
	CellMinutes = 5
	DayCells    = 24 * 60 / CellMinutes // 288
	maskWords   = (DayCells + 63) / 64
	maskBytes   = DayCells / 8
)

// Mask is a set of cells of one day: cell n is the five minutes from 5·n minutes after midnight in wall time. Bits lie as in PostgreSQL's
// bit(288), cell 0 leftmost.
type Mask [maskWords]uint64

// Cells is the set of n cells from the first. What lies outside the day is left out.
func Cells(first, n int) (m Mask) {
	for i := max(first, 0); i < min(first+n, DayCells); i++ {
		m[i/64] |= 1 << (63 - i%64)
	}
	return m
}

// Has says whether a cell is in the set.
func (m *Mask) Has(cell int) bool {
	return cell >= 0 && cell < DayCells && m[cell/64]&(1<<(63-cell%64)) != 0
}

// Empty says that no cell is.
func (m *Mask) Empty() bool { return m[0]|m[1]|m[2]|m[3]|m[4] == 0 }

// And is what is in both.
func (m Mask) And(o *Mask) Mask {
	return Mask{m[0] & o[0], m[1] & o[1], m[2] & o[2], m[3] & o[3], m[4] & o[4]}
}

// Or is what is in one or both.
func (m Mask) Or(o *Mask) Mask {
	return Mask{m[0] | o[0], m[1] | o[1], m[2] | o[2], m[3] | o[3], m[4] | o[4]}
}

// Without is what is in m and not in o.
func (m Mask) Without(o *Mask) Mask {
	return Mask{m[0] &^ o[0], m[1] &^ o[1], m[2] &^ o[2], m[3] &^ o[3], m[4] &^ o[4]}
}

// earlier moves each cell n places towards midnight before the day; n is 1 to 63.
func (m Mask) earlier(n int) (out Mask) {
	for i := range m {
		out[i] = m[i] << n
		if i+1 < len(m) {
			out[i] |= m[i+1] >> (64 - n)
		}
	}
	return out
}

// Starts are the cells with which n cells in a row begin. It doubles the length it has seen instead of counting cell by cell.
func (m Mask) Starts(n int) Mask {
	for have := 1; have < n; {
		step := min(have, n-have, 63)
		shifted := m.earlier(step)
		m = m.And(&shifted)
		have += step
	}
	return m
}

// List are the cells of the set, in order.
func (m *Mask) List() []int {
	var cells []int
	for i, word := range m {
		for word != 0 {
			n := bits.LeadingZeros64(word)
			cells = append(cells, i*64+n)
			word &^= 1 << (63 - n)
		}
	}
	return cells
}

// Count is how many cells there are.
func (m *Mask) Count() (n int) {
	for _, word := range m {
		n += bits.OnesCount64(word)
	}
	return n
}

// ScanBits implements pgtype.BitsScanner.
func (m *Mask) ScanBits(v pgtype.Bits) error {
	if !v.Valid || v.Len != DayCells || len(v.Bytes) != maskBytes {
		return fmt.Errorf("a day of %d cells", v.Len)
	}
	m.unpack(v.Bytes)
	return nil
}

// unpack reads the bits as they lie in PostgreSQL.
func (m *Mask) unpack(bits []byte) {
	var padded [maskWords * 8]byte
	copy(padded[:], bits[:maskBytes])
	for i := range m {
		m[i] = binary.BigEndian.Uint64(padded[8*i:])
	}
}

// BitsValue implements pgtype.BitsValuer.
func (m Mask) BitsValue() (pgtype.Bits, error) {
	var padded [maskWords * 8]byte
	for i := range m {
		binary.BigEndian.PutUint64(padded[8*i:], m[i])
	}
	return pgtype.Bits{Bytes: padded[:maskBytes], Len: DayCells, Valid: true}, nil
}
