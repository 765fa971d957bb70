package dev.portcullis.login;

import dev.portcullis.AuthenticationResult;
import dev.portcullis.ClientInfo;
import dev.portcullis.PasswordLogin;
import dev.portcullis.RejectionReason;
import dev.portcullis.RequestCredentials;
import dev.portcullis.RequestProof;
import dev.portcullis.account.AccountDirectory;
import dev.portcullis.account.ExternalAccounts;
import dev.portcullis.account.SourceRecheck;
import dev.portcullis.config.CertificateSettings;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.revocation.Revocations;
import dev.portcullis.store.Transactions;
import io.micrometer.core.instrument.Timer;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Passwords and certificates that come with every request, behind one memory of what was proven.
 */
public final class RequestCredentialsImpl implements RequestCredentials {

  private final RequestPasswords passwords;
  private final Optional<RequestCertificates> certificates;

  /**
   * @param timer of logins
   * @throws IllegalStateException if the authorities that are trusted cannot be read
   */
  public RequestCredentialsImpl(
      AuthenticationServiceImpl authentication,
      LoginFlow flow,
      CertificateSettings settings,
      LoginThrottle throttle,
      Transactions transactions,
      AccountDirectory directory,
      ExternalAccounts external,
      SourceRecheck recheck,
      Revocations revocations,
      Timer timer,
      RandomSource random,
      Clock clock) {
    var recent = new RecentProofs(transactions, directory, recheck, revocations, clock);
    passwords = new RequestPasswords(authentication, recent, random, timer);
    certificates =
        Optional.ofNullable(settings.trustAnchors())
            .filter(file -> settings.enabled())
            .map(
                file ->
                    new RequestCertificates(
                        settings,
                        CertificateTrust.of(file),
                        throttle,
                        flow,
                        recent,
                        transactions,
                        directory,
                        external,
                        random,
                        clock));
  }

  @Override
  public AuthenticationResult<RequestProof> password(PasswordLogin login, ClientInfo client) {
    return passwords.check(login, client);
  }

  @Override
  public AuthenticationResult<RequestProof> certificate(
      List<X509Certificate> chain, ClientInfo client) {
    return chain.isEmpty() || certificates.isEmpty()
        ? AuthenticationResult.rejected(RejectionReason.UNTRUSTED_CERTIFICATE)
        : certificates.get().check(chain, client);
  }
}
