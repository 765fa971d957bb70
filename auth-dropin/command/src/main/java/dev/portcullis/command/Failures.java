package dev.portcullis.command;

import dev.portcullis.command.zip.UnacceptableArchiveException;
import dev.portcullis.config.ConfigurationException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong, in a sentence, and ends the process accordingly. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult line) {
    if (e instanceof CommandException failed) {
      return tell(command, String.valueOf(failed.getMessage()), failed.exitCode());
    }
    if (e instanceof UnacceptableArchiveException refused) {
      return tell(command, "The archive " + refused.getMessage() + ".", ExitCode.ARCHIVE);
    }
    if (e instanceof ConfigurationException wrong) {
      return tell(command, String.valueOf(wrong.getMessage()), ExitCode.SETTINGS);
    }
    if (e instanceof FileAlreadyExistsException there) {
      return tell(command, there.getFile() + " is there already; see --force.", ExitCode.FILES);
    }
    if (e instanceof FileSystemException file) {
      return tell(command, "It cannot be written: " + file.getMessage() + ".", ExitCode.FILES);
    }
    if (e instanceof java.io.IOException) {
      return tell(command, "It cannot be written: " + e.getMessage() + ".", ExitCode.FILES);
    }
    e.printStackTrace(command.getErr());
    return tell(command, "That is a fault of this command.", ExitCode.OUR_FAULT);
  }

  private static int tell(CommandLine command, String text, int exitCode) {
    command.getErr().println(text);
    return exitCode;
  }
}
