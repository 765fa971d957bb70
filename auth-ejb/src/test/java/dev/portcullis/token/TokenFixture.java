package dev.portcullis.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.RejectionReason;
import dev.portcullis.TokenGrant;
import dev.portcullis.TokenVerification;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.config.JwsAlgorithm;
import dev.portcullis.config.JwtSettings;
import dev.portcullis.config.SessionSettings;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.jose.Base64Url;
import dev.portcullis.jose.Signer;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.session.Sessions;
import dev.portcullis.testing.MutableClock;
import dev.portcullis.testing.TestDatabase;
import dev.portcullis.testing.TestSources;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A node that issues tokens and verifies them, on a database of its own. */
final class TokenFixture implements AutoCloseable {

  static final ClientInfo CLIENT = new ClientInfo("192.0.2.7", "Browser/1.0", "c0ffee");
  static final Set<String> PWD = Set.of("pwd");
  private static final String ENCRYPTION_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  final TestDatabase database = new TestDatabase();
  final MutableClock clock = new MutableClock();
  final RandomSource random = RandomSource.secure();
  final AccountDirectory accounts = new AccountDirectory();
  final JwtSettings settings;
  final SigningKeys keys;
  final Revocations revocations;
  final Sessions sessions;
  final TokenIssuer issuer;
  final StrictAccessTokenVerifier verifier;
  final TokenServiceImpl tokens;

  TokenFixture() {
    this(TestSettings.of(JwsAlgorithm.HS256));
  }

  TokenFixture(TestSettings test) {
    settings = test.settings();
    keys = SigningKeys.start(settings, database, encryptionKey(), clock);
    revocations = new Revocations(database, clock, random);
    revocations.feed().poll();
    sessions =
        new Sessions(
            database,
            accounts,
            revocations,
            new SessionSettings(
                Duration.ofMinutes(30), Duration.ofHours(12), 10, Duration.ofMinutes(15), null),
            settings.expiration(),
            clock,
            random);
    issuer = new TokenIssuer(settings, keys, sessions, random, clock);
    verifier =
        new StrictAccessTokenVerifier(
            settings, keys, revocations::check, new PrincipalNames(database, accounts), clock);
    tokens =
        new TokenServiceImpl(
            settings,
            database,
            accounts,
            sessions,
            revocations,
            issuer,
            verifier,
            keys,
            TestSources.none(database, sessions, clock),
            clock);
  }

  static EncryptionKey encryptionKey() {
    return EncryptionKey.parse(Confidential.of(ENCRYPTION_KEY), RandomSource.secure())
        .orElseThrow();
  }

  /** An account of that name with the roles {@code user} and {@code admin}. */
  AccountSnapshot newAccount(String name) {
    var id = random.id();
    sql(
        "INSERT INTO auth_account (id, username, username_key, email, security_version, disabled,"
            + " created_at, changed_at) VALUES ('%s', '%s', '%s', '%s@example.org', 0, FALSE, 0, 0)"
                .formatted(id, name, id, name));
    sql(
        "INSERT INTO auth_account_role (account_id, role_name) VALUES ('%s', 'user')"
            .formatted(id));
    sql(
        "INSERT INTO auth_account_role (account_id, role_name) VALUES ('%s', 'admin')"
            .formatted(id));
    return database.inNew(tx -> accounts.byId(tx, id)).orElseThrow();
  }

  int sql(String statement) {
    return database.inNew(tx -> tx.em().createNativeQuery(statement).executeUpdate());
  }

  /** As a login does. */
  TokenGrant logIn(AccountSnapshot account) {
    return logIn(account, null);
  }

  TokenGrant logIn(AccountSnapshot account, @Nullable String clientId) {
    return database.inNew(
        tx -> {
          var now = clock.instant();
          var sid = sessions.openTokenSession(tx, account, PWD, now, CLIENT, issuer.familyEnd());
          return issuer.issue(tx, account, sid, clientId, PWD, now, CLIENT);
        });
  }

  AuthenticationResult<TokenGrant> refresh(TokenGrant grant) {
    return tokens.refresh(grant.refreshToken(), null, CLIENT);
  }

  /** What refresh gave, which must have succeeded. */
  TokenGrant refreshed(TokenGrant grant) {
    return refresh(grant)
        .foldWithoutSecondFactor(
            AuthenticationResult.Authenticated::grant,
            rejected -> {
              throw new AssertionError(rejected);
            });
  }

  /** Why refresh refused, which it must have. */
  RejectionReason refusal(TokenGrant grant) {
    return reason(refresh(grant));
  }

  static RejectionReason reason(AuthenticationResult<TokenGrant> result) {
    return result.foldWithoutSecondFactor(
        authenticated -> {
          throw new AssertionError("accepted");
        },
        AuthenticationResult.Rejected::reason);
  }

  /** The stage that refuses the token, {@code live} or {@code unavailable}. */
  String verdict(String token) {
    return verifier
        .verify(token)
        .fold(valid -> "live", TokenVerification.Invalid::stage, () -> "unavailable");
  }

  String verdict(TokenGrant grant) {
    return verdict(grant.accessToken().reveal());
  }

  /** Good claims, to be changed. */
  Map<String, Object> claims() {
    var claims = new LinkedHashMap<String, Object>();
    long now = clock.instant().getEpochSecond();
    claims.put("iss", settings.issuer());
    claims.put("aud", settings.audience());
    claims.put("sub", "0123456789abcdef0123456789abcdef");
    claims.put("client_id", "first-party");
    claims.put("iat", now);
    claims.put("nbf", now);
    claims.put("exp", now + 900);
    claims.put("jti", "00000000000000000000000000000001");
    claims.put("sid", "00000000000000000000000000000002");
    claims.put("user_id", "0123456789abcdef0123456789abcdef");
    claims.put("username", "alice");
    claims.put("email", "alice@example.org");
    claims.put("roles", Set.of("user"));
    claims.put("amr", Set.of("pwd"));
    claims.put("auth_time", now);
    return claims;
  }

  /** A token with our real key. */
  String signed(Map<String, Object> claims) {
    return signed("at+jwt", new JsonMapper().writeValueAsString(claims));
  }

  String signed(String typ, String payload) {
    return signed(
        "{\"alg\":\"ALG\",\"typ\":\"%s\",\"kid\":\"KID\"}".formatted(typ), payload, keys.signer());
  }

  String signed(String header, String payload, Signer signer) {
    var completed =
        header.replace("ALG", signer.algorithm().wireName()).replace("KID", keys.signer().kid());
    var input =
        Base64Url.encode(completed.getBytes(UTF_8))
            + "."
            + Base64Url.encode(payload.getBytes(UTF_8));
    return input + "." + Base64Url.encode(signer.sign(input.getBytes(UTF_8)));
  }

  @Override
  public void close() {
    database.close();
  }
}
