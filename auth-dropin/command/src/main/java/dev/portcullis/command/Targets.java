package dev.portcullis.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the command may write: never over what it reads. */
final class Targets {

  private Targets() {}

  static void check(Path out, boolean force, Path... inputs) throws CommandException, IOException {
    for (var input : inputs) {
      if (!Files.isRegularFile(input)) {
        throw new CommandException(ExitCode.FILES, input + " is not there, or no file.");
      }
      if (Files.exists(out) && Files.isSameFile(out, input)) {
        throw new CommandException(
            ExitCode.USAGE, "--out is " + input + ", which is kept: name another file.");
      }
    }
    if (Files.exists(out) && !(force && Files.isRegularFile(out))) {
      throw new CommandException(
          ExitCode.FILES, out + " is there already; --force replaces a file.");
    }
  }
}
