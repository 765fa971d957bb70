package dev.portcullis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * People outside whose passwords are kept and checked there: an LDAP directory. What a login is
 * made of (attempts, waiting, accounts, the audit) is the domain's; this only asks. Everything here
 * is called outside of any transaction, and throws {@link TemporarilyUnavailableException} where it
 * cannot answer: never a yes, and never a no (S74).
 */
public interface Directory extends AutoCloseable {

  /**
   * Somebody whom the directory has.
   *
   * @param identity without roles, which are asked for when the password is proven
   * @param place where the directory keeps them, for itself
   */
  record Person(ExternalIdentity identity, String place) {}

  /** Whoever may have typed that name; empty where there is nobody, or more than one (S58). */
  Optional<Person> find(String username);

  /**
   * Checks a password. An empty one is refused without asking (S57).
   *
   * @param person as it was found, or null for nobody: that costs what somebody costs (S32)
   */
  DirectoryAnswer prove(@Nullable Person person, Confidential password);

  /**
   * Asks again about somebody who is signed in.
   *
   * @param username by which the directory found them last
   */
  DirectoryAnswer lookUp(String subject, String username);

  @Override
  void close();
}
