package dev.portcullis.command;

import dev.portcullis.command.scan.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Prints what was found. */
final class Report {

  private Report() {}

  static void print(PrintWriter out, SettingsFile settings) {
    settings.loaded().warnings().forEach(text -> out.println("warning: auth.yaml: " + text));
    settings.loaded().notices().stream()
        .filter(text -> !text.startsWith("Configuration read from"))
        .forEach(text -> out.println("note: auth.yaml: " + text));
  }

  /** Prints all findings; those of an EAR with the name of the WAR. Returns the conflicts. */
  static long print(PrintWriter out, Map<String, List<Finding>> findings) {
    findings.forEach(
        (war, ofWar) ->
            ofWar.forEach(finding -> out.println(war.isEmpty() ? finding : war + ": " + finding)));
    return findings.values().stream().flatMap(List::stream).filter(Finding::isConflict).count();
  }

  static String conflicts(long count) {
    return count == 1 ? "1 conflict" : count + " conflicts";
  }
}
