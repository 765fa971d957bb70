package dev.portcullis.config;

import dev.portcullis.config.file.Findings;
import dev.portcullis.config.file.Node;
import dev.portcullis.config.file.Suggestion;
import java.util.List;
import java.util.Map;

/** Sections beside {@code auth}: each gets a note that says where its settings live in a server. */
final class OtherSections {

  static final String AUTH = "auth";

  private static final Map<String, String> PLACES =
      Map.of(
          "service",
          "name and version are the application's own, and the port is the server's",
          "config",
          "this file's place is given by -D"
              + ConfigurationFile.PROPERTY
              + " or "
              + ConfigurationFile.VARIABLE,
          "logging",
          "levels and formats are set in the server's logging, for the loggers dev.portcullis.*",
          "monitoring",
          "metrics are served below auth.base_path at /metrics",
          "database",
          "address, user and pool belong to the server's datasource that auth.datasource names");

  private OtherSections() {}

  /** Notes the others, and reports it if there is no {@code auth}. */
  static void check(Node.Mapping root, Findings findings) {
    for (var name : root.members().keySet()) {
      if (!name.equals(AUTH)) {
        findings.note(
            "Section "
                + name
                + " is not read: "
                + PLACES.getOrDefault(name, "Portcullis reads the section auth only")
                + ".");
      }
    }
    if (!root.members().containsKey(AUTH)) {
      findings.problem(
          AUTH,
          null,
          null,
          "is missing; everything of Portcullis is below it",
          Suggestion.among(List.of(AUTH), String.join("", root.members().keySet()))
              .map(near -> "Write \"auth:\" in lower case, at the beginning of its line.")
              .orElse("Add \"auth: {}\" for the defaults."));
    } else if (!(root.members().get(AUTH) instanceof Node.Mapping)
        && !(root.members().get(AUTH) instanceof Node.Scalar nothing && nothing.text() == null)) {
      findings.problem(
          AUTH, null, null, "is a section and needs keys below it", "Add \"auth: {}\".");
    }
  }
}
