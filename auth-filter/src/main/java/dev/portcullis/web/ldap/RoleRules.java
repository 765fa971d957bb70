package dev.portcullis.web.ldap;

import dev.portcullis.config.DirectorySettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The roles that groups give. A key of the mapping is a group's name, or its DN, whole or below the
 * groups' base; a part of a DN is not enough, for somebody may be allowed to make groups elsewhere.
 */
final class RoleRules {

  private static final int LONGEST = 255;
  private static final int MOST = 500;

  private final DirectorySettings.Roles roles;
  private final Map<String, Set<String>> byName = new HashMap<>();
  private final Map<String, Set<String>> byDn = new HashMap<>();

  RoleRules(DirectorySettings settings) {
    roles = settings.roles();
    roles
        .mapping()
        .forEach(
            (key, given) -> {
              if (key.contains("=")) {
                add(byDn, dn(key), given);
                add(byDn, dn(key + "," + settings.groups().base()), given);
              } else {
                add(byName, key.toLowerCase(Locale.ROOT), given);
              }
            });
  }

  private static void add(Map<String, Set<String>> rules, String key, Set<String> roles) {
    rules.computeIfAbsent(key, unused -> new HashSet<>()).addAll(roles);
  }

  private static String dn(String text) {
    try {
      return Subjects.ofDn(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\" in role_mapping is no DN", e);
    }
  }

  /** The administrators' role is given only where the mapping names it (S85). */
  Set<String> of(Collection<Groups.Group> groups) {
    var given = new HashSet<String>();
    for (var group : groups) {
      if (given.size() < MOST) {
        given.addAll(of(group));
      }
    }
    if (given.isEmpty()) {
      given.addAll(roles.defaults());
      given.remove(roles.adminRole());
    }
    return given;
  }

  private Set<String> of(Groups.Group group) {
    if (roles.mapping().isEmpty()) {
      return isRole(group.name()) ? Set.of(group.name()) : Set.of();
    }
    var given = new HashSet<String>();
    given.addAll(byName.getOrDefault(group.name().toLowerCase(Locale.ROOT), Set.of()));
    given.addAll(byDn.getOrDefault(Subjects.ofDn(group.dn()), Set.of()));
    return given;
  }

  private boolean isRole(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST
        && name.codePoints().noneMatch(Character::isISOControl)
        && !name.equals(roles.adminRole());
  }
}
