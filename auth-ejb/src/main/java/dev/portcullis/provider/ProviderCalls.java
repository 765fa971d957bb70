package dev.portcullis.provider;

import dev.portcullis.CodeFlow.TokenRequest;
import dev.portcullis.Confidential;
import dev.portcullis.ProviderFailure;
import dev.portcullis.fetch.ServiceAnswer;
import dev.portcullis.fetch.ServiceCaller;
import dev.portcullis.fetch.ServiceRequest;
import dev.portcullis.jose.JsonDocument;
import dev.portcullis.jose.MalformedException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Asks the endpoints of one provider, and reads their answers. */
final class ProviderCalls {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.provider");
  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final long LONGEST_LIFE = 10L * 365 * 24 * 60 * 60;

  /** RFC 6749 5.2: what was granted is no longer. */
  private static final String INVALID_GRANT = "invalid_grant";

  private final String name;
  private final ServiceCaller services;
  private final Clock clock;

  /**
   * @param name of the client, for the log
   */
  ProviderCalls(String name, ServiceCaller services, Clock clock) {
    this.name = name;
    this.services = services;
    this.clock = clock;
  }

  /** RFC 6749 5.1. GitHub answers errors with 200. */
  GivenTokens tokens(TokenRequest request) throws ProviderException {
    return read(json(send(request), ProviderFailure.TOKEN_EXCHANGE_FAILED, "token endpoint"));
  }

  /** The same for new ones (RFC 6749 6); empty where the provider no longer grants any. */
  Optional<GivenTokens> renewed(TokenRequest request) throws ProviderException {
    var answer = send(request);
    if (error(answer).equals(INVALID_GRANT)) {
      return Optional.empty();
    }
    return Optional.of(read(json(answer, ProviderFailure.TOKEN_EXCHANGE_FAILED, "token endpoint")));
  }

  private ServiceAnswer send(TokenRequest request) {
    return services.send(
        new ServiceRequest(request.address(), request.headers(), request.body().reveal()));
  }

  private GivenTokens read(JsonDocument json) throws ProviderException {
    if (json.has("error")) {
      throw failed(ProviderFailure.TOKEN_EXCHANGE_FAILED, "token endpoint: error (RFC 6749 5.2)");
    }
    var access = json.text("access_token").filter(ProviderCalls::isToken).orElse(null);
    var type = json.text("token_type").orElse("");
    if (access == null || !type.equalsIgnoreCase("bearer")) {
      throw failed(
          ProviderFailure.TOKEN_EXCHANGE_FAILED, "token endpoint: no bearer token (RFC 6749 5.1)");
    }
    return new GivenTokens(
        Confidential.of(access),
        json.text("refresh_token")
            .filter(ProviderCalls::isToken)
            .map(Confidential::of)
            .orElse(null),
        json.text("id_token").map(Confidential::of).orElse(null),
        json.integer("expires_in")
            .filter(seconds -> seconds >= 0 && seconds < LONGEST_LIFE)
            .map(clock.instant()::plusSeconds)
            .orElse(null));
  }

  /** It goes into a header (RFC 6750 2.1). */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_TOKEN
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  JsonDocument userInfo(URI address, Confidential accessToken) throws ProviderException {
    return json(ask(address, accessToken), ProviderFailure.USER_INFO_FAILED, "user info");
  }

  /** The same; empty where the token is no longer accepted (RFC 6750 3.1). */
  Optional<JsonDocument> userInfoIfGranted(URI address, Confidential accessToken)
      throws ProviderException {
    var answer = ask(address, accessToken);
    boolean refused =
        answer.fold(
            json -> json.status() == 401, none -> none.reason().startsWith("it answers 401"));
    return refused
        ? Optional.empty()
        : Optional.of(json(answer, ProviderFailure.USER_INFO_FAILED, "user info"));
  }

  private ServiceAnswer ask(URI address, Confidential accessToken) {
    return services.send(
        new ServiceRequest(
            address, Map.of("Authorization", "Bearer " + accessToken.reveal()), null));
  }

  private JsonDocument json(ServiceAnswer answer, ProviderFailure failure, String what)
      throws ProviderException {
    var good =
        answer.fold(
            json -> json.status() == 200 ? Optional.of(json.content()) : Optional.<byte[]>empty(),
            none -> Optional.<byte[]>empty());
    if (good.isEmpty()) {
      var error = error(answer);
      var reason =
          answer.fold(
              json -> "it answers " + json.status() + (error.isEmpty() ? "" : " " + error),
              none -> none.reason());
      LOG.log(System.Logger.Level.WARNING, "Provider {0}: {1}: {2}", name, what, reason);
      throw failed(failure, what + ": no answer that serves");
    }
    try {
      return JsonDocument.parse(good.get());
    } catch (MalformedException e) {
      throw failed(failure, what + ": no strict JSON (S7)");
    }
  }

  /** {@code invalid_client} tells an operator what to look at; only words of the standard. */
  private static String error(ServiceAnswer answer) {
    return answer.fold(
        json -> {
          try {
            return JsonDocument.parse(json.content())
                .text("error")
                .filter(code -> code.matches("[a-z_]{1,40}"))
                .orElse("");
          } catch (MalformedException e) {
            return "";
          }
        },
        none -> "");
  }

  private static ProviderException failed(ProviderFailure failure, String check) {
    return new ProviderException(failure, check);
  }
}
