package dev.portcullis.web.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.jose.HmacKey;
import dev.portcullis.jose.Jws;
import dev.portcullis.jose.PrivateSigningKey;
import dev.portcullis.testing.FakeIssuer;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.ObjectNode;

/** Providers that do one thing wrong each, named for it. */
public final class Hostile {

  private Hostile() {}

  /** Replays an ID token of another attempt, which has another nonce. */
  public static class SwapsNonce extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("nonce", "of-another-attempt");
    }
  }

  public static class ForgetsNonce extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      var claims = super.idToken(asked);
      claims.remove("nonce");
      return claims;
    }
  }

  public static class SwapsIssuer extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("iss", "https://idp.example.com");
    }
  }

  public static class AddsSlashToIssuer extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("iss", issuer() + "/");
    }
  }

  public static class IssuesForAnotherClient extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("aud", "another");
    }
  }

  public static class IssuesForOthersToo extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      var claims = super.idToken(asked);
      claims.putArray("aud").add(CLIENT_ID).add("another");
      return claims;
    }
  }

  public static class AuthorizesAnotherParty extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("azp", "another");
    }
  }

  public static class IssuesExpired extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("iat", now() - 50).put("exp", now() - 61);
    }
  }

  public static class NeverExpires extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      var claims = super.idToken(asked);
      claims.remove("exp");
      return claims;
    }
  }

  public static class LivesForAYear extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("exp", now() + 365 * 86_400);
    }
  }

  public static class IssuesFromTheFuture extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("iat", now() + 61);
    }
  }

  /** Hands out a token that was made before anybody asked. */
  public static class IssuesOldToken extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("iat", now() - 61);
    }
  }

  public static class HasNoSubject extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      var claims = super.idToken(asked);
      claims.remove("sub");
      return claims;
    }
  }

  public static class NamesSubjectByNumber extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("sub", 1);
    }
  }

  public static class SignedInTomorrow extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("auth_time", now() + 61);
    }
  }

  /** Core 3.1.2.1: told to ask for the password again, it remembers whoever it knows. */
  public static class AsksNobodyAgain extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("auth_time", now() - 61);
    }
  }

  public static class HashesAnotherAccessToken extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      return super.idToken(asked).put("at_hash", "77QmUPtjPfzWtF2AnpK9RQ");
    }
  }

  /** RFC 8725 3.11: an access token, or a logout token, passed off as an ID token. */
  public static class PassesOffAccessToken extends StandInProvider {
    @Override
    protected String sign(ObjectNode claims) {
      var key = new PrivateSigningKey(KEY_ID, JwsAlgorithm.EDDSA, pair().getPrivate());
      return Jws.sign(key, "at+jwt", claims.toString().getBytes(UTF_8));
    }
  }

  public static class PassesOffLogoutToken extends StandInProvider {
    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      var claims = super.idToken(asked);
      claims.putObject("events").putObject("http://schemas.openid.net/event/backchannel-logout");
      return claims;
    }
  }

  public static class SignsWithNone extends StandInProvider {
    @Override
    protected String sign(ObjectNode claims) {
      return encode("{\"alg\":\"none\",\"kid\":\"k1\"}") + "." + encode(claims.toString()) + ".";
    }
  }

  /** As a client's secret may do by OpenID Connect Core 1.0 10.1; everybody with it could sign. */
  public static class HmacWithClientSecret extends StandInProvider {
    @Override
    protected String sign(ObjectNode claims) {
      try {
        var secret = (CLIENT_SECRET + " ".repeat(10)).getBytes(UTF_8);
        var key = HmacKey.of(KEY_ID, JwsAlgorithm.HS256, secret);
        return Jws.sign(key, "JWT", claims.toString().getBytes(UTF_8));
      } catch (InvalidKeyException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static class SignsWithStrangersKey extends StandInProvider {
    @Override
    protected String sign(ObjectNode claims) {
      var key = new PrivateSigningKey(KEY_ID, JwsAlgorithm.EDDSA, newPair().getPrivate());
      return Jws.sign(key, "JWT", claims.toString().getBytes(UTF_8));
    }
  }

  /** Brings its key along in the token. */
  public static class BringsItsKey extends StandInProvider {
    @Override
    protected String sign(ObjectNode claims) {
      var signed = super.sign(claims);
      var header = "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"jku\":\"%s/keys\"}".formatted(issuer());
      return encode(header) + signed.substring(signed.indexOf('.'));
    }
  }

  public static class NamesNoKey extends StandInProvider {
    @Override
    protected String sign(ObjectNode claims) {
      var signed = super.sign(claims);
      return encode("{\"alg\":\"EdDSA\"}") + signed.substring(signed.indexOf('.'));
    }
  }

  public static class GivesNoIdToken extends StandInProvider {
    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      send(
          exchange,
          200,
          JSON.createObjectNode().put("access_token", "access-canary").put("token_type", "Bearer"));
    }
  }

  public static class GivesTokenOfAnotherType extends StandInProvider {
    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      var json = JSON.createObjectNode();
      json.put("access_token", "access-canary").put("token_type", "mac");
      json.put("id_token", sign(idToken(asked)));
      send(exchange, 200, json);
    }
  }

  public static class RefusesCode extends StandInProvider {
    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      send(exchange, 400, JSON.createObjectNode().put("error", "invalid_grant"));
    }
  }

  /** GitHub's way. */
  public static class RefusesCodeWithStatus200 extends StandInProvider {
    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      send(exchange, 200, JSON.createObjectNode().put("error", "bad_verification_code"));
    }
  }

  /** Two parsers would read two subjects. */
  public static class SaysEverythingTwice extends StandInProvider {
    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      var text =
          "{\"access_token\":\"access-canary\",\"token_type\":\"Bearer\",\"id_token\":\"%s\",\"id_token\":\"x\"}"
              .formatted(sign(idToken(asked)));
      FakeIssuer.send(exchange, 200, text.getBytes(UTF_8));
    }
  }

  public static class RedirectsTokenRequest extends StandInProvider {
    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere");
      FakeIssuer.send(exchange, 307, new byte[0]);
    }
  }

  /** More than any answer has. */
  public static class HugeTokenAnswer extends StandInProvider {
    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      FakeIssuer.send(exchange, 200, ("{\"x\":\"" + "x".repeat(600_000) + "\"}").getBytes(UTF_8));
    }
  }

  public static class SwapsSubjectInUserInfo extends StandInProvider {
    @Override
    protected ObjectNode userInfo() {
      return super.userInfo().put("sub", "victim");
    }
  }

  public static class HasUserInfoWithoutSubject extends StandInProvider {
    @Override
    protected ObjectNode userInfo() {
      var info = super.userInfo();
      info.remove("sub");
      return info;
    }
  }

  public static class FailsAtUserInfo extends StandInProvider {
    @Override
    protected void answer(HttpExchange exchange) throws IOException {
      if (exchange.getRequestURI().getPath().equals("/userinfo")) {
        FakeIssuer.send(exchange, 500, new byte[0]);
      } else {
        super.answer(exchange);
      }
    }
  }

  /** RFC 9207: the answer of another provider. */
  public static class AnswersForAnother extends StandInProvider {
    @Override
    protected void callback(Map<String, String> answer) {
      answer.put("iss", "https://idp.example.com");
    }
  }

  /** RFC 9207: announces that it says who it is, and somebody took that out. */
  public static class ForgetsWhoItIs extends StandInProvider {
    @Override
    protected ObjectNode metadata() {
      return super.metadata().put("authorization_response_iss_parameter_supported", true);
    }
  }

  public static class AnswersWithError extends StandInProvider {
    @Override
    protected void callback(Map<String, String> answer) {
      answer.remove("code");
      answer.put("error", "server_error");
    }
  }

  public static class ForgetsCode extends StandInProvider {
    @Override
    protected void callback(Map<String, String> answer) {
      answer.remove("code");
    }
  }

  public static class ForgetsState extends StandInProvider {
    @Override
    protected void callback(Map<String, String> answer) {
      answer.remove("state");
    }
  }

  public static class SwapsState extends StandInProvider {
    @Override
    protected void callback(Map<String, String> answer) {
      answer.put("state", "A".repeat(43));
    }
  }

  /** S46: at the start, when the endpoints are looked up. */
  public static class NamesAnotherIssuerInMetadata extends StandInProvider {
    @Override
    protected ObjectNode metadata() {
      return super.metadata().put("issuer", issuer() + "/other");
    }
  }

  public static class HugeMetadata extends StandInProvider {
    @Override
    protected ObjectNode metadata() {
      return super.metadata().put("x", "x".repeat(600_000));
    }
  }

  /** Begins an answer, and ends it only when nobody is interested any more. */
  public static class AnswersSlowly extends StandInProvider {

    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    protected void answer(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      closed.countDown();
      super.close();
    }
  }

  public static class RedirectsElsewhere extends StandInProvider {
    @Override
    protected void answer(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
      FakeIssuer.send(exchange, 302, new byte[0]);
    }
  }

  public static class LeadsTokensToPlainHttp extends StandInProvider {
    @Override
    protected ObjectNode metadata() {
      return super.metadata().put("token_endpoint", "http://idp.example.com/token");
    }
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
