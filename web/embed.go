// Package web holds the built page of the workbench.
//
// In: nothing. Out: its files. Guaranteed: there is always an index.html; where the
// page was not built, it says so.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist placeholder
var files embed.FS

// Built reports whether the page is in the binary.
func Built() bool {
	_, err := fs.Stat(files, "dist/index.html")
	return err == nil
}

// Page returns the files of the page.
func Page() fs.FS {
	folder := "placeholder"
	if Built() {
		folder = "dist"
	}
	page, err := fs.Sub(files, folder)
	if err != nil {
		panic("web: " + err.Error()) // the folder is a constant
	}
	return page
}
