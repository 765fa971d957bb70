package dev.portcullis.web.api;

import dev.portcullis.config.ClientSettings;
import dev.portcullis.crypto.Digests;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OAuth clients that prove themselves by HTTP Basic (RFC 6749 2.3.1, S16). */
final class ClientAuthentication {

  private static final String SCHEME = "Basic ";
  private static final int LONGEST_HEADER = 8 * 1024;

  private ClientAuthentication() {}

  /**
   * The client that asks, if it may introspect.
   *
   * @throws RequestRefusedException 401 for any other client and secret, 403 for one without that
   *     right, 400 for more than one credential
   */
  static ClientSettings requireIntrospecting(
      HttpServletRequest request, List<ClientSettings> clients) throws RequestRefusedException {
    var client = authenticate(request, clients);
    if (client == null) {
      throw new RequestRefusedException(
          Refusal.of(ErrorCode.INVALID_CREDENTIALS)
              .withHeader("WWW-Authenticate", "Basic realm=\"portcullis\", charset=\"UTF-8\""));
    }
    if (!client.mayIntrospect()) {
      throw new RequestRefusedException(ErrorCode.INSUFFICIENT_PERMISSIONS);
    }
    return client;
  }

  private static @Nullable ClientSettings authenticate(
      HttpServletRequest request, List<ClientSettings> clients) throws RequestRefusedException {
    var headers = Collections.list(request.getHeaders("Authorization"));
    if (headers.size() > 1) {
      throw new RequestRefusedException(
          ErrorCode.INVALID_REQUEST, "The request carries more than one credential.");
    }
    if (headers.isEmpty()
        || headers.get(0).length() > LONGEST_HEADER
        || !headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    try {
      var decoded = Base64.getDecoder().decode(headers.get(0).substring(SCHEME.length()).strip());
      var pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? null
          : find(clients, unescape(pair.substring(0, colon)), unescape(pair.substring(colon + 1)));
    } catch (IllegalArgumentException notEncoded) {
      return null;
    }
  }

  /** Takes the same time for every client and secret: all are compared, none ends the search. */
  private static @Nullable ClientSettings find(
      List<ClientSettings> clients, String id, String secret) {
    var hash = Digests.sha256(secret.getBytes(StandardCharsets.UTF_8));
    var wanted = id.getBytes(StandardCharsets.UTF_8);
    ClientSettings found = null;
    for (var client : clients) {
      boolean sameSecret =
          MessageDigest.isEqual(HexFormat.of().parseHex(client.secretHash()), hash);
      boolean sameId = MessageDigest.isEqual(client.id().getBytes(StandardCharsets.UTF_8), wanted);
      if (sameId && sameSecret) {
        found = client;
      }
    }
    return found;
  }

  /** RFC 6749 2.3.1: both are form-encoded before they are joined. */
  private static String unescape(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
