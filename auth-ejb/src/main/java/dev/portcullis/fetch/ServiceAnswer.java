package dev.portcullis.fetch;

import java.util.function.Function;

/** How a request to a service ended. Closed: a service that misbehaves is no exception. */
public sealed interface ServiceAnswer {

  /** It answered with JSON, whatever its status; redirects are never followed and count as none. */
  final class Json implements ServiceAnswer {

    private final int status;
    private final byte[] content;

    public Json(int status, byte[] content) {
      this.status = status;
      this.content = content.clone();
    }

    public int status() {
      return status;
    }

    /** All of it, in a new array. */
    public byte[] content() {
      return content.clone();
    }
  }

  /**
   * It did not, or not with JSON.
   *
   * @param reason for the log; nothing that the other side sent is in it but a status
   * @param refused whether it answered with a status of the client's fault (4xx)
   * @param status that it answered with, or 0
   */
  record None(String reason, boolean refused, int status) implements ServiceAnswer {

    /** Without any status. */
    public None(String reason, boolean refused) {
      this(reason, refused, 0);
    }
  }

  /** Handles every case. */
  default <R> R fold(Function<Json, R> json, Function<None, R> none) {
    return this instanceof Json j ? json.apply(j) : none.apply((None) this);
  }
}
