package dev.portcullis.command;

import dev.portcullis.command.change.Bundle;
import dev.portcullis.command.change.EarChange;
import dev.portcullis.command.change.OutputFile;
import dev.portcullis.command.change.WarChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts it in. */
@Command(
    name = "add",
    description = "Puts Portcullis and a configuration into a WAR, or into WARs of an EAR.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // By picocli.
final class AddCommand implements Callable<Integer> {

  private final Bundle bundle;
  private final OutputFile output;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<legacy>", description = "The WAR or EAR; it is not changed.")
  private Path legacy;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "<auth.yaml>",
      description = "Becomes WEB-INF/auth.yaml.")
  private Path config;

  @Option(names = "--out", required = true, paramLabel = "<secured>", description = "The new file.")
  private Path out;

  @Option(
      names = "--web-module",
      paramLabel = "<name.war>",
      description = "A WAR in the EAR; may be repeated.")
  private List<String> webModules = new ArrayList<>();

  @Option(names = "--force", description = "Replace <secured> if it is there.")
  private boolean force;

  AddCommand(Bundle bundle, OutputFile output) {
    this.bundle = bundle;
    this.output = output;
  }

  @Override
  public Integer call() throws Exception {
    var printer = spec.commandLine().getOut();
    Targets.check(out, force, legacy, config);
    var settings = SettingsFile.read(config);
    var archive = Archive.open(legacy);
    var wars = archive.wars(webModules);
    Report.print(printer, settings);
    long conflicts =
        Report.print(printer, archive.findings(wars, Optional.of(settings.loaded().settings())));
    if (conflicts > 0) {
      throw new CommandException(
          ExitCode.CONFLICTS, Report.conflicts(conflicts) + "; nothing was written.");
    }
    var parts =
        archive.isEar()
            ? EarChange.add(archive.image(), wars, bundle, settings.content())
            : WarChange.add(archive.image(), bundle, settings.content());
    output.write(out, force, parts);
    printer.println("Portcullis " + bundle.version() + " is in " + out + ".");
    return ExitCode.DONE;
  }
}
