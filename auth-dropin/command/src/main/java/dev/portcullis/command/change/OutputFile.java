package dev.portcullis.command.change;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes a file so that it is there whole or not at all: into a new one beside it, which then takes
 * its name.
 */
public final class OutputFile {

  private final Opener opener;

  /** Opens the new file; a test has one that is soon full. */
  @FunctionalInterface
  interface Opener {
    WritableByteChannel open(Path path) throws IOException;
  }

  public OutputFile() {
    this(path -> FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  OutputFile(Opener opener) {
    this.opener = opener;
  }

  /**
   * Writes it.
   *
   * @param replace whether it may take the place of a file that is there
   * @throws FileAlreadyExistsException where one is there and may not be replaced
   */
  public void write(Path target, boolean replace, List<ByteBuffer> parts) throws IOException {
    var absolute = target.toAbsolutePath();
    var name = String.valueOf(absolute.getFileName());
    var unfinished =
        absolute.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".unfinished");
    try {
      try (var channel = opener.open(unfinished)) {
        for (var part : parts) {
          var rest = part.duplicate();
          while (rest.hasRemaining()) {
            channel.write(rest);
          }
        }
        if (channel instanceof FileChannel file) {
          file.force(true);
        }
      }
      publish(unfinished, absolute, replace);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void publish(Path unfinished, Path target, boolean replace) throws IOException {
    if (!replace) {
      try {
        // Unlike a move, a link never takes the place of another file.
        Files.createLink(target, unfinished);
        return;
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException | UnsupportedOperationException noLinksHere) {
        if (Files.exists(target)) {
          throw new FileAlreadyExistsException(target.toString());
        }
      }
    }
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
