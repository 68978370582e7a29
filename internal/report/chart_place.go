package report

import (
	"math"
	"slices"

	"entente/internal/model"
)

// join makes the nets between layers. Whatever one box is joined to further down
// runs in one line, which bends through the layers between.
func (ch *chart) join() {
	a := ch.a
	ch.nets = make([][]*wireNet, len(ch.layers))
	postAt, councilAt, forceAt := map[model.PostIndex]*node{}, map[int]*node{}, map[int]*node{}
	var all []*node
	for _, layer := range ch.layers {
		for _, n := range layer {
			all = append(all, n)
			switch n.kind {
			case postNode, stackNode:
				for _, p := range n.posts {
					postAt[p] = n
				}
			case councilNode:
				councilAt[n.index] = n
			case forceNode:
				forceAt[n.index] = n
			}
		}
	}
	below := map[*node][]target{}
	under := func(n *node, list []model.Superior) {
		for _, u := range list {
			up := postAt[u.Post]
			if u.Post == model.None {
				up = councilAt[int(u.Council)]
			}
			if up != nil && !slices.ContainsFunc(below[up], func(t target) bool { return t.node == n }) {
				below[up] = append(below[up], target{node: n, port: -1})
			}
		}
	}
	for _, n := range all {
		switch n.kind {
		case postNode, stackNode:
			under(n, a.Posts[n.posts[0]].Under)
		case councilNode:
			under(n, a.Councils[n.index].Under)
		}
	}
	holds := map[*node][]target{}
	port := map[*node]int{}
	for k := range a.Authorities {
		auth := &a.Authorities[k]
		f := forceAt[int(auth.Over)]
		if f == nil {
			continue
		}
		if h := holderOf(auth, ch.cond); h != model.None && postAt[h] != nil {
			holds[postAt[h]] = append(holds[postAt[h]], target{node: f, port: port[f]})
		}
		port[f]++
	}
	for _, n := range all {
		ch.trunk(n, below[n], false)
		ch.trunk(n, holds[n], true)
	}
}

// trunk makes the nets from one box down to all its targets.
func (ch *chart) trunk(from *node, targets []target, holds bool) {
	if len(targets) == 0 {
		return
	}
	deepest := -1
	for _, t := range targets {
		deepest = max(deepest, t.node.layer)
	}
	paint := nations[len(nations)-1]
	if holds {
		paint = nationOf(ch.a, int(ch.a.Posts[from.posts[0]].Of))
	}
	at := from
	for layer := from.layer + 1; layer <= deepest; layer++ {
		net := &wireNet{from: at, holds: holds, nation: paint}
		for _, t := range targets {
			if t.node.layer == layer {
				net.to = append(net.to, t)
			}
		}
		if layer < deepest {
			bend := &node{kind: bendNode, layer: layer, col: ch.bendColumn(from, targets, layer, holds), order: from.order}
			bend.measure()
			ch.layers[layer] = append(ch.layers[layer], bend)
			net.to = append(net.to, target{node: bend, port: -1})
			at = bend
		}
		ch.nets[layer-1] = append(ch.nets[layer-1], net)
		net.from.down = append(net.from.down, net)
		for _, t := range net.to {
			t.node.up = append(t.node.up, net)
			if t.port >= 0 {
				t.node.ports[t.port].net = net
			}
		}
	}
}

// bendColumn is the column in which a line runs down: that of the first box it
// still has to reach, or for authorities that of the holder.
func (ch *chart) bendColumn(from *node, targets []target, layer int, holds bool) int {
	if holds {
		return from.col
	}
	for _, t := range targets {
		if t.node.layer > layer {
			return t.node.col
		}
	}
	return from.col
}

// sort orders each layer by column, then so that lines cross little.
func (ch *chart) sort() {
	for _, layer := range ch.layers {
		slices.SortStableFunc(layer, func(x, y *node) int {
			if x.col != y.col {
				return x.col - y.col
			}
			return x.order - y.order
		})
	}
	spot := map[*node]float64{}
	number := func(layer []*node) {
		for i, n := range layer {
			spot[n] = (float64(i) + 0.5) / float64(len(layer))
		}
	}
	for _, layer := range ch.layers {
		number(layer)
	}
	mean := func(n *node, up bool) float64 {
		sum, count := 0.0, 0.0
		if up {
			for _, net := range n.up {
				sum, count = sum+spot[net.from], count+1
			}
		} else {
			for _, net := range n.down {
				for _, t := range net.to {
					sum, count = sum+spot[t.node], count+1
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
		for i := range ch.layers {
			if !up {
				i = len(ch.layers) - 1 - i
			}
			layer := ch.layers[i]
			keys := map[*node]float64{}
			for _, n := range layer {
				keys[n] = mean(n, up)
			}
			slices.SortStableFunc(layer, func(x, y *node) int {
				switch {
				case x.col != y.col:
					return x.col - y.col
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

// run is the nodes of one layer in one column.
func (ch *chart) run(layer []*node, col int) []*node {
	var out []*node
	for _, n := range layer {
		if n.col == col {
			out = append(out, n)
		}
	}
	return out
}

func (ch *chart) placeColumns() {
	total := 0.0
	used := 0
	for c := range ch.cols {
		col := &ch.cols[c]
		for _, layer := range ch.layers {
			list := ch.run(layer, c)
			w := float64(max(len(list)-1, 0)) * boxGap
			for _, n := range list {
				w += n.w
			}
			col.width = math.Max(col.width, w)
		}
		if col.width > 0 {
			col.width = math.Max(col.width, textWidth(col.title, 12, true)) + 2*columnPad
			used++
			total += col.width
		}
	}
	ch.width = math.Max(total, chartMin)
	left := 0.0
	for c := range ch.cols {
		col := &ch.cols[c]
		if col.width == 0 {
			continue
		}
		if total < chartMin {
			col.width += (chartMin - total) / float64(used)
		}
		col.left = left
		left += col.width
	}
}

// placeAcross moves boxes towards the mean of what they are joined to, as far as
// the boxes beside them allow.
func (ch *chart) placeAcross() {
	for c := range ch.cols {
		for _, layer := range ch.layers {
			list := ch.run(layer, c)
			room := ch.cols[c].width - 2*columnPad
			for _, n := range list {
				room -= n.w
			}
			gap := room / float64(len(list)+1)
			x := ch.cols[c].left + columnPad
			for _, n := range list {
				x += gap
				n.x = x + n.w/2
				x += n.w
			}
		}
	}
	for _, nets := range ch.nets {
		for _, net := range nets {
			if net.holds && net.from.kind != bendNode && len(net.from.down) > 1 {
				net.dx = net.from.w * 0.3
			}
		}
	}
	for sweep := range 40 {
		for i := range ch.layers {
			if sweep%2 == 1 {
				i = len(ch.layers) - 1 - i
			}
			for c := range ch.cols {
				list := ch.run(ch.layers[i], c)
				want := make([]float64, len(list))
				for k, n := range list {
					want[k] = n.wish()
				}
				settle(list, want, ch.cols[c].left+columnPad, ch.cols[c].left+ch.cols[c].width-columnPad)
			}
		}
	}
	for _, layer := range ch.layers {
		for _, n := range layer {
			x := -n.w/2 + 5
			for i := range n.ports {
				n.ports[i].dx = x + n.ports[i].w/2 + 2
				x += n.ports[i].w + 4
			}
			// ports stand in the middle
			shift := (n.w - 10 - (x + n.w/2 - 5)) / 2
			for i := range n.ports {
				n.ports[i].dx += shift
			}
		}
	}
}

// wish is where a node would stand if it were alone.
func (n *node) wish() float64 {
	sum, weight := 0.0, 0.0
	for _, net := range n.up {
		w := 1.0
		if n.kind == bendNode || net.from.kind == bendNode {
			w = 8
		}
		if net.holds && n.kind != bendNode {
			w = 0.7
		} else if len(net.to) == 1 && n.kind != bendNode {
			w = 4
		}
		sum, weight = sum+w*net.start(), weight+w
	}
	for _, net := range n.down {
		for _, t := range net.to {
			w := 1.0 / float64(len(net.to))
			if n.kind == bendNode || t.node.kind == bendNode {
				w = 4
			}
			if net.holds && n.kind != bendNode {
				w *= 0.1
			}
			sum, weight = sum+w*t.node.x, weight+w
		}
	}
	if weight == 0 {
		return n.x
	}
	return sum / weight
}

// settle puts the nodes as near to their wishes as possible (least squares)
// without overlap, in their order, within the bounds. Method: pool adjacent
// violators on the positions less the room that the nodes before need.
func settle(list []*node, want []float64, left, right float64) {
	type pool struct {
		sum float64
		n   int
	}
	offset := make([]float64, len(list))
	for i := 1; i < len(list); i++ {
		offset[i] = offset[i-1] + list[i-1].w/2 + boxGap + list[i].w/2
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
			at = math.Min(at, right-list[len(list)-1].w/2-offset[len(list)-1])
			at = math.Max(at, left+list[0].w/2)
			list[i].x = at + offset[i]
			i++
		}
	}
}

// placeDown gives layers and gaps their heights, and every line its track.
func (ch *chart) placeDown() {
	y := titleTall + 8
	for i, layer := range ch.layers {
		tall := 0.0
		for _, n := range layer {
			n.y = y
			tall = math.Max(tall, n.h)
		}
		for _, n := range layer {
			if n.kind == bendNode {
				n.h = tall
			}
		}
		y += tall
		if i == len(ch.layers)-1 {
			break
		}
		tracks := ch.route(i)
		gap := 2*gapTall + float64(max(tracks-1, 0))*trackTall
		for _, net := range ch.nets[i] {
			net.track = max(net.track, 0)
		}
		y += gap
	}
	ch.bottom = y
}

// route chooses where the lines of a gap leave and arrive, and their tracks. It
// returns how many tracks there are.
func (ch *chart) route(gap int) int {
	nets := ch.nets[gap]
	for _, n := range ch.layers[gap+1] {
		arrive(n)
	}
	ch.apart(nets)
	slices.SortStableFunc(nets, func(x, y *wireNet) int {
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
		net.track = -1
		if high-low < 1 {
			continue
		}
		net.track = 0
		for net.track < len(ends) && ends[net.track] > low-10 {
			net.track++
		}
		if net.track == len(ends) {
			ends = append(ends, 0)
		}
		ends[net.track] = high
	}
	return len(ends)
}

func (net *wireNet) start() float64 { return net.from.x + net.dx }

func (net *wireNet) reach() (low, high float64) {
	low, high = net.start(), net.start()
	for _, t := range net.to {
		low, high = math.Min(low, t.x), math.Max(high, t.x)
	}
	return low, high
}

// arrive spreads the lines that end at a node along its top.
func arrive(n *node) {
	nets := slices.Clone(n.up)
	slices.SortStableFunc(nets, func(x, y *wireNet) int {
		switch {
		case x.start() < y.start():
			return -1
		case x.start() > y.start():
			return 1
		}
		return 0
	})
	for i, net := range nets {
		for k := range net.to {
			t := &net.to[k]
			if t.node != n {
				continue
			}
			switch {
			case t.port >= 0:
				t.x = n.x + n.ports[t.port].dx
			case n.kind == stackNode:
				t.x = n.x - n.w/2 + 4 + 6*float64(i)
			default:
				t.x = n.x + (float64(i)-float64(len(nets)-1)/2)*16
				if d := net.start() - t.x; len(nets) == 1 && len(net.to) == 1 && math.Abs(d) < 12 && n.kind != bendNode {
					t.x = net.start()
				}
			}
		}
	}
}

// apart moves arrivals that would run over another line.
func (ch *chart) apart(nets []*wireNet) {
	near := func(net *wireNet, skip *target, x float64) bool {
		for _, other := range nets {
			if other != net && math.Abs(other.start()-x) < 5 {
				return true
			}
			for k := range other.to {
				if t := &other.to[k]; t != skip && (other != net || t.port >= 0 && skip.port >= 0) && math.Abs(t.x-x) < 5 {
					return true
				}
			}
		}
		return false
	}
	for _, net := range nets {
		for k := range net.to {
			t := &net.to[k]
			if t.node.kind == stackNode || !near(net, t, t.x) {
				continue
			}
			room := t.node.w/2 - 8
			if t.port >= 0 {
				room = t.node.ports[t.port].w/2 - 4
			}
			if t.node.kind == bendNode {
				room = 30
			}
			for step := 6.0; step <= room; step += 3 {
				if x := t.x + step; !near(net, t, x) {
					t.x = x
					break
				}
				if x := t.x - step; !near(net, t, x) {
					t.x = x
					break
				}
			}
			if t.node.kind == bendNode {
				t.node.x = t.x
			}
		}
	}
}
