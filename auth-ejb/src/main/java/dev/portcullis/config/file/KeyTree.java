package dev.portcullis.config.file;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All known keys, against which a file is checked before anything is read from it. */
public final class KeyTree {

  private static final String ANY_NAME = "*";
  private static final String ENTRIES = "[]";

  private final Branch root = new Branch();

  /** What may follow at one place: a key's value, or a section, or a list of sections. */
  private static final class Branch {
    private final Map<String, Branch> children = new TreeMap<>();
    private @Nullable Key<?> key;
    private boolean list;

    @Nullable Branch child(String name) {
      var named = children.get(name);
      return named != null ? named : children.get(ANY_NAME);
    }
  }

  /**
   * @throws IllegalArgumentException if a path is declared twice
   */
  public KeyTree(Collection<? extends Key<?>> keys) {
    for (var key : keys) {
      var branch = root;
      for (var part : key.path().split("\\.", -1)) {
        boolean list = part.endsWith(ENTRIES);
        var name = list ? part.substring(0, part.length() - ENTRIES.length()) : part;
        branch = branch.children.computeIfAbsent(name, unused -> new Branch());
        branch.list |= list;
      }
      if (branch.key != null) {
        throw new IllegalArgumentException("Declared twice: " + key.path());
      }
      branch.key = key;
    }
  }

  /** Whether there is such a key, its names written out. */
  public boolean knows(String path) {
    @Nullable Branch branch = root;
    for (var part : path.split("\\.", -1)) {
      branch = branch == null ? null : branch.child(part);
    }
    return branch != null && branch.key != null;
  }

  /** Reports every key of a section that is unknown, and every value that has the wrong shape. */
  public void check(String path, Node.Mapping section, Findings findings) {
    @Nullable Branch branch = root;
    for (var part : path.split("\\.", -1)) {
      branch = branch == null ? null : branch.child(part);
    }
    if (branch == null) {
      throw new IllegalArgumentException("No such section: " + path);
    }
    new Check(findings).section(branch, path, section);
  }

  private record Check(Findings findings) {

    void section(Branch branch, String path, Node.Mapping section) {
      section
          .members()
          .forEach(
              (name, node) -> {
                var child = branch.child(name);
                if (child == null) {
                  unknown(branch, path, name, node);
                } else {
                  value(child, path + "." + name, node);
                }
              });
    }

    private void unknown(Branch branch, String path, String name, Node node) {
      // The value is not shown: it may be a secret under a misspelt name.
      findings.problem(
          path + "." + name,
          node.origin(),
          null,
          "is not a known key; " + path + " has " + String.join(", ", branch.children.keySet()),
          Suggestion.among(branch.children.keySet(), name)
              .map(near -> "Did you mean " + path + "." + near + "?")
              .orElse("Remove it."));
    }

    private void value(Branch branch, String path, Node node) {
      var key = branch.key;
      if (key != null) {
        leaf(key, path, node);
      } else if (branch.list) {
        entries(branch, path, node);
      } else if (node instanceof Node.Mapping section) {
        section(branch, path, section);
      } else if (!isNothing(node)) {
        wrongShape(path, node, "is a section and needs keys below it");
      }
    }

    private void leaf(Key<?> key, String path, Node node) {
      switch (key.shape()) {
        case SCALAR -> {
          if (!(node instanceof Node.Scalar)) {
            wrongShape(path, node, "needs one value; allowed is " + key.type().allowed());
          }
        }
        case LIST -> {
          if (node instanceof Node.Mapping
              || (node instanceof Node.Sequence list && !allScalars(list.items()))) {
            wrongShape(path, node, "needs a list of values; allowed is " + key.type().allowed());
          }
        }
        case RESERVED -> {}
      }
    }

    private void entries(Branch branch, String path, Node node) {
      if (node instanceof Node.Sequence list) {
        for (int i = 0; i < list.items().size(); i++) {
          var item = path + "[" + i + "]";
          if (list.items().get(i) instanceof Node.Mapping section) {
            section(branch, item, section);
          } else {
            wrongShape(item, list.items().get(i), "needs keys, as in {id: …}");
          }
        }
      } else if (!isNothing(node)) {
        wrongShape(path, node, "needs a list, each entry beginning with \"- \"");
      }
    }

    private void wrongShape(String path, Node node, String reason) {
      findings.problem(path, node.origin(), null, reason, "See docs/configuration.md.");
    }

    private static boolean isNothing(Node node) {
      return node instanceof Node.Scalar scalar && scalar.text() == null;
    }

    private static boolean allScalars(List<Node> items) {
      return items.stream().allMatch(Node.Scalar.class::isInstance);
    }
  }
}
