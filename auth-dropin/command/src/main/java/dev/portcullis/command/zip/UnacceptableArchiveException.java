package dev.portcullis.command.zip;

/** An archive is damaged, hostile, or of a kind that is not handled; the message is a sentence. */
public final class UnacceptableArchiveException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnacceptableArchiveException(String message) {
    super(message);
  }
}
