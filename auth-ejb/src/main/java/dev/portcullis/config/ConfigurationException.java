package dev.portcullis.config;

import dev.portcullis.config.file.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration is not usable. The message lists every problem with its path, its value
 * (redacted if it may be a secret), what is allowed and how to put it right (S73).
 */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Tells of them.
   *
   * @param file which configuration, in words
   */
  public ConfigurationException(String file, List<Problem> problems) {
    super(message(file, problems));
    this.problems = List.copyOf(problems);
  }

  /** All of them, in the order they were found. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(String file, List<Problem> problems) {
    return problems.stream()
        .map(problem -> "\n\n  " + problem)
        .collect(
            Collectors.joining(
                "",
                "Portcullis cannot start: %d %s in the configuration (%s)"
                    .formatted(
                        problems.size(), problems.size() == 1 ? "problem" : "problems", file),
                "\n"));
  }
}
