package dev.portcullis.web.ldap;

import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.DirectorySettings;
import dev.portcullis.config.DirectorySettings.DirectoryKind;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ldaptive.LdapEntry;

/**
 * What an entry itself says of whether its owner may come in, and when the password was set. For
 * those who are signed in nothing else tells: nobody binds as them.
 */
final class AccountState {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.web.ldap");
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final String USER_ACCOUNT_CONTROL = "userAccountControl";
  private static final String ACCOUNT_EXPIRES = "accountExpires";
  private static final String PWD_LAST_SET = "pwdLastSet";
  private static final String PWD_LOCKED = "pwdAccountLockedTime";
  private static final String PWD_CHANGED = "pwdChangedTime";
  private static final String NS_LOCK = "nsAccountLock";

  static final List<String> OF_ACTIVE_DIRECTORY =
      List.of(USER_ACCOUNT_CONTROL, ACCOUNT_EXPIRES, PWD_LAST_SET);
  static final List<String> OF_OTHERS = List.of(PWD_LOCKED, PWD_CHANGED, NS_LOCK);

  private static final long DISABLED = 2;

  /** Locked for good by an administrator (draft-behera-ldap-password-policy 5.3.3). */
  private static final String FOR_GOOD = "000001010000Z";

  /** From 1601, where Active Directory's time begins, to 1970, in milliseconds. */
  private static final long EPOCH = 11_644_473_600_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final DirectoryKind kind;
  private final String directory;
  private final Clock clock;

  AccountState(DirectorySettings settings, Clock clock) {
    this.kind = settings.kind();
    this.directory = settings.name();
    this.clock = clock;
  }

  /**
   * Why the owner may not come in; empty where nothing stands against it.
   *
   * @throws TemporarilyUnavailableException if Active Directory does not show whether somebody is
   *     disabled, which each of its entries says to whoever may read it: never taken for a no (S74)
   */
  Optional<RejectionReason> refusal(LdapEntry entry) {
    return kind == DirectoryKind.ACTIVE_DIRECTORY ? ofActiveDirectory(entry) : ofOthers(entry);
  }

  private Optional<RejectionReason> ofActiveDirectory(LdapEntry entry) {
    var control = number(entry, USER_ACCOUNT_CONTROL);
    if (control.isEmpty()) {
      throw unreadable();
    }
    if ((control.getAsLong() & DISABLED) != 0) {
      return Optional.of(RejectionReason.DISABLED);
    }
    long expires = number(entry, ACCOUNT_EXPIRES).orElse(NEVER);
    boolean expired = expires > 0 && expires != NEVER && expires / 10_000 - EPOCH <= clock.millis();
    return expired ? Optional.of(RejectionReason.ACCOUNT_EXPIRED) : Optional.empty();
  }

  private static Optional<RejectionReason> ofOthers(LdapEntry entry) {
    boolean locked =
        FOR_GOOD.equals(People.text(entry, PWD_LOCKED))
            || "true".equalsIgnoreCase(People.text(entry, NS_LOCK));
    return locked ? Optional.of(RejectionReason.DISABLED) : Optional.empty();
  }

  /** Changes with the password; null where the entry does not tell. */
  @Nullable String passwordMark(LdapEntry entry) {
    boolean ad = kind == DirectoryKind.ACTIVE_DIRECTORY;
    var at = People.text(entry, ad ? PWD_LAST_SET : PWD_CHANGED);
    return at == null || at.length() > 40 ? null : "set." + at;
  }

  private TemporarilyUnavailableException unreadable() {
    var message =
        "Entries of the directory \""
            + directory
            + "\" have no "
            + USER_ACCOUNT_CONTROL
            + " that bind_dn may read, so nobody knows who is disabled. Let it be read";
    LOG.log(Level.ERROR, message);
    return new TemporarilyUnavailableException(message, RETRY, null);
  }

  private static OptionalLong number(LdapEntry entry, String attribute) {
    var text = People.text(entry, attribute);
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
