package machine

import (
	"fmt"
	"strings"

	"entente/internal/program"
)

// RunName names a run: PROCEDURE#place.
func (m *Machine) RunName(r int) string {
	run := &m.P.Runs[r]
	return fmt.Sprintf("%s#%d", m.P.Model.Procedures[run.Proc].ID, run.Place)
}

// StepName names a step of a run: PROCEDURE#place/STEP.
func (m *Machine) StepName(r, step int) string {
	return m.RunName(r) + "/" + m.P.Model.Procedures[m.P.Runs[r].Proc].Steps[step].ID
}

// PrintState writes the canonical print of docs/semantics.md section 9.
func (m *Machine) PrintState(s State) string {
	p, a := m.P, m.P.Model
	var facts []string
	add := func(format string, args ...any) { facts = append(facts, fmt.Sprintf(format, args...)) }
	for i := range p.Scales {
		add("%s=%s", a.Scales[i].ID, a.Scales[i].Values[s[p.Scales[i].Var]].ID)
	}
	for i := range p.Posts {
		if s[p.Posts[i].Var] != program.PostFilled {
			add("empty(%s)", a.Posts[i].ID)
		}
	}
	for i := range p.Posts {
		if v := s[p.Posts[i].Var]; v >= program.PostActing {
			add("acting(%s)=%s", a.Posts[i].ID, a.Posts[p.Posts[i].Deputies[v-program.PostActing].Post].ID)
		}
	}
	for i := range p.Links {
		if s[p.Links[i].Var] != 0 {
			add("out(%s)", a.Links[i].ID)
		}
	}
	for i := range p.Councils {
		if v := s[p.Councils[i].Var]; v != 0 {
			add("sits(%s)=%s", a.Councils[i].ID, m.RunName(int(v-1)))
		}
	}
	for i := range p.Auths {
		var held []string
		for post := range a.Posts {
			for bit, h := range p.Auths[i].Holders {
				if int(h) == post && s[p.Auths[i].Holds]&(1<<bit) != 0 {
					held = append(held, a.Posts[post].ID)
				}
			}
		}
		add("holds(%s)=%s", a.Authorities[i].ID, strings.Join(held, ","))
	}
	for i := range p.Auths {
		if h := m.handover(s, &p.Auths[i]); h != nil {
			values := a.Scales[p.Auths[i].Scale].Values
			text := fmt.Sprintf("passing(%s)=%s->%s", a.Authorities[i].ID, values[h.From].ID, values[h.To].ID)
			flags := (s[p.Auths[i].Passing] - 1) % 4
			if flags&program.PassGave != 0 {
				text += " gave"
			}
			if flags&program.PassTook != 0 {
				text += " took"
			}
			facts = append(facts, text)
		}
	}
	for r := range p.Runs {
		if m.Live(s, r) {
			facts = append(facts, m.printRun(s, r))
		}
	}
	for i := range p.Procs {
		if q := p.Procs[i].Queued; q != program.NoVar && s[q] > 0 {
			add("queued(%s)=%d", a.Procedures[i].ID, s[q])
		}
	}
	for _, in := range p.Budget.Incidents {
		switch s[in.Var] {
		case program.IncidentCame:
			add("came(%s)", in.ID)
		case program.IncidentReady:
			add("ready(%s)", in.ID)
		}
	}
	add("starts=%d", s[p.StartsVar])
	add("faults=%d", s[p.FaultsVar])
	return strings.Join(facts, "; ")
}

func (m *Machine) printRun(s State, r int) string {
	run := &m.P.Runs[r]
	steps := m.P.Model.Procedures[run.Proc].Steps
	var parts []string
	for i := range steps {
		switch v := s[run.Step0+program.Var(i)]; {
		case v == program.Done:
			parts = append(parts, steps[i].ID+":done")
		case v == program.Skipped:
			parts = append(parts, steps[i].ID+":skipped")
		case v == program.Refused:
			parts = append(parts, steps[i].ID+":refused")
		case v == program.Foreign:
			parts = append(parts, steps[i].ID+":foreign")
		case v >= program.ChosenFirst:
			parts = append(parts, steps[i].ID+":done/"+steps[i].Choose[v-program.ChosenFirst])
		}
	}
	backs := program.Var(0)
	for i := range steps {
		if steps[i].Back == nil {
			continue
		}
		if k := s[run.Back0+backs]; k > 0 {
			parts = append(parts, fmt.Sprintf("back(%s):%d", steps[i].ID, k))
		}
		backs++
	}
	if run.Moved != program.NoVar && s[run.Moved] != 0 {
		parts = append(parts, "moved")
	}
	return fmt.Sprintf("run(%s)=%s", m.RunName(r), strings.Join(parts, ","))
}

// PrintEvent writes the canonical print of an event.
func (m *Machine) PrintEvent(e Event) string {
	a := m.P.Model
	post := func(i uint16) string { return a.Posts[i].ID }
	switch e.Kind {
	case Start:
		return "start " + a.Procedures[e.A].ID
	case Incident:
		return "incident " + m.P.Budget.Incidents[e.A].ID
	case Convene:
		return "convene " + a.Councils[e.A].ID + " for " + m.RunName(int(e.B))
	case DoStep:
		text := "done " + m.StepName(int(e.A), int(e.B))
		if m.step(e).Options > 0 {
			text += " " + a.Procedures[m.P.Runs[e.A].Proc].Steps[e.B].Choose[e.C]
		}
		return text
	case TakeOver:
		return "takeover " + post(e.A) + " by " + post(uint16(m.P.Posts[e.A].Deputies[e.B].Post))
	case Fill:
		return "fill " + post(e.A)
	case Restore:
		return "restore " + a.Links[e.A].ID
	case LosePost:
		return "lose " + post(e.A)
	case LosePerson:
		return "lose " + a.Persons[e.A].ID
	case CutLink:
		return "cut " + a.Links[e.A].ID
	default:
		verb := map[EventKind]string{Refuse: "refuse", Refer: "refer", Unreachable: "unreachable", Absent: "absent", Late: "late"}[e.Kind]
		return verb + " " + m.StepName(int(e.A), int(e.B))
	}
}
