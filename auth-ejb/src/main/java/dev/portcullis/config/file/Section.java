package dev.portcullis.config.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One section of a checked file, read key by key. What is wrong goes to the findings and reading
 * goes on, so that an operator sees everything at once; what is returned then is only good for
 * finding more problems.
 */
public final class Section {

  private static final String SET_IT = "Set the variable, or put the value here.";

  private final String path;
  private final String pattern;
  private final Node.Mapping node;
  private final boolean present;
  private final Findings findings;
  private final Variables variables;

  private Section(
      String path, String pattern, @Nullable Node node, Findings findings, Variables variables) {
    this.path = path;
    this.pattern = pattern;
    this.present = node != null;
    this.node = node instanceof Node.Mapping mapping ? mapping : Node.Mapping.empty("");
    this.findings = findings;
    this.variables = variables;
  }

  /** A section at the top of a file; null stands for a missing one. */
  public static Section top(
      String name, @Nullable Node node, Findings findings, Variables variables) {
    return new Section(name, name, node, findings, variables);
  }

  /** The section below this one, which reads as an empty one if it is not there. */
  public Section section(String name) {
    return new Section(
        path + "." + name, pattern + "." + name, node.members().get(name), findings, variables);
  }

  /** This section as if nothing were written in it: for the settings of a disabled feature. */
  public Section blank() {
    return new Section(path, pattern, null, findings, variables);
  }

  /** The same with what is found about it kept apart. */
  public Section blank(Findings elsewhere) {
    return new Section(path, pattern, null, elsewhere, variables);
  }

  /** The sections below this one, where the operator chooses their names, in their order. */
  public Map<String, Section> each() {
    var sections = new LinkedHashMap<String, Section>();
    node.members()
        .forEach(
            (name, below) ->
                sections.put(
                    name,
                    new Section(path + "." + name, pattern + ".*", below, findings, variables)));
    return sections;
  }

  /** The sections of a list. */
  public List<Section> each(String name) {
    var sections = new ArrayList<Section>();
    if (node.members().get(name) instanceof Node.Sequence list) {
      for (int i = 0; i < list.items().size(); i++) {
        if (list.items().get(i) instanceof Node.Mapping item) {
          var place = "." + name + "[" + i + "]";
          sections.add(
              new Section(path + place, pattern + "." + name + "[]", item, findings, variables));
        }
      }
    }
    return sections;
  }

  /** The sections below one whose names the operator chooses, in the order of the file. */
  public Map<String, Section> named(String name) {
    var sections = new LinkedHashMap<String, Section>();
    if (node.members().get(name) instanceof Node.Mapping all) {
      all.members()
          .forEach(
              (entry, item) ->
                  sections.put(
                      entry,
                      new Section(
                          path + "." + name + "." + entry,
                          pattern + "." + name + ".*",
                          item,
                          findings,
                          variables)));
    }
    return sections;
  }

  /** Where it is, with names and numbers: {@code auth.protect[2]}. */
  public String path() {
    return path;
  }

  /** Whether the file has this section, if only as an empty one. */
  public boolean isPresent() {
    return present;
  }

  /** Whether something is written for the key, allowed or not. */
  public boolean has(Key<?> key) {
    return node.members().containsKey(nameOf(key));
  }

  /**
   * Whether an empty list, or an empty text in its place, is written for the key; also by way of a
   * variable that holds nothing.
   */
  public boolean isEmptyList(Key<?> key) {
    var written = node.members().get(nameOf(key));
    if (written instanceof Node.Sequence list) {
      return list.items().isEmpty();
    }
    if (!(written instanceof Node.Scalar scalar) || scalar.text() == null) {
      return false;
    }
    try {
      return (scalar.literal() ? scalar.text() : variables.resolve(scalar.text())).isBlank();
    } catch (BadValueException reportedWhenItIsRead) {
      return false;
    }
  }

  /** The value of a key that has a default. */
  public <T> T read(Key<T> key) {
    var fallback = key.defaultValue();
    return find(key)
        .or(() -> fallback)
        .orElseThrow(() -> new IllegalArgumentException(key.path() + " has no default"));
  }

  /**
   * The value of a key, or empty if it is missing or not allowed. An empty text counts as missing
   * for a key without default that is no secret, so that <code>${NAME:}</code> makes it optional.
   */
  public <T> Optional<T> find(Key<T> key) {
    return find(key, key.defaultText() == null && !key.secret());
  }

  /** The value of a key without which there is no start; says so if it is missing. */
  public <T> Optional<T> require(Key<T> key, String reason, String remedy) {
    if (!has(key)) {
      if (pattern.contains("[]")) {
        findings.problem(path + "." + key.name(), null, null, reason, remedy);
      } else {
        // The environment can set it: AUTH_ENCRYPTION_KEY.
        findings.unsupplied(path + "." + key.name(), null, null, reason, remedy);
      }
    }
    return find(key, false);
  }

  private <T> Optional<T> find(Key<T> key, boolean mayBeEmpty) {
    if (!(node.members().get(nameOf(key)) instanceof Node.Scalar scalar)) {
      return Optional.empty();
    }
    return text(key, key.name(), scalar)
        .filter(text -> !(mayBeEmpty && text.isEmpty()))
        .flatMap(text -> parse(key, key.name(), scalar, text));
  }

  /** The values of a list, in its order, without duplicates; its default if nothing is written. */
  public <T> Set<T> readList(Key<T> key) {
    var values = values(key, key.name(), node.members().get(nameOf(key)));
    if (!has(key)) {
      key.defaultValue().ifPresent(values::add);
    }
    return values;
  }

  /** The lists of a section whose names the operator chooses: of a key that ends in {@code .*}. */
  public <T> Map<String, Set<T>> readLists(Key<T> key) {
    nameOf(key);
    var lists = new LinkedHashMap<String, Set<T>>();
    node.members().forEach((name, written) -> lists.put(name, values(key, name, written)));
    return lists;
  }

  private <T> Set<T> values(Key<T> key, String name, @Nullable Node written) {
    var values = new LinkedHashSet<T>();
    if (written instanceof Node.Sequence list) {
      for (int i = 0; i < list.items().size(); i++) {
        var place = name + "[" + i + "]";
        if (list.items().get(i) instanceof Node.Scalar scalar) {
          text(key, place, scalar)
              .flatMap(text -> parse(key, place, scalar, text))
              .ifPresent(values::add);
        }
      }
    } else if (written instanceof Node.Scalar scalar) {
      text(key, name, scalar)
          .ifPresent(
              text -> {
                for (var part : text.isBlank() ? new String[0] : text.split(",", -1)) {
                  parse(key, name, scalar, part.strip()).ifPresent(values::add);
                }
              });
    }
    return values;
  }

  /**
   * The values of a section whose names the operator chooses.
   *
   * @param key whose path ends with a star
   */
  public <T> Map<String, T> readMap(Key<T> key) {
    if (!key.path().equals(pattern + ".*")) {
      throw new IllegalArgumentException(key.path() + " is no key of " + pattern);
    }
    var values = new LinkedHashMap<String, T>();
    node.members()
        .forEach(
            (name, written) -> {
              if (written instanceof Node.Scalar scalar) {
                text(key, name, scalar)
                    .flatMap(text -> parse(key, name, scalar, text))
                    .ifPresent(value -> values.put(name, value));
              }
            });
    return values;
  }

  /** Reports a value that is allowed by itself and wrong here. */
  public void refuse(Key<?> key, String reason, String remedy) {
    var written = node.members().get(nameOf(key));
    findings.problem(
        path + "." + key.name(),
        written == null ? null : written.origin(),
        written instanceof Node.Scalar scalar ? shown(key, scalar) : null,
        reason,
        remedy);
  }

  /** Reports something about the section as a whole. */
  public void refuse(String reason, String remedy) {
    findings.problem(path, node.origin().isEmpty() ? null : node.origin(), null, reason, remedy);
  }

  /** A warning about a place below this section: a sentence that goes on after its path. */
  public void warn(String place, String sentence) {
    findings.warning(path + "." + place + " " + sentence);
  }

  private <T> Optional<String> text(Key<T> key, String place, Node.Scalar scalar) {
    var written = scalar.text();
    if (written == null) {
      problem(key, place, scalar, null, new BadValueException("has no value"));
      return Optional.empty();
    }
    try {
      return Optional.of(scalar.literal() ? written : variables.resolve(written));
    } catch (UnsetVariableException e) {
      findings.unsupplied(
          path + "." + place, scalar.origin(), shown(key, scalar), e.reason(), SET_IT);
      return Optional.empty();
    } catch (BadValueException e) {
      findings.problem(path + "." + place, scalar.origin(), shown(key, scalar), e.reason(), SET_IT);
      return Optional.empty();
    }
  }

  private <T> Optional<T> parse(Key<T> key, String place, Node.Scalar scalar, String text) {
    try {
      var value = key.type().parser().parse(text);
      key.type()
          .caution()
          .apply(value)
          .ifPresent(sentence -> findings.warning(path + "." + place + " " + sentence));
      return Optional.of(value);
    } catch (BadValueException e) {
      problem(key, place, scalar, text, e);
      return Optional.empty();
    }
  }

  private void problem(
      Key<?> key, String place, Node.Scalar scalar, @Nullable String text, BadValueException e) {
    findings.problem(
        path + "." + place,
        scalar.origin(),
        text == null ? null : key.secret() ? Problem.REDACTED : text,
        e.reason() + "; allowed is " + key.type().allowed(),
        e.remedy()
            .orElse(
                key.defaultText() == null
                    ? "Correct it, or remove the key."
                    : "Correct it, or remove it for the default, " + key.defaultText() + "."));
  }

  private @Nullable String shown(Key<?> key, Node.Scalar scalar) {
    var written = scalar.text();
    if (written == null) {
      return null;
    }
    if (key.secret()) {
      return Problem.REDACTED;
    }
    try {
      return scalar.literal() ? written : variables.resolve(written);
    } catch (BadValueException unresolved) {
      return written;
    }
  }

  /** Reading a key in the section of another would read nothing and tell nobody. */
  private String nameOf(Key<?> key) {
    if (!key.section().equals(pattern)) {
      throw new IllegalArgumentException(key.path() + " is no key of " + pattern);
    }
    return key.name();
  }
}
