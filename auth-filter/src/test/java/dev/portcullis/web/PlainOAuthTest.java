package dev.portcullis.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.testing.FakeIssuer;
import dev.portcullis.testing.Proves;
import dev.portcullis.web.provider.StandInProvider;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plain OAuth 2, with answers of the shapes that GitHub and Google really give. */
class PlainOAuthTest {

  /** GitHub: an answer of {@code GET /user}, and form-encoded secrets. */
  static class LikeGitHub extends StandInProvider {

    String userJson =
        """
        {"login":"octocat","id":583231,"node_id":"MDQ6VXNlcjU4MzIzMQ==",\
        "avatar_url":"https://avatars.githubusercontent.com/u/583231?v=4","gravatar_id":"",\
        "url":"https://api.github.com/users/octocat","html_url":"https://github.com/octocat",\
        "type":"User","user_view_type":"public","site_admin":false,"name":"The Octocat",\
        "company":"@github","blog":"https://github.blog","location":"San Francisco","email":null,\
        "hireable":null,"bio":null,"twitter_username":null,"public_repos":8,"public_gists":8,\
        "followers":17000,"following":9,"created_at":"2011-01-25T18:44:36Z",\
        "plan":{"name":"free","space":976562499,"collaborators":0,"private_repos":10000}}\
        """;

    @Override
    public String settings() {
      return """
          corp:
            provider: github
            auth_url: %1$s/login/oauth/authorize
            token_url: %1$s/token
            user_info_url: %1$s/userinfo
            client_id: %2$s
            client_secret: "%3$s"
      """
          .formatted(issuer(), CLIENT_ID, CLIENT_SECRET)
          .indent(4);
    }

    @Override
    protected boolean isProven(HttpExchange exchange, Map<String, String> form) {
      return CLIENT_ID.equals(form.get("client_id"))
          && CLIENT_SECRET.equals(form.get("client_secret"))
          && "application/json".equals(exchange.getRequestHeaders().getFirst("Accept"));
    }

    @Override
    protected void tokens(HttpExchange exchange, Map<String, String> asked) throws IOException {
      FakeIssuer.send(
          exchange,
          200,
          "{\"access_token\":\"access-canary\",\"scope\":\"read:user,user:email\",\"token_type\":\"bearer\"}"
              .getBytes(UTF_8));
    }

    @Override
    protected void answer(HttpExchange exchange) throws IOException {
      if (exchange.getRequestURI().getPath().equals("/userinfo")) {
        FakeIssuer.send(exchange, 200, userJson.getBytes(UTF_8));
      } else {
        super.answer(exchange);
      }
    }
  }

  /** Google's own interface, as the URLs of older configurations have it. */
  static final class LikeGoogle extends LikeGitHub {

    LikeGoogle() {
      userJson =
          """
          {"id":"110169484474386276334","email":"ann@gmail.com","verified_email":true,\
          "name":"Ann Example","given_name":"Ann","family_name":"Example",\
          "picture":"https://lh3.googleusercontent.com/a/photo=s96-c"}\
          """;
    }

    @Override
    public String settings() {
      return super.settings()
          .replace("provider: github", "provider: google")
          .concat("          client_auth: client_secret_post\n");
    }
  }

  @Test
  @Proves({"S11", "S42"})
  void gitHub() throws Exception {
    try (var provider = new LikeGitHub();
        var application = ProviderApplication.of(provider)) {
      var browser = application.browser();
      var address = browser.toProvider("");
      assertThat(StandInProvider.query(address.substring(address.indexOf('?') + 1)))
          .containsEntry("scope", "read:user user:email")
          .containsEntry("code_challenge_method", "S256")
          .doesNotContainKey("nonce");
      var answer = browser.get(ProviderApplication.CALLBACK + "?" + provider.authorize(address));
      assertThat(answer.status()).isEqualTo(303);
      assertThat(browser.me())
          .contains("\"username\":\"octocat\"")
          .contains("\"email\":null")
          .contains("\"name\":\"The Octocat\"")
          .contains("\"picture\":\"https://avatars.githubusercontent.com/u/583231?v=4\"")
          .contains("\"roles\":[\"user\"]");
      assertThat(provider.tokenRequests())
          .singleElement()
          .asString()
          .contains("code_verifier=")
          .contains("grant_type=authorization_code");
      application.resources.close();
    }
  }

  /** Names there may be given up and taken by others; the id stays. */
  @Test
  @Proves({"S11", "S83"})
  void whoeverTakesOverANameGetsNobodysAccount() throws Exception {
    try (var provider = new LikeGitHub();
        var application = ProviderApplication.of(provider)) {
      assertThat(application.browser().signIn(provider, "").status()).isEqualTo(303);
      provider.userJson = provider.userJson.replace("583231", "99");
      var other = application.browser();
      assertThat(other.signIn(provider, "").status()).isEqualTo(303);
      assertThat(other.me()).contains("\"username\":\"corp:99\"");
      application.resources.close();
    }
  }

  @Test
  void google() throws Exception {
    try (var provider = new LikeGoogle();
        var application = ProviderApplication.of(provider)) {
      var browser = application.browser();
      assertThat(browser.signIn(provider, "").status()).isEqualTo(303);
      assertThat(browser.me())
          .contains("\"username\":\"corp:110169484474386276334\"")
          .contains("\"email\":\"ann@gmail.com\"")
          .contains("\"name\":\"Ann Example\"");
      application.resources.close();
    }
  }

  @Test
  void anAnswerWithoutAnIdIsNobody() throws Exception {
    try (var provider = new LikeGitHub();
        var application = ProviderApplication.of(provider)) {
      provider.userJson = "{\"login\":\"octocat\",\"id\":null}";
      var browser = application.browser();
      assertThat(browser.signIn(provider, "").status()).isEqualTo(502);
      assertThat(browser.hasSession()).isFalse();
      application.resources.close();
    }
  }
}
