package dev.portcullis.config.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;
import org.jspecify.annotations.Nullable;

/**
 * Puts the environment into values: <code>${NAME}</code> and <code>${NAME:default}</code>, from the
 * environment, then from system properties; <code>$${</code> stands for <code>${</code>. What a
 * variable holds is taken as it is, so that a password may contain <code>${</code>.
 */
public final class Variables {

  // Of another notation: ${NAME:-default} would give "-default" here.
  private static final Pattern SHELL_DEFAULT = Pattern.compile("\\$\\{[A-Za-z0-9_.]+:-");

  private final Map<String, String> environment;
  private final Map<String, String> systemProperties;

  public Variables(Map<String, String> environment, Map<String, String> systemProperties) {
    this.environment = Map.copyOf(environment);
    this.systemProperties = Map.copyOf(systemProperties);
  }

  /**
   * Fills a text in.
   *
   * @throws UnsetVariableException naming every variable that is set nowhere and has no default
   * @throws BadValueException where the notation is wrong
   */
  public String resolve(String text) throws BadValueException {
    if (!text.contains("${")) {
      return text;
    }
    var unescaped = text.replace("$${", "");
    if (unescaped.lastIndexOf("${") > unescaped.lastIndexOf('}')) {
      throw new BadValueException("has ${ without }; $${ stands for the characters themselves");
    }
    if (SHELL_DEFAULT.matcher(unescaped).find()) {
      throw new BadValueException("has a default after \":-\"; write ${NAME:default}");
    }
    var attempt = new Attempt();
    var resolved = attempt.run(text);
    if (!attempt.missing.isEmpty()) {
      throw new UnsetVariableException(attempt.missing);
    }
    return resolved;
  }

  private @Nullable String lookUp(String name) {
    var value = environment.get(name);
    return value != null ? value : systemProperties.get(name);
  }

  /** The library stops at the first undefined name; this goes on until it has all of them. */
  private final class Attempt {

    private final List<String> missing = new ArrayList<>();
    private @Nullable String lastMissed;

    String run(String text) {
      while (true) {
        try {
          return substitutor().replace(text);
        } catch (IllegalArgumentException undefined) {
          if (lastMissed == null || missing.contains(lastMissed)) {
            throw undefined;
          }
          missing.add(lastMissed);
        }
      }
    }

    private StringSubstitutor substitutor() {
      return new StringSubstitutor(this::find)
          .setValueDelimiter(":")
          .setEnableUndefinedVariableException(true)
          .setEnableSubstitutionInVariables(true)
          .setDisableSubstitutionInValues(true);
    }

    private @Nullable String find(String name) {
      if (missing.contains(name)) {
        return "";
      }
      var value = lookUp(name);
      if (value == null) {
        lastMissed = name;
      }
      return value;
    }
  }
}
