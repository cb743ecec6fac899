package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

const (
	headTime   = 10 * time.Second // to send a request's head
	bodyTime   = 5 * time.Minute  // to send a whole request
	idleTime   = 2 * time.Minute
	headBytes  = 64 << 10 // a GET carries its query in the head
	farewell   = 5 * time.Second
	answerTime = 5 * time.Minute // to take an answer, besides the time of the query
)

var errStopping = errors.New("the server is being stopped")

// Serve answers requests on the listener until ctx ends. Then it takes no new
// ones, gives those that run five seconds, cuts off what still runs and gives
// nil. A query may take queryTime.
func Serve(ctx context.Context, listener net.Listener, h http.Handler, queryTime time.Duration) error {
	requests, cut := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cut(nil)
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      queryTime + answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headBytes,
		BaseContext:       func(net.Listener) context.Context { return requests },
		ErrorLog:          log.New(io.Discard, "", 0), // libraries don't print
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	err := srv.Shutdown(late)
	if errors.Is(err, context.DeadlineExceeded) {
		cut(errStopping)
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		if srv.Shutdown(late) != nil {
			return srv.Close()
		}
		return nil
	}
	return err
}
