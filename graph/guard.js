// Puts checked objects in the place of Cayley's own: Cayley's functions panic
// on arguments of some types, in a goroutine where nobody can catch it, and
// follow objects that contain themselves until the stack ends. Here such
// arguments throw a TypeError before Cayley sees them.
(function (top) {
  "use strict";
  var raw = graph;
  var paths = new WeakMap();  // our path -> Cayley's
  var values = new WeakSet(); // what Cayley's constructors made: nodes
  var filters = new WeakSet(); // and comparisons

  // The functions whose first argument says which predicates or labels to
  // follow, and so on; by their names with a small first letter.
  var kinds = {
    in: "via", out: "via", both: "via", labelContext: "via", followRecursive: "recursive",
    follow: "path", followR: "path", and: "path", intersect: "path", or: "path", union: "path",
    except: "except", difference: "except",
    is: "node", has: "has", hasR: "has", save: "node", saveR: "node", saveOpt: "node", saveOptR: "node",
    filter: "filter",
    tag: "plain", as: "plain", back: "plain", limit: "plain", skip: "plain", unique: "plain",
    order: "plain", labels: "plain", inPredicates: "plain", outPredicates: "plain",
    saveInPredicates: "plain", saveOutPredicates: "plain"
  };
  var finals = {
    all: "plain", getLimit: "plain", toArray: "plain", tagArray: "plain", toValue: "plain",
    tagValue: "plain", count: "plain", forEach: "callback", map: "callback"
  };

  function what(v) {
    if (v === null) return "null";
    if (Array.isArray(v)) return "a list";
    if (typeof v === "object") {
      if (paths.has(v)) return "a path";
      if (filters.has(v)) return "a comparison";
      return "an object";
    }
    if (v === "") return "an empty string";
    return typeof v === "undefined" ? "undefined" : "a " + typeof v;
  }
  // Functions that throw have names that begin with guard_, so that an error
  // can be placed at the line of the query that called them.
  function guard_refuse(name, v, want) {
    throw new TypeError(name + ": got " + what(v) + ", want " + want);
  }

  function isNode(v) {
    if (typeof v === "string") return v !== "";
    return typeof v === "number" || typeof v === "boolean" || isObject(v) && (values.has(v) || isTime(v));
  }
  function isObject(v) { return typeof v === "object" && v !== null; }
  // A Date, or a time that a row brought: both have no fields of their own.
  function isTime(v) { return v instanceof Date || isGoTime(v); }
  function isGoTime(v) { return typeof v.unixNano === "function" && typeof v.isZero === "function"; }

  function via(name, v) {
    if (v === undefined || v === null || isNode(v)) return v;
    if (isObject(v) && paths.has(v)) return paths.get(v);
    if (!Array.isArray(v)) guard_refuse(name, v, "a predicate, a list of them, a path or null");
    return v.map(function (e) {
      if (isObject(e) && paths.has(e)) return paths.get(e);
      if (!isNode(e)) guard_refuse(name, e, "a predicate in the list");
      return e;
    });
  }
  function tags(name, v) {
    if (typeof v === "string" || isObject(v) && values.has(v)) return v;
    if (Array.isArray(v) && v.every(function (e) { return typeof e === "string"; })) return v.slice();
    return guard_refuse(name, v, "a tag or a list of tags");
  }
  function plain(name, v) {
    if (isObject(v) && !values.has(v) || typeof v === "function") guard_refuse(name, v, "a string or number");
    return v;
  }
  function node(name, v) {
    if (!isNode(v)) guard_refuse(name, v, "a node: a string as \"<ir:Russia>\", a number, a truth value or a Date");
    return v;
  }

  var checks = {
    via: function (name, args) {
      return args.map(function (v, i) { return i ? tags(name, v) : via(name, v); });
    },
    recursive: function (name, args) {
      if (args.length === 0 || args[0] === undefined || args[0] === null) guard_refuse(name, args[0], "a predicate or a path");
      return args.map(function (v, i) {
        if (i === 0) return via(name, v);
        return i === 1 && typeof v === "number" ? v : tags(name, v);
      });
    },
    path: function (name, args) {
      return args.map(function (v) {
        if (!isObject(v) || !paths.has(v)) guard_refuse(name, v, "a path");
        return paths.get(v);
      });
    },
    // Cayley ends the process where a path that is taken out begins at a node
    // that the store does not have. One that may go on from another as well it
    // sees to be empty in time. A name with blanks is no node's.
    except: function (name, args) {
      return checks.path(name, args).map(function (path) { return path.Or(raw.V("<no such node>")); });
    },
    node: function (name, args) { return args.map(function (v) { return node(name, v); }); },
    nodes: function (name, args) { // V: lists of nodes as well
      var out = [];
      args.forEach(function (v) {
        if (!Array.isArray(v)) out.push(node(name, v));
        else v.forEach(function (e) { out.push(node(name, e)); });
      });
      return out;
    },
    has: function (name, args) {
      if (args.length < 2) guard_refuse(name, args[1], "a predicate and a node or comparisons");
      return args.map(function (v, i) {
        return i && isObject(v) && filters.has(v) ? v : node(name, v);
      });
    },
    filter: function (name, args) {
      return args.map(function (v) {
        if (!isObject(v) || !filters.has(v)) guard_refuse(name, v, "a comparison as gt(5)");
        return v;
      });
    },
    plain: function (name, args) { return args.map(function (v) { return plain(name, v); }); },
    callback: function (name, args) {
      return args.map(function (v, i) {
        if (i < args.length - 1) return plain(name, v);
        if (typeof v !== "function") guard_refuse(name, v, "a function");
        return function (row) {
          try { return v(row); } catch (e) { thrown.push(e); throw e; }
        };
      });
    },
    names: function (name, args) { // iri, str and so on
      return args.map(function (v) { return tags(name, v); });
    },
    operand: function (name, args) { // gt, like, regex and so on
      return args.map(function (v) { return node(name, v); });
    },
    emit: function (name, args) {
      args.forEach(function (v) { emittable(name, v, 0); });
      return args;
    }
  };

  function emittable(name, v, depth) {
    if (typeof v === "function") guard_refuse(name, v, "data");
    if (!isObject(v)) return;
    if (paths.has(v) || filters.has(v)) guard_refuse(name, v, "data; a path gives it with ToArray()");
    if (depth >= 50) guard_refuse(name, v, "data nested at most 50 levels deep that does not contain itself");
    if (values.has(v) || isTime(v)) return;
    var keys = Array.isArray(v) ? null : Object.keys(v); // no callbacks: every row comes by here
    for (var i = 0, n = (keys || v).length; i < n; i++) {
      var e = keys ? v[keys[i]] : v[i];
      if (typeof e !== "string") emittable(name, e, depth + 1);
    }
  }

  // What callbacks threw: Cayley passes it on as text only.
  var thrown = [];

  // guard_call runs one of Cayley's functions. Errors that it throws as Go
  // values become JavaScript errors, which know the line.
  function guard_call(name, check, f, self, args) {
    args = checks[check](name, args);
    try {
      return f.apply(self, args);
    } catch (e) {
      if (thrown.length) throw thrown.pop();
      if (e instanceof Error) throw e;
      throw new Error(name + ": " + e);
    }
  }

  function Path() {}
  function wrap(path) {
    var p = new Path();
    paths.set(p, path);
    return p;
  }
  function method(name, check, final) {
    Path.prototype[name] = function guard_method() {
      var path = paths.get(this);
      var r = guard_call(name, check, path[name], path, Array.prototype.slice.call(arguments));
      return final ? r : wrap(r);
    };
  }
  function both(table, add) {
    Object.keys(table).forEach(function (name) {
      add(name, table[name]);
      if (name !== "order") add(name[0].toUpperCase() + name.slice(1), table[name]);
    });
  }
  both(kinds, function (name, check) { method(name, check, false); });
  both(finals, function (name, check) { method(name, check, true); });

  function Graph() {}
  function start(name, check) {
    Graph.prototype[name] = function guard_method() {
      return wrap(guard_call(name, check, raw[name], raw, Array.prototype.slice.call(arguments)));
    };
  }
  ["V", "Vertex"].forEach(function (name) { start(name, "nodes"); });
  ["M", "Morphism"].forEach(function (name) { start(name, "plain"); });
  function direct(name, check, registry) {
    Graph.prototype[name] = function guard_method() {
      var r = guard_call(name, check, raw[name], raw, Array.prototype.slice.call(arguments));
      if (registry && isObject(r)) registry.add(r);
      return r;
    };
  }
  ["emit", "Emit"].forEach(function (name) { direct(name, "emit"); });
  ["IRI", "Uri"].forEach(function (name) { direct(name, "plain", values); });
  ["addNamespace", "AddNamespace", "addDefaultNamespaces", "AddDefaultNamespaces", "loadNamespaces", "LoadNamespaces"]
    .forEach(function (name) { direct(name, "plain"); });
  top.g = top.graph = new Graph();

  function constructor(name, check, registry) {
    var f = top[name];
    top[name] = function guard_method() {
      var r = guard_call(name, check, f, undefined, Array.prototype.slice.call(arguments));
      if (isObject(r)) registry.add(r);
      return r;
    };
  }
  ["iri", "bnode", "raw", "str", "lang", "typed"].forEach(function (name) { constructor(name, "names", values); });
  ["lt", "lte", "gt", "gte", "regex", "like"].forEach(function (name) { constructor(name, "operand", filters); });
})(this);
