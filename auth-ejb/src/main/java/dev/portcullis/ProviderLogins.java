package dev.portcullis;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in through providers of OAuth 2 and OpenID Connect. Every method audits and commits on
 * its own, and throws {@link TemporarilyUnavailableException} where the database does not answer.
 */
public interface ProviderLogins {

  /** Where no provider is configured. */
  ProviderLogins NONE =
      new ProviderLogins() {
        @Override
        public List<ProviderInfo> providers() {
          return List.of();
        }

        @Override
        public Beginning begin(String provider, Wish wish, ClientInfo client) {
          return new Beginning.Unknown();
        }

        @Override
        public Confirming confirming(String accountId) {
          return new Confirming(true, List.of());
        }

        @Override
        public Beginning confirm(String provider, Wish wish, Caller caller, ClientInfo client) {
          return new Beginning.Unknown();
        }

        @Override
        public boolean endsWhereItBegan(String state, Confidential ticket) {
          return false;
        }

        @Override
        public Ending finish(String provider, Answer answer, ClientInfo client) {
          return new Ending.Unknown();
        }
      };

  /** Those that are configured, in their order. */
  List<ProviderInfo> providers();

  /**
   * Begins an attempt.
   *
   * @param provider a configured name
   * @param wish how it is to end
   */
  Beginning begin(String provider, Wish wish, ClientInfo client);

  /** How the owner of an account can prove again who they are, if it has no second factor. */
  Confirming confirming(String accountId);

  /**
   * Begins an attempt of somebody who is signed in to prove again who they are. It ends in the same
   * session, by an identity of the same account, or fails.
   */
  Beginning confirm(String provider, Wish wish, Caller caller, ClientInfo client);

  /**
   * Whether an attempt ends in the session in which it began, as linking does, and confirming; it
   * is not used up by the question.
   */
  boolean endsWhereItBegan(String state, Confidential ticket);

  /**
   * Goes on with an attempt whose browser came back.
   *
   * @param provider at whose callback it came back
   */
  Ending finish(String provider, Answer answer, ClientInfo client);

  /**
   * How an attempt is to end.
   *
   * @param callback the address of the provider's callback, as clients know it
   * @param forTokens with tokens, rather than a session
   * @param returnTo a path on this host that was checked, or null
   */
  record Wish(URI callback, boolean forTokens, @Nullable String returnTo) {}

  /**
   * By what somebody can prove again who they are.
   *
   * @param password whether there is one, here or in a directory or table
   * @param providers at which the account has an identity, in their order
   */
  record Confirming(boolean password, List<ProviderInfo> providers) {
    public Confirming {
      providers = List.copyOf(providers);
    }
  }

  /** How beginning an attempt ended. */
  sealed interface Beginning {

    /**
     * The browser may go.
     *
     * @param address where to
     * @param state by which it comes back
     * @param ticket what the browser keeps until then, and nobody else sees
     */
    record Begun(URI address, String state, Confidential ticket) implements Beginning {}

    /** The provider does not answer. */
    record NotBegun(ProviderFailure failure) implements Beginning {}

    /** No provider of that name is configured. */
    record Unknown() implements Beginning {}

    /** Handles every case. */
    default <R> R fold(
        Function<Begun, R> begun, Function<NotBegun, R> notBegun, Supplier<R> unknown) {
      if (this instanceof Begun b) {
        return begun.apply(b);
      }
      return this instanceof NotBegun n ? notBegun.apply(n) : unknown.get();
    }
  }

  /**
   * What a browser brought back; each null where it is missing.
   *
   * @param iss who answers (RFC 9207)
   * @param ticket what the browser kept
   * @param caller who is signed in there; asked for where an attempt ends where it began
   */
  record Answer(
      @Nullable String state,
      @Nullable Confidential code,
      @Nullable String error,
      @Nullable String iss,
      @Nullable Confidential ticket,
      @Nullable Caller caller) {}

  /** How an attempt ended. */
  sealed interface Ending {

    /**
     * With a session, or without, as the login says.
     *
     * @param confirming whether somebody who is signed in proved again who they are: the session is
     *     the one that they had
     */
    record InSession(
        AuthenticationResult<SessionGrant> result, @Nullable String returnTo, boolean confirming)
        implements Ending {}

    /** With tokens, or without. */
    record InTokens(AuthenticationResult<TokenGrant> result) implements Ending {}

    /**
     * Nobody was proven.
     *
     * @param forTokens whether a program waits for the answer
     * @param returnTo where the browser wanted to go, or null
     * @param confirming whether somebody who is signed in was to prove again who they are
     */
    record Failed(
        ProviderFailure failure, boolean forTokens, @Nullable String returnTo, boolean confirming)
        implements Ending {}

    /** It was an attempt to link, which begins nothing; see {@link ProviderLinks}. */
    record Linked(LinkOutcome<Boolean> outcome) implements Ending {}

    /** No provider of that name is configured. */
    record Unknown() implements Ending {}

    /** Handles every case. */
    default <R> R fold(
        Function<InSession, R> session,
        Function<InTokens, R> tokens,
        Function<Failed, R> failed,
        Function<Linked, R> linked,
        Supplier<R> unknown) {
      if (this instanceof InSession s) {
        return session.apply(s);
      }
      if (this instanceof InTokens t) {
        return tokens.apply(t);
      }
      if (this instanceof Failed f) {
        return failed.apply(f);
      }
      return this instanceof Linked l ? linked.apply(l) : unknown.get();
    }
  }
}
