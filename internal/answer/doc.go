// Package answer turns what is read off the model, and what the checker found,
// into answers: who decides, must consent, is heard, is told and is left out, and
// who holds each authority (Matrix); one question in words (Ask); findings as
// stories (WriteFindings); what a variant changes (Diff).
//
// In: checked arrangements, and results of check. Out: tables, sentences and data,
// each with the lines of the text that say so. Guaranteed: nothing here searches,
// and neither time nor chance enters; the same input gives the same bytes. Matrix
// and Ask answer for a state in which every hand-over is over and nothing but the
// fault that was asked about is lost. About real states no question makes Ask name
// the office or the line whose loss would be the gap, unless it is documented.
package answer
