package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The keys of one client; they stand in the flat form as well as below {@code clients}. */
final class OAuthKeys {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  static final String FLAT_PATH = "auth.providers.oauth.";
  static final OAuthKeys FLAT = new OAuthKeys(FLAT_PATH);
  static final OAuthKeys NAMED = new OAuthKeys(FLAT_PATH + "clients.*.");

  final Key<Boolean> enabled;
  final Key<String> provider;
  final Key<String> label;
  final Key<String> clientId;
  final Key<Confidential> clientSecret;
  final Key<Confidential> privateKey;
  final Key<String> keyId;
  final Key<JwsAlgorithm> keyAlgorithm;
  final Key<String> teamId;
  final Key<String> tenant;
  final Key<Boolean> clientAuth;
  final Key<URI> redirectUrl;
  final Key<String> scopes;
  final Key<URI> issuer;
  final Key<JwsAlgorithm> algorithms;
  final Key<URI> authUrl;
  final Key<URI> tokenUrl;
  final Key<URI> userInfoUrl;
  final Key<ClaimPath> idClaim;
  final Key<ClaimPath> usernameClaim;
  final Key<ClaimPath> emailClaim;
  final Key<ClaimPath> nameClaim;
  final Key<ClaimPath> pictureClaim;
  final Key<ClaimPath> roleClaim;
  final Key<String> roleMapping;
  final Key<String> defaultRoles;
  final Key<String> acrValues;
  final Key<Duration> maxAge;
  final Key<Boolean> reauthenticates;
  final Key<Boolean> trustMfa;
  final Key<String> linkBy;
  final Key<Boolean> keepTokens;

  private final String path;

  private OAuthKeys(String path) {
    this.path = path;
    enabled =
        Key.of(path + "enabled", ValueTypes.flag(), "Whether people may sign in through it.")
            .defaultsTo("true");
    provider =
        Key.of(
                path + "provider",
                ValueTypes.text("name", "1 to 32 lower-case letters, digits and -", NAME),
                "What is known of it beforehand: "
                    + OAuthPreset.names()
                    + ", or a name of its own.")
            .defaultsInWords("the client's name");
    label =
        Key.of(
                path + "label",
                ValueTypes.text(
                    "text", "at most 64 characters", Pattern.compile("\\P{Cntrl}{1,64}")),
                "What its button on the login page says.")
            .defaultsInWords("the provider's name");
    clientId =
        Key.of(
            path + "client_id",
            ValueTypes.text(),
            "By which the provider knows this application. Required.");
    clientSecret =
        Key.of(
                path + "client_secret",
                ValueType.of("text", "a text", Confidential::of),
                "What the provider gave with it.")
            .confidential();
    privateKey =
        Key.of(
                path + "private_key",
                ValueType.of(
                    "PEM or JWK", "a private key: PKCS #8 in PEM, or a JWK", OAuthKeys::key),
                "In place of a secret: signs the client's assertions (`private_key_jwt`).")
            .confidential();
    keyId =
        Key.of(
                path + "key_id",
                ValueTypes.text(
                    "text", "1 to 64 letters, digits and . _ -", Pattern.compile("[\\w.-]{1,64}")),
                "By which the provider knows `private_key`.")
            .defaultsInWords("that of the JWK, or the key's thumbprint");
    keyAlgorithm =
        Key.of(
                path + "key_algorithm",
                JwtSection.algorithms(),
                "What `private_key` signs with; no HS….")
            .defaultsTo("ES256");
    teamId =
        Key.of(path + "team_id", ValueTypes.text(), "Of the developer's account. Apple alone.");
    tenant =
        Key.of(
            path + "tenant",
            ValueTypes.text(
                "tenant",
                "a tenant's id such as 9188040d-6c67-4c5b-b112-36a304b66dad",
                Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
            "The directory's (tenant's) id; that of the example is for private accounts. Microsoft"
                + " alone.");
    clientAuth =
        Key.of(
                path + "client_auth",
                ValueTypes.choice(secretPlaces()),
                "How the secret is sent to the token endpoint.")
            .defaultsInWords("the preset's, else client_secret_basic");
    redirectUrl =
        Key.of(
                path + "redirect_url",
                address("https://app.example.com/auth/oauth/corp/callback"),
                "Where the provider sends browsers back to.")
            .defaultsInWords("`auth.public_url`, `auth.base_path` and `/oauth/<name>/callback`");
    scopes =
        Key.list(
                path + "scopes",
                ValueTypes.text("scope", "a scope", Pattern.compile("[!#-\\[\\]-~]{1,256}")),
                "What is asked for. With `issuer`, `openid` is always among them.")
            .defaultsInWords("the preset's, else openid, profile and email");
    issuer =
        Key.of(
            path + "issuer",
            address("https://idp.example.com/realms/corp"),
            "OpenID Connect: what stands in `iss`; everything else is in its metadata.");
    algorithms =
        Key.list(path + "algorithms", JwtSection.algorithms(), "What ID tokens may be signed with.")
            .defaultsInWords("RS256, ES256 and EdDSA");
    authUrl =
        Key.of(
            path + "auth_url",
            address("https://idp.example.com/authorize"),
            "Plain OAuth 2: the authorization endpoint.");
    tokenUrl =
        Key.of(
            path + "token_url",
            address("https://idp.example.com/token"),
            "Plain OAuth 2: the token endpoint.");
    userInfoUrl =
        Key.of(
            path + "user_info_url",
            address("https://idp.example.com/user"),
            "Plain OAuth 2: where it says who signed in.");
    idClaim =
        claim("id_claim", "Plain OAuth 2: by which it knows a user for good.")
            .defaultsInWords("the preset's, else `id`");
    usernameClaim =
        claim("username_claim", "Proposes the principal's name when the account is made.")
            .defaultsInWords("the preset's, else `preferred_username` or `username`");
    emailClaim = claim("email_claim", "Where the e-mail address is.").defaultsTo("email");
    nameClaim = claim("name_claim", "Where the name to show is.").defaultsTo("name");
    pictureClaim =
        claim("picture_claim", "Where the address of a picture is.")
            .defaultsInWords("the preset's, else `picture`");
    roleClaim =
        claim(
            "role_claim",
            "Where roles are, in the ID token, the user info, or the access token where it is a JWT"
                + " of the same issuer. Without it the account's roles are kept here.");
    roleMapping =
        Key.list(
            path + "role_mapping.*",
            GeneralSection.roleName(),
            "The roles here for that role there. Without a mapping roles are taken as they are, the"
                + " administrator's excepted, which must be mapped by name.");
    defaultRoles =
        Key.list(
                path + "default_roles",
                GeneralSection.roleName(),
                "What a new account has, and with `role_claim` everybody from there.")
            .defaultsTo("user");
    acrValues =
        Key.list(
            path + "acr_values",
            ValueTypes.text("acr", "a value without spaces", Pattern.compile("[!-~]{1,256}")),
            "OpenID Connect: asks for one of them, and refuses a sign-in that had none.");
    maxAge =
        Key.of(
            path + "max_age",
            ValueTypes.duration("10s", "24h"),
            "OpenID Connect: how long ago the user may have signed in at the provider.");
    reauthenticates =
        Key.of(
                path + "reauthenticates",
                ValueTypes.flag(),
                "OpenID Connect: whether it asks for the password again when it is told to"
                    + " (`prompt=login`, `max_age=0`), and says so in `auth_time`. With `false` it need"
                    + " not say so: whoever confirms here who they are then shows only that they are"
                    + " still signed in there.")
            .defaultsInWords("the preset's, else true");
    trustMfa =
        Key.of(
                path + "trust_mfa",
                ValueTypes.flag(),
                "OpenID Connect: whether `mfa` in its `amr`, or an `acr` of `acr_values`, counts as"
                    + " a second factor here.")
            .defaultsTo("false");
    linkBy = Key.reserved(path + "link_by", "Not in this version: accounts are linked by users.");
    keepTokens =
        Key.of(
                path + "keep_tokens",
                ValueTypes.flag(),
                "Whether the provider's tokens are kept, encrypted: for the application, and to ask the"
                    + " provider again every `auth.sessions.recheck_source` and when tokens are"
                    + " refreshed.")
            .defaultsTo("false");
  }

  List<Key<?>> all() {
    return List.of(
        enabled,
        provider,
        label,
        clientId,
        clientSecret,
        privateKey,
        keyId,
        keyAlgorithm,
        teamId,
        tenant,
        clientAuth,
        redirectUrl,
        scopes,
        issuer,
        algorithms,
        authUrl,
        tokenUrl,
        userInfoUrl,
        idClaim,
        usernameClaim,
        emailClaim,
        nameClaim,
        pictureClaim,
        roleClaim,
        roleMapping,
        defaultRoles,
        acrValues,
        maxAge,
        reauthenticates,
        trustMfa,
        linkBy,
        keepTokens);
  }

  private Key<ClaimPath> claim(String name, String sentence) {
    return Key.of(
        path + name, ValueType.of("claim", ClaimPath.ALLOWED, ClaimPath::parse), sentence);
  }

  private static ValueType<URI> address(String example) {
    return ValueType.of(
        "URL",
        "an address such as " + example + "; http only for localhost",
        IssuerKeysSection::address);
  }

  private static Map<String, Boolean> secretPlaces() {
    var places = new LinkedHashMap<String, Boolean>();
    places.put("client_secret_basic", false);
    places.put("client_secret_post", true);
    return places;
  }

  private static Confidential key(String text) throws dev.portcullis.config.file.BadValueException {
    return text.strip().startsWith("{") ? GivenKeysSection.jwk(text) : GivenKeysSection.pem(text);
  }

  /** Whether a client may have that name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
