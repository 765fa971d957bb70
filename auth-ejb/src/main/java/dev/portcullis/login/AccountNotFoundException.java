package dev.portcullis.login;

/** Whom a provider has proven has no account here, and none could be made. */
final class AccountNotFoundException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AccountNotFoundException(RuntimeException cause) {
    super("No account could be found or made", cause);
  }
}
