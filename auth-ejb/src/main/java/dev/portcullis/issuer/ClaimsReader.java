package dev.portcullis.issuer;

import dev.portcullis.config.IssuerSettings;
import dev.portcullis.jose.JsonReader;
import dev.portcullis.jose.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claims of a foreign token from its bytes, once its signature was right. What is not
 * asked for is checked for form and passed over (S11).
 */
final class ClaimsReader {

  private static final Set<String> TEXTS =
      Set.of("sub", "client_id", "azp", "appid", "jti", "sid", "typ");

  /** Claims that only ID tokens and logout tokens have (OpenID Connect Core 2, 3.1.3.6). */
  private static final Set<String> OF_OTHER_TOKENS = Set.of("nonce", "at_hash", "c_hash", "events");

  private static final int MOST_ROLES = 500;

  private final byte[] issuer;
  private final List<byte[]> audiences;
  private final List<String> rolePath;
  private final Set<String> texts = new HashSet<>(TEXTS);

  ClaimsReader(IssuerSettings settings) {
    issuer = settings.issuer().getBytes(StandardCharsets.UTF_8);
    audiences = settings.audiences().stream().map(a -> a.getBytes(StandardCharsets.UTF_8)).toList();
    var claims = settings.claims();
    rolePath = claims.roles() == null ? List.of() : claims.roles().names();
    texts.add(claims.email());
    texts.add(claims.name());
    if (claims.username() != null) {
      texts.add(claims.username());
    }
  }

  /** What stood in the payload. */
  static final class Found {
    boolean issuerMatches;
    boolean audienceMatches;
    boolean ofOtherToken;
    final Map<String, String> texts = new HashMap<>();
    Set<String> roles = Set.of();
    Set<String> amr = Set.of();
    @Nullable Long authTime;
    @Nullable Long issuedAt;
    @Nullable Long notBefore;
    @Nullable Long expiresAt;

    private Found() {}
  }

  Found read(JsonReader in) throws MalformedException {
    var found = new Found();
    in.beginObject();
    while (in.nextName()) {
      claim(found, in.name(), in);
    }
    in.end();
    return found;
  }

  private void claim(Found found, String name, JsonReader in) throws MalformedException {
    switch (name) {
      case "iss" -> found.issuerMatches = in.stringIs(issuer);
      case "aud" -> found.audienceMatches = containsOurs(in);
      case "iat" -> found.issuedAt = in.integer();
      case "nbf" -> found.notBefore = in.integer();
      case "exp" -> found.expiresAt = in.integer();
      case "auth_time" -> found.authTime = in.integer();
      case "amr" -> found.amr = in.isArray() ? strings(in) : skipped(in);
      default -> other(found, name, in);
    }
  }

  private void other(Found found, String name, JsonReader in) throws MalformedException {
    found.ofOtherToken |= OF_OTHER_TOKENS.contains(name);
    boolean isRoles = !rolePath.isEmpty() && rolePath.get(0).equals(name);
    if (in.isString()) {
      if (isRoles || texts.contains(name)) {
        var text = in.string();
        found.texts.put(name, text);
        if (isRoles && rolePath.size() == 1) {
          found.roles = words(text);
        }
      } else {
        in.skip();
      }
    } else if (isRoles) {
      found.roles = roles(in, 1);
    } else {
      in.skip();
    }
  }

  /** What stands at the rest of the path; nothing where the way there is not as configured. */
  private Set<String> roles(JsonReader in, int at) throws MalformedException {
    if (at == rolePath.size()) {
      return in.isArray() ? strings(in) : in.isString() ? words(in.string()) : skipped(in);
    }
    if (!in.isObject()) {
      return skipped(in);
    }
    Set<String> found = Set.of();
    in.beginObject();
    while (in.nextName()) {
      if (in.name().equals(rolePath.get(at))) {
        found = roles(in, at + 1);
      } else {
        in.skip();
      }
    }
    return found;
  }

  private static Set<String> words(String text) {
    var words = new LinkedHashSet<String>();
    for (var word : text.split(" ", MOST_ROLES)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static Set<String> skipped(JsonReader in) throws MalformedException {
    in.skip();
    return Set.of();
  }

  /** The texts of an array; what is no text in it is passed over. */
  private static Set<String> strings(JsonReader in) throws MalformedException {
    var strings = new LinkedHashSet<String>();
    in.beginArray();
    while (in.nextElement()) {
      if (in.isString()) {
        strings.add(in.string());
      } else {
        in.skip();
      }
    }
    return strings;
  }

  /** {@code aud} is one string or an array of them (RFC 7519 4.1.3). */
  private boolean containsOurs(JsonReader in) throws MalformedException {
    if (!in.isArray()) {
      return isOurs(in.string());
    }
    boolean found = false;
    in.beginArray();
    while (in.nextElement()) {
      found |= isOurs(in.string());
    }
    return found;
  }

  private boolean isOurs(String audience) {
    var bytes = audience.getBytes(StandardCharsets.UTF_8);
    return audiences.stream().anyMatch(ours -> Arrays.equals(ours, bytes));
  }
}
