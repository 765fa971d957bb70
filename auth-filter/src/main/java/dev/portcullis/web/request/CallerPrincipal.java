package dev.portcullis.web.request;

import java.security.Principal;

/** The principal that an application sees where only the filter tells it. */
record CallerPrincipal(String name) implements Principal {

  @Override
  public String getName() {
    return name;
  }
}
