package loaders

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Auto is the kind that lets each file's name and content decide.
const Auto = "auto"

// Format reads one kind of file. The suite in loaders/loadertest says what is
// asked of it.
type Format interface {
	// Name is the kind, as users name it.
	Name() string
	// Accepts says whether a file with that extension (lower case, with its
	// dot, empty for standard input) and those first bytes is of this kind.
	Accepts(extension string, head []byte) bool
	// Articles reads the articles of one file; name is for errors. It reads no
	// further than asked.
	Articles(ctx context.Context, name string, r io.Reader) iter.Seq2[schema.Article, error]
}

// FileOptions say how Files reads.
type FileOptions struct {
	Formats []Format          // in the order in which they are asked
	Kind    string            // the name of one of Formats for every file; Auto or empty: by extension and content
	Stdin   io.Reader         // what "-" reads
	Skipped func(name string) // called for a file of a folder that no format reads; nil: not called
}

// Files is the source of all articles in paths (see Inputs). It fails where a
// path does not exist and where the kind is unknown.
func Files(paths []string, o FileOptions) (ArticleSource, error) {
	inputs, err := Inputs(paths, o.Stdin)
	if err != nil {
		return nil, err
	}
	if o.Kind != "" && o.Kind != Auto {
		i := slices.IndexFunc(o.Formats, func(f Format) bool { return f.Name() == o.Kind })
		if i < 0 {
			return nil, fmt.Errorf("unknown kind %q: want %s", o.Kind, strings.Join(kinds(o.Formats), ", "))
		}
		return files{inputs, func(*Content) Format { return o.Formats[i] }, o.Skipped}, nil
	}
	return files{inputs, func(c *Content) Format { return detect(o.Formats, c) }, o.Skipped}, nil
}

func kinds(formats []Format) []string {
	names := []string{Auto}
	for _, f := range formats {
		names = append(names, f.Name())
	}
	return names
}

func detect(formats []Format, c *Content) Format {
	for _, f := range formats {
		if f.Accepts(Extension(c.Name), c.Head) {
			return f
		}
	}
	return nil
}

type files struct {
	inputs  iter.Seq2[Input, error]
	format  func(*Content) Format
	skipped func(string)
}

// Articles reads the files one after the other.
func (s files) Articles(ctx context.Context) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		for in, err := range s.inputs {
			if ctx.Err() != nil {
				yield(schema.Article{}, ctx.Err())
				return
			}
			if err == nil {
				var more bool
				if more, err = s.readFile(ctx, in, yield); !more {
					return
				}
			}
			if err != nil && !yield(schema.Article{}, err) {
				return
			}
		}
	}
}

func (s files) readFile(ctx context.Context, in Input, yield func(schema.Article, error) bool) (more bool, err error) {
	c, err := in.Open(ctx)
	if err != nil {
		return true, err
	}
	defer c.Close()
	format := s.format(c)
	if format == nil {
		return true, s.unknown(in, c)
	}
	for a, err := range format.Articles(ctx, in.Name, c) {
		if !yield(a, err) {
			return false, nil
		}
	}
	return true, nil
}

// unknown rejects a file that the user named, and skips one that merely lies
// in a folder.
func (s files) unknown(in Input, c *Content) error {
	if !in.Named {
		if s.skipped != nil {
			s.skipped(in.Name)
		}
		return nil
	}
	reason := "no loader reads this content"
	if ext := Extension(c.Name); ext != "" && ext != "." {
		reason = "no loader reads " + ext + " files with this content"
	}
	return &RecordError{Source: in.Name, Reason: reason, Hint: "name the kind with --from if it is one of those that can be read"}
}
