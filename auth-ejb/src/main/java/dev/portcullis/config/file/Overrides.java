package dev.portcullis.config.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Values from outside of the file: a system property with the key's path ({@code
 * auth.providers.jwt.secret}), else an environment variable with the path in capitals ({@code
 * AUTH_PROVIDERS_JWT_SECRET}). They are taken literally and win over the file. Entries of lists of
 * sections, and of sections whose names are free, cannot be reached this way.
 */
public final class Overrides {

  private final Collection<? extends Key<?>> keys;
  private final Map<String, String> environment;
  private final Map<String, String> systemProperties;

  public Overrides(
      Collection<? extends Key<?>> keys,
      Map<String, String> environment,
      Map<String, String> systemProperties) {
    this.keys = keys;
    this.environment = environment;
    this.systemProperties = systemProperties;
  }

  /** The name of the environment variable for a path. */
  public static String variableName(String path) {
    return path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /**
   * Puts them into the tree, and says which.
   *
   * @param prefix what every path begins with, {@code auth}; names that begin with it and are no
   *     key get a warning
   * @param others names that begin with it and have another meaning
   */
  public void apply(Node.Mapping root, String prefix, Set<String> others, Findings findings) {
    var used = new HashSet<>(others);
    var known = new TreeSet<String>();
    for (var key : keys) {
      for (var path : paths(key, root)) {
        known.add(path);
        override(root, path, used, findings);
      }
    }
    warnOfUnknown(prefix + ".", systemProperties.keySet(), known, used, findings);
    var knownVariables = new TreeSet<String>();
    known.forEach(path -> knownVariables.add(variableName(path)));
    warnOfUnknown(variableName(prefix) + "_", environment.keySet(), knownVariables, used, findings);
  }

  private void override(Node.Mapping root, String path, Set<String> used, Findings findings) {
    var variable = variableName(path);
    var fromProperty = systemProperties.get(path);
    var fromEnvironment = environment.get(variable);
    used.add(path);
    used.add(variable);
    if (fromProperty != null) {
      put(root, path, new Node.Scalar(fromProperty, true, "system property " + path), findings);
    } else if (fromEnvironment != null) {
      var origin = "environment variable " + variable;
      put(root, path, new Node.Scalar(fromEnvironment, true, origin), findings);
    }
  }

  private static void put(Node.Mapping root, String path, Node.Scalar value, Findings findings) {
    var parts = path.split("\\.", -1);
    var section = root;
    for (int i = 0; i < parts.length - 1; i++) {
      var next = section.members().get(parts[i]);
      if (next == null || (next instanceof Node.Scalar nothing && nothing.text() == null)) {
        next = Node.Mapping.empty(value.origin());
        section.members().put(parts[i], next);
      }
      if (!(next instanceof Node.Mapping mapping)) {
        return; // The check of shapes reports what stands there.
      }
      section = mapping;
    }
    section.members().put(parts[parts.length - 1], value);
    findings.note(path + " is set by the " + value.origin() + ".");
  }

  /** The key's path, with the names that the file has for {@code *}. */
  private static List<String> paths(Key<?> key, Node.Mapping root) {
    if (key.path().contains("[]") || key.path().endsWith(".*")) {
      return List.of();
    }
    var star = key.path().indexOf(".*.");
    if (star < 0) {
      return List.of(key.path());
    }
    Node node = root;
    for (var part : key.path().substring(0, star).split("\\.", -1)) {
      node = node instanceof Node.Mapping mapping ? mapping.members().get(part) : null;
    }
    var found = new ArrayList<String>();
    if (node instanceof Node.Mapping mapping) {
      mapping
          .members()
          .keySet()
          .forEach(
              name ->
                  found.add(
                      key.path().substring(0, star) + "." + name + key.path().substring(star + 2)));
    }
    return found;
  }

  private static void warnOfUnknown(
      String prefix,
      Collection<String> names,
      Collection<String> known,
      Set<String> used,
      Findings findings) {
    for (var name : new TreeSet<>(names)) {
      if (name.startsWith(prefix) && !used.contains(name)) {
        Suggestion.among(known, name)
            .ifPresent(
                near ->
                    findings.warning(
                        name + " is set and is not a key; did you mean " + near + "?"));
      }
    }
  }
}
