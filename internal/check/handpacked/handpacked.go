// Package handpacked is what the checker's speed is measured against: one
// arrangement, written by hand as a breadth-first search over single words.
//
// In: a Model, the sizes of internal/check/testdata/tasks.yaml.tmpl. Out: how many
// states and transitions it has, with each state's parent. Guaranteed: the same
// states, transitions and distances from the start as the checker finds in that
// text (a test of package check compares them). It imports nothing and shares
// nothing with the rest of the module.
package handpacked

// Model gives the sizes: tasks, and the budgets of faults and of starts.
type Model struct{ Tasks, Faults, Starts int }

// TasksMax is how many tasks fit one word.
const TasksMax = 9

// A state, from the lowest bit: for each task three bits of progress, one for its
// officer lost and one for its line out; then what all share. The highest bit is
// always set, so that no state is zero.
const (
	taskBits = 5
	progress = 7
	lost     = 1 << 3
	out      = 1 << 4
)

// A task's progress. Its run is live from planning to carrying.
const (
	waiting  = iota // its call has not come
	planning        // plan is pending
	open            // approve and note are pending
	approved        // note is pending
	noted           // approve is pending
	carrying        // carry is pending
	over            // ended, refused or carried out
)

// What all tasks share.
const (
	sitsAt   = taskBits * TasksMax // who convened the board: 0, or 1 + the task
	sits     = 15 << sitsAt
	chiefAt  = sitsAt + 4
	chief    = 3 << chiefAt // filled, empty, vice acts
	empty    = 1 << chiefAt
	acting   = 2 << chiefAt
	vice     = 1 << (chiefAt + 2)
	envoy    = 1 << (chiefAt + 3)
	phaseAt  = chiefAt + 4
	phase    = 3 << phaseAt
	deciding = 1 << (phaseAt + 2)
	startsAt = phaseAt + 3
	starts   = 3 << startsAt
	faultsAt = startsAt + 2
	faults   = 3 << faultsAt
	always   = 1 << 63
)

// Phases of the condition and of the hand-over that its rise begins.
const (
	peace   = iota << phaseAt
	telling // the chief has not given up
	signing // nobody holds
	crisis
)

// The greatest budgets that fit.
const (
	StartsMax = 3
	FaultsMax = 3
)

// next appends the states that follow s, one for each event.
func (m *Model) next(s uint64, to []uint64) []uint64 {
	chiefActs := s&chief != empty
	if s&(starts) < uint64(m.Starts)<<startsAt && s&deciding == 0 {
		to = append(to, (s|deciding)+1<<startsAt) // up in peace, down otherwise
	}
	quorate := chiefActs && s&envoy == 0
	mayFail := s&faults < uint64(m.Faults)<<faultsAt
	at := s
	for i := range m.Tasks {
		shift := uint(i * taskBits)
		one := uint64(1) << shift
		switch at & progress {
		case waiting:
			to = append(to, s+one*(planning-waiting))
		case planning:
			if at&lost == 0 {
				to = append(to, s+one*(open-planning))
			}
		case open:
			to = m.board(s, i, quorate, s+one*(approved-open), to)
			if at&lost == 0 {
				to = append(to, s+one*(noted-open))
			}
		case approved:
			if at&lost == 0 {
				to = append(to, s+one*(carrying-approved))
			}
		case noted:
			to = m.board(s, i, quorate, s+one*(carrying-noted), to)
		case carrying:
			if at&out != 0 || at&lost == 0 {
				to = append(to, m.ended(s, i))
			}
		}
		if at&out != 0 {
			to = append(to, s&^(one*out))
		}
		if mayFail {
			if at&lost == 0 {
				to = append(to, s+one*lost+1<<faultsAt)
			}
			if at&out == 0 {
				to = append(to, s+one*out+1<<faultsAt)
			}
		}
		at >>= taskBits
	}
	if chiefActs {
		if s&deciding != 0 {
			if s&phase == peace {
				to = append(to, s&^deciding|telling)
			} else {
				to = append(to, s&^(deciding|phase))
			}
		}
		if s&phase == telling {
			to = append(to, s+signing-telling)
		}
	}
	if s&phase == signing && s&envoy == 0 {
		to = append(to, s+crisis-signing)
	}
	if s&chief == empty && s&vice == 0 {
		to = append(to, s+acting-empty)
	}
	if s&chief != 0 {
		to = append(to, s&^chief)
	}
	if s&envoy != 0 {
		to = append(to, s&^envoy)
	}
	if mayFail {
		f := s + 1<<faultsAt
		if s&chief == 0 {
			to = append(to, f&^sits|empty)
		}
		if s&vice == 0 {
			if s&chief == acting {
				to = append(to, f&^(sits|chief)|empty|vice)
			} else {
				to = append(to, f|vice)
			}
		}
		if s&envoy == 0 {
			to = append(to, f&^sits|envoy)
		}
	}
	return to
}

// board appends what follows while a task's approval is pending: the board
// convenes, or, sitting, approves or refuses.
func (m *Model) board(s uint64, i int, quorate bool, yes uint64, to []uint64) []uint64 {
	if !quorate {
		return to
	}
	if s&sits == 0 {
		return append(to, s|uint64(1+i)<<sitsAt)
	}
	return append(to, yes, m.ended(s, i))
}

// ended ends a task's run: the board that it convened disperses.
func (m *Model) ended(s uint64, i int) uint64 {
	s = s&^(progress<<(i*taskBits)) | over<<(i*taskBits)
	if s&sits == uint64(1+i)<<sitsAt {
		s &^= sits
	}
	return s
}
