package dev.portcullis.web.ldap;

import dev.portcullis.ExternalIdentity;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.config.DirectorySettings;
import dev.portcullis.config.DirectorySettings.DirectoryKind;
import dev.portcullis.config.DirectorySettings.GroupSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ldaptive.DerefAliases;
import org.ldaptive.LdapEntry;
import org.ldaptive.SearchRequest;
import org.ldaptive.SearchScope;
import org.ldaptive.dn.Dn;

/** The entries of people: how they are found, and what is read of them. */
final class People {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.web.ldap");

  /** In place of an attribute: the DN itself. */
  private static final String DN = "dn";

  private static final String EVERYTHING = "(objectClass=*)";
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final int LONGEST = 255;

  private final DirectorySettings settings;
  private final LdapConnections connections;
  private final LdapFilter filter;
  private final List<String> attributes;

  /**
   * @throws IllegalArgumentException if the filter is none
   */
  People(DirectorySettings settings, LdapConnections connections) {
    this.settings = settings;
    this.connections = connections;
    this.filter = new LdapFilter(settings.people().filter());
    this.attributes = attributes(settings);
  }

  private static List<String> attributes(DirectorySettings settings) {
    var people = settings.people();
    var attributes = new ArrayList<String>();
    attributes.add(people.usernameAttribute());
    attributes.add(people.nameAttribute());
    attributes.add(people.emailAttribute());
    if (!people.subjectAttribute().equalsIgnoreCase(DN)) {
      attributes.add(people.subjectAttribute());
    }
    if (settings.groups().source() == GroupSource.MEMBER_OF) {
      attributes.add(Groups.MEMBER_OF);
    }
    attributes.addAll(
        settings.kind() == DirectoryKind.ACTIVE_DIRECTORY
            ? AccountState.OF_ACTIVE_DIRECTORY
            : AccountState.OF_OTHERS);
    return List.copyOf(attributes);
  }

  /** The one entry of that name; empty where there is none, or more than one (S58). */
  Optional<LdapEntry> named(String typed) {
    if (!isAskable(typed)) {
      return Optional.empty();
    }
    return only(search(settings.people().base(), SearchScope.SUBTREE, filter.with(typed)));
  }

  /**
   * The entry of somebody who was there before, whatever the name is by now, as long as the
   * configured filter would find it.
   */
  Optional<LdapEntry> again(String subject, String username) {
    var found = named(username).filter(entry -> subject(entry).equals(subject));
    return found.isPresent() ? found : renamed(subject);
  }

  private Optional<LdapEntry> renamed(String subject) {
    if (settings.people().subjectAttribute().equalsIgnoreCase(DN)) {
      return Optional.empty();
    }
    var bytes = Subjects.bytes(settings.people().subjectAttribute(), subject).orElse(null);
    if (bytes == null) {
      return Optional.empty();
    }
    return only(search(
            settings.people().base(),
            SearchScope.SUBTREE,
            LdapFilter.equality(settings.people().subjectAttribute(), bytes)))
        .filter(entry -> subject(entry).equals(subject))
        .flatMap(entry -> username(entry).flatMap(this::named))
        .filter(entry -> subject(entry).equals(subject));
  }

  private List<LdapEntry> search(String base, SearchScope scope, String text) {
    return connections.search(
        SearchRequest.builder()
            .dn(base)
            .scope(scope)
            .filter(text)
            .aliases(DerefAliases.NEVER)
            .sizeLimit(2)
            .timeLimit(settings.connection().responseTimeout())
            .returnAttributes(attributes)
            .binaryAttributes(Subjects.OBJECT_GUID)
            .build());
  }

  private Optional<LdapEntry> only(List<LdapEntry> entries) {
    if (entries.size() > 1) {
      LOG.log(
          Level.WARNING,
          "user_search_filter of the directory \"{0}\" finds several entries for one name: refused",
          settings.name());
    }
    return entries.size() == 1 && !entries.get(0).getDn().isBlank()
        ? Optional.of(entries.get(0))
        : Optional.empty();
  }

  /** No directory has other names, and some would not take them as values. */
  private static boolean isAskable(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST
        && name.codePoints().noneMatch(Character::isISOControl)
        && name.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  /** Whoever it is, with these roles; empty where the entry has no name that could be kept. */
  Optional<ExternalIdentity> identity(LdapEntry entry, Set<String> roles) {
    return username(entry)
        .map(
            username ->
                new ExternalIdentity(
                    settings.issuer(),
                    subject(entry),
                    settings.name(),
                    username,
                    text(entry, settings.people().nameAttribute()),
                    text(entry, settings.people().emailAttribute()),
                    roles));
  }

  /** Of several names the one that the DN begins with, else the first by the alphabet. */
  Optional<String> username(LdapEntry entry) {
    var attribute = entry.getAttribute(settings.people().usernameAttribute());
    if (attribute == null) {
      return Optional.empty();
    }
    var values = attribute.getStringValues().stream().filter(People::isAskable).sorted().toList();
    var ofDn = new Dn(entry.getDn()).getRDn();
    return values.stream()
        .filter(
            value ->
                ofDn.getNameValues().stream()
                    .anyMatch(
                        part ->
                            part.getName().equalsIgnoreCase(settings.people().usernameAttribute())
                                && value.equals(part.getStringValue())))
        .findFirst()
        .or(() -> values.stream().findFirst());
  }

  /**
   * What identifies them for good.
   *
   * @throws TemporarilyUnavailableException if the entry does not have it: taking something else in
   *     its place would make them somebody else
   */
  String subject(LdapEntry entry) {
    var attribute = settings.people().subjectAttribute();
    return (attribute.equalsIgnoreCase(DN)
            ? Optional.of(Subjects.ofDn(entry.getDn()))
            : Subjects.of(attribute, entry.getAttribute(attribute)))
        .filter(subject -> subject.length() <= LONGEST)
        .orElseThrow(() -> noSubject(attribute));
  }

  private TemporarilyUnavailableException noSubject(String attribute) {
    var message =
        "Entries of the directory \""
            + settings.name()
            + "\" have no "
            + attribute
            + " that bind_dn may read, or one that is too long. Let it be read, or name another"
            + " subject_attribute";
    LOG.log(Level.ERROR, message);
    return new TemporarilyUnavailableException(message, RETRY, null);
  }

  static @Nullable String text(LdapEntry entry, String attribute) {
    var found = entry.getAttribute(attribute);
    return found == null ? null : found.getStringValue();
  }

  /** The filter that finds any entry, for a search of one. */
  static String everything() {
    return EVERYTHING;
  }
}
