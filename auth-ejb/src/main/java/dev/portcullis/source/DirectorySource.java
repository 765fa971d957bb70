package dev.portcullis.source;

import dev.portcullis.Directory;
import dev.portcullis.account.IdentitySource;
import dev.portcullis.account.KnownIdentity;

/** A directory, asked again about those who are signed in. */
public final class DirectorySource implements IdentitySource {

  private final Directory directory;
  private final String issuer;

  /**
   * @param issuer of the identities that are the directory's
   */
  public DirectorySource(Directory directory, String issuer) {
    this.directory = directory;
    this.issuer = issuer;
  }

  @Override
  public String issuer() {
    return issuer;
  }

  /** Groups change there, and nothing tells of it: a refresh is granted on its fresh word only. */
  @Override
  public boolean isAskedAtEveryRefresh() {
    return true;
  }

  @Override
  public Answer ask(KnownIdentity identity) {
    return directory
        .lookUp(identity.subject(), identity.loginName())
        .<Answer>fold(
            holds -> new Answer.Present(holds.identity(), holds.passwordMark()),
            reason -> new Answer.Gone());
  }
}
