package syntax

import (
	"fmt"
	"strings"
	"testing"

	"entente/internal/diag"
)

// exprCases give the canonical print, or `COLUMN: what the message or its hint
// says`.
var exprCases = []struct{ text, want string }{
	{"cond == alert", "cond == alert"},
	{"count(holders(fleet-tacon)) <= 1", "count(holders(fleet-tacon)) <= 1"},
	{"  a  and(b)  ", "a and b"},
	{"not a and b or c", "not a and b or c"},
	{"not (a and b)", "not (a and b)"},
	{"not not a", "not not a"},
	{"(a or b) and not (c)", "(a or b) and not c"},
	{"(a and b) or c", "a and b or c"},
	{"a and b and c", "a and b and c"},
	{"a and (b and c)", "a and (b and c)"},
	{"not a == b", "not a == b"},
	{"(not a) == b", "(not a) == b"},
	{"(a == b) != (c < d)", "(a == b) != (c < d)"},
	{"3-axis >= 5", "3-axis >= 5"},
	{"1d12h > 2h", "1d12h > 2h"},
	{"done(declare-war/consent-m)", "done(declare-war/consent-m)"},
	{"f()", "f()"},
	{"f(a, 1, 2h, g(b) or c)", "f(a, 1, 2h, g(b) or c)"},
	{"상태 == 전시/가", "상태 == 전시/가"},
	{"true or false", "true or false"},
	{"v1.2_x", "v1.2_x"},
	{"((((a))))", "a"},
	{"((a) and b)", "a and b"},
	{"stock(x) >= 1.50", "stock(x) >= 1.50"},
	{"stock(x) < -0.4", "stock(x) < -0.4"},
	{"stock(x) == -1", "stock(x) == -1"},

	{"", "1: the expression ends here"},
	{"a - b", "3: there is no arithmetic"},
	{"a-", "1: neither a name nor a number"},
	{"a + b", "3: there is no arithmetic"},
	{"a / b", "3: a path is ids joined by"},
	{"alert->war", "6: a move is not an expression"},
	{"a < b < c", "7: join two comparisons with `and`"},
	{"a == b == c", "8: a comparison has two sides"},
	{"a && b", "3: write `and`"},
	{"a || b", "3: write `or`"},
	{"!a", "1: write `not`"},
	{"a = b", "3: write `==`"},
	{"a <> b", "3: write `!=`"},
	{"a AND b", "3: write `and`"},
	{"a b", "3: a word is missing before it"},
	{"(a", "3: `)` is expected"},
	{"a)", "2: a bracket too many"},
	{"f(a,)", "5: a name, a number or a bracket is expected"},
	{"f(a b)", "5: `,` or `)` is expected"},
	{"f(a", "4: `,` or `)` is expected"},
	{"and", "1: \"and\" stands where a name"},
	{"a or", "5: the expression ends here"},
	{"x/", "1: neither a name nor a number"},
	{"x//y", "1: neither a name nor a number"},
	{"a/5", "1: neither a name nor a number"},
	{"1.", "1: neither a name nor a number"},
	{"1.5.2", "1: neither a name nor a number"},
	{"a -1", "3: there is no arithmetic"},
	{"a == - 1", "6: there is no arithmetic"},
	{"99999999999999999999", "1: too large"},
	{"p/f(x)", "1: not the name of a function"},
	{"true(x)", "1: not the name of a function"},
	{"2h(x)", "1: not the name of a function"},
	{"cond == 'war'", "9: names stand without quotes"},
	{"a ; b", "3: \";\" stands where"},
	{"a, b", "2: \",\" stands where"},
}

func TestExpr(t *testing.T) {
	for _, test := range exprCases {
		t.Run(test.text, func(t *testing.T) {
			width := len([]rune(test.text))
			span := onLine(diag.NewSource("t", test.text), 1, 1, width)
			var out diag.List
			e := ParseExpr(test.text, span, false, DefaultLimits, &out)
			if e != nil {
				if got := e.String(); got != test.want || out.Len() > 0 {
					t.Errorf("got %s, want %s", got, test.want)
				}
				checkExprSpans(t, e, span)
				return
			}
			d := out.Sorted()
			if len(d) != 1 {
				t.Fatalf("%d messages", len(d))
			}
			got := fmt.Sprintf("%d: %s %s", d[0].Span.Start.Col, d[0].Message, d[0].HintText)
			col, words, _ := strings.Cut(test.want, ": ")
			if !strings.HasPrefix(got, col+": ") || !strings.Contains(got, words) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestExprTree(t *testing.T) {
	var out diag.List
	e := ParseExpr("a == 1 and f(2h)", diag.Span{}, false, DefaultLimits, &out)
	if e.Op != And || e.Args[0].Op != Eq || e.Args[0].Args[1].Int != 1 || e.Args[1].Op != Call || e.Args[1].Name != "f" {
		t.Errorf("tree of %s", e)
	}
	if d := e.Args[1].Args[0]; d.Op != Duration || d.Seconds != 7200 || d.Name != "2h" {
		t.Errorf("duration %+v", d)
	}
}

// TestExprInScalar points at an operator from inside every kind of scalar.
func TestExprInScalar(t *testing.T) {
	tests := []struct{ source, at string }{
		{"k: a + b\n", "1:6-1:7"},
		{"k: a + b @S1:2\n", "1:6-1:7"},
		{"k: \"a + b\"\n", "1:7-1:8"},
		{"k: '한 + b'\n", "1:7-1:8"},
		{"k: a\n  and b\n  + c\n", "3:3-3:4"},
		{"k: \"a\n  + b\"\n", "2:3-2:4"},
		{"k: |\n  a and\n  b + c\n", "3:5-3:6"},
		{"k: >-\n\n  a + c\n", "3:5-3:6"},
		{"k: \"\\x61 + b\"\n", "1:4-1:14"},
		{"k: \"a or\"\n", "1:9-1:10"},
		{"k: a\n  or\n", "2:5-2:6"},
	}
	for _, test := range tests {
		n, out := parse(t, test.source)
		if out.Len() > 0 {
			t.Fatal(rendered(out))
		}
		v := n.Get("k")
		ParseExpr(v.Text, v.Span, v.Quoted, DefaultLimits, out)
		d := out.Sorted()
		if len(d) != 1 {
			t.Fatalf("%q: %d messages", test.source, len(d))
		}
		s := d[0].Span
		if got := fmt.Sprintf("%d:%d-%d:%d", s.Start.Line, s.Start.Col, s.End.Line, s.End.Col); got != test.at {
			t.Errorf("%q: at %s, want %s", test.source, got, test.at)
		}
	}
}

func TestExprLimits(t *testing.T) {
	small := Limits{Expr: 12, ExprDepth: 2}
	tests := []struct {
		text string
		code diag.Code
	}{
		{"((a))", ""},
		{"not not a", ""},
		{"f(g(a))", ""},
		{"(((a)))", "expr-too-deep"},
		{"f(g(h(a)))", "expr-too-deep"},
		{"not(not(a))", "expr-too-deep"},
		{"a and b or 가나", "expr-too-long"},
	}
	for _, test := range tests {
		var out diag.List
		e := ParseExpr(test.text, diag.Span{}, false, small, &out)
		d := out.Sorted()
		if (e != nil) != (test.code == "") || e == nil && (len(d) != 1 || d[0].Code != test.code) {
			t.Errorf("%q: %v", test.text, d)
		}
	}
	var out diag.List
	deep := strings.Repeat("(", 1<<20)
	if ParseExpr(deep, diag.Span{}, false, Limits{Expr: 1 << 21, ExprDepth: 50}, &out) != nil || out.Len() != 1 {
		t.Error("deep brackets")
	}
	out = diag.List{}
	if ParseExpr(strings.Repeat("not ", 1<<18)+"a", diag.Span{}, false, Limits{Expr: 1 << 21, ExprDepth: 50}, &out) != nil || out.Len() != 1 {
		t.Error("deep negation")
	}
}
