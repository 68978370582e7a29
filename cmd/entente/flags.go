package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"entente"
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
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		what := "value"
		if f := invalid.GetFlag(); f != nil {
			switch f.Value.Type() {
			case "int":
				what = "whole number"
			case "uint64":
				what = "whole number from 0"
			case "float64":
				what = "number"
			case "language":
				what = "language (" + strings.Join(entente.Langs(), ", ") + ")"
			}
		}
		err = fmt.Errorf("%s: --%s takes a %s, not %q", c.Name(), invalid.GetFlag().Name, what, invalid.GetValue())
	}
	var valueless *pflag.ValueRequiredError
	if errors.As(err, &valueless) {
		err = fmt.Errorf("%s: --%s needs a value behind it", c.Name(), valueless.GetFlag().Name)
	}
	return hinted{err, hint}
}

// language is the value of --lang.
type language entente.Lang

func (l *language) String() string { return entente.Lang(*l).String() }
func (l *language) Type() string   { return "language" }

func (l *language) Set(tag string) error {
	lang, ok := entente.ParseLang(tag)
	if !ok {
		return fmt.Errorf("nothing is said in %q", tag)
	}
	*l = language(lang)
	return nil
}

// langFlag adds --lang to a verb whose sentences are said in English or Korean.
func langFlag(c *cobra.Command, to *entente.Lang) {
	c.Flags().Var((*language)(to), "lang", "say it in English (en) or Korean (ko)")
	err := c.RegisterFlagCompletionFunc("lang", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return entente.Langs(), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(fmt.Sprintf("%s: --lang: %v", c.Name(), err))
	}
}

// writable refuses a file that is not what is written there: an existing text, or no
// file at all.
func writable(name string, endings ...string) error {
	for _, end := range endings {
		if strings.HasSuffix(strings.ToLower(name), end) {
			if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
				return fmt.Errorf("%s is not a file", name)
			}
			return nil
		}
	}
	return hinted{fmt.Errorf("%s does not end in %s", name, endings[0]), "nothing was written; name a file that ends in " + strings.Join(endings, ", ")}
}
