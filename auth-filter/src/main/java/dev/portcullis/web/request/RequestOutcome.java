package dev.portcullis.web.request;

import dev.portcullis.Caller;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.Refusal;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the credentials of a request came to. Closed: whoever asks must handle every case. */
public sealed interface RequestOutcome {

  /** A credential was presented and stands for that caller. */
  record Granted(Caller caller, CredentialKind by) implements RequestOutcome {}

  /** A credential was presented and does not serve, or could not be checked: the request stops. */
  record Rejected(Refusal refusal) implements RequestOutcome {}

  /** Nothing of ours was presented. */
  record NotPresented() implements RequestOutcome {}

  /** Handles every case; stands in for the pattern switch that Java 17 lacks. */
  default <R> R fold(
      Function<Granted, R> granted, Function<Rejected, R> rejected, Supplier<R> notPresented) {
    if (this instanceof Granted g) {
      return granted.apply(g);
    }
    if (this instanceof Rejected r) {
      return rejected.apply(r);
    }
    return notPresented.get();
  }
}
