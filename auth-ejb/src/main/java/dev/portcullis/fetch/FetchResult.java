package dev.portcullis.fetch;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How fetching a document ended. Closed: a service that misbehaves is no exception. */
public sealed interface FetchResult {

  /** It is there. */
  final class Document implements FetchResult {

    private final byte[] content;
    private final @Nullable Duration maxAge;

    /**
     * @param maxAge how long its server lets it be kept ({@code Cache-Control: max-age}), zero for
     *     {@code no-store} and {@code no-cache}, or null if it does not say
     */
    public Document(byte[] content, @Nullable Duration maxAge) {
      this.content = content.clone();
      this.maxAge = maxAge;
    }

    /** All of it, in a new array. */
    public byte[] content() {
      return content.clone();
    }

    /** How long it may be kept, or null if its server does not say. */
    public @Nullable Duration maxAge() {
      return maxAge;
    }
  }

  /**
   * It is not to be had.
   *
   * @param reason for the log; nothing that the other side sent is in it but a status
   */
  record Failed(String reason) implements FetchResult {}

  /** Handles every case. */
  default <R> R fold(Function<Document, R> document, Function<Failed, R> failed) {
    return this instanceof Document d ? document.apply(d) : failed.apply((Failed) this);
  }
}
