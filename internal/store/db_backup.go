package store

func restoring(name string) string { return name + ".restoring" }
