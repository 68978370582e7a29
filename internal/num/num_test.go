package num

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var functions = []struct {
	name  string
	at    func(x float64) float64
	kinds []func(r *rand.Rand) float64
}{
	{"exp", Exp, []func(r *rand.Rand) float64{between(-20, 20), between(-746, 710), anyBits(1e-20, 1), anyBits(-1e-20, -1), between(-745.13, -708)}},
	{"expm1", Expm1, []func(r *rand.Rand) float64{between(-3, 3), between(-60, 710), anyBits(5e-324, 1), anyBits(-5e-324, -1)}},
	{"log", Log, []func(r *rand.Rand) float64{between(0, 1), anyBits(5e-324, math.MaxFloat64), between(0.9, 1.1), anyBits(5e-324, 0x1p-1022)}},
	{"log1p", Log1p, []func(r *rand.Rand) float64{between(-1, 0), between(0, 3), anyBits(5e-324, math.MaxFloat64), anyBits(-5e-324, -1)}},
	{"normalcdf", NormalCDF, []func(r *rand.Rand) float64{between(-1, 1), between(-9, 9), between(-39, -5)}},
	{"normalquantile", NormalQuantile, []func(r *rand.Rand) float64{between(0, 1), anyBits(5e-324, 0.5), anyBits(0.99, 1-0x1p-53), between(0.43, 0.57)}},
	{"loggamma", LogGamma, []func(r *rand.Rand) float64{between(0, 30), anyBits(1e-10, 1e10)}},
	{"pow", func(x float64) float64 { return Pow(x, 0.3) }, []func(r *rand.Rand) float64{between(0, 3), anyBits(5e-324, math.MaxFloat64)}},
	{"turn", func(x float64) float64 { c, s := PartOfTurn(int(x), 1<<20); return c - float64(3*s) }, []func(r *rand.Rand) float64{func(r *rand.Rand) float64 { return float64(r.IntN(1 << 20)) }}},
}

// TestGolden compares with what another machine has found, bit for bit.
func TestGolden(t *testing.T) {
	for _, f := range functions {
		t.Run(f.name, func(t *testing.T) {
			path := filepath.Join("testdata", f.name+".txt")
			if *update {
				writeGolden(t, path, f.at, f.kinds)
			}
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			lines, wrong := 0, 0
			for in := bufio.NewScanner(file); in.Scan(); lines++ {
				var x, want uint64
				if _, err := fmt.Sscanf(in.Text(), "%x %x", &x, &want); err != nil {
					t.Fatal(err)
				}
				if got := math.Float64bits(f.at(math.Float64frombits(x))); got != want {
					if wrong++; wrong < 5 {
						t.Errorf("at %016x (%v): %016x, want %016x", x, math.Float64frombits(x), got, want)
					}
				}
			}
			if lines < 2000 || wrong > 0 {
				t.Errorf("%d of %d lines differ", wrong, lines)
			}
		})
	}
}

func writeGolden(t *testing.T, path string, at func(x float64) float64, kinds []func(r *rand.Rand) float64) {
	r := rand.New(rand.NewPCG(11, 13))
	var out strings.Builder
	for i := range 2000 {
		x := kinds[i%len(kinds)](r)
		fmt.Fprintf(&out, "%016x %016x\n", math.Float64bits(x), math.Float64bits(at(x)))
	}
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestEdges(t *testing.T) {
	inf, nan, none := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	for _, c := range []struct {
		name string
		got  float64
		want float64
	}{
		{"Exp(0)", Exp(0), 1},
		{"Exp(-0)", Exp(none), 1},
		{"Exp(-Inf)", Exp(-inf), 0},
		{"Exp(+Inf)", Exp(inf), inf},
		{"Exp(NaN)", Exp(nan), nan},
		{"Exp(709.782712893384)", Exp(709.782712893384), 0x1.fffffffffff2ap1023},
		{"Exp above", Exp(math.Nextafter(709.782712893384, 1000)), inf},
		{"Exp(-745.1332191019411)", Exp(-745.1332191019411), 5e-324},
		{"Exp below", Exp(math.Nextafter(-745.1332191019411, -1000)), 0},
		{"Expm1(-0)", Expm1(none), none},
		{"Expm1(-Inf)", Expm1(-inf), -1},
		{"Expm1(+Inf)", Expm1(inf), inf},
		{"Expm1(NaN)", Expm1(nan), nan},
		{"Expm1(1000)", Expm1(1000), inf},
		{"Log(1)", Log(1), 0},
		{"Log(0)", Log(0), -inf},
		{"Log(-0)", Log(none), -inf},
		{"Log(-1)", Log(-1), nan},
		{"Log(-Inf)", Log(-inf), nan},
		{"Log(+Inf)", Log(inf), inf},
		{"Log(NaN)", Log(nan), nan},
		{"Log1p(0)", Log1p(0), 0},
		{"Log1p(-0)", Log1p(none), none},
		{"Log1p(-1)", Log1p(-1), -inf},
		{"Log1p(-2)", Log1p(-2), nan},
		{"Log1p(+Inf)", Log1p(inf), inf},
		{"Log1p(NaN)", Log1p(nan), nan},
		{"NormalQuantile(0)", NormalQuantile(0), -inf},
		{"NormalQuantile(-0)", NormalQuantile(none), -inf},
		{"NormalQuantile(1)", NormalQuantile(1), inf},
		{"NormalQuantile(1/2)", NormalQuantile(0.5), 0},
		{"NormalQuantile(-0.3)", NormalQuantile(-0.3), nan},
		{"NormalQuantile(1.1)", NormalQuantile(1.1), nan},
		{"NormalQuantile(2)", NormalQuantile(2), nan},
		{"NormalQuantile(-Inf)", NormalQuantile(-inf), nan},
		{"NormalQuantile(+Inf)", NormalQuantile(inf), nan},
		{"NormalQuantile(NaN)", NormalQuantile(nan), nan},
		{"NormalCDF(0)", NormalCDF(0), 0.5},
		{"NormalCDF(-Inf)", NormalCDF(-inf), 0},
		{"NormalCDF(+Inf)", NormalCDF(inf), 1},
		{"NormalCDF(NaN)", NormalCDF(nan), nan},
		{"NormalCDF(-45)", NormalCDF(-45), 0},
		{"NormalCDF(9)", NormalCDF(9), 1},
		{"Pow(7, 0)", Pow(7, 0), 1},
		{"Pow(7, 1)", Pow(7, 1), 7},
		{"Pow(0, 2)", Pow(0, 2), 0},
		{"Pow(0, -2)", Pow(0, -2), inf},
		{"Pow(-7, 2)", Pow(-7, 2), nan},
		{"Pow(2, NaN)", Pow(2, nan), nan},
		{"Pow(2, 5000)", Pow(2, 5000), inf},
		{"Pow(2, -5000)", Pow(2, -5000), 0},
		{"Pow(4, 1/2)", Pow(4, 0.5), 2},
		{"Pow(+Inf, -1)", Pow(inf, -1), 0},
	} {
		if math.Float64bits(c.got) != math.Float64bits(c.want) && !(c.got != c.got && c.want != c.want) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
}

// TestNormalQuantileRises looks at neighbouring numbers: everywhere and at the seams.
func TestNormalQuantileRises(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	pairs, falls := 0, 0
	look := func(p float64, steps int) {
		z := NormalQuantile(p)
		for range steps {
			p = math.Nextafter(p, 1)
			next := NormalQuantile(p)
			if pairs++; next < z {
				falls++
				if math.Nextafter(next, 10) < z {
					t.Fatalf("from %v to %v before %v", z, next, p)
				}
			}
			z = next
		}
	}
	for range 20000 {
		look(between(0, 1)(r), 10)
		look(anyBits(5e-324, 1.0/64)(r), 10)
	}
	for i := range uint64(middleCells) {
		seam := math.Float64frombits((middleFrom + i) << middleShift)
		look(seam-0x1p-54, 20)
		look(1-seam-0x1p-50, 20)
	}
	for _, seam := range []float64{middleLow, middleHigh, 1 - middleHigh, 1 - middleLow, 0.5} {
		look(seam-0x1p-48, 1000)
	}
	for i := range uint64(tailCells) {
		s := math.Float64frombits((tailFrom + i) << tailShift)
		look(Exp(-s*s/2)*(1-0x1p-48), 200)
	}
	t.Logf("%d of %d steps fall, by one unit in the last place", falls, pairs)
}

func TestNothingAllocates(t *testing.T) {
	for _, f := range functions {
		if n := testing.AllocsPerRun(100, func() { f.at(0.37) }); n != 0 {
			t.Errorf("%s: %v allocations", f.name, n)
		}
	}
}
