package sim

// since finds the incident from which a time counts. It reports false where the
// scenario, as this design has it, lacks it.
func (c *compiler) since(m *measure, incident string) bool {
	if incident == "" {
		return true
	}
	for i := range c.p.s.Incidents {
		if c.p.s.Incidents[i].ID == incident {
			m.since = int32(i)
			return true
		}
	}
	return false
}

// comes reports whether the incident from which a time counts has come, and counts
// from its first coming.
func (m *meter) comes(r *Runner, plan *measure) bool {
	if r.s[r.p.incident[plan.since].came] == 0 {
		return false
	}
	m.begunAt = r.since[plan.since]
	return true
}
