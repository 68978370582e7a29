package chart

import (
	"math"
	"slices"

	"entente/internal/model"
	"entente/internal/typeset"
)

// join makes the nets between layers. Whatever one box is joined to further down
// runs in one line, which bends through the layers between.
func (ch *Layout) join() {
	a := ch.A
	ch.Nets = make([][]*Net, len(ch.Layers))
	postAt, councilAt, forceAt := map[model.PostIndex]*Node{}, map[model.CouncilIndex]*Node{}, map[model.ForceIndex]*Node{}
	var all []*Node
	for _, layer := range ch.Layers {
		for _, n := range layer {
			all = append(all, n)
			switch n.Kind {
			case PostNode, StackNode:
				for _, p := range n.Posts {
					postAt[p] = n
				}
			case CouncilNode:
				councilAt[n.Council] = n
			case ForceNode:
				forceAt[n.Forces[0]] = n
			}
		}
	}
	below := map[*Node][]Target{}
	under := func(n *Node, list []model.Superior) {
		for _, u := range list {
			up := postAt[u.Post]
			if u.Post == model.None {
				up = councilAt[u.Council]
			}
			if up != nil && !slices.ContainsFunc(below[up], func(t Target) bool { return t.Node == n }) {
				below[up] = append(below[up], Target{Node: n, Port: -1})
			}
		}
	}
	for _, n := range all {
		switch n.Kind {
		case PostNode, StackNode:
			under(n, a.Posts[n.Posts[0]].Under)
		case CouncilNode:
			under(n, a.Councils[n.Council].Under)
		}
	}
	holds := map[*Node][]Target{}
	port := map[*Node]int{}
	for k := range a.Authorities {
		auth := &a.Authorities[k]
		f := forceAt[auth.Over]
		if f == nil {
			continue
		}
		for _, h := range ch.holders(auth) {
			if postAt[h] != nil {
				holds[postAt[h]] = append(holds[postAt[h]], Target{Node: f, Port: port[f]})
			}
		}
		port[f]++
	}
	for _, n := range all {
		ch.trunk(n, below[n], false)
		ch.trunk(n, holds[n], true)
	}
}

// trunk makes the nets from one box down to all its targets.
func (ch *Layout) trunk(from *Node, targets []Target, holds bool) {
	if len(targets) == 0 {
		return
	}
	deepest := -1
	for _, t := range targets {
		deepest = max(deepest, t.Node.Layer)
	}
	nation := NoNation
	if holds {
		nation = NationOf(ch.A, int(ch.A.Posts[from.Posts[0]].Of))
	}
	at := from
	for layer := from.Layer + 1; layer <= deepest; layer++ {
		net := &Net{From: at, Holds: holds, Nation: nation}
		for _, t := range targets {
			if t.Node.Layer == layer {
				net.To = append(net.To, t)
			}
		}
		if layer < deepest {
			bend := &Node{Kind: BendNode, Layer: layer, Col: ch.bendColumn(from, targets, layer, holds), order: from.order}
			bend.measure()
			ch.Layers[layer] = append(ch.Layers[layer], bend)
			net.To = append(net.To, Target{Node: bend, Port: -1})
			at = bend
		}
		ch.Nets[layer-1] = append(ch.Nets[layer-1], net)
		net.From.Down = append(net.From.Down, net)
		for _, t := range net.To {
			t.Node.Up = append(t.Node.Up, net)
			if t.Port >= 0 {
				t.Node.Ports[t.Port].Nets = append(t.Node.Ports[t.Port].Nets, net)
			}
		}
	}
}

// bendColumn is the column in which a line runs down: that of the first box it
// still has to reach, or for authorities that of the holder.
func (ch *Layout) bendColumn(from *Node, targets []Target, layer int, holds bool) int {
	if holds {
		return from.Col
	}
	for _, t := range targets {
		if t.Node.Layer > layer {
			return t.Node.Col
		}
	}
	return from.Col
}

// sort orders each layer by column, then so that lines cross little.
func (ch *Layout) sort() {
	for _, layer := range ch.Layers {
		slices.SortStableFunc(layer, func(x, y *Node) int {
			if x.Col != y.Col {
				return x.Col - y.Col
			}
			return x.order - y.order
		})
	}
	spot := map[*Node]float64{}
	number := func(layer []*Node) {
		for i, n := range layer {
			spot[n] = (float64(i) + 0.5) / float64(len(layer))
		}
	}
	for _, layer := range ch.Layers {
		number(layer)
	}
	mean := func(n *Node, up bool) float64 {
		sum, count := 0.0, 0.0
		if up {
			for _, net := range n.Up {
				sum, count = sum+spot[net.From], count+1
			}
		} else {
			for _, net := range n.Down {
				for _, t := range net.To {
					sum, count = sum+spot[t.Node], count+1
				}
			}
		}
		if count == 0 {
			return spot[n]
		}
		return sum / count
	}
	for sweep := range 8 {
		up := sweep%2 == 0
		for i := range ch.Layers {
			if !up {
				i = len(ch.Layers) - 1 - i
			}
			layer := ch.Layers[i]
			keys := map[*Node]float64{}
			for _, n := range layer {
				keys[n] = mean(n, up)
			}
			slices.SortStableFunc(layer, func(x, y *Node) int {
				switch {
				case x.Col != y.Col:
					return x.Col - y.Col
				case keys[x] < keys[y]:
					return -1
				case keys[x] > keys[y]:
					return 1
				}
				return 0
			})
			number(layer)
		}
	}
}

// inColumn is the nodes of one layer in one column.
func (ch *Layout) inColumn(layer []*Node, col int) []*Node {
	var out []*Node
	for _, n := range layer {
		if n.Col == col {
			out = append(out, n)
		}
	}
	return out
}

func (ch *Layout) placeColumns() {
	total := 0.0
	used := 0
	for c := range ch.Cols {
		col := &ch.Cols[c]
		for _, layer := range ch.Layers {
			list := ch.inColumn(layer, c)
			w := float64(max(len(list)-1, 0)) * boxGap
			for _, n := range list {
				w += n.W
			}
			col.Width = math.Max(col.Width, w)
		}
		if col.Width > 0 {
			col.Width = math.Max(col.Width, typeset.Width(col.Title, 12, true)) + 2*columnPad
			used++
			total += col.Width
		}
	}
	ch.Width = math.Max(total, chartMin)
	left := 0.0
	for c := range ch.Cols {
		col := &ch.Cols[c]
		if col.Width == 0 {
			continue
		}
		if total < chartMin {
			col.Width += (chartMin - total) / float64(used)
		}
		col.Left = left
		left += col.Width
	}
}

// placeAcross moves boxes towards the mean of what they are joined to, as far as
// the boxes beside them allow.
func (ch *Layout) placeAcross() {
	for c := range ch.Cols {
		for _, layer := range ch.Layers {
			list := ch.inColumn(layer, c)
			room := ch.Cols[c].Width - 2*columnPad
			for _, n := range list {
				room -= n.W
			}
			gap := room / float64(len(list)+1)
			x := ch.Cols[c].Left + columnPad
			for _, n := range list {
				x += gap
				n.X = x + n.W/2
				x += n.W
			}
		}
	}
	for _, nets := range ch.Nets {
		for _, net := range nets {
			if net.Holds && net.From.Kind != BendNode && len(net.From.Down) > 1 {
				net.DX = net.From.W * 0.3
			}
		}
	}
	for sweep := range 40 {
		for i := range ch.Layers {
			if sweep%2 == 1 {
				i = len(ch.Layers) - 1 - i
			}
			for c := range ch.Cols {
				list := ch.inColumn(ch.Layers[i], c)
				want := make([]float64, len(list))
				for k, n := range list {
					want[k] = n.wish()
				}
				settle(list, want, ch.Cols[c].Left+columnPad, ch.Cols[c].Left+ch.Cols[c].Width-columnPad)
			}
		}
	}
	for _, layer := range ch.Layers {
		for _, n := range layer {
			x := -n.W/2 + 5
			for i := range n.Ports {
				n.Ports[i].DX = x + n.Ports[i].W/2 + 2
				x += n.Ports[i].W + 4
			}
			// ports stand in the middle
			shift := (n.W - 10 - (x + n.W/2 - 5)) / 2
			for i := range n.Ports {
				n.Ports[i].DX += shift
			}
		}
	}
}

// wish is where a node would stand if it were alone.
func (n *Node) wish() float64 {
	sum, weight := 0.0, 0.0
	for _, net := range n.Up {
		w := 1.0
		if n.Kind == BendNode || net.From.Kind == BendNode {
			w = 8
		}
		if net.Holds && n.Kind != BendNode {
			w = 0.7
		} else if len(net.To) == 1 && n.Kind != BendNode {
			w = 4
		}
		sum, weight = sum+w*net.Start(), weight+w
	}
	for _, net := range n.Down {
		for _, t := range net.To {
			w := 1.0 / float64(len(net.To))
			if n.Kind == BendNode || t.Node.Kind == BendNode {
				w = 4
			}
			if net.Holds && n.Kind != BendNode {
				w *= 0.1
			}
			sum, weight = sum+w*t.Node.X, weight+w
		}
	}
	if weight == 0 {
		return n.X
	}
	return sum / weight
}

// settle puts the nodes as near to their wishes as possible (least squares)
// without overlap, in their order, within the bounds. Method: pool adjacent
// violators on the positions less the room that the nodes before need.
func settle(list []*Node, want []float64, left, right float64) {
	type pool struct {
		sum float64
		n   int
	}
	offset := make([]float64, len(list))
	for i := 1; i < len(list); i++ {
		offset[i] = offset[i-1] + list[i-1].W/2 + boxGap + list[i].W/2
	}
	var pools []pool
	for i := range list {
		pools = append(pools, pool{want[i] - offset[i], 1})
		for len(pools) > 1 {
			a, b := pools[len(pools)-2], pools[len(pools)-1]
			if a.sum/float64(a.n) <= b.sum/float64(b.n) {
				break
			}
			pools = append(pools[:len(pools)-2], pool{a.sum + b.sum, a.n + b.n})
		}
	}
	i := 0
	for _, p := range pools {
		for range p.n {
			at := p.sum / float64(p.n)
			at = math.Min(at, right-list[len(list)-1].W/2-offset[len(list)-1])
			at = math.Max(at, left+list[0].W/2)
			list[i].X = at + offset[i]
			i++
		}
	}
}

// placeDown gives layers and gaps their heights, and every line its track.
func (ch *Layout) placeDown() {
	y := titleTall + 8
	for i, layer := range ch.Layers {
		tall := 0.0
		for _, n := range layer {
			n.Y = y
			tall = math.Max(tall, n.H)
		}
		for _, n := range layer {
			if n.Kind == BendNode {
				n.H = tall
			}
		}
		y += tall
		if i == len(ch.Layers)-1 {
			break
		}
		tracks := ch.route(i)
		gap := 2*ch.gap + float64(max(tracks-1, 0))*trackTall
		for _, net := range ch.Nets[i] {
			net.Track = max(net.Track, 0)
		}
		y += gap
		if ch.gap == gapLow && slices.ContainsFunc(ch.Layers[i+1], func(n *Node) bool { return n.Kind == ForceNode }) {
			y += hangTall
		}
	}
	ch.Bottom = y
}

// route chooses where the lines of a gap leave and arrive, and their tracks. It
// returns how many tracks there are.
func (ch *Layout) route(gap int) int {
	nets := ch.Nets[gap]
	for _, n := range ch.Layers[gap+1] {
		arrive(n)
	}
	ch.apart(nets)
	slices.SortStableFunc(nets, func(x, y *Net) int {
		a, _ := x.reach()
		b, _ := y.reach()
		switch {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	})
	var ends []float64
	for _, net := range nets {
		low, high := net.reach()
		net.Track = -1
		if high-low < 1 {
			continue
		}
		net.Track = 0
		for net.Track < len(ends) && ends[net.Track] > low-10 {
			net.Track++
		}
		if net.Track == len(ends) {
			ends = append(ends, 0)
		}
		ends[net.Track] = high
	}
	return len(ends)
}

func (net *Net) Start() float64 { return net.From.X + net.DX }

func (net *Net) reach() (low, high float64) {
	low, high = net.Start(), net.Start()
	for _, t := range net.To {
		low, high = math.Min(low, t.X), math.Max(high, t.X)
	}
	return low, high
}

// arrive spreads the lines that end at a node along its top.
func arrive(n *Node) {
	nets := slices.Clone(n.Up)
	slices.SortStableFunc(nets, func(x, y *Net) int {
		switch {
		case x.Start() < y.Start():
			return -1
		case x.Start() > y.Start():
			return 1
		}
		return 0
	})
	for i, net := range nets {
		for k := range net.To {
			t := &net.To[k]
			if t.Node != n {
				continue
			}
			switch {
			case t.Port >= 0:
				t.X = n.X + n.Ports[t.Port].DX
			case n.Kind == StackNode:
				t.X = n.X - n.W/2 + 4 + 6*float64(i)
			default:
				t.X = n.X + (float64(i)-float64(len(nets)-1)/2)*16
				if d := net.Start() - t.X; len(nets) == 1 && len(net.To) == 1 && math.Abs(d) < 12 && n.Kind != BendNode {
					t.X = net.Start()
				}
			}
		}
	}
}

// apart moves arrivals that would run over another line.
func (ch *Layout) apart(nets []*Net) {
	near := func(net *Net, skip *Target, x float64) bool {
		for _, other := range nets {
			if other != net && math.Abs(other.Start()-x) < 5 {
				return true
			}
			for k := range other.To {
				if t := &other.To[k]; t != skip && (other != net || t.Port >= 0 && skip.Port >= 0) && math.Abs(t.X-x) < 5 {
					return true
				}
			}
		}
		return false
	}
	for _, net := range nets {
		for k := range net.To {
			t := &net.To[k]
			if t.Node.Kind == StackNode || !near(net, t, t.X) {
				continue
			}
			room := t.Node.W/2 - 8
			if t.Port >= 0 {
				room = t.Node.Ports[t.Port].W/2 - 4
			}
			if t.Node.Kind == BendNode {
				room = 30
			}
			for step := 6.0; step <= room; step += 3 {
				if x := t.X + step; !near(net, t, x) {
					t.X = x
					break
				}
				if x := t.X - step; !near(net, t, x) {
					t.X = x
					break
				}
			}
			if t.Node.Kind == BendNode {
				t.Node.X = t.X
			}
		}
	}
}

// Wire is one line of a net: down from the foot of its box, along its track, and down
// to where it arrives.
type Wire struct{ X, Foot, Y, To float64 }

// Wire is where the line of a net to one of its targets runs; gap is the layer that it
// starts from.
func (ch *Layout) Wire(gap int, net *Net, t *Target) Wire {
	foot := 0.0 // of the layer
	for _, n := range ch.Layers[gap] {
		foot = max(foot, n.Y+n.H)
	}
	w := Wire{net.Start(), net.From.Y + net.From.H, foot + ch.gap + float64(net.Track)*trackTall, t.Node.Y}
	if t.Node.Kind == StackNode {
		w.To = t.Node.Y + t.Node.H - t.Node.Tall[len(t.Node.Tall)-1]/2
	}
	return w
}
