package dev.portcullis.store;

import java.io.Serial;

/**
 * The database rolled the transaction back for the sake of another one at the same time (a
 * deadlock, a row that changed since it was read): the same work may succeed now.
 */
final class LostRaceException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  LostRaceException(Throwable cause) {
    super("The database gave way to another transaction", cause);
  }
}
