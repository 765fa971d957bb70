package dev.portcullis.source;

import dev.portcullis.Confidential;
import dev.portcullis.Directory;
import dev.portcullis.DirectoryAnswer;
import dev.portcullis.TemporarilyUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A directory whose answers are timed, and that remembers whether it answered last. */
public final class MeteredDirectory implements Directory {

  private final Directory directory;
  private final Timer timer;
  private volatile boolean up = true;

  public MeteredDirectory(Directory directory, Timer timer) {
    this.directory = directory;
    this.timer = timer;
  }

  /** Whether it answered when it was last asked. */
  public boolean isUp() {
    return up;
  }

  @Override
  public Optional<Person> find(String username) {
    return asking(() -> directory.find(username));
  }

  @Override
  public DirectoryAnswer prove(@Nullable Person person, Confidential password) {
    return asking(() -> directory.prove(person, password));
  }

  @Override
  public DirectoryAnswer lookUp(String subject, String username) {
    return asking(() -> directory.lookUp(subject, username));
  }

  private <T> T asking(Supplier<T> question) {
    try {
      T answer = timer.record(question);
      up = true;
      return answer;
    } catch (TemporarilyUnavailableException e) {
      up = false;
      throw e;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
