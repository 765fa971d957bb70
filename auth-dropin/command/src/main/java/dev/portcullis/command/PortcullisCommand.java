package dev.portcullis.command;

import dev.portcullis.command.change.Bundle;
import dev.portcullis.command.change.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command with its subcommands. */
@Command(
    name = "portcullis",
    description = "Puts Portcullis into an application that is there only as a WAR or EAR.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It ends with 0: done; 2: wrong usage; 3: conflicts; 4: the archive is not accepted;",
      "5: problems in auth.yaml; 6: a file cannot be read or written; 1: our own fault.",
      "Unless it ends with 0, nothing was written."
    })
public final class PortcullisCommand {

  private static final String BUNDLE = "portcullis-bundle.jar";

  @Spec
  @SuppressWarnings("NullAway.Init") // By picocli.
  private CommandSpec spec;

  private PortcullisCommand() {}

  /** What the launcher calls: returns what the process is to end with. */
  public static int run(String[] arguments) throws IOException {
    try (var in = PortcullisCommand.class.getResourceAsStream(BUNDLE)) {
      var bundle = Bundle.of(Objects.requireNonNull(in, BUNDLE).readAllBytes());
      var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
      return run(bundle, new OutputFile(), out, err, arguments);
    }
  }

  /** The same with everything given. */
  static int run(
      Bundle bundle, OutputFile output, PrintWriter out, PrintWriter err, String... arguments) {
    var command = new PortcullisCommand();
    var line =
        new CommandLine(command)
            .addSubcommand(new AddCommand(bundle, output))
            .addSubcommand(new RemoveCommand(output))
            .addSubcommand(new CheckCommand())
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(new Failures());
    command.spec.versionProvider(() -> new String[] {bundle.version()});
    if (arguments.length == 0) {
      line.usage(err);
      return ExitCode.USAGE;
    }
    return line.execute(arguments);
  }
}
