package dev.portcullis.it.support;

/** What pom.xml hands to the tests. */
public final class BuildProperty {

  private BuildProperty() {}

  public static String required(String property) {
    String value = System.getProperty(property);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException("System property " + property + " is missing; see pom.xml");
    }
    return value;
  }
}
