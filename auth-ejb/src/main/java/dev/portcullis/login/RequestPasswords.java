package dev.portcullis.login;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.AuthenticationResult.Authenticated;
import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.ClientInfo;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RequestProof;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.crypto.RandomSource;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that come with every request: the login as it is for everybody, and its success
 * remembered by a keyed hash of name and password, so that a heap holds no password in clear and
 * nothing that could be guessed at without the key (S71).
 */
final class RequestPasswords {

  private static final String ALGORITHM = "HmacSHA256";

  private final AuthenticationServiceImpl authentication;
  private final RecentProofs recent;
  private final RandomSource random;
  private final Timer timer;
  private final SecretKeySpec key;

  /**
   * @param timer of logins
   */
  RequestPasswords(
      AuthenticationServiceImpl authentication,
      RecentProofs recent,
      RandomSource random,
      Timer timer) {
    this.authentication = authentication;
    this.recent = recent;
    this.random = random;
    this.timer = timer;
    this.key = new SecretKeySpec(random.bytes(32), ALGORITHM);
  }

  AuthenticationResult<RequestProof> check(PasswordLogin login, ClientInfo client) {
    var digest = digest(login);
    return recent
        .find(digest)
        .orElseGet(
            () -> recent.once(digest, () -> timer.record(() -> prove(digest, login, client))));
  }

  private AuthenticationResult<RequestProof> prove(
      String digest, PasswordLogin login, ClientInfo client) {
    long marks = recent.markCount();
    var proofId = random.id();
    var result = authentication.prove(login, proofId, client);
    if (result instanceof Authenticated<AccountSnapshot> proven) {
      return recent.remember(
          digest,
          proven.grant(),
          proofId,
          proven.caller().getAuthenticationMethods(),
          proven.caller().getAuthenticatedAt(),
          Instant.MAX,
          marks);
    }
    // An account that needs a second factor is refused, never asked for it.
    var rejected = (Rejected<AccountSnapshot>) result;
    return new Rejected<>(rejected.reason(), rejected.retryAfter());
  }

  /** The length keeps two pairs apart whose joined texts are the same. */
  private String digest(PasswordLogin login) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((login.username().length() + ":").getBytes(StandardCharsets.UTF_8));
      mac.update(login.username().getBytes(StandardCharsets.UTF_8));
      mac.update(login.password().revealUtf8());
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }
}
