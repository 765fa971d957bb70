package dev.portcullis.web.ldap;

import dev.portcullis.config.DirectorySettings;
import dev.portcullis.config.DirectorySettings.DirectoryKind;
import dev.portcullis.config.DirectorySettings.GroupSource;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ldaptive.DerefAliases;
import org.ldaptive.LdapEntry;
import org.ldaptive.SearchRequest;
import org.ldaptive.SearchScope;
import org.ldaptive.dn.Dn;

/** The groups that somebody is in. */
final class Groups {

  static final String MEMBER_OF = "memberOf";

  /** Somebody is in no more groups than that; what is above does not count. */
  static final int MOST = 1000;

  /** A group; one of which nothing but its DN is known has the name that stands there. */
  record Group(String dn, String name) {}

  private static final System.Logger LOG = System.getLogger("dev.portcullis.web.ldap");
  private static final int DEEPEST = 10;

  /** The groups of a member, through other groups too: LDAP_MATCHING_RULE_IN_CHAIN. */
  private static final String IN_CHAIN = "(member:1.2.840.113556.1.4.1941:=%s)";

  private final DirectorySettings settings;
  private final LdapConnections connections;
  private final boolean inChain;
  private final LdapFilter filter;

  /**
   * @throws IllegalArgumentException if the filter is none
   */
  Groups(DirectorySettings settings, LdapConnections connections) {
    this.settings = settings;
    this.connections = connections;
    var groups = settings.groups();
    this.inChain = groups.nested() && settings.kind() == DirectoryKind.ACTIVE_DIRECTORY;
    this.filter = new LdapFilter(inChain ? IN_CHAIN : groups.filter());
  }

  /** Those of the person with that entry and name. */
  Collection<Group> of(LdapEntry person, String username) {
    var found = new LinkedHashMap<String, Group>();
    if (settings.groups().source() == GroupSource.MEMBER_OF) {
      add(found, memberOf(person));
    }
    if (settings.groups().source() == GroupSource.SEARCH || inChain) {
      add(found, search(person.getDn(), username));
    }
    if (settings.groups().nested() && !inChain) {
      nested(found);
    }
    return found.values();
  }

  private List<Group> memberOf(LdapEntry entry) {
    var attribute = entry.getAttribute(MEMBER_OF);
    return attribute == null
        ? List.of()
        : attribute.getStringValues().stream().map(dn -> new Group(dn, nameIn(dn))).toList();
  }

  /** What the groups are members of, level by level; a circle comes to an end at what was found. */
  private void nested(Map<String, Group> found) {
    var level = new ArrayDeque<>(found.values());
    for (int depth = 0; depth < DEEPEST && !level.isEmpty() && found.size() < MOST; depth++) {
      var next = new ArrayDeque<Group>();
      for (var group : level) {
        var above =
            settings.groups().source() == GroupSource.MEMBER_OF
                ? groupsOfGroup(group)
                : search(group.dn(), group.name());
        next.addAll(add(found, above));
      }
      level = next;
    }
  }

  private List<Group> groupsOfGroup(Group group) {
    return connections
        .search(
            SearchRequest.builder()
                .dn(group.dn())
                .scope(SearchScope.OBJECT)
                .filter(People.everything())
                .aliases(DerefAliases.NEVER)
                .timeLimit(settings.connection().responseTimeout())
                .returnAttributes(MEMBER_OF)
                .build())
        .stream()
        .flatMap(entry -> memberOf(entry).stream())
        .toList();
  }

  private List<Group> search(String dn, String name) {
    var entries =
        connections.search(
            SearchRequest.builder()
                .dn(settings.groups().base())
                .scope(SearchScope.SUBTREE)
                .filter(filter.with(dn, name))
                .aliases(DerefAliases.NEVER)
                .sizeLimit(MOST)
                .timeLimit(settings.connection().responseTimeout())
                .returnAttributes(settings.groups().nameAttribute())
                .build());
    return entries.stream().map(this::group).toList();
  }

  private Group group(LdapEntry entry) {
    var name = People.text(entry, settings.groups().nameAttribute());
    return new Group(entry.getDn(), name == null ? nameIn(entry.getDn()) : name);
  }

  /** Gives those that are new. */
  private List<Group> add(Map<String, Group> found, Collection<Group> groups) {
    var fresh = new ArrayList<Group>();
    for (var group : groups) {
      if (found.size() >= MOST) {
        LOG.log(
            Level.WARNING,
            "Somebody in the directory \"{0}\" is in more than {1} groups; the others do not count",
            settings.name(),
            MOST);
        break;
      }
      if (found.putIfAbsent(Subjects.ofDn(group.dn()), group) == null) {
        fresh.add(group);
      }
    }
    return fresh;
  }

  private static String nameIn(String dn) {
    @Nullable String first = null;
    for (var part : new Dn(dn).getRDn().getNameValues()) {
      first = part.getStringValue();
      break;
    }
    return first == null ? "" : first;
  }
}
