package dev.portcullis.issuer;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which roles here an issuer's roles give. The administrator's comes only of a mapping that names
 * it (S85).
 */
public record RoleRules(Map<String, Set<String>> mapping, String adminRole) {

  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl},]{1,128}");

  /** The roles here for those there. */
  public Set<String> apply(Set<String> given) {
    var roles = new HashSet<String>();
    for (var role : given) {
      if (!mapping.isEmpty()) {
        roles.addAll(mapping.getOrDefault(role, Set.of()));
      } else if (!role.equals(adminRole) && NAME.matcher(role).matches()) {
        roles.add(role);
      }
    }
    return roles;
  }
}
