package dev.portcullis.command;

import dev.portcullis.config.LoadedSettings;
import dev.portcullis.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration that the command was given, checked as a server checks it.
 *
 * @param content the file
 * @param loaded what it says
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SettingsFile(byte[] content, LoadedSettings loaded) {

  /** One byte more than is accepted shows that there are too many. */
  private static final int MAX_BYTES = 256 * 1024 + 1;

  static SettingsFile read(Path file) throws CommandException {
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FILES, file + " cannot be read (" + e.getClass().getSimpleName() + ").");
    }
    return new SettingsFile(content, SettingsLoader.review(file.toString(), content));
  }
}
