package dev.portcullis.provider;

import dev.portcullis.CodeFlow;
import dev.portcullis.Confidential;
import dev.portcullis.ProviderFailure;
import dev.portcullis.ProviderInfo;
import dev.portcullis.config.AuthSettings;
import dev.portcullis.config.OAuthClientSettings;
import dev.portcullis.config.OAuthClientSettings.OpenId;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.fetch.DocumentFetcher;
import dev.portcullis.fetch.ServiceCaller;
import dev.portcullis.issuer.OpenIdIssuer;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.SignatureProvider;
import dev.portcullis.store.Transactions;
import dev.portcullis.store.Tx;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All providers, and the attempts to sign in through them. */
public final class Providers {

  private final Map<String, Provider> byName = new LinkedHashMap<>();
  private final Attempts attempts;
  private final UsedOnce logouts;

  /** How requests are made, and how they get to a provider. */
  public record Means(
      CodeFlow flow,
      ServiceCaller services,
      DocumentFetcher documents,
      SignatureProvider signatures,
      Executor executor,
      BiConsumer<String, Boolean> fetched) {}

  /** A browser that is about to be sent to a provider. */
  public record Begun(URI address, String state, Confidential ticket) {}

  /**
   * What a provider had the browser bring back.
   *
   * @param iss RFC 9207
   * @param ticket what the browser kept of the attempt, or null
   * @param signedIn whose session it is in, or null
   */
  public record Answer(
      @Nullable String state,
      @Nullable Confidential code,
      @Nullable String error,
      @Nullable String iss,
      @Nullable Confidential ticket,
      @Nullable AttemptOwner signedIn) {}

  /**
   * Somebody who came back.
   *
   * @param forTokens whether the attempt is to end with tokens
   * @param returnTo a path on this host, or null
   * @param aim what it was for; all but a sign-in came back to the session where it began
   */
  public record Returned(
      Provider provider, ProvenUser user, boolean forTokens, @Nullable String returnTo, Aim aim) {}

  /** What went wrong after the browser's attempt was known, and so what it asked for. */
  public record Failed(
      ProviderException reason, @Nullable String returnTo, boolean forTokens, Aim aim) {}

  /**
   * Nothing is fetched yet.
   *
   * @throws IllegalStateException for the operator, if a configured key cannot be used
   */
  public Providers(
      AuthSettings settings,
      Means means,
      Transactions transactions,
      EncryptionKey key,
      RandomSource random,
      Clock clock) {
    logouts = new UsedOnce(transactions, clock);
    attempts = new Attempts(transactions, key, random, clock);
    for (var client : settings.providers().clients()) {
      byName.put(
          client.name(),
          new Provider(
              client,
              means.flow(),
              means.services(),
              new ClientProofs(client, random, clock),
              issuer(client, means, clock),
              settings.adminRole(),
              clock));
    }
  }

  private static @Nullable OpenIdIssuer issuer(
      OAuthClientSettings client, Means means, Clock clock) {
    return client.endpoints() instanceof OpenId openId
        ? new OpenIdIssuer(
            client.name(),
            openId.issuer(),
            openId.algorithms(),
            means.documents(),
            means.signatures(),
            clock,
            means.executor(),
            good -> means.fetched().accept(client.name(), good))
        : null;
  }

  /** In the configured order. */
  public List<ProviderInfo> infos() {
    return byName.values().stream().map(Provider::info).toList();
  }

  public Optional<Provider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The one for which that ID token was issued. An issuer may have several clients, and each sees
   * its own token and its own addresses after a logout alone.
   *
   * @param idToken one that was validated when it came
   */
  public Optional<Provider> ofIdToken(String identityIssuer, Confidential idToken) {
    var audience = audience(idToken);
    return byName.values().stream()
        .filter(p -> p.client().identityIssuer().equals(identityIssuer))
        .filter(p -> audience.contains(p.client().clientId()))
        .findFirst();
  }

  /** The client of that id there, whatever it is called now. */
  public Optional<Provider> ofClient(String identityIssuer, String clientId) {
    return byName.values().stream()
        .filter(p -> p.client().identityIssuer().equals(identityIssuer))
        .filter(p -> p.client().clientId().equals(clientId))
        .findFirst();
  }

  /** Whether the tokens of any are kept. */
  public boolean keepTokens() {
    return byName.values().stream().anyMatch(p -> p.client().keepsTokens());
  }

  private static Set<String> audience(Confidential idToken) {
    try {
      var payload = idToken.reveal().split("\\.", -1)[1];
      return JsonDocument.parse(Base64.getUrlDecoder().decode(payload)).texts("aud");
    } catch (MalformedException | RuntimeException noTokenOfOurs) {
      return Set.of();
    }
  }

  /** What stands for one session of an issuer here, for each of its clients. */
  public List<String> sessionKeys(Provider provider, String sid) {
    var issuer = provider.client().identityIssuer();
    return byName.values().stream()
        .filter(p -> p.client().identityIssuer().equals(issuer))
        .map(p -> p.sessionKey(sid))
        .distinct()
        .toList();
  }

  /**
   * Who logged out at a provider, one of the two.
   *
   * @param sessionKeys what stands for one session of theirs, or nothing: all of the subject
   * @param tokenId the token's, unique over all issuers
   * @param expiresAt when the token does
   */
  public record LoggedOut(
      @Nullable String subject, List<String> sessionKeys, String tokenId, Instant expiresAt) {}

  /**
   * Validates a logout token; whether it was used before is told by {@link #use}.
   *
   * @throws ProviderException naming the step that refused it
   */
  public LoggedOut loggedOut(Provider provider, Confidential token) throws ProviderException {
    var out = provider.loggedOut(token);
    var sid = out.sid();
    return new LoggedOut(
        out.subject(),
        sid == null ? List.of() : sessionKeys(provider, sid),
        provider.client().identityIssuer() + " " + out.tokenId(),
        out.expiresAt());
  }

  /**
   * Notes the use of a logout token, which serves once (Back-Channel Logout 1.0 2.6), in the
   * transaction that ends the sessions: where that fails, the provider's next try still serves.
   *
   * @return whether it is the first use; of two at the same time, one breaks a unique key
   */
  public boolean use(Tx tx, LoggedOut out) {
    return logouts.first(tx, "logout token", out.tokenId(), out.expiresAt());
  }

  /** Whether any client there says what roles a user has. */
  public boolean giveRoles(String identityIssuer) {
    return byName.values().stream()
        .filter(p -> p.client().identityIssuer().equals(identityIssuer))
        .anyMatch(p -> p.client().claims().roles() != null);
  }

  /** The issuers of all identities by which somebody can sign in. */
  public Set<String> identityIssuers() {
    return byName.values().stream()
        .map(p -> p.client().identityIssuer())
        .collect(Collectors.toSet());
  }

  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /** The state of each by its name: {@code up}, {@code stale} or {@code down}. */
  public Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    byName.forEach((name, provider) -> states.put(name, provider.state()));
    return states;
  }

  /** What is to be run again and again in the background, by the provider's name. */
  public Map<String, Runnable> backgroundWork() {
    var work = new LinkedHashMap<String, Runnable>();
    byName.forEach(
        (name, provider) -> {
          var issuer = provider.issuer();
          if (issuer != null) {
            work.put(name, issuer::follow);
          }
        });
    return work;
  }

  /**
   * What an attempt is for.
   *
   * @param redirectUri of ours, unless the operator wrote another
   * @param forTokens whether it is to end with tokens
   * @param returnTo a path on this host, or null
   * @param owner who is signed in; null to sign in
   */
  public record Wanted(
      URI redirectUri,
      boolean forTokens,
      @Nullable String returnTo,
      Aim aim,
      @Nullable AttemptOwner owner) {}

  /** Begins an attempt. */
  public Begun begin(Provider provider, Wanted wanted) throws ProviderException {
    var attempt =
        attempts.begin(
            provider.info().name(),
            Optional.ofNullable(provider.client().redirectUrl()).orElse(wanted.redirectUri()),
            wanted.forTokens(),
            wanted.returnTo(),
            wanted.aim(),
            wanted.owner());
    return new Begun(provider.authorization(attempt), attempt.state(), attempts.seal(attempt));
  }

  /** Whether that ticket is one of an attempt that ends in the session where it began. */
  public boolean hasOwner(String state, Confidential ticket) {
    return attempts.hasOwner(state, ticket);
  }

  /**
   * Finds out who came back, a step after the other: the attempt is this browser's (S43), the
   * answer is of the provider that was asked (S44), the code is redeemed, the tokens prove who it
   * is (S45).
   */
  public Outcome finish(Provider provider, Answer answer) {
    Attempt attempt;
    try {
      attempt = attempt(provider, answer);
    } catch (ProviderException e) {
      return new Outcome(null, new Failed(e, null, false, Aim.SIGN_IN));
    }
    try {
      requireSession(attempt, answer);
      provider.checkIssuer(answer.iss());
      refuseError(answer.error());
      var user = provider.redeem(attempt, java.util.Objects.requireNonNull(answer.code()));
      return new Outcome(
          new Returned(provider, user, attempt.forTokens(), attempt.returnTo(), attempt.aim()),
          null);
    } catch (ProviderException e) {
      return new Outcome(
          null, new Failed(e, attempt.returnTo(), attempt.forTokens(), attempt.aim()));
    }
  }

  /** One of the two. */
  public record Outcome(@Nullable Returned returned, @Nullable Failed failed) {

    /** Handles both cases. */
    public <R> R fold(
        java.util.function.Function<Returned, R> good, java.util.function.Function<Failed, R> bad) {
      return returned != null
          ? good.apply(returned)
          : bad.apply(java.util.Objects.requireNonNull(failed));
    }
  }

  private Attempt attempt(Provider provider, Answer answer) throws ProviderException {
    if (answer.state() == null || (answer.code() == null && answer.error() == null)) {
      throw new ProviderException(
          ProviderFailure.MISSING_CODE_OR_STATE, "answer without code or state (RFC 6749 4.1.2)");
    }
    return attempts.use(provider.info().name(), answer.state(), answer.ticket());
  }

  /**
   * What one account began is not finished for another, nor in another session: whoever has a
   * browser carry somebody else's attempt would have their own identity linked, and so get in.
   */
  private static void requireSession(Attempt attempt, Answer answer) throws ProviderException {
    if (attempt.owner() != null && !attempt.owner().equals(answer.signedIn())) {
      throw new ProviderException(ProviderFailure.INVALID_STATE, "state: begun in another session");
    }
  }

  /** RFC 6749 4.1.2.1. */
  private static void refuseError(@Nullable String error) throws ProviderException {
    if (error != null) {
      throw error.equals("access_denied")
          ? new ProviderException(ProviderFailure.ACCESS_DENIED, "access_denied (RFC 6749 4.1.2.1)")
          : new ProviderException(
              ProviderFailure.PROVIDER_ERROR, "error of the answer (RFC 6749 4.1.2.1)");
    }
  }

  /** Removes what is kept of attempts that are over. */
  public void cleanUp() {
    int ignored = attempts.cleanUp();
  }
}
