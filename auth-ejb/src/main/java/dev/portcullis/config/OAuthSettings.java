package dev.portcullis.config;

import java.util.List;

/**
 * {@code auth.providers.oauth}: the providers through which people may sign in.
 *
 * @param clients in the order of the login page; none: the feature is off
 */
public record OAuthSettings(List<OAuthClientSettings> clients) {

  public OAuthSettings {
    clients = List.copyOf(clients);
  }
}
