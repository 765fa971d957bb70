package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.source.SourceProof;
import dev.portcullis.store.Tx;

/**
 * {@code auth.providers.local} with a {@code user_source}: accounts whose password is kept here
 * come first, so that an administrator of ours gets in while the source is away; everybody else is
 * looked up at the source. Either way one password is hashed (S32).
 */
public final class SourceVerifier implements CredentialVerifier {

  private final PasswordProof local;
  private final SourceProof source;

  public SourceVerifier(PasswordProof local, SourceProof source) {
    this.local = local;
    this.source = source;
  }

  @Override
  public String provider() {
    return "local";
  }

  @Override
  public boolean knows(String username) {
    return local.keepsPasswordNamed(username) || source.knows(username);
  }

  @Override
  public boolean keeps(String accountId) {
    return source.keeps(accountId) || local.keepsPassword(accountId);
  }

  @Override
  public PasswordProof.Result verify(
      String username, Confidential password, GuessAllowance allowance) {
    return local.keepsPasswordNamed(username)
        ? local.byUsername(username, password, allowance)
        : source.byUsername(username, password, allowance);
  }

  @Override
  public PasswordProof.Result verifyAgain(String accountId, Confidential password) {
    return source.keeps(accountId)
        ? source.prove(accountId, password)
        : local.byId(accountId, password);
  }

  @Override
  public void accept(Tx tx, AccountSnapshot account) {
    local.accept(tx, account.id());
  }
}
