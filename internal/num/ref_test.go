package num

import (
	"math"
	"math/big"
	"sync"
)

// The reference: the same functions with refBits bits, by series that are as plain
// as possible. It makes the tables and judges the functions.

const refBits = 300

func bf(x float64) *big.Float      { return new(big.Float).SetPrec(refBits).SetFloat64(x) }
func bi(n int64) *big.Float        { return new(big.Float).SetPrec(refBits).SetInt64(n) }
func like(x *big.Float) *big.Float { return new(big.Float).SetPrec(x.Prec()) }

func add(a, b *big.Float) *big.Float { return like(a).Add(a, b) }
func sub(a, b *big.Float) *big.Float { return like(a).Sub(a, b) }
func mul(a, b *big.Float) *big.Float { return like(a).Mul(a, b) }
func quo(a, b *big.Float) *big.Float { return like(a).Quo(a, b) }

func scaled(a *big.Float, k int) *big.Float { return like(a).SetMantExp(a, k) }

// small says that a sum no longer changes by a term.
func small(term, sum *big.Float) bool {
	return term.Sign() == 0 || sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-int(sum.Prec())-2
}

// arctanh returns artanh(1/n), and arctan returns arctan(1/n).
func arctanh(n int64) *big.Float { return inverseSeries(n, false) }
func arctan(n int64) *big.Float  { return inverseSeries(n, true) }

func inverseSeries(n int64, alternate bool) *big.Float {
	one := new(big.Float).SetPrec(2 * refBits).SetInt64(1)
	square := like(one).SetInt64(n * n)
	power := quo(one, like(one).SetInt64(n))
	sum := like(one).Set(power)
	for k := int64(1); ; k++ {
		power = quo(power, square)
		term := quo(power, like(one).SetInt64(2*k+1))
		if small(term, sum) {
			return sum
		}
		if alternate && k%2 == 1 {
			term.Neg(term)
		}
		sum = add(sum, term)
	}
}

// Machin's formulas: ln 2 = 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749),
// pi = 16 arctan(1/5) − 4 arctan(1/239).
var refLn2 = sync.OnceValue(func() *big.Float {
	t := func(c, n int64) *big.Float { return mul(arctanh(n), bi(c)) }
	return add(sub(t(18, 26), t(2, 4801)), t(8, 8749))
})

var refPi = sync.OnceValue(func() *big.Float {
	t := func(c, n int64) *big.Float { return mul(arctan(n), bi(c)) }
	return sub(t(16, 5), t(4, 239))
})

// refExp returns e^x to the precision of x.
func refExp(x *big.Float) *big.Float {
	if x.Sign() == 0 {
		return like(x).SetInt64(1)
	}
	const halvings = 12
	near, _ := quo(x, refLn2()).Float64()
	k := int(math.Round(near))
	wide := new(big.Float).SetPrec(x.Prec() + 32).Set(x)
	r := sub(wide, mul(like(wide).SetInt64(int64(k)), refLn2()))
	r = scaled(r, -halvings)
	sum, term := like(r).SetInt64(1), like(r).SetInt64(1)
	for n := int64(1); ; n++ {
		term = quo(mul(term, r), like(r).SetInt64(n))
		if small(term, sum) {
			break
		}
		sum = add(sum, term)
	}
	for range halvings {
		sum = mul(sum, sum)
	}
	return like(x).SetMantExp(sum, k)
}

// refLog returns ln x by Halley's steps on refExp.
func refLog(x *big.Float) *big.Float {
	m := like(x)
	k := x.MantExp(m)
	near, _ := m.Float64()
	y := like(x).SetFloat64(math.Log(near))
	for range 3 {
		e := refExp(y)
		y = add(y, scaled(quo(sub(m, e), add(m, e)), 1))
	}
	return add(y, mul(refLn2(), bi(int64(k))))
}

var refRoot = sync.OnceValue(func() *big.Float { return like(refPi()).Sqrt(scaled(refPi(), 1)) }) // √(2π)

// refDensity returns the normal density.
func refDensity(z *big.Float) *big.Float {
	half := scaled(mul(z, z), -1)
	return quo(refExp(half.Neg(half)), refRoot())
}

// refTail returns Φ(−z) for z >= 0: below 3 by the series
// Φ(z) = 1/2 + φ(z)·(z + z³/3 + z⁵/15 + …), above by the continued fraction
// Φ(−z) = φ(z)/(z + 1/(z + 2/(z + 3/(z + …)))).
func refTail(z *big.Float) *big.Float {
	at, _ := z.Float64()
	if at < 3 {
		wide := new(big.Float).SetPrec(z.Prec() + 40).Set(z)
		square := mul(wide, wide)
		term, sum := like(wide).Set(wide), like(wide).Set(wide)
		for n := int64(3); !(term.Sign() == 0 || small(term, sum)); n += 2 {
			term = quo(mul(term, square), like(wide).SetInt64(n))
			sum = add(sum, term)
		}
		return like(z).Set(sub(like(wide).SetFloat64(0.5), mul(sum, refDensity(wide))))
	}
	nats := float64(z.Prec()) * math.Ln2 / (2 * at)
	n := int64(nats*nats/2) + 60
	f := like(z).Set(z)
	for ; n >= 1; n-- {
		f = add(z, quo(like(z).SetInt64(n), f))
	}
	return quo(refDensity(z), f)
}

// refUpper returns the z >= 0 with Φ(−z) = t, 0 < t <= 1/2, by Halley's steps.
func refUpper(t *big.Float) *big.Float {
	if t.Cmp(bf(0.5)) == 0 {
		return bf(0)
	}
	near, _ := t.Float64()
	start := math.Sqrt2 * math.Erfcinv(2*near)
	if math.IsInf(start, 0) || near < 1e-10 {
		l, _ := refLog(t).Float64()
		start = math.Sqrt(-2 * l)
		start = math.Sqrt(-2*l - 2*math.Log(start*math.Sqrt(2*math.Pi)))
	}
	z := like(t).SetFloat64(start)
	for {
		step := quo(sub(refTail(z), t), refDensity(z))
		damp := sub(bi(1), scaled(mul(z, step), -1))
		z = add(z, quo(step, damp))
		if step.Sign() == 0 || step.MantExp(nil) < z.MantExp(nil)-90 {
			return z
		}
	}
}
