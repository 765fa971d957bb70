package dev.portcullis.web.ldap;

import dev.portcullis.Confidential;
import dev.portcullis.Directory;
import dev.portcullis.DirectoryAnswer;
import dev.portcullis.DirectoryAnswer.Holds;
import dev.portcullis.DirectoryAnswer.Refused;
import dev.portcullis.RejectionReason;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.DirectorySettings;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ldaptive.BindResponse;
import org.ldaptive.LdapEntry;

/**
 * One directory, asked in these steps:
 *
 * <ol>
 *   <li>{@link People}: the configured filter finds exactly one entry (S58);
 *   <li>{@link LdapConnections#bind}: the directory takes the password for that entry, on a
 *       connection that serves nothing else (S57, S59);
 *   <li>{@link BindAnswer} and {@link AccountState}: neither what it said nor the entry stands
 *       against it;
 *   <li>{@link Groups} and {@link RoleRules}: what the groups give.
 * </ol>
 *
 * For nobody the same questions are asked of an entry that is not there (S32).
 */
public final class LdapDirectory implements Directory {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.web.ldap");
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** No entry has it: a person's name is never this. */
  private static final String NOBODY = "cn=portcullis-nobody,";

  private final DirectorySettings settings;
  private final LdapConnections connections;
  private final People people;
  private final Groups groups;
  private final RoleRules rules;
  private final AccountState state;

  private LdapDirectory(DirectorySettings settings, LdapConnections connections, Clock clock) {
    this.settings = settings;
    this.connections = connections;
    this.people = new People(settings, connections);
    this.groups = new Groups(settings, connections);
    this.rules = new RoleRules(settings);
    this.state = new AccountState(settings, clock);
  }

  /**
   * Opens it; it need not answer yet.
   *
   * @throws IllegalStateException if its settings cannot be used, with a message for the operator
   */
  public static Directory open(DirectorySettings settings, Clock clock) {
    LdapConnections connections = null;
    try {
      connections = new LdapConnections(settings, clock);
      return new LdapDirectory(settings, connections, clock);
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (connections != null) {
        connections.close();
      }
      throw new IllegalStateException(
          "auth.providers.ldap, the directory \"" + settings.name() + "\": " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Person> find(String username) {
    return people
        .named(username)
        .flatMap(
            entry ->
                people
                    .identity(entry, Set.of())
                    .map(identity -> new Person(identity, entry.getDn())));
  }

  @Override
  public DirectoryAnswer prove(@Nullable Person person, Confidential password) {
    if (password.isEmpty()) {
      return new Refused(RejectionReason.WRONG_PASSWORD);
    }
    if (person == null) {
      var unused = connections.bind(NOBODY + settings.people().base(), password);
      return new Refused(RejectionReason.UNKNOWN_ACCOUNT);
    }
    return refusal(connections.bind(person.place(), password))
        .<DirectoryAnswer>map(Refused::new)
        .orElseGet(() -> lookUp(person.identity().subject(), person.identity().username()));
  }

  private Optional<RejectionReason> refusal(BindResponse response) {
    try {
      return BindAnswer.refusal(response, settings.kind());
    } catch (BindAnswer.UndecidedException e) {
      LOG.log(
          Level.WARNING,
          "The directory \"{0}\" says neither yes nor no to a password: {1}",
          settings.name(),
          e.getMessage());
      throw new TemporarilyUnavailableException(
          "The directory \"" + settings.name() + "\" says neither yes nor no", RETRY, e);
    }
  }

  @Override
  public DirectoryAnswer lookUp(String subject, String username) {
    return people
        .again(subject, username)
        .map(this::answer)
        .orElseGet(() -> new Refused(RejectionReason.UNKNOWN_ACCOUNT));
  }

  private DirectoryAnswer answer(LdapEntry entry) {
    var refusal = state.refusal(entry);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    var username = people.username(entry).orElse("");
    var roles = rules.of(groups.of(entry, username));
    return people
        .identity(entry, roles)
        .<DirectoryAnswer>map(identity -> new Holds(identity, state.passwordMark(entry)))
        .orElseGet(() -> new Refused(RejectionReason.UNKNOWN_ACCOUNT));
  }

  @Override
  public void close() {
    connections.close();
  }
}
