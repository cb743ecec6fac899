package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// pin is one package: its version, and the SHA-512 of the file that npm packs.
type pin struct{ name, version, licence, source, sum string }

//go:embed packages.tsv
var packagesTSV string

func pins() ([]pin, error) {
	var out []pin
	for i, line := range strings.Split(strings.TrimSpace(packagesTSV), "\n") {
		c := strings.Split(line, "\t")
		if len(c) != 5 {
			return nil, fmt.Errorf("packages.tsv:%d: want 5 cells", i+1)
		}
		if i > 0 {
			out = append(out, pin{c[0], c[1], c[2], c[3], c[4]})
		}
	}
	return out, nil
}

// fetch packs the packages into a new folder.
func fetch(pinned []pin) (string, error) {
	dir, err := os.MkdirTemp("", "generate")
	if err != nil {
		return "", fmt.Errorf("folder for packages: %w", err)
	}
	args := []string{"pack", "--silent", "--pack-destination", dir}
	for _, p := range pinned {
		args = append(args, p.name+"@"+p.version)
	}
	if out, err := exec.Command("npm", args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm pack: %w: %s", err, bytes.TrimSpace(out))
	}
	return dir, nil
}

// unpack reads the files of all packages, by package and path.
func unpack(dir string, pinned []pin) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, p := range pinned {
		name := filepath.Join(dir, p.name+"-"+p.version+".tgz")
		packed, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("package %s: %w", p.name, err)
		}
		if sum := sha512.Sum512(packed); base64.StdEncoding.EncodeToString(sum[:]) != p.sum {
			return nil, fmt.Errorf("package %s: is not the pinned file of version %s", p.name, p.version)
		}
		if err := untar(packed, p.name, files); err != nil {
			return nil, fmt.Errorf("package %s: %w", p.name, err)
		}
	}
	return files, nil
}

func untar(packed []byte, under string, files map[string][]byte) error {
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	for tr := tar.NewReader(unzip); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg || path.Ext(h.Name) != ".json" {
			continue
		}
		text, err := io.ReadAll(tr)
		if err != nil {
			return err
		}
		files[under+"/"+strings.TrimPrefix(h.Name, "package/")] = text
	}
}
