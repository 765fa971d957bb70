package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.account.AccountSnapshot;
import dev.portcullis.account.GuessAllowance;
import dev.portcullis.account.PasswordProof;
import dev.portcullis.source.DirectoryProof;
import dev.portcullis.store.Tx;

/** The people of one directory: {@code auth.providers.ldap}. */
public final class DirectoryVerifier implements CredentialVerifier {

  private final String name;
  private final DirectoryProof proof;

  /**
   * @param name what a login asks for
   */
  public DirectoryVerifier(String name, DirectoryProof proof) {
    this.name = name;
    this.proof = proof;
  }

  @Override
  public String provider() {
    return name;
  }

  @Override
  public boolean knows(String username) {
    return proof.knows(username);
  }

  @Override
  public boolean keeps(String accountId) {
    return proof.keeps(accountId);
  }

  @Override
  public PasswordProof.Result verify(
      String username, Confidential password, GuessAllowance allowance) {
    return proof.byUsername(username, password, allowance);
  }

  @Override
  public PasswordProof.Result verifyAgain(String accountId, Confidential password) {
    return proof.prove(accountId, password);
  }

  @Override
  public void accept(Tx tx, AccountSnapshot account) {
    proof.accept(tx, account.id());
  }
}
