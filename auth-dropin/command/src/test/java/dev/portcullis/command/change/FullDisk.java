package dev.portcullis.command.change;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A disk that takes so many bytes and then no more. */
public final class FullDisk implements WritableByteChannel {

  private final FileChannel file;
  private int room;

  private FullDisk(Path path, int room) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.room = room;
  }

  /** Files on it. */
  public static OutputFile after(int bytes) {
    return new OutputFile(path -> new FullDisk(path, bytes));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (room == 0) {
      throw new IOException("No space left on device");
    }
    int length = Math.min(room, source.remaining());
    var part = source.slice(source.position(), length);
    file.write(part);
    source.position(source.position() + length);
    room -= length;
    return length;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
