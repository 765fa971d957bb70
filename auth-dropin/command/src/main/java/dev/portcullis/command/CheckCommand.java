package dev.portcullis.command;

import dev.portcullis.config.LoadedSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks only. */
@Command(
    name = "check",
    description = "Tells what stands in the way of Portcullis in a WAR or EAR; writes nothing.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // By picocli.
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<legacy>", description = "The WAR or EAR.")
  private Path legacy;

  @Option(names = "--config", paramLabel = "<auth.yaml>", description = "Checked as well.")
  private @Nullable Path config;

  @Option(
      names = "--web-module",
      paramLabel = "<name.war>",
      description = "A WAR in the EAR; may be repeated.")
  private List<String> webModules = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    var printer = spec.commandLine().getOut();
    var settings = Optional.<SettingsFile>empty();
    if (config != null) {
      settings = Optional.of(SettingsFile.read(config));
    }
    settings.ifPresent(file -> Report.print(printer, file));
    var archive = Archive.open(legacy);
    long conflicts =
        Report.print(
            printer,
            archive.findings(
                archive.wars(webModules),
                settings.map(SettingsFile::loaded).map(LoadedSettings::settings)));
    if (conflicts > 0) {
      throw new CommandException(ExitCode.CONFLICTS, Report.conflicts(conflicts) + ".");
    }
    printer.println("Nothing stands in the way.");
    return ExitCode.DONE;
  }
}
