package dev.portcullis.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.provider.StandInProvider;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The providers that presets know, by what they really answer, and clients that prove by a key. */
class ProviderPresetsTest {

  private static String me(StandInProvider provider) throws Exception {
    return me(provider, false);
  }

  /** Signs in; gives what we know then. */
  private static String me(StandInProvider provider, boolean byForm) throws Exception {
    try (provider;
        var application = ProviderApplication.of(provider)) {
      var browser = application.browser();
      var query = provider.authorize(browser.toProvider(""));
      var callback = ProviderApplication.CALLBACK;
      var answer =
          byForm
              ? browser.postForm(callback, query, "Origin: https://idp.example.com")
              : browser.get(callback + "?" + query);
      assertThat(answer.status()).as(answer.body()).isEqualTo(303);
      var me = browser.me();
      application.resources.close();
      return me;
    }
  }

  /** Plain OAuth 2 with the secret in the body. */
  private static final class LikePlain extends StandInProvider {

    private final String preset;
    private final String tokens;
    private final String user;

    LikePlain(String preset, String tokens, String user) {
      this.preset = preset;
      this.tokens = tokens;
      this.user = user;
    }

    @Override
    public String settings() {
      return """
          corp:
            provider: %4$s
            auth_url: %1$s/authorize
            token_url: %1$s/token
            user_info_url: %1$s/userinfo?fields=id
            client_id: %2$s
            client_secret: "%3$s"
      """
          .formatted(issuer(), CLIENT_ID, CLIENT_SECRET, preset)
          .indent(4);
    }

    @Override
    protected boolean isProven(HttpExchange exchange, Map<String, String> form) {
      return CLIENT_ID.equals(form.get("client_id"))
          && CLIENT_SECRET.equals(form.get("client_secret"));
    }

    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      FakeIssuer.send(exchange, 200, tokens.getBytes(UTF_8));
    }

    @Override
    protected void answer(HttpExchange exchange) throws IOException {
      if (exchange.getRequestURI().getPath().equals("/userinfo")) {
        FakeIssuer.send(exchange, 200, user.getBytes(UTF_8));
      } else {
        super.answer(exchange);
      }
    }
  }

  @Test
  @Proves("S11")
  void facebook() throws Exception {
    var tokens =
        "{\"access_token\":\"EAAGm0PX4ZCps\",\"token_type\":\"bearer\",\"expires_in\":5183944}";
    var user =
        """
        {"id":"10158765432109876","name":"Ann Example","email":"ann\\u0040example.com",\
        "picture":{"data":{"height":50,"is_silhouette":false,"url":\
        "https:\\/\\/platform-lookaside.fbsbx.com\\/platform\\/profilepic\\/?asid=1&height=50",\
        "width":50}}}\
        """;
    // It does not say that the address was verified, so it is no name here (S83).
    assertThat(me(new LikePlain("facebook", tokens, user)))
        .contains("\"username\":\"corp:10158765432109876\"")
        .contains("\"email\":\"ann@example.com\"")
        .contains("\"name\":\"Ann Example\"")
        .contains("https://platform-lookaside.fbsbx.com/platform/profilepic/?asid=1");
  }

  @Test
  @Proves("S11")
  void linkedIn() throws Exception {
    var tokens =
        "{\"access_token\":\"AQXNnd2kXITHELmWblJigbHEuoFdfRhOwGA0QNnumBI8X\",\"expires_in\":5183999,"
            + "\"scope\":\"email,openid,profile\",\"token_type\":\"Bearer\","
            + "\"id_token\":\"eyJ6aXAiOiJSRUYiLCJraWQiOiJ4In0.e30.c2ln\"}";
    var user =
        """
        {"sub":"782bbtaQ","email_verified":true,"name":"John Doe",\
        "locale":{"country":"US","language":"en"},"given_name":"John","family_name":"Doe",\
        "email":"doe@email.com",\
        "picture":"https://media.licdn.com/dms/image/C5F03AQHqK8v7tB1HCQ/profile-displayphoto"}\
        """;
    assertThat(me(new LikePlain("linkedin", tokens, user)))
        .contains("\"username\":\"doe@email.com\"")
        .contains("\"email\":\"doe@email.com\"")
        .contains("\"name\":\"John Doe\"")
        .contains("https://media.licdn.com/dms/image/");
  }

  /** Entra ID: {@code preferred_username} in the ID token, the address in the user info. */
  private static final class LikeMicrosoft extends StandInProvider {

    @Override
    public String settings() {
      return super.settings()
          .replace("issuer:", "provider: microsoft\n          issuer:")
          .replace("role_claim: realm.roles", "role_claim: roles");
    }

    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      var claims = super.idToken(asked);
      claims.remove("sid");
      claims.put("ver", "2.0").put("nbf", now());
      claims.put("aio", "Df2UVXL1ix!lMCWMSOJBcFatzcGfvFGhjKv8q5g0x732dR5MB5BisvGQO7YWByjd8iQDLq!e");
      claims.put("oid", "00000000-0000-0000-66f3-3332eca7ea81");
      claims.put("tid", "9122040d-6c67-4c5b-b112-36a304b66dad");
      claims.put("name", "Abe Lincoln").put("preferred_username", "AbeLi@example.com");
      claims.putArray("roles").add("Clerk");
      return claims;
    }

    @Override
    protected ObjectNode userInfo() {
      var json = JSON.createObjectNode();
      json.put("sub", subject).put("name", "Abe Lincoln");
      json.put("given_name", "Abe").put("family_name", "Lincoln");
      json.put("picture", "https://graph.microsoft.com/v1.0/me/photo/$value");
      json.put("email", "AbeLi@example.com");
      return json;
    }
  }

  @Test
  @Proves("S11")
  void microsoft() throws Exception {
    assertThat(me(new LikeMicrosoft()))
        .contains("\"username\":\"AbeLi@example.com\"")
        .contains("\"name\":\"Abe Lincoln\"")
        .contains("\"email\":\"AbeLi@example.com\"")
        .contains("\"Clerk\"");
  }

  /** A client that proves who it is by a key (RFC 7523 2.2, 3). */
  private static class KnowsKey extends StandInProvider {

    final KeyPair pair = ecKey();

    String key() {
      return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    @Override
    public String settings() {
      var pem = "-----BEGIN PRIVATE KEY-----\\n" + key() + "\\n-----END PRIVATE KEY-----\\n";
      return super.settings()
          .replaceFirst(
              "client_secret: .*",
              "key_id: our-key\n          private_key: \"" + pem.replace("\\", "\\\\") + "\"");
    }

    @Override
    protected boolean isProven(HttpExchange exchange, Map<String, String> form) {
      return exchange.getRequestHeaders().getFirst("Authorization") == null
          && !form.containsKey("client_secret")
          && "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
              .equals(form.get("client_assertion_type"))
          && isSigned(form.getOrDefault("client_assertion", ""), "our-key", CLIENT_ID, issuer());
    }

    final boolean isSigned(String jwt, String kid, String iss, String aud) {
      try {
        var parts = jwt.split("\\.", -1);
        var header = json(parts[0]);
        var claims = json(parts[1]);
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
            && header.get("alg").asString().equals("ES256")
            && header.get("kid").asString().equals(kid)
            && claims.get("iss").asString().equals(iss)
            && claims.get("sub").asString().equals(CLIENT_ID)
            && claims.get("aud").asString().equals(aud)
            && !claims.get("jti").asString().isEmpty()
            && claims.get("iat").asLong() == now()
            && claims.get("exp").asLong() <= now() + 300;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static JsonNode json(String part) {
      return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    private static KeyPair ecKey() {
      try {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  @Proves("S42")
  void aKeyProvesTheClient() throws Exception {
    var provider = new KnowsKey();
    assertThat(me(provider)).contains("\"username\":\"ann\"");
    assertThat(provider.tokenRequests())
        .singleElement()
        .asString()
        .contains("code_verifier=")
        .doesNotContain(provider.key());
  }

  /** Apple: a JWT by our key as the secret, no user info, its answer comes as a form. */
  private static final class LikeApple extends KnowsKey {

    @Override
    public String settings() {
      return super.settings()
          .replace("issuer:", "provider: apple\n          team_id: TEAM123456\n          issuer:")
          .replace("          role_claim: realm.roles\n", "");
    }

    @Override
    protected ObjectNode metadata() {
      var json = super.metadata();
      json.remove(Arrays.asList("userinfo_endpoint", "end_session_endpoint"));
      return json;
    }

    @Override
    protected boolean isProven(HttpExchange exchange, Map<String, String> form) {
      return isSigned(
          Objects.requireNonNullElse(form.get("client_secret"), ""),
          "our-key",
          "TEAM123456",
          "https://appleid.apple.com");
    }

    @Override
    protected ObjectNode idToken(Map<String, String> asked) {
      assertThat(asked)
          .containsEntry("response_mode", "form_post")
          .containsEntry("scope", "openid name email");
      var claims = super.idToken(asked);
      claims.remove("sid");
      claims.put("sub", "001234.a7b9c1d2e3f4a5b6c7d8e9f0a1b2c3d4.1234");
      claims.put("email", "q7x2k@privaterelay.appleid.com");
      claims.put("email_verified", "true").put("is_private_email", "true");
      claims.put("auth_time", now()).put("nonce_supported", true);
      return claims;
    }
  }

  @Test
  @Proves({"S11", "S43"})
  void apple() throws Exception {
    assertThat(me(new LikeApple(), true))
        .contains("\"username\":\"q7x2k@privaterelay.appleid.com\"")
        .contains("\"email\":\"q7x2k@privaterelay.appleid.com\"");
  }
}
