package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError is the error for a flag that is not understood.
func flagError(c *cobra.Command, err error) error {
	hint := "`" + c.CommandPath() + " --help` lists the flags"
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		name := unknown.GetSpecifiedName()
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := didYouMean(name, names, ""); near != "" {
			hint = strings.Replace(near, `"`, `"--`, 1)
		}
		dashes := "--"
		if unknown.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		err = fmt.Errorf("%s has no flag %s%s", c.Name(), dashes, name)
	}
	return hinted{err, hint}
}
