package dev.portcullis.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider beforehand.
 *
 * @param name the value of {@code provider}
 * @param issuer of OpenID Connect, or null: it is plain OAuth 2, or the operator knows it alone
 * @param identityIssuer for identities of plain OAuth 2, or null
 * @param authorization endpoint of plain OAuth 2, or null; so are the next two
 * @param username where the name to sign in with is
 * @param picture where the address of a picture is
 * @param reauthenticates whether it asks for the password again when it is told to
 */
record OAuthPreset(
    String name,
    String label,
    @Nullable String issuer,
    @Nullable String identityIssuer,
    @Nullable String authorization,
    @Nullable String token,
    @Nullable String userInfo,
    List<String> scopes,
    String subject,
    String username,
    String picture,
    boolean secretInBody,
    boolean formPost,
    boolean reauthenticates) {

  static final String MICROSOFT = "microsoft";
  static final String APPLE = "apple";
  static final String KEYCLOAK = "keycloak";

  private static final List<String> OPENID = List.of("openid", "profile", "email");

  /** Facebook gives every version of its interface an end; identities do not change with it. */
  private static final String GRAPH = "https://graph.facebook.com/v23.0";

  private static final List<OAuthPreset> ALL =
      List.of(
          // Neither Google nor Apple knows prompt=login.
          openId("google", "Google", "https://accounts.google.com", "email", OPENID, false, false),
          new OAuthPreset(
              "github",
              "GitHub",
              null,
              "https://github.com",
              "https://github.com/login/oauth/authorize",
              "https://github.com/login/oauth/access_token",
              "https://api.github.com/user",
              List.of("read:user", "user:email"),
              "id",
              "login",
              "avatar_url",
              true,
              false,
              false),
          openId(MICROSOFT, "Microsoft", null, "preferred_username", OPENID, false, true),
          new OAuthPreset(
              "facebook",
              "Facebook",
              null,
              "https://www.facebook.com",
              "https://www.facebook.com/v23.0/dialog/oauth",
              GRAPH + "/oauth/access_token",
              GRAPH + "/me?fields=id,name,email,picture",
              List.of("public_profile", "email"),
              "id",
              "email",
              "picture.data.url",
              true,
              false,
              false),
          // Its ID tokens have no nonce, so they prove nothing here (S45); the user info does.
          new OAuthPreset(
              "linkedin",
              "LinkedIn",
              null,
              "https://www.linkedin.com/oauth",
              "https://www.linkedin.com/oauth/v2/authorization",
              "https://www.linkedin.com/oauth/v2/accessToken",
              "https://api.linkedin.com/v2/userinfo",
              OPENID,
              "sub",
              "email",
              "picture",
              true,
              false,
              false),
          openId(
              APPLE,
              "Apple",
              "https://appleid.apple.com",
              "email",
              List.of("name", "email"),
              true,
              false),
          openId(KEYCLOAK, "Keycloak", null, "preferred_username", OPENID, false, true));

  /** Google's own interface before OpenID Connect, as the URLs of older configurations have it. */
  private static final Map<String, String> IDENTITIES =
      Map.of("google", "https://accounts.google.com");

  OAuthPreset {
    scopes = List.copyOf(scopes);
  }

  private static OAuthPreset openId(
      String name,
      String label,
      @Nullable String issuer,
      String username,
      List<String> scopes,
      boolean formPost,
      boolean reauthenticates) {
    return new OAuthPreset(
        name,
        label,
        issuer,
        null,
        null,
        null,
        null,
        scopes,
        "sub",
        username,
        "picture",
        formPost,
        formPost,
        reauthenticates);
  }

  static Optional<OAuthPreset> of(@Nullable String name) {
    return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return String.join(", ", ALL.stream().map(OAuthPreset::name).toList());
  }

  /** Whether the preset knows the three addresses of plain OAuth 2. */
  boolean isPlain() {
    return authorization != null;
  }

  /** Under which identities stand where the operator wrote the addresses; empty: under those. */
  static Optional<String> identityOf(String preset) {
    return of(preset)
        .map(OAuthPreset::identityIssuer)
        .or(() -> Optional.ofNullable(IDENTITIES.get(preset)));
  }
}
