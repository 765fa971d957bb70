package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.store.Tx;

/** The accounts whose password is kept here: {@code auth.providers.local}. */
public final class LocalVerifier implements CredentialVerifier {

  private final PasswordProof proof;

  public LocalVerifier(PasswordProof proof) {
    this.proof = proof;
  }

  @Override
  public String provider() {
    return "local";
  }

  @Override
  public boolean knows(String username) {
    return proof.keepsPasswordNamed(username);
  }

  @Override
  public boolean keeps(String accountId) {
    return proof.keepsPassword(accountId);
  }

  @Override
  public PasswordProof.Result verify(
      String username, Confidential password, GuessAllowance allowance) {
    return proof.byUsername(username, password, allowance);
  }

  @Override
  public PasswordProof.Result verifyAgain(String accountId, Confidential password) {
    return proof.byId(accountId, password);
  }

  @Override
  public void accept(Tx tx, AccountSnapshot account) {
    proof.accept(tx, account.id());
  }
}
