package dev.portcullis.config;

/** How the container learns who the caller is. */
public enum Door {
  /** The module, with the filter in front for rules, limits and headers. */
  AUTO,
  /** A Jakarta Authentication {@code ServerAuthModule}. */
  MODULE,
  /** A Jakarta Security {@code HttpAuthenticationMechanism}. */
  MECHANISM,
  /** The servlet filter alone: identity in servlets and pages, not in EJBs. */
  FILTER
}
