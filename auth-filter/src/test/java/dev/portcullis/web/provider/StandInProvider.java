package dev.portcullis.web.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.Jwk;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.jose.PublicVerificationKey;
import dev.portcullis.testing.FakeIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A provider of OpenID Connect that does everything right, over real HTTP. What a hostile one does
 * otherwise, it overrides. Its user has signed in and agreed already.
 */
public class StandInProvider implements AutoCloseable {

  public static final String CLIENT_ID = "shop";
  public static final String SECOND_CLIENT_ID = "till";
  public static final String CLIENT_SECRET = "s3cret of the client: &=+%";
  public static final String KEY_ID = "k1";

  protected static final JsonMapper JSON = JsonMapper.shared();

  private final FakeIssuer server = new FakeIssuer();
  private final KeyPair pair = newPair();
  private final List<String> tokenRequests = new ArrayList<>();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final AtomicInteger logouts = new AtomicInteger();
  private final Set<String> grants = ConcurrentHashMap.newKeySet();
  private final AtomicInteger renewals = new AtomicInteger();
  private volatile boolean givesRefreshTokens;
  private volatile boolean isOverloaded;
  private @Nullable Clock clock;

  /** Whose account it is that signs in. */
  protected volatile String subject = "248289761001";

  public StandInProvider() {
    server.answers(this::answer);
  }

  /** What it goes by; set before anybody signs in. */
  public void follow(Clock time) {
    clock = time;
  }

  public String issuer() {
    return server.address("").toString();
  }

  /** The configuration of a client named corp; its lines are indented by eight. */
  public String settings() {
    return """
        corp:
          issuer: %s
          client_id: %s
          client_secret: "%s"
          role_claim: realm.roles
    """
        .formatted(issuer(), CLIENT_ID, CLIENT_SECRET)
        .indent(4);
  }

  /** The same of another client there, named till. */
  public String secondSettings() {
    return settings()
        .replace("corp:", "till:")
        .replace("client_id: " + CLIENT_ID, "client_id: " + SECOND_CLIENT_ID);
  }

  /** The bodies of the requests to the token endpoint. */
  public List<String> tokenRequests() {
    return tokenRequests;
  }

  public void signsIn(String other) {
    subject = other;
  }

  /** From now on its tokens can be renewed, each refresh token once. */
  public void givesRefreshTokens() {
    givesRefreshTokens = true;
  }

  /** Disables its user: it renews nothing. */
  public void disablesItsUser() {
    grants.clear();
  }

  /** Whether its token endpoint answers 503. */
  public void isOverloaded(boolean now) {
    isOverloaded = now;
  }

  /** How often it gave new tokens for old ones. */
  public int renewals() {
    return renewals.get();
  }

  /** How often it was asked anything. */
  public int requests() {
    return server.requests();
  }

  protected final FakeIssuer server() {
    return server;
  }

  protected final KeyPair pair() {
    return pair;
  }

  static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  protected final long now() {
    return Objects.requireNonNull(clock).instant().getEpochSecond();
  }

  /**
   * What the browser does that is sent to it: its user agrees at once.
   *
   * @param address where the application sent it
   * @return the query with which it comes back to the callback
   */
  public String authorize(String address) {
    var asked = query(URI.create(address).getRawQuery());
    var code = "code-" + asked.get("state");
    codes.put(code, asked);
    var answer = new LinkedHashMap<String, String>();
    answer.put("code", code);
    answer.put("state", asked.get("state"));
    callback(answer);
    return form(answer);
  }

  /** Changes what the browser brings back. */
  protected void callback(Map<String, String> answer) {}

  /** Answers one request. */
  protected void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/.well-known/openid-configuration" -> send(exchange, 200, metadata());
      case "/keys" -> FakeIssuer.send(exchange, 200, keys().getBytes(UTF_8));
      case "/token" -> token(exchange);
      case "/userinfo" -> userInfo(exchange);
      default -> FakeIssuer.send(exchange, 404, new byte[0]);
    }
  }

  protected static void send(HttpExchange exchange, int status, ObjectNode json)
      throws IOException {
    FakeIssuer.send(exchange, status, json.toString().getBytes(UTF_8));
  }

  /** OpenID Connect Discovery 1.0 3. */
  protected ObjectNode metadata() {
    var json = JSON.createObjectNode();
    json.put("issuer", issuer());
    json.put("authorization_endpoint", issuer() + "/authorize");
    json.put("token_endpoint", issuer() + "/token");
    json.put("userinfo_endpoint", issuer() + "/userinfo");
    json.put("end_session_endpoint", issuer() + "/logout");
    json.put("jwks_uri", issuer() + "/keys");
    return json;
  }

  protected String keys() {
    return "{\"keys\":[" + jwk(KEY_ID, pair) + "]}";
  }

  protected static String jwk(String kid, KeyPair pair) {
    try {
      return Jwk.write(PublicVerificationKey.of(kid, JwsAlgorithm.EDDSA, pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    tokenRequests.add(body);
    var form = query(body);
    if (isOverloaded) {
      send(exchange, 503, JSON.createObjectNode().put("error", "temporarily_unavailable"));
      return;
    }
    if ("refresh_token".equals(form.get("grant_type"))) {
      renew(exchange, form);
      return;
    }
    var asked = codes.remove(form.getOrDefault("code", ""));
    if (asked == null
        || !isProven(exchange, form)
        || !Objects.equals(asked.get("redirect_uri"), form.get("redirect_uri"))
        || !challenge(form.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))) {
      send(exchange, 400, JSON.createObjectNode().put("error", "invalid_grant"));
      return;
    }
    tokens(exchange, asked);
  }

  /** RFC 6749 6. */
  private void renew(HttpExchange exchange, Map<String, String> form) throws IOException {
    if (!isProven(exchange, form) || !grants.remove(form.getOrDefault("refresh_token", ""))) {
      send(exchange, 400, JSON.createObjectNode().put("error", "invalid_grant"));
      return;
    }
    int ignored = renewals.incrementAndGet();
    tokens(exchange, Map.of("client_id", CLIENT_ID));
  }

  /** RFC 6749 2.3.1: both parts are form-encoded before they are put together. */
  protected boolean isProven(HttpExchange exchange, Map<String, String> form) {
    var presented = exchange.getRequestHeaders().getFirst("Authorization");
    return Stream.of(CLIENT_ID, SECOND_CLIENT_ID)
        .map(id -> encoded(id) + ":" + encoded(CLIENT_SECRET))
        .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
        .anyMatch(expected -> expected.equals(presented));
  }

  private static String challenge(String verifier) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a request whose code and verifier are right. */
  protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
    var json = JSON.createObjectNode();
    int renewed = renewals.get();
    json.put("access_token", renewed == 0 ? "access-canary" : "access-canary-" + renewed);
    if (givesRefreshTokens) {
      var refresh = "refresh-canary-" + renewed + "-" + codes.size() + "-" + grants.size();
      grants.add(refresh);
      json.put("refresh_token", refresh);
    }
    json.put("token_type", "Bearer");
    json.put("expires_in", 300);
    json.put("id_token", sign(idToken(asked)));
    send(exchange, 200, json);
  }

  /** OpenID Connect Core 1.0 2. */
  protected ObjectNode idToken(Map<String, String> asked) {
    var claims = JSON.createObjectNode();
    claims.put("iss", issuer());
    claims.put("sub", subject);
    claims.put("aud", asked.getOrDefault("client_id", CLIENT_ID));
    claims.put("iat", now());
    claims.put("exp", now() + 300);
    if (asked.containsKey("nonce")) {
      claims.put("nonce", asked.get("nonce"));
    }
    if ("login".equals(asked.get("prompt"))) {
      claims.put("auth_time", now());
    }
    claims.put("sid", "session-at-the-provider");
    return claims;
  }

  protected String sign(ObjectNode claims) {
    var key = new PrivateSigningKey(KEY_ID, JwsAlgorithm.EDDSA, pair.getPrivate());
    return Jws.sign(key, "JWT", claims.toString().getBytes(UTF_8));
  }

  /** OpenID Connect Back-Channel Logout 1.0 2.4. */
  public ObjectNode logoutToken() {
    var claims = JSON.createObjectNode();
    claims.put("iss", issuer());
    claims.put("sub", subject);
    claims.put("aud", CLIENT_ID);
    claims.put("iat", now());
    claims.put("exp", now() + 120);
    claims.put("jti", "logout-" + logouts.incrementAndGet());
    claims.put("sid", "session-at-the-provider");
    claims.putObject("events").putObject("http://schemas.openid.net/event/backchannel-logout");
    return claims;
  }

  /** Signs it under that type. */
  public String signLogout(String typ, ObjectNode claims) {
    var key = new PrivateSigningKey(KEY_ID, JwsAlgorithm.EDDSA, pair.getPrivate());
    return Jws.sign(key, typ, claims.toString().getBytes(UTF_8));
  }

  private void userInfo(HttpExchange exchange) throws IOException {
    var presented = exchange.getRequestHeaders().getFirst("Authorization");
    if (presented != null && presented.startsWith("Bearer access-canary")) {
      send(exchange, 200, userInfo());
    } else {
      FakeIssuer.send(exchange, 401, new byte[0]);
    }
  }

  protected ObjectNode userInfo() {
    var json = JSON.createObjectNode();
    json.put("sub", subject);
    json.put("preferred_username", "ann");
    json.put("name", "Ann Example");
    json.put("email", "ann@example.com");
    json.put("email_verified", true);
    json.put("picture", "https://example.com/ann.png");
    json.putObject("realm").putArray("roles").add("clerk").add("auth-admin");
    return json;
  }

  /** The fields of a query or form. */
  public static Map<String, String> query(String text) {
    var fields = new LinkedHashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      fields.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    return fields;
  }

  private static String form(Map<String, String> fields) {
    var pairs = new ArrayList<String>();
    fields.forEach((name, value) -> pairs.add(name + "=" + encoded(value)));
    return String.join("&", pairs);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
