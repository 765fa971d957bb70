package dev.portcullis.web;

import java.io.Serializable;
import java.security.Principal;

/**
 * A caller for a container that would make another kind of principal from a bare name: Payara takes
 * the name of a caller for that of a certificate (X.500) where web.xml says CLIENT-CERT, and fails
 * on any other.
 */
record NamedPrincipal(String name) implements Principal, Serializable {

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
