package study

import (
	"context"
	"sync"
	"sync/atomic"
)

// each calls do for 0 to n-1 on so many workers, in any order. It stops taking up
// work when ctx ends or do fails, and returns the error of the least index that
// failed.
func each(ctx context.Context, workers, n int, do func(worker, i int) error) error {
	workers = min(workers, n)
	if workers <= 1 {
		for i := 0; i < n && ctx.Err() == nil; i++ {
			if err := do(0, i); err != nil {
				return err
			}
		}
		return nil
	}
	var next atomic.Int64
	var stop atomic.Bool
	var mu sync.Mutex
	var failed error
	failedAt := n
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for ctx.Err() == nil && !stop.Load() {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(w, i); err != nil {
					mu.Lock()
					if i < failedAt {
						failed, failedAt = err, i
					}
					mu.Unlock()
					stop.Store(true)
				}
			}
		})
	}
	group.Wait()
	return failed
}

// inOrder hands pieces on in the order of their index, each as soon as all before
// it are there.
type inOrder struct {
	mu   sync.Mutex
	done []bool
	next int
	err  error
	emit func(i int) error
}

func newInOrder(n int, emit func(i int) error) *inOrder {
	return &inOrder{done: make([]bool, n), emit: emit}
}

// finish says that piece i is there. It returns the first error of emit.
func (o *inOrder) finish(i int) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done[i] = true
	for o.err == nil && o.next < len(o.done) && o.done[o.next] {
		o.err = o.emit(o.next)
		o.next++
	}
	return o.err
}
