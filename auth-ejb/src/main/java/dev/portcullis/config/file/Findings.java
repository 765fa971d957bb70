package dev.portcullis.config.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What turned up while a file was read: problems stop the start, all together; warnings and notes
 * are logged.
 */
public final class Findings {

  private final boolean away;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** For a start: what the environment does not have is missing. */
  public Findings() {
    this(false);
  }

  private Findings(boolean away) {
    this.away = away;
  }

  /** For a look at a file away from its server, whose environment is not known. */
  public static Findings awayFromServer() {
    return new Findings(true);
  }

  /**
   * Adds something that the server's environment has to supply: a problem, or a note where that
   * environment is not at hand. The arguments are those of {@link Problem}.
   */
  public void unsupplied(
      String path, @Nullable String origin, @Nullable String value, String reason, String remedy) {
    if (away) {
      note(path + " " + reason + ". The server has to have it.");
    } else {
      problem(path, origin, value, reason, remedy);
    }
  }

  /** Adds a problem; the arguments are those of {@link Problem}. */
  public void problem(
      String path, @Nullable String origin, @Nullable String value, String reason, String remedy) {
    problems.add(new Problem(path, origin, value, reason, remedy));
  }

  /** Adds something that works and is loose or likely not meant. */
  public void warning(String text) {
    warnings.add(text);
  }

  /** Adds something good to know. */
  public void note(String text) {
    notes.add(text);
  }

  /** The problems so far, in the order they were found. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The notes so far. */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
