package say

import "reflect"

// Said returns v with every Text in it, at any depth, said in a language: data for a
// reader of that language. In English it is v itself, since a Text is marshalled in
// English. v and what it points at stay as they are. Fields that are not exported are
// shared with v.
func Said[T any](v T, l Lang) T {
	if l == English {
		return v
	}
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	out.Set(said(reflect.ValueOf(&v).Elem(), l))
	return out.Interface().(T)
}

// Retold is data that is not made of Texts, and says itself in a language: as a value
// of its own type.
type Retold interface{ SaidIn(Lang) any }

var (
	textType = reflect.TypeFor[Text]()
	retold   = reflect.TypeFor[Retold]()
)

// said returns a copy of what holds texts, and all else as it is.
func said(v reflect.Value, l Lang) reflect.Value {
	if v.Type() == textType {
		return reflect.ValueOf(Plain(v.Interface().(Text).In(l)))
	}
	if v.Type().Implements(retold) {
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return v
		}
		return reflect.ValueOf(v.Interface().(Retold).SaidIn(l))
	}
	if !holdsTexts(v.Type(), nil) {
		return v
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			break
		}
		inner := said(v.Elem(), l)
		if v.Kind() == reflect.Pointer {
			p := reflect.New(v.Type().Elem())
			p.Elem().Set(inner)
			inner = p
		}
		out.Set(inner)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(said(v.Field(i), l))
			}
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(said(v.Index(i), l))
		}
	case reflect.Map:
		if v.IsNil() {
			break
		}
		out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
		for _, key := range v.MapKeys() {
			out.SetMapIndex(key, said(v.MapIndex(key), l))
		}
	}
	return out
}

// holdsTexts reports whether a value of a type may hold a text; within are the types
// that it is asked within.
func holdsTexts(t reflect.Type, within []reflect.Type) bool {
	if t == textType || t.Implements(retold) {
		return true
	}
	for _, w := range within {
		if w == t {
			return false
		}
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return holdsTexts(t.Elem(), within)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && holdsTexts(f.Type, within) {
				return true
			}
		}
	}
	return false
}
