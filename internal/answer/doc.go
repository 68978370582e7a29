// Package answer reads answers off the model: who decides, must consent, is
// heard, is told and is left out (Matrix), who holds which authority, and one
// question at a time in words (Ask).
//
// In: checked arrangements. Out: tables and sentences, each with the lines of
// the text that say so. Guaranteed: no search, no time and no chance; what is
// answered is what the text says of a state in which every hand-over is over and
// nothing but the fault that was asked about is lost. The same arrangement gives
// the same bytes. About real states no question makes Ask name the office or the
// line whose loss would be the gap, unless that absence is documented.
package answer
