package dev.portcullis.command;

import dev.portcullis.command.change.EarChange;
import dev.portcullis.command.change.OutputFile;
import dev.portcullis.command.change.WarChange;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes it out. */
@Command(
    name = "remove",
    description = "Takes out what \"add\" put in, and gives back the archive as it was.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // By picocli.
final class RemoveCommand implements Callable<Integer> {

  private final OutputFile output;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<secured>", description = "The WAR or EAR; it is not changed.")
  private Path secured;

  @Option(names = "--out", required = true, paramLabel = "<legacy>", description = "The new file.")
  private Path out;

  @Option(names = "--force", description = "Replace <legacy> if it is there.")
  private boolean force;

  RemoveCommand(OutputFile output) {
    this.output = output;
  }

  @Override
  public Integer call() throws Exception {
    Targets.check(out, force, secured);
    var archive = Archive.open(secured);
    var changed =
        archive.isEar()
            ? EarChange.remove(archive.image(), archive.budget())
            : WarChange.remove(archive.image(), archive.budget());
    output.write(out, force, changed.parts());
    spec.commandLine()
        .getOut()
        .println(
            changed.identical()
                ? out + " is the original, byte for byte."
                : out + " has the entries of the original; the file was packed anew since.");
    return ExitCode.DONE;
  }
}
