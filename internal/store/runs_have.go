package store

import "entente/internal/record"

// Shard returns a shard that is stored, of so many rows. What cannot be read is
// not there.
func (r *Run) Shard(cell int, first uint64, rows int) (*record.Shard, bool) {
	at := place{cell, first}
	r.mu.Lock()
	have := r.parts[at]
	r.mu.Unlock()
	if have != rows || rows == 0 {
		return nil, false
	}
	s, err := r.read(shardName(at))
	return s, err == nil
}
